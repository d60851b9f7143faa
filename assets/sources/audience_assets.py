"""The sources of the audience ledger as Dagster assets, and what removes from them what has expired.

Here an asset opens the warehouse, lets its plain neighbour do the work, and tells Dagster how many rows came.
"""

from datetime import datetime

import dagster as dg

from assets.sources.audience import AudienceSource, record_audience
from assets.sources.audience_exports import take_in_audience_exports
from assets.sources.expired_statistics import purge_expired
from assets.sources.owner_history import OwnerSource, record_owner_history
from assets.sources.raw_asset import WorkspaceResource, raw_asset, told
from assets.sources.ticks import tick_of
from assets.warehouse import open_warehouse
from assets.workspace import Workspace


def audience_assets() -> list[dg.AssetsDefinition]:
    """Public counters, the owner's history, Studio's exports, and the removal of what has expired."""
    return [_audience(), _owner_history(), _audience_exports(), _expired_statistics()]


def _audience() -> dg.AssetsDefinition:
    @raw_asset("audience", "Lo que YouTube dice de los videos. / What YouTube says of the videos.", "youtube")
    def audience(
        context: dg.AssetExecutionContext,
        workspace: WorkspaceResource,
        youtube: dg.ResourceParam[AudienceSource],
    ) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            videos = record_audience(connection, workspace, youtube, _tick(context, workspace))
        return dg.MaterializeResult(metadata={"dagster/row_count": videos})

    return audience


def _owner_history() -> dg.AssetsDefinition:
    @raw_asset(
        "owner_history",
        "La historia que conoce quien es dueño del canal. / The history that the channel's owner knows.",
        "youtube",
    )
    def owner_history(
        context: dg.AssetExecutionContext, workspace: WorkspaceResource, owner: dg.ResourceParam[OwnerSource]
    ) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            rows = record_owner_history(connection, workspace, owner, _tick(context, workspace))
        return dg.MaterializeResult(metadata={"dagster/row_count": rows})

    return owner_history


def _audience_exports() -> dg.AssetsDefinition:
    @raw_asset("audience_exports", "Archivos de YouTube Studio. / Exports of YouTube Studio.", "csv")
    def audience_exports(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            summary = take_in_audience_exports(connection, workspace)
        return told(summary)

    return audience_exports


def _expired_statistics() -> dg.AssetsDefinition:
    @raw_asset(
        "expired_statistics",
        "Quita lo que ya no se puede guardar. / Removes what may be kept no longer.",
        "youtube",
        deps=[["raw", "audience"], ["raw", "owner_history"]],
    )
    def expired_statistics(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            rows = purge_expired(connection, workspace)
        return dg.MaterializeResult(metadata={"rows_removed": rows})

    return expired_statistics


def _tick(context: dg.AssetExecutionContext, workspace: Workspace) -> datetime:
    return tick_of(context.run.tags, workspace.as_of)
