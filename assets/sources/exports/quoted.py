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
# Records are put together and held against their neighbours so many at a time: a file may be all quotation marks.
RECORDS_AT_ONCE = 100_000
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
        _find_spans(connection, cells)
        _join(connection)


def _find_spans(connection: duckdb.DuckDBPyConnection, cells: Cells) -> None:
    """Leave the table `spans`: the records of several lines that make sense, so many at a time as memory bears."""
    patterns = cells.patterns
    reach = {name: patterns[name] for name in ("opens", "stays_open")}
    connection.execute(_REACHES, {**reach, "most_lines": MAX_LINES_OF_A_RECORD})
    connection.execute(_FILLED, [cells.blank])
    connection.execute("create or replace temp table spans (first bigint, last bigint, text varchar)")
    found = connection.execute("select count(*) from reaches").fetchall()[0][0]
    whole = {name: patterns[name] for name in ("separator", "cell", "whole")}
    for start in range(1, found + 1, RECORDS_AT_ONCE):
        block = {"from_place": start, "to_place": start + RECORDS_AT_ONCE - 1}
        connection.execute(
            _SPANS, {**whole, **block, "blank": cells.blank, "most_characters": MAX_CHARACTERS}
        )
    for table in ("reaches", "filled"):
        connection.execute(f"drop table {table}")


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
_REACHES = f"""
create or replace temp table reaches as
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
nearest as (
    select
        openers.line as first,
        closers.line as last,
    from openers
    asof join closers on openers.line < closers.line
    qualify row_number() over (partition by closers.line order by openers.line) <= 2
)
select
    first,
    last,
    row_number() over (order by first, last) as place,
from nearest
where last - first < $most_lines
"""
_FILLED = """
create or replace temp table filled as
select
    line,
    row_number() over (order by line) as place,
from lines
where not regexp_full_match(text, ?)
"""
# A few records on each side of the block are put together too, to be held against; they are of the next block.
_SPANS = """
insert into spans
with reached as (
    select
        *,
        unnest(range(first, last + 1)) as line,
    from reaches
    where place between $from_place - 3 and $to_place + 3
),
texts as (
    select
        reached.first,
        reached.last,
        any_value(reached.place) as place,
        string_agg(lines.text, chr(10) order by lines.line) as text,
    from reached
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
-- Three lines on each side: the nearest may be damaged as well, or there are none. A record may end in its mark alone.
sides as (
    select
        measured.first,
        measured.width,
        unnest(range(top.place - 3, top.place) || range(bottom.place + 1, bottom.place + 4)) as place,
    from measured
    asof join filled as top on measured.first <= top.line
    asof join filled as bottom on measured.last >= bottom.line
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
    place between $from_place and $to_place
    and (
        first in (select alike.first from alike)
        -- Nothing but marks and spaces is nobody, however many lines it takes.
        or regexp_full_match(text, $blank)
        or (
            first = (select min(filled.line) from filled)
            and last = (select max(filled.line) from filled)
        )
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
