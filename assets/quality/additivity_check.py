"""The check of additivity as Dagster sees it: it blocks the catalogue of metrics and all that is published beside it.

Here every statement of `sql/` is put before `additivity`, with the columns that the catalogue names.
"""

import dagster as dg

from assets.quality.additivity import mixtures_of_people_and_views, sums_of_non_additive
from assets.sources.raw_asset import WorkspaceResource
from assets.tables import sql_tables
from assets.warehouse import open_warehouse

NON_ADDITIVE = "not is_additive_over_days and not is_additive_over_videos"
VIEWS = "unit in ('views', 'minutes')"


def additivity_check() -> dg.AssetChecksDefinition:
    """A blocking check on `reference/audience_metrics`: no statement adds what has no sum, or people and views."""

    @dg.asset_check(
        name="additivity",
        asset=["reference", "audience_metrics"],
        blocking=True,
        description="Nada suma ni promedia lo que no se suma, ni mezcla vistas con personas."
        " / Nothing adds or averages what has no sum, or mixes views with people.",
    )
    def additivity(workspace: WorkspaceResource) -> dg.AssetCheckResult:
        found = broken_statements(_columns(workspace, NON_ADDITIVE), _columns(workspace, VIEWS))
        return dg.AssetCheckResult(
            passed=not found,
            severity=dg.AssetCheckSeverity.ERROR,
            metadata={"statements": len(sql_tables()), "broken": len(found), **found},
        )

    return additivity


def broken_statements(non_additive: set[str], views: set[str]) -> dict[str, str]:
    """Table -> what its statement may not calculate, for each statement of `sql/` that does."""
    found = {
        table.full_name: [
            *sums_of_non_additive(table.text, non_additive),
            *mixtures_of_people_and_views(table.text, views),
        ]
        for table in sql_tables()
    }
    return {table: "; ".join(sentences) for table, sentences in found.items() if sentences}


def _columns(workspace: WorkspaceResource, condition: str) -> set[str]:
    query = f"select column_names from reference.audience_metrics where {condition}"
    with open_warehouse(workspace) as connection:
        rows = connection.execute(query).fetchall()
    return {column for row in rows for column in row[0].split()}
