"""Expired rows: which rows of a release's tables may be kept no longer, and how they leave a database.

Here the rule of keeping is asked of the present: a release cannot know whether the owner's authorisation still stands.
The files of a release are `expired_releases`' business.
"""

from datetime import date, datetime
from typing import NamedTuple

import duckdb

from assets.publication.release import published_tables
from assets.sources.audience_tables import ensure_audience_tables
from assets.tables import sql_table
from assets.warehouse import prepare, size_of
from assets.workspace import Workspace

# Where a row does not say how it was obtained, the shorter time counts.
IS_PAST = """
    create or replace temp macro is_past(obtained, keep_until) as
        case
            when obtained = 'owner' then coalesce(getvariable('owner_keep_until'), keep_until)
            when obtained = 'public'
                then amended_keep_until(keep_until, getvariable('terms_amendment'), getvariable('time_zone'))
            when obtained is null and keep_until is not null
                then least(keep_until, getvariable('owner_keep_until'))
            else keep_until
        end < getvariable('as_of')
"""
# A session's figures come from the observations that the release lists; where it lists none, their instant decides.
LATEST_IS_PAST = """
    session.views_latest is not null and coalesce(
        (
            select bool_or(coalesce(is_past(audience.obtained, audience.keep_until), false)) from reach.audience
            where audience.session_id = session.session_id and audience.views is not null
                and audience.observed_at >= session.views_observed_at
        ),
        is_past('public', session.views_observed_at + interval 30 day)
    )
"""
DAY_7_IS_PAST = """
    session.views_day_7 is not null and coalesce(
        (
            select bool_or(coalesce(is_past(audience.obtained, audience.keep_until), false)) from reach.audience
            where audience.session_id = session.session_id and audience.views is not null
                and (audience.observed_at at time zone getvariable('time_zone'))::date = session.session_date + 7
        ),
        is_past('public', (session.session_date + 37)::timestamp at time zone getvariable('time_zone'))
    )
"""
LAST_KNOWN = ("observed_at", "title", "views", "likes", "comments")
# A row that is our own record loses what YouTube said of it, and stays: table -> condition -> what is forgotten.
BLANKED: dict[str, dict[str, str]] = {
    "reach.session": {
        LATEST_IS_PAST: "views_latest = null, views_observed_at = null",
        DAY_7_IS_PAST: "views_day_7 = null",
    },
    "quality.missing_videos": {
        "is_past('public', keep_until)": ", ".join(
            [*(f"last_{name} = null" for name in LAST_KNOWN), "keep_until = null"]
        ),
    },
}


class Terms(NamedTuple):
    """By what the keeping is judged: the instant, until when the owner's history may be kept, and the amendment."""

    as_of: datetime
    owner_keep_until: datetime | None
    terms_amendment: date | None
    time_zone: str


KINDS = ("timestamptz", "timestamptz", "date", "varchar")


def present_terms(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> Terms:
    """The terms at the workspace's instant; `connection` is the warehouse's."""
    ensure_audience_tables(connection)
    terms = sql_table("staging.owner_terms").text
    [(owner_keep_until,)] = connection.execute(f"select keep_until from ({terms}) as owner_terms").fetchall()
    cycle = workspace.cycle
    return Terms(workspace.as_of, owner_keep_until, cycle.audience.terms_amendment, cycle.time_zone)


def prepare_for(connection: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Let a connection of its own know the terms; the functions below count on that."""
    prepare(connection, terms.time_zone)
    for name, value, kind in zip(Terms._fields, terms, KINDS, strict=True):
        connection.execute(f"set variable {name} = ?::{kind}", [value])
    connection.execute(IS_PAST)


def expired_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each of the current database's tables must lose or forget; tables without any are left out."""
    counts = {}
    for table, condition in _conditions(connection).items():
        [(counts[table],)] = connection.execute(f"select count(*) from {table} where {condition}").fetchall()
    return {table: rows for table, rows in counts.items() if rows}


def remove_expired(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove or blank what `expired_rows` counts."""
    conditions = _conditions(connection)
    # Sessions first: they are judged by the observations that go next.
    for table in sorted(conditions.keys() & BLANKED):
        for condition, forgotten in BLANKED[table].items():
            connection.execute(f"update {table} set {forgotten} where {condition}")
    for table in sorted(conditions.keys() - BLANKED):
        connection.execute(f"delete from {table} where {conditions[table]}")


def _conditions(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Table -> which of its rows have expired; every published table that says until when its rows are kept."""
    conditions = {}
    for table in published_tables(connection):
        columns = size_of(connection, table).columns
        if table in BLANKED:
            conditions[table] = " or ".join(f"({condition})" for condition in BLANKED[table])
        elif "keep_until" in columns:
            conditions[table] = f"is_past({'obtained' if 'obtained' in columns else 'null'}, keep_until)"
    return conditions
