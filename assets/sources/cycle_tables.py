"""The cycle as tables, so that statements read its sessions and thresholds like any other rows.

Here `cycle.toml` becomes `raw.cycle`, `raw.sessions`, `raw.session_videos`, `raw.session_names`,
`raw.exclusions`, `raw.registers` and `raw.targets`; what the file may say is `assets.cycle`'s.
"""

from collections.abc import Iterator

import duckdb
import pandas as pd

from assets.cycle import Cycle
from assets.warehouse import replace_from_frame
from assets.workspace import Workspace

CYCLE = {
    "cycle_id": "varchar",
    "title": "varchar",
    "time_zone": "varchar",
    "registration_scope": "varchar",
    "attended_minutes": "double",
    "certificate_share": "double",
    "certificate_min_sessions": "integer",
    "audience_daily_units": "integer",
    "audience_trailing_days": "integer",
    "terms_amendment": "date",
    "as_of": "timestamptz",
    "is_synthetic": "boolean",
}
SESSIONS = {
    "session_id": "varchar",
    "session_order": "integer",
    "session_date": "date",
    "title": "varchar",
    "scheduled_start": "timestamptz",
    "scheduled_end": "timestamptz",
    "actual_start": "timestamptz",
    "actual_end": "timestamptz",
    "is_end_assumed": "boolean",
    "platform": "varchar",
}
SESSION_VIDEOS = {"session_id": "varchar", "video_id": "varchar", "is_assumed": "boolean"}
SESSION_NAMES = {"session_id": "varchar", "name": "varchar"}
EXCLUSIONS = {"kind": "varchar", "value": "varchar"}
REGISTERS = {"kind": "varchar", "file": "varchar", "edition": "varchar"}
TARGETS = {
    "indicator_id": "varchar",
    "period": "varchar",
    "actor_type": "varchar",
    "baseline": "double",
    "target": "double",
}


def load_cycle_tables(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> int:
    """Replace these tables by what `cycle.toml` says now; returns the number of sessions."""
    cycle = workspace.cycle
    _replace(connection, "raw.cycle", CYCLE, [_cycle_row(workspace)])
    _replace(connection, "raw.sessions", SESSIONS, list(_session_rows(cycle)))
    _replace(connection, "raw.session_videos", SESSION_VIDEOS, list(_video_rows(cycle)))
    _replace(connection, "raw.session_names", SESSION_NAMES, list(_name_rows(cycle)))
    _replace(connection, "raw.exclusions", EXCLUSIONS, list(_exclusion_rows(cycle)))
    _replace(connection, "raw.registers", REGISTERS, list(_register_rows(cycle)))
    _replace(
        connection, "raw.targets", TARGETS, [(*one.place, one.baseline, one.target) for one in cycle.targets]
    )
    return len(cycle.sessions)


def _replace(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], rows: list[tuple[object, ...]]
) -> None:
    frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
    replace_from_frame(connection, table, frame, columns)


def _cycle_row(workspace: Workspace) -> tuple[object, ...]:
    cycle = workspace.cycle
    return (
        cycle.cycle_id,
        cycle.title,
        cycle.time_zone,
        cycle.registration_scope,
        cycle.thresholds.attended_minutes,
        cycle.thresholds.certificate_share,
        cycle.thresholds.certificate_min_sessions,
        cycle.audience.daily_units,
        cycle.audience.trailing_days,
        cycle.audience.terms_amendment,
        workspace.as_of,
        cycle.synthetic is not None,
    )


def _session_rows(cycle: Cycle) -> Iterator[tuple[object, ...]]:
    for order, session in enumerate(cycle.sessions, start=1):
        yield (
            session.session_id,
            order,
            session.session_date,
            session.title,
            cycle.scheduled_start(session),
            cycle.scheduled_end(session),
            cycle.instant(session.actual_start) if session.actual_start else None,
            cycle.instant(session.actual_end) if session.actual_end else None,
            session.is_end_assumed and session.actual_end is None,
            session.platform,
        )


def _video_rows(cycle: Cycle) -> Iterator[tuple[object, ...]]:
    for session in cycle.sessions:
        for video in session.videos:
            yield session.session_id, video.video_id, video.is_assumed


def _name_rows(cycle: Cycle) -> Iterator[tuple[object, ...]]:
    for session in cycle.sessions:
        for name in (session.title, *session.also_called):
            yield session.session_id, name


def _exclusion_rows(cycle: Cycle) -> Iterator[tuple[object, ...]]:
    for kind, values in (
        ("person", cycle.exclude.people),
        ("domain", cycle.exclude.domains),
        ("role", cycle.exclude.roles),
    ):
        for value in sorted(set(values)):
            yield kind, value


def _register_rows(cycle: Cycle) -> Iterator[tuple[object, ...]]:
    for kind in ("municipalities", "osc"):
        register = getattr(cycle.registers, kind)
        if register:
            yield kind, register.file, register.edition
