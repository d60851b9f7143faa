"""The jobs: which parts of the project are made together, apart from a whole run.

Here assets are chosen by key; when a job runs is the business of `schedules`.
"""

from typing import TYPE_CHECKING

import dagster as dg

if TYPE_CHECKING:
    # What `define_asset_job` gives, which Dagster does not name in public.
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

# The cycle comes along because it holds the instant and the terms by which everything else is judged.
CYCLE = dg.AssetKey(["raw", "cycle"])
AUDIENCE_SOURCES = tuple(
    dg.AssetKey(["raw", name]) for name in ("audience", "owner_history", "audience_exports")
)
EXPIRED_STATISTICS = dg.AssetKey(["raw", "expired_statistics"])


def jobs() -> "list[UnresolvedAssetJobDefinition]":
    """The jobs `audience` and `expired_statistics`; both make all that follows, the release included.

    The first asks every source of the audience ledger, the second nobody: it removes what may be kept no longer.
    """
    return [
        dg.define_asset_job(
            "audience",
            selection=_with_all_that_follows(CYCLE, *AUDIENCE_SOURCES),
            description="Pregunta por la audiencia y publica. / Asks for the audience and publishes.",
        ),
        dg.define_asset_job(
            "expired_statistics",
            selection=_with_all_that_follows(CYCLE, EXPIRED_STATISTICS),
            description="Quita las estadísticas vencidas y publica. / Removes expired statistics and publishes.",
        ),
    ]


def _with_all_that_follows(*keys: dg.AssetKey) -> dg.AssetSelection:
    return dg.AssetSelection.assets(*keys).downstream()
