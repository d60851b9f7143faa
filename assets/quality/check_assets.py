"""The checks as Dagster sees them: each contract blocks what stands on its table, what is incomplete only warns.

Here results become check results with counts and keys; what is checked stands in the contracts and in
`quality.shortcomings`.
"""

import dagster as dg

from assets.quality.additivity_check import additivity_check
from assets.quality.contracts import Contract, contracts
from assets.quality.judgements import judge
from assets.sources.raw_asset import WorkspaceResource
from assets.table_assets import keys_of
from assets.warehouse import open_warehouse

FILES_REFUSED = {
    "registrations": "kind = 'registrations' and folder <> 'cycle'",
    "cycle_registrations": "kind = 'registrations' and folder = 'cycle'",
    "attendance": "kind = 'attendance'",
    "audience_exports": "kind = 'audience'",
    "municipalities": "kind = 'municipalities'",
    "osc": "kind = 'osc'",
    "unclaimed": "kind = 'unclaimed'",
}


def checks() -> list[dg.AssetChecksDefinition]:
    """A blocking check per contract, and a warning per source that is not read in full."""
    return [
        *(_contract_check(contract) for contract in contracts()),
        *(_files_check(source, condition) for source, condition in FILES_REFUSED.items()),
        _versions_check(),
        _audience_check(),
        additivity_check(),
    ]


def _contract_check(contract: Contract) -> dg.AssetChecksDefinition:
    sentences = "\n".join(f"- {expected.says}" for expected in contract.expectations)

    @dg.asset_check(
        name=f"{contract.table.split('.')[1]}_contract",
        asset=keys_of(contract.table)[0],
        blocking=True,
        description=f"`{contract.table}`:\n{sentences}",
    )
    def contract_check(workspace: WorkspaceResource) -> dg.AssetCheckResult:
        with open_warehouse(workspace) as connection:
            found = judge(connection, contract)
        failed = [finding for finding in found if finding.severity == "fail"]
        metadata = {
            finding.says: dg.MetadataValue.json({"rows": finding.rows, "first_keys": list(finding.keys)})
            for finding in found
        }
        return dg.AssetCheckResult(
            passed=not found,
            severity=dg.AssetCheckSeverity.ERROR if failed else dg.AssetCheckSeverity.WARN,
            metadata={"sentences": len(contract.expectations), "broken": len(found), **metadata},
        )

    return contract_check


def _files_check(source: str, condition: str) -> dg.AssetChecksDefinition:
    # A file's name may be a person's: Dagster's log gets the file's key, `alcance status` shows its path.
    return _completeness_check(
        "files_understood",
        ["raw", source],
        "Todos los archivos se entienden. / Every file is understood.",
        "select concat_ws(' ', folder, kind, file_id), refused from raw.files"
        f" where is_present and refused is not null and {condition} order by all",
    )


def _versions_check() -> dg.AssetChecksDefinition:
    return _completeness_check(
        "versions_approved",
        ["staging", "file_versions"],
        "Ninguna versión nueva nombra a menos personas sin que alguien lo apruebe."
        " / No newer version names fewer people unless somebody approves it.",
        "select file_id, concat(people, ' people where the version before named ', people_before,"
        " ': approve it or refuse it in decisions/files.csv')"
        " from staging.file_versions where is_awaiting_approval order by all",
    )


def _audience_check() -> dg.AssetChecksDefinition:
    return _completeness_check(
        "youtube_answered",
        ["raw", "audience"],
        "YouTube contestó la última vez que se le preguntó. / YouTube answered when last asked.",
        "select reason, remedy from raw.audience_requests"
        " qualify row_number() over (order by requested_at desc) = 1 and reason is not null",
    )


def _completeness_check(
    name: str, asset: list[str], description: str, query: str
) -> dg.AssetChecksDefinition:
    """A check that warns and blocks nothing: the query gives what is missing, and what to do about it."""

    @dg.asset_check(name=name, asset=asset, blocking=False, description=description)
    def completeness_check(workspace: WorkspaceResource) -> dg.AssetCheckResult:
        with open_warehouse(workspace) as connection:
            shortcomings = dict(connection.execute(query).fetchall())
        return _warning(shortcomings)

    return completeness_check


def _warning(shortcomings: dict[str, str]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        passed=not shortcomings,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"shortcomings": len(shortcomings), **shortcomings},
    )
