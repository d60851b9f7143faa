"""Builds every table of a workspace's warehouse, for tests: without Dagster, contracts and publication.

The order of the sources is theirs, the order of the tables is read from the SQL; no figure is judged here.
"""

from functools import cache
from pathlib import Path

from assets.sources.audience import AudienceSource, record_audience
from assets.sources.audience_exports import take_in_audience_exports
from assets.sources.cycle_tables import load_cycle_tables
from assets.sources.decisions import load_decisions
from assets.sources.expired_statistics import purge_expired
from assets.sources.inbox import CYCLE_FOLDER, KINDS, note_unclaimed, take_in_folder
from assets.sources.live_sheets import SheetSource, refresh_sheets
from assets.sources.owner_history import OwnerSource, record_owner_history
from assets.sources.registers import load_catalogues, take_in_register
from assets.tables import SqlTable, build, in_order, sql_tables
from assets.warehouse import open_warehouse
from assets.workspace import Workspace
from pipelines.audience_sources import Google
from pipelines.owner_sources import owner_source
from pipelines.sheet_sources import GoogleSheets


def build_warehouse(
    root: Path,
    youtube: AudienceSource | None = None,
    sheets: SheetSource | None = None,
    owner: OwnerSource | None = None,
) -> Workspace:
    """Take everything in and build all tables; without `youtube` the audience ledger says that no key is set."""
    workspace = Workspace(root)
    cycle = workspace.cycle
    asked = sheets or GoogleSheets({})
    with open_warehouse(workspace) as connection:
        load_cycle_tables(connection, workspace)
        load_decisions(connection, workspace)
        load_catalogues(connection)
        take_in_register(connection, workspace, "municipalities", cycle.registers.municipalities)
        take_in_register(connection, workspace, "osc", cycle.registers.osc)
        for kind in KINDS:
            for session_id in cycle.session_ids:
                live = refresh_sheets(connection, workspace, session_id, kind, asked)
                take_in_folder(connection, workspace, f"raw.{kind}", session_id, kind, live)
        live = refresh_sheets(connection, workspace, CYCLE_FOLDER, "registrations", asked)
        take_in_folder(connection, workspace, "raw.cycle_registrations", CYCLE_FOLDER, "registrations", live)
        note_unclaimed(connection, workspace)
        record_audience(connection, workspace, youtube or Google(key=None))
        record_owner_history(connection, workspace, owner or owner_source(workspace))
        take_in_audience_exports(connection, workspace)
        purge_expired(connection, workspace)
        for table in _tables():
            build(connection, table)
    return workspace


@cache
def _tables() -> tuple[SqlTable, ...]:
    return tuple(in_order(sql_tables()))
