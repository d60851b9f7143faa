"""The release as a Dagster asset, downstream of every table that it publishes.

Here Dagster is told what was published; how a release is made is `release`'s business.
"""

import dagster as dg

from assets.publication.release import PUBLISHED_SCHEMAS, publish
from assets.sources.source_assets import WorkspaceResource
from assets.table_assets import synthetic_note
from assets.tables import sql_tables
from assets.warehouse import open_warehouse


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
