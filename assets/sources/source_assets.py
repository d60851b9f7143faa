"""The sources as Dagster assets, partitioned by session where the source is.

Here an asset opens the warehouse, lets its plain neighbour do the work, and tells Dagster how many rows came.
"""

from datetime import datetime

import dagster as dg

from assets.cycle import ExportKind
from assets.sources.audience import AudienceSource, record_audience
from assets.sources.audience_exports import take_in_audience_exports
from assets.sources.audience_tables import OWNER_TABLES, PUBLIC_TABLES, PURGE_TABLES
from assets.sources.cycle_tables import load_cycle_tables
from assets.sources.decision_kinds import Decision
from assets.sources.decisions import load_decisions
from assets.sources.expired_statistics import purge_expired
from assets.sources.inbox import CYCLE_FOLDER, note_unclaimed, take_in_folder
from assets.sources.live_sheets import SheetSource, refresh_sheets
from assets.sources.owner_history import OwnerSource, record_owner_history
from assets.sources.raw_files import FolderSummary
from assets.sources.readers.reading import Kind
from assets.sources.registers import CATALOGUES, load_catalogues, take_in_register
from assets.sources.ticks import tick_of
from assets.warehouse import open_warehouse
from assets.workspace import Workspace

# The sources that take files in; each has a table of its own, and shares those that describe files.
EXPORTS = ("registrations", "cycle_registrations", "attendance", "audience_exports", "municipalities", "osc")

# Which asset writes each table of `raw`: what reads the table stands downstream of all of them.
WRITERS: dict[str, list[str]] = {
    **{
        f"raw.{table}": ["cycle"]
        for table in (
            "cycle",
            "sessions",
            "session_videos",
            "session_names",
            "exclusions",
            "registers",
        )
    },
    **{kind.table: ["cycle"] for kind in Decision.__subclasses__()},
    **{f"raw.{table}": ["catalogues"] for table in CATALOGUES},
    # What has expired is gone before anything reads the ledger.
    **{table: ["audience", "expired_statistics"] for table in PUBLIC_TABLES},
    **{table: ["owner_history", "expired_statistics"] for table in OWNER_TABLES},
    **{table: ["expired_statistics"] for table in PURGE_TABLES},
    **{f"raw.{table}": [table] for table in EXPORTS},
    **{f"raw.{table}": [*EXPORTS] for table in ("sections", "columns", "facts")},
    "raw.sheet_requests": ["registrations", "cycle_registrations", "attendance"],
    "raw.files": [*EXPORTS, "unclaimed"],
}

WorkspaceResource = dg.ResourceParam[Workspace]
SheetsResource = dg.ResourceParam[SheetSource]


def source_assets(sessions: dg.StaticPartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Every source, in the order in which a newcomer meets them."""
    return [
        _cycle(),
        _catalogues(),
        _register(
            "municipalities", "Municipios, según el catálogo entregado. / Municipalities, as handed over."
        ),
        _register("osc", "Registro de OSC, según se entregó. / Register of OSC, as handed over."),
        _by_session(sessions, "registrations", "Registros de la sesión. / Registrations for the session."),
        _cycle_registrations(),
        _by_session(sessions, "attendance", "Asistencia a la sesión. / Attendance of the session."),
        _unclaimed(),
        _audience(),
        _owner_history(),
        _audience_exports(),
        _expired_statistics(),
    ]


def _cycle() -> dg.AssetsDefinition:
    @dg.asset(
        key=["raw", "cycle"],
        group_name="raw",
        kinds={"toml"},
        backfill_policy=dg.BackfillPolicy.single_run(),
        description="El ciclo, sus sesiones y umbrales, de cycle.toml. / The cycle, its sessions and thresholds.",
    )
    def cycle(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            sessions = load_cycle_tables(connection, workspace)
            decisions = load_decisions(connection, workspace)
        counts = {f"decisions_about_{name}": rows for name, rows in decisions.items()}
        return dg.MaterializeResult(metadata={"dagster/row_count": sessions, **counts})

    return cycle


def _catalogues() -> dg.AssetsDefinition:
    @dg.asset(
        key=["raw", "catalogues"],
        group_name="raw",
        kinds={"csv"},
        backfill_policy=dg.BackfillPolicy.single_run(),
        description="Catálogos que vienen con el proyecto. / Catalogues that ship with the project.",
    )
    def catalogues(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            load_catalogues(connection)
        return dg.MaterializeResult(metadata={"catalogues": len(CATALOGUES)})

    return catalogues


def _register(kind: Kind, description: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=["raw", kind],
        group_name="raw",
        kinds={"csv"},
        backfill_policy=dg.BackfillPolicy.single_run(),
        description=description,
    )
    def register(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            summary = take_in_register(connection, workspace, kind, getattr(workspace.cycle.registers, kind))
        return _told(summary)

    return register


def _by_session(
    sessions: dg.StaticPartitionsDefinition, kind: ExportKind, description: str
) -> dg.AssetsDefinition:
    @dg.asset(
        key=["raw", kind],
        group_name="raw",
        kinds={"csv"},
        partitions_def=sessions,
        backfill_policy=dg.BackfillPolicy.single_run(),
        description=description,
    )
    def by_session(
        context: dg.AssetExecutionContext, workspace: WorkspaceResource, sheets: SheetsResource
    ) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            for session_id in context.partition_keys:
                live = refresh_sheets(connection, workspace, session_id, kind, sheets)
                summary = take_in_folder(connection, workspace, f"raw.{kind}", session_id, kind, live)
                context.add_asset_metadata(_metadata(summary), partition_key=session_id)
        return dg.MaterializeResult()

    return by_session


def _cycle_registrations() -> dg.AssetsDefinition:
    @dg.asset(
        key=["raw", "cycle_registrations"],
        group_name="raw",
        kinds={"csv"},
        backfill_policy=dg.BackfillPolicy.single_run(),
        description="Registros para el ciclo entero. / Registrations for the whole cycle.",
    )
    def cycle_registrations(
        workspace: WorkspaceResource, sheets: SheetsResource
    ) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            live = refresh_sheets(connection, workspace, CYCLE_FOLDER, "registrations", sheets)
            summary = take_in_folder(
                connection, workspace, "raw.cycle_registrations", CYCLE_FOLDER, "registrations", live
            )
        return _told(summary)

    return cycle_registrations


def _unclaimed() -> dg.AssetsDefinition:
    @dg.asset(
        key=["raw", "unclaimed"],
        group_name="raw",
        backfill_policy=dg.BackfillPolicy.single_run(),
        description="Archivos que ninguna sesión reclama. / Files that no session claims.",
    )
    def unclaimed(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            files = note_unclaimed(connection, workspace)
        return dg.MaterializeResult(metadata={"files": files})

    return unclaimed


def _audience() -> dg.AssetsDefinition:
    @dg.asset(
        key=["raw", "audience"],
        group_name="raw",
        kinds={"youtube"},
        backfill_policy=dg.BackfillPolicy.single_run(),
        description="Lo que YouTube dice de los videos. / What YouTube says of the videos.",
    )
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
    @dg.asset(
        key=["raw", "owner_history"],
        group_name="raw",
        kinds={"youtube"},
        backfill_policy=dg.BackfillPolicy.single_run(),
        description="La historia que conoce quien es dueño del canal. / The history that the channel's owner knows.",
    )
    def owner_history(
        context: dg.AssetExecutionContext, workspace: WorkspaceResource, owner: dg.ResourceParam[OwnerSource]
    ) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            rows = record_owner_history(connection, workspace, owner, _tick(context, workspace))
        return dg.MaterializeResult(metadata={"dagster/row_count": rows})

    return owner_history


def _audience_exports() -> dg.AssetsDefinition:
    @dg.asset(
        key=["raw", "audience_exports"],
        group_name="raw",
        kinds={"csv"},
        backfill_policy=dg.BackfillPolicy.single_run(),
        description="Archivos de YouTube Studio. / Exports of YouTube Studio.",
    )
    def audience_exports(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            summary = take_in_audience_exports(connection, workspace)
        return _told(summary)

    return audience_exports


def _expired_statistics() -> dg.AssetsDefinition:
    @dg.asset(
        key=["raw", "expired_statistics"],
        deps=[["raw", "audience"], ["raw", "owner_history"]],
        group_name="raw",
        kinds={"youtube"},
        backfill_policy=dg.BackfillPolicy.single_run(),
        description="Quita lo que ya no se puede guardar. / Removes what may be kept no longer.",
    )
    def expired_statistics(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            rows = purge_expired(connection, workspace)
        return dg.MaterializeResult(metadata={"rows_removed": rows})

    return expired_statistics


def _tick(context: dg.AssetExecutionContext, workspace: Workspace) -> datetime:
    return tick_of(context.run.tags, workspace.as_of)


def _told(summary: FolderSummary) -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(metadata=_metadata(summary))


def _metadata(summary: FolderSummary) -> dict[str, int]:
    return {"dagster/row_count": summary.rows, "files": summary.files, "files_refused": summary.refused}
