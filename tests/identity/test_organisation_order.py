"""Organisations and places do not depend on the order of rows nor on the number of threads.

The tables are built again from the same rows in another order; what they hold is judged elsewhere.
"""

import shutil
from pathlib import Path

import duckdb
import pytest

from assets.tables import build, needed_for, sql_tables
from assets.warehouse import content_hash, prepare
from assets.workspace import Workspace

MADE = ("identity.place_", "identity.organisation_", "identity.actor_", "core.answers", "core.organisation")


def tables_made(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Builds every table of organisations and places again; table -> hash of what it holds."""
    hashes = {}
    for table in needed_for(["core.organisations"], sql_tables()):
        if table.full_name.startswith(MADE):
            build(connection, table)
            hashes[table.full_name] = content_hash(connection, table.full_name)
    return hashes


@pytest.mark.parametrize("threads", [1, 4])
def test_rows_in_another_order_give_the_same_organisations(
    small: Workspace, tmp_path: Path, threads: int
) -> None:
    shutil.copy(small.warehouse, tmp_path / "copy.duckdb")
    with duckdb.connect(str(tmp_path / "copy.duckdb")) as connection:
        prepare(connection, "America/Mexico_City")
        before = tables_made(connection)
        assert len(before) > 10
        connection.execute(f"set threads = {threads}")
        for table in ("staging.registrations", "reference.osc", "reference.municipality_names"):
            connection.execute(
                f"create or replace table {table} as select * from {table} as t order by md5(t::varchar)"
            )
        assert tables_made(connection) == before
