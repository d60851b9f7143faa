"""Expired statistics: what the audience ledger may keep no longer, removed from `raw`.

Here rows go, and how many went is noted, never what they said; until when a statistic may be kept is written in
`sql/`, and what was already published is `publication.expired_releases`' business.
"""

from dataclasses import dataclass

import duckdb

from assets.sources.audience_tables import ensure_audience_tables
from assets.tables import sql_table
from assets.warehouse import transaction
from assets.workspace import Workspace

OWNER_TABLES = ("owner_daily", "owner_breakdown", "owner_concurrent", "owner_retention")


@dataclass(frozen=True)
class _Expiry:
    """A table of statistics: when each row was obtained, and until when it may be kept, as SQL."""

    table: str
    obtained: str
    obtained_at: str
    keep_until: str


PUBLIC = _Expiry(
    "raw.video_observations",
    "public",
    "observed_at",
    "public_keep_until(observed_at, terms_amendment, time_zone)",
)
OWNER = tuple(
    _Expiry(
        f"raw.{table}",
        "owner",
        "obtained_at",
        "owner_keep_until(obtained_at, last_granted_at, withdrawn_at)",
    )
    for table in OWNER_TABLES
)


def purge_expired(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> int:
    """Remove every row whose time is over at the workspace's instant, and note in `raw.purges` how many went.

    Public counters go after thirty days but for YouTube's amendment; the owner's history while nobody has seen the
    authorisation stand for thirty days, or seven after its withdrawal. What the owner exported stays. Returns the
    number of rows removed; asked again, it finds none. All goes or nothing.
    """
    ensure_audience_tables(connection)
    terms: dict[str, object] = {
        "as_of": workspace.as_of,
        "terms_amendment": workspace.cycle.audience.terms_amendment,
        "time_zone": workspace.cycle.time_zone,
    }
    with transaction(connection):
        return sum(_purge(connection, expiry, terms) for expiry in (PUBLIC, *OWNER))


def _purge(connection: duckdb.DuckDBPyConnection, expiry: _Expiry, terms: dict[str, object]) -> int:
    connection.execute(
        f"""
        create or replace temp table expired as
        with terms as (
            select
                last_granted_at,
                withdrawn_at,
                $as_of::timestamptz as as_of,
                $terms_amendment::date as terms_amendment,
                $time_zone::varchar as time_zone,
            from ({sql_table("staging.owner_terms").text}) as owner_terms
        )
        select {expiry.table}.rowid as row_number, {expiry.obtained_at} as obtained_at
        from {expiry.table} cross join terms
        where {expiry.keep_until} < as_of
        """,
        terms,
    )
    connection.execute(
        """
        insert into raw.purges (purged_at, obtained, source_table, rows, observed_from, observed_to)
        select ?, ?, ?, count(*), min(obtained_at), max(obtained_at) from expired having count(*) > 0
        """,
        [terms["as_of"], expiry.obtained, expiry.table],
    )
    connection.execute(f"delete from {expiry.table} where rowid in (select row_number from expired)")
    [(rows,)] = connection.execute("select count(*) from expired").fetchall()
    return int(rows)
