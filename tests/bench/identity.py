"""How long it takes to tell who is who: written names against a register, attendees against registrants.

People are timed beside the plain Splink model on the same rows in the same run. The rows are made in `crowds`.
"""

import sys
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

import duckdb

from assets.tables import SqlTable, build, needed_for, sql_tables
from assets.warehouse import open_warehouse
from pipelines.evaluation.baselines import link_plainly
from tests.bench.crowds import crowd_of, register_of
from tests.build import build_warehouse

LISTED, WRITTEN, PEOPLE = 43_691, 10_000, 100_000

# The same rows as the pipeline's own, as the baseline takes them.
_ROWS = """
    create or replace temp table bench_{name} as
    select
        concat_ws('/', email, text_key(name)) as unique_id,
        's1' as session_id,
        min(text_key(name)) as name,
        min(email) as email,
        null::varchar as organisation
    from staging.{table}
    group by unique_id
"""


def measure_identity(listed: int = LISTED, written: int = WRITTEN, people: int = PEOPLE) -> None:
    """Measure and print one line per figure."""
    with tempfile.TemporaryDirectory() as folder:
        register_of(Path(folder) / "register", listed, written)
        organisations = _organisations(Path(folder) / "register")
    with tempfile.TemporaryDirectory() as folder:
        crowd_of(Path(folder) / "crowd", people)
        ours, plain = _people(Path(folder) / "crowd")
    names = f"{written:,} names against {listed:,} listed"
    crowd = f"{people:,} attendees x {people:,} registrants"
    sys.stdout.write(f"organisations: {names:<45}{organisations:7.1f} s\n")
    sys.stdout.write(f"people: {crowd}, plain Splink {plain:7.1f} s\n")
    sys.stdout.write(f"people: {crowd}, alcance      {ours:7.1f} s {ours / plain:5.2f} x plain Splink\n")


def _organisations(root: Path) -> float:
    with open_warehouse(build_warehouse(root)) as connection:
        tables = _making("core.organisation_links", {"reference", "identity", "core"})
        return _seconds_to_build(connection, tables)


def _people(root: Path) -> tuple[float, float]:
    """Seconds of the pipeline, then of the plain model."""
    workspace = build_warehouse(root)
    with open_warehouse(workspace) as connection:
        tables = _making("identity.person_rows", {"identity", "core"})
        return _seconds_to_build(connection, tables), _seconds_of_plain_splink(connection)


def _making(table: str, schemas: Collection[str]) -> list[SqlTable]:
    """The tables of these schemas that stand between what was read and `table`, in order."""
    return [one for one in needed_for([table], sql_tables()) if one.schema in schemas]


def _seconds_to_build(connection: duckdb.DuckDBPyConnection, tables: Collection[SqlTable]) -> float:
    start = time.perf_counter()
    for table in tables:
        build(connection, table)
    return time.perf_counter() - start


def _seconds_of_plain_splink(connection: duckdb.DuckDBPyConnection) -> float:
    connection.execute("attach ':memory:' as bench")
    for name, table in (("attendees", "attendance"), ("registrants", "registrations")):
        connection.execute(_ROWS.format(name=name, table=table))
        connection.execute(f"create table bench.{name} as from bench_{name}")
    with connection.cursor() as memory:
        memory.execute("use bench")
        start = time.perf_counter()
        link_plainly(memory, "attendees", "registrants")
        return time.perf_counter() - start
