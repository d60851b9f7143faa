"""Quoted cells that run over several lines: which lines of a file are one record.

Here lines are joined, or left alone where joining makes no sense. How a line is cut into cells is decided in
`cells`.
"""

from collections.abc import Iterable, Iterator

import duckdb
import pandas as pd

from assets.sources.exports.cells import Cells

# A quoted cell longer than a person writes is a quotation mark that nobody closed.
MAX_LINES_OF_A_RECORD = 500
MAX_CHARACTERS = 1_000_000
# Who opens a cell and does not close it, or the other way round, writes an odd number of marks: most lines need no
# closer look.
_ODD = "(length(text) - length(replace(text, '\"', ''))) % 2 = 1"


def join_quoted(connection: duckdb.DuckDBPyConnection, cells: Cells) -> None:
    """Put records that run over several lines under their first line's number, where that makes sense.

    A stray quotation mark must swallow nobody: what it seems to enclose is no cell as CSV writes one, or has another
    number of cells than the records around it, and then its lines stay records of their own.
    """
    opening = f"select 1 from lines where {_ODD} and regexp_matches(text, ?) limit 1"
    if connection.execute(opening, [cells.opens]).fetchall():
        bounds = {"most_lines": MAX_LINES_OF_A_RECORD, "most_characters": MAX_CHARACTERS}
        connection.execute(_SPANS, {**cells.patterns, **bounds, "blank": cells.blank})
        _join(connection)


def _join(connection: duckdb.DuckDBPyConnection) -> None:
    spans = connection.execute("select first, last from spans order by first, last").fetchall()
    connection.register("chosen", pd.DataFrame({"first": list(_apart(spans))}, dtype="int64"))
    connection.execute(_JOINED)
    connection.unregister("chosen")
    connection.execute("drop table spans")
    connection.execute("drop table lines")
    connection.execute("alter table joined rename to lines")


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """The first lines of those spans that no span before them covers: inside of quotes nothing opens."""
    end = 0
    for first, last in spans:
        if first > end:
            end = last
            yield first


# A line that opens a quoted cell is one record with the lines to the next one that closes it. Of several that are
# closed by the same line the first may be stray; a third is not looked at, so that no line is looked at too often.
_SPANS = f"""
create or replace temp table spans as
with quoted as materialized (
    select
        line,
        regexp_matches(text, $opens) as opens,
        not regexp_matches(text, $stays_open) as closes,
    from lines
    where {_ODD}
),
openers as (
    select line from quoted where opens
),
closers as (
    select line from quoted where closes
),
reaches as (
    select
        openers.line as first,
        closers.line as last,
    from openers
    asof join closers on openers.line < closers.line
    qualify row_number() over (partition by closers.line order by openers.line) <= 2
),
texts as (
    select
        reached.first,
        reached.last,
        string_agg(lines.text, chr(10) order by lines.line) as text,
    from (
        select *, unnest(range(first, last + 1)) as line from reaches where last - first < $most_lines
    ) as reached
    inner join lines using (line)
    group by reached.first, reached.last
),
measured as (
    select
        *,
        len(regexp_extract_all(text || $separator, $cell, 1)) as width,
    from texts
    where length(text) <= $most_characters and regexp_full_match(text, $whole)
),
filled as materialized (
    select
        line,
        row_number() over (order by line) as place,
    from lines
    where not regexp_full_match(text, $blank)
),
-- Three lines on each side: the nearest may be damaged as well, or there are none.
sides as (
    select
        measured.first,
        measured.width,
        unnest(range(top.place - 3, top.place) || range(bottom.place + 1, bottom.place + 4)) as place,
    from measured
    inner join filled as top on measured.first = top.line
    inner join filled as bottom on measured.last = bottom.line
),
beside as (
    select
        sides.first,
        sides.width,
        filled.line,
    from sides
    inner join filled using (place)
),
-- What stands in a line: the line itself, or a record of several lines that ends or begins in it.
around as (
    select
        line,
        len(regexp_extract_all(text || $separator, $cell, 1)) as width,
    from lines
    semi join beside using (line)
    union all
    select last, width from measured
    union all
    select first, width from measured
),
alike as (
    select distinct beside.first from beside inner join around using (line, width)
)
select
    first,
    last,
    text,
from measured
where
    first in (select alike.first from alike)
    or (
        first = (select min(filled.line) from filled)
        and last = (select max(filled.line) from filled)
    )
"""
_JOINED = """
create or replace temp table joined as
with records as (
    select * from spans semi join chosen using (first)
),
covered as (
    select unnest(range(first, last + 1)) as line from records
)
select first as line, text from records
union all
select line, text from lines anti join covered using (line)
order by line
"""
