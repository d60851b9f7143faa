"""The warehouse of a cycle in which nothing has happened yet, which gives every table its real columns."""

import shutil
from pathlib import Path

import duckdb
import pytest

from assets.workspace import SHIPPED_CYCLE
from tests.build import build_warehouse
from tests.sql.cases import Kinds


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
