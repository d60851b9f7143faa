"""The sources as Dagster assets, partitioned by session where the source is.

Here an asset opens the warehouse, lets its plain neighbour do the work, and tells Dagster how many rows came.
"""

import dagster as dg

from assets.cycle import ExportKind
from assets.sources.audience_assets import audience_assets
from assets.sources.audience_tables import OWNER_TABLES, PUBLIC_TABLES, PURGE_TABLES
from assets.sources.cycle_tables import load_cycle_tables
from assets.sources.decision_kinds import Decision
from assets.sources.decisions import load_decisions
from assets.sources.inbox import CYCLE_FOLDER, note_unclaimed, take_in_folder
from assets.sources.live_sheets import SheetSource, refresh_sheets
from assets.sources.raw_asset import WorkspaceResource, counts, raw_asset, told
from assets.sources.readers.reading import Kind
from assets.sources.registers import CATALOGUES, load_catalogues, take_in_register
from assets.warehouse import open_warehouse

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
            "targets",
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
        *audience_assets(),
    ]


def _cycle() -> dg.AssetsDefinition:
    @raw_asset(
        "cycle",
        "El ciclo, sus sesiones y umbrales, de cycle.toml. / The cycle, its sessions and thresholds.",
        "toml",
    )
    def cycle(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            sessions = load_cycle_tables(connection, workspace)
            decisions = load_decisions(connection, workspace)
        decided = {f"decisions_about_{name}": rows for name, rows in decisions.items()}
        return dg.MaterializeResult(metadata={"dagster/row_count": sessions, **decided})

    return cycle


def _catalogues() -> dg.AssetsDefinition:
    @raw_asset(
        "catalogues", "Catálogos que vienen con el proyecto. / Catalogues that ship with the project.", "csv"
    )
    def catalogues(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            load_catalogues(connection)
        return dg.MaterializeResult(metadata={"catalogues": len(CATALOGUES)})

    return catalogues


def _register(kind: Kind, description: str) -> dg.AssetsDefinition:
    @raw_asset(kind, description, "csv")
    def register(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            summary = take_in_register(connection, workspace, kind, getattr(workspace.cycle.registers, kind))
        return told(summary)

    return register


def _by_session(
    sessions: dg.StaticPartitionsDefinition, kind: ExportKind, description: str
) -> dg.AssetsDefinition:
    @raw_asset(kind, description, "csv", partitions_def=sessions)
    def by_session(
        context: dg.AssetExecutionContext, workspace: WorkspaceResource, sheets: SheetsResource
    ) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            for session_id in context.partition_keys:
                live = refresh_sheets(connection, workspace, session_id, kind, sheets)
                summary = take_in_folder(connection, workspace, f"raw.{kind}", session_id, kind, live)
                context.add_asset_metadata(counts(summary), partition_key=session_id)
        return dg.MaterializeResult()

    return by_session


def _cycle_registrations() -> dg.AssetsDefinition:
    @raw_asset(
        "cycle_registrations", "Registros para el ciclo entero. / Registrations for the whole cycle.", "csv"
    )
    def cycle_registrations(
        workspace: WorkspaceResource, sheets: SheetsResource
    ) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            live = refresh_sheets(connection, workspace, CYCLE_FOLDER, "registrations", sheets)
            summary = take_in_folder(
                connection, workspace, "raw.cycle_registrations", CYCLE_FOLDER, "registrations", live
            )
        return told(summary)

    return cycle_registrations


def _unclaimed() -> dg.AssetsDefinition:
    @raw_asset("unclaimed", "Archivos que ninguna sesión reclama. / Files that no session claims.")
    def unclaimed(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            files = note_unclaimed(connection, workspace)
        return dg.MaterializeResult(metadata={"files": files})

    return unclaimed
