"""How the owner's history is kept: each answer in a transaction of its own, beside the row that says it was asked for.

Here rows replace what they correct, and what YouTube no longer tells stays and is marked. Nothing is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pandas as pd

from assets.sources.google.failures import GoogleUnavailable
from assets.sources.owner_windows import Window
from assets.sources.youtube.owner_reports import Cells, Kind, Report
from assets.warehouse import append_frame, transaction

_TABLES: Mapping[Kind, str] = {
    "daily": "raw.owner_daily",
    "breakdown": "raw.owner_breakdown",
    "concurrent": "raw.owner_concurrent",
    "retention": "raw.owner_retention",
}
# The table's names for the cells of a report's row, in order.
_COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    "daily": (
        "day_pacific",
        "live_or_on_demand",
        "views",
        "estimated_minutes_watched",
        "average_view_duration_s",
    ),
    "breakdown": ("value", "views", "estimated_minutes_watched"),
    "concurrent": ("livestream_position", "average_concurrent_viewers", "peak_concurrent_viewers"),
    "retention": ("elapsed_ratio", "audience_watch_ratio"),
}


@dataclass(frozen=True)
class Asked:
    """What was asked for, for which tick and when."""

    tick: datetime
    requested_at: datetime
    video_id: str
    report: Report
    window: Window


def keep_answer(connection: duckdb.DuckDBPyConnection, asked: Asked, rows: Sequence[Cells]) -> None:
    """Put the rows in place of those that they correct, and note the request as answered.

    Days replace themselves, other reports the video's former answer, and no rows replace nothing. A day that is
    kept and did not come back is marked as withdrawn.
    """
    with transaction(connection):
        if asked.report.kind == "daily":
            _clear_days(connection, asked, rows)
        elif rows:
            _clear_totals(connection, asked)
        append_frame(connection, _TABLES[asked.report.kind], _frame(asked, rows))
        _note(connection, asked, {"rows": len(rows)})


def keep_refusal(
    connection: duckdb.DuckDBPyConnection,
    asked: Asked,
    failure: GoogleUnavailable,
    not_before: datetime | None,
) -> None:
    """Note the request as unanswered, why, what to do, and when it may be made again."""
    reasons = {"reason": failure.reason, "remedy": failure.remedy, "not_before": not_before}
    with transaction(connection):
        _note(connection, asked, {"rows": None} | reasons)


def keep_authorisation(
    connection: duckdb.DuckDBPyConnection,
    checked_at: datetime,
    *,
    is_granted: bool,
    failure: GoogleUnavailable | None = None,
) -> None:
    """Note whether the owner's authorisation stood at an instant; an instant noted twice is kept once."""
    row = [checked_at, is_granted, failure and failure.reason, failure and failure.remedy]
    with transaction(connection):
        connection.execute("delete from raw.owner_authorisations where checked_at = ?", [checked_at])
        connection.execute(
            "insert into raw.owner_authorisations (checked_at, is_granted, reason, remedy) values (?, ?, ?, ?)",
            row,
        )


def is_authorised(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the authorisation stood when it was last looked at; False where nobody ever connected."""
    last = connection.execute(
        "select is_granted from raw.owner_authorisations order by checked_at desc limit 1"
    ).fetchall()
    return bool(last and last[0][0])


def _clear_days(connection: duckdb.DuckDBPyConnection, asked: Asked, rows: Sequence[Cells]) -> None:
    window = [asked.video_id, asked.window.first_day, asked.window.last_day]
    connection.execute(
        "update raw.owner_daily set is_withdrawn = true where video_id = ? and day_pacific between ? and ?",
        window,
    )
    told = sorted({row[0] for row in rows})
    connection.execute(
        "delete from raw.owner_daily where video_id = ? and day_pacific in (select unnest(?::date[]))",
        [asked.video_id, told],
    )


def _clear_totals(connection: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    only = " and dimension = ?" if asked.report.kind == "breakdown" else ""
    names = [asked.report.name] if only else []
    connection.execute(
        f"delete from {_TABLES[asked.report.kind]} where video_id = ?{only}", [asked.video_id, *names]
    )


def _frame(asked: Asked, rows: Sequence[Cells]) -> pd.DataFrame:
    known: dict[str, Any] = {"video_id": asked.video_id, "obtained_at": asked.requested_at}
    if asked.report.kind == "daily":
        known["is_withdrawn"] = False
    if asked.report.kind == "breakdown":
        window = {"first_day": asked.window.first_day, "last_day": asked.window.last_day}
        known |= {"dimension": asked.report.name} | window
    columns = _COLUMNS[asked.report.kind]
    return pd.DataFrame([known | dict(zip(columns, row, strict=True)) for row in rows], dtype=object)


def _note(connection: duckdb.DuckDBPyConnection, asked: Asked, outcome: Mapping[str, Any]) -> None:
    row: dict[str, Any] = {
        "tick": asked.tick,
        "requested_at": asked.requested_at,
        "video_id": asked.video_id,
        "report": asked.report.name,
        "first_day": asked.window.first_day,
        "last_day": asked.window.last_day,
    } | dict(outcome)
    connection.execute(
        "delete from raw.owner_requests where tick = ? and video_id = ? and report = ?",
        [asked.tick, asked.video_id, asked.report.name],
    )
    names = ", ".join(f'"{name}"' for name in row)
    connection.execute(
        f"insert into raw.owner_requests ({names}) values ({', '.join('?' * len(row))})", list(row.values())
    )
