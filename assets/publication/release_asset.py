"""The release as a Dagster asset, downstream of every table that it publishes.

Here Dagster is told what was published; how a release is made is `release`'s business.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import dagster as dg

from assets.publication.release import PUBLISHED_SCHEMAS, PublicationError, publish
from assets.quality.contracts import contracts
from assets.quality.judgements import judge
from assets.sources.raw_asset import WorkspaceResource
from assets.table_assets import synthetic_note
from assets.tables import sql_tables
from assets.warehouse import open_warehouse

if TYPE_CHECKING:
    from assets.quality.validation import Finding


def _refuse_broken(found: Iterable["Finding"]) -> None:
    broken = [finding.says for finding in found if finding.severity == "fail"]
    if broken:
        raise PublicationError(f"nothing is published while this does not hold: {' '.join(broken)}")


def release_asset() -> dg.AssetsDefinition:
    """`published/release`: nothing is published while a check of a published table blocks."""
    published = [[table.schema, table.name] for table in sql_tables() if table.schema in PUBLISHED_SCHEMAS]

    @dg.asset(
        key=["published", "release"],
        deps=published,
        group_name="published",
        kinds={"duckdb"},
        backfill_policy=dg.BackfillPolicy.single_run(),
        description="Lo que abren los analistas. / What analysts open.",
    )
    def release(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            # Blocking checks hold within one Dagster run; what is published is judged here, whoever asked for it.
            _refuse_broken(finding for contract in contracts() for finding in judge(connection, contract))
            manifest = publish(connection, workspace, synthetic_note(workspace))
        return dg.MaterializeResult(
            metadata={
                "release_id": manifest.release_id,
                "is_complete": manifest.is_complete,
                "shortcomings": dg.MetadataValue.json(manifest.shortcomings),
                "tables": len(manifest.tables),
            }
        )

    return release
