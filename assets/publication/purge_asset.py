"""The purge of older releases as a Dagster asset, downstream of what removes expired statistics from `raw`.

Here Dagster is told which releases changed; what leaves them, and how, is `expired_releases`' business.
"""

import dagster as dg

from assets.publication.expired_releases import purge_releases
from assets.sources.raw_asset import WorkspaceResource
from assets.warehouse import open_warehouse


def purge_asset() -> dg.AssetsDefinition:
    """`published/expired_releases`: apart from the release, which a broken contract may hold up, as no purge may be."""

    @dg.asset(
        key=["published", "expired_releases"],
        deps=[["raw", "expired_statistics"]],
        group_name="published",
        kinds={"duckdb"},
        backfill_policy=dg.BackfillPolicy.single_run(),
        description="Quita de versiones anteriores lo que ya no se puede guardar."
        " / Removes from older releases what may be kept no longer.",
    )
    def expired_releases(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            changed = purge_releases(connection, workspace)
        return dg.MaterializeResult(
            metadata={"releases_changed": len(changed), "releases": dg.MetadataValue.json(changed)}
        )

    return expired_releases
