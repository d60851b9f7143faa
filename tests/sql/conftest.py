"""The warehouse of a cycle in which nothing has happened yet, which gives every table its real columns.

Here is what the tests of statements share; what a single case is given stands in its file.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from assets.warehouse import prepare
from assets.workspace import SHIPPED_CYCLE
from tests.build import build_warehouse
from tests.sql.cases import Defaults, Kinds, read_defaults


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the shipped cycle with an empty inbox."""
    root = tmp_path_factory.mktemp("empty_cycle")
    shutil.copy(SHIPPED_CYCLE, root / "cycle.toml")
    return build_warehouse(root).warehouse


@pytest.fixture(scope="session")
def kinds(empty_warehouse: Path) -> Kinds:
    """Table -> column -> DuckDB type, for every table of the warehouse."""
    with duckdb.connect(str(empty_warehouse), read_only=True) as connection:
        columns = connection.execute(
            "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
            " where database_name = current_database() order by 1, column_index"
        ).fetchall()
    kinds: dict[str, dict[str, str]] = {}
    for table, column, kind in columns:
        kinds.setdefault(table, {})[column] = kind
    return kinds


@pytest.fixture(scope="session")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory, prepared as the warehouse is."""
    with duckdb.connect() as connection:
        prepare(connection, "America/Mexico_City")
        yield connection


@pytest.fixture(scope="session")
def defaults() -> Defaults:
    """What cases need not repeat."""
    return read_defaults()
