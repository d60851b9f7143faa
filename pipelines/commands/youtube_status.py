"""`alcance youtube status`: who is connected, what was spent today, and what is kept until when.

Here nothing is asked and nothing is changed; sources and terms are what the last run left in the warehouse. No
token or secret is ever shown.
"""

from contextlib import suppress
from typing import Any

import duckdb
from rich.table import Table

from assets.identity.private_door import may_enter
from assets.sources.audience_tables import ensure_audience_tables
from assets.sources.youtube.authorisation import grant_file, read_grant
from assets.sources.youtube.owner_errors import NOT_CONNECTED, OwnerUnavailable
from assets.sources.youtube.pacific import pacific_day
from assets.sources.youtube.quota import ANALYTICS, BATCH_GET_STATS, DEFAULT, QuotaLedger
from assets.warehouse import open_warehouse, records
from assets.workspace import Workspace
from pipelines.commands.output import console, put_json

_SOURCES = "select * from quality.audience_status order by source"
_TERMS = "select * from quality.audience_terms order by obtained"


def show_youtube(workspace: Workspace, as_json: bool) -> int:
    """Show who is connected, what was spent and what expires; returns 1 where the connection needs somebody."""
    state = youtube_status(workspace)
    if as_json:
        put_json(state)
    else:
        _show(state)
    return 1 if state["connection"]["state"] in {"withdrawn", "damaged"} else 0


def youtube_status(workspace: Workspace) -> dict[str, Any]:
    """The connection, the units of this Pacific day, each source's last answer, and what is kept until when."""
    state: dict[str, Any] = {
        "workspace": str(workspace.root),
        "connection": _connection(workspace),
        "day_pacific": pacific_day(workspace.as_of),
        "units": [],
        "sources": [],
        "terms": [],
    }
    if not may_enter(workspace):
        return state
    with open_warehouse(workspace, timeout_seconds=0) as connection:
        ensure_audience_tables(connection)
        state["connection"] |= _authorisation(connection, state["connection"]["state"])
        state["units"] = _units(connection, workspace)
        state["sources"] = _left_by_a_run(connection, _SOURCES)
        state["terms"] = _left_by_a_run(connection, _TERMS)
    return state


def _connection(workspace: Workspace) -> dict[str, Any]:
    if workspace.cycle.synthetic:
        return {"state": "sample"}
    try:
        grant = read_grant(grant_file(workspace))
    except OwnerUnavailable as failure:
        state = "not_connected" if failure.reason == NOT_CONNECTED else "damaged"
        return {"state": state, "remedy": failure.remedy}
    return {
        "state": "connected",
        "channel_id": grant.channel_id,
        "channel_title": grant.channel_title,
        "connected_at": grant.connected_at,
        "scopes": list(grant.scopes),
    }


def _authorisation(connection: duckdb.DuckDBPyConnection, state: str) -> dict[str, Any]:
    """What was last seen of the authorisation; a connected one that was withdrawn since is called so."""
    seen = records(
        connection.execute(
            "select checked_at, is_granted, reason, remedy from raw.owner_authorisations"
            " order by checked_at desc limit 1"
        )
    )
    for last in seen:
        is_withdrawn = state == "connected" and not last["is_granted"]
        found: dict[str, Any] = {"last_checked_at": last["checked_at"], "was_granted": last["is_granted"]}
        return found | ({"state": "withdrawn", "remedy": last["remedy"]} if is_withdrawn else {})
    return {}


def _units(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> list[dict[str, Any]]:
    daily_units = workspace.cycle.audience.daily_units
    quota = QuotaLedger(connection, workspace.as_of, daily_units)
    return [
        {"bucket": bucket, "units": quota.spent(bucket), "daily_units": daily_units}
        for bucket in (DEFAULT, BATCH_GET_STATS, ANALYTICS)
    ]


def _left_by_a_run(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    with suppress(duckdb.CatalogException):
        return records(connection.execute(query))
    return []


def _show(state: dict[str, Any]) -> None:
    screen = console()
    screen.print(f"{state['workspace']}\n{_connection_words(state['connection'])}\n", soft_wrap=True)
    for title, rows in (
        (f"Units of quota spent on {state['day_pacific']} (Pacific time)", state["units"]),
        ("Sources, as the last run left them", state["sources"]),
        ("What is kept, and until when", state["terms"]),
    ):
        if rows:
            screen.print(_table(title, rows))
    if not state["sources"]:
        screen.print("Nothing was asked yet: type `alcance run`.")


def _connection_words(connection: dict[str, Any]) -> str:
    state = connection["state"]
    if state == "sample":
        return "The sample's own server tells the history of its videos' owner."
    if state == "connected":
        channel = connection["channel_title"] or "a channel that was not named"
        checked = connection.get("last_checked_at")
        return f"Connected: {channel}, since {connection['connected_at']}; last seen to stand: {checked or 'not yet'}."
    words = {"not_connected": "Nobody is connected", "damaged": "The authorisation is damaged"}
    return f"{words.get(state, 'The authorisation was withdrawn')}: {connection['remedy']}."


def _table(title: str, rows: list[dict[str, Any]]) -> Table:
    table = Table(*rows[0], title=title, title_justify="left")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row.values()))
    return table
