"""The warehouse's connections: one after the other while it is kept open, and each of its own otherwise."""

import stat
from pathlib import Path

import duckdb
import pytest

from assets.warehouse import WarehouseError, open_warehouse, warehouse_kept_open
from assets.workspace import SHIPPED_CYCLE, Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "cycle.toml").write_bytes(SHIPPED_CYCLE.read_bytes())
    return Workspace(tmp_path)


def test_who_opens_a_kept_warehouse_gets_the_connection_that_was_left(workspace: Workspace) -> None:
    with warehouse_kept_open(workspace):
        with open_warehouse(workspace) as first:
            pass
        with open_warehouse(workspace) as second:
            assert second is first
    with pytest.raises(duckdb.ConnectionException):
        first.execute("select 1")


def test_nothing_temporary_is_left_for_the_next_one_and_everything_else_is(workspace: Workspace) -> None:
    with warehouse_kept_open(workspace):
        with open_warehouse(workspace) as connection:
            connection.execute("create table raw.kept as select 1 as number")
            connection.execute("create temp table scored as from raw.kept")
            connection.execute("create temp view lines as from scored")
        with open_warehouse(Workspace(workspace.root)) as connection:
            assert connection.execute("from raw.kept").fetchall() == [(1,)]
            for name in ("scored", "lines"):
                with pytest.raises(duckdb.CatalogException):
                    connection.execute(f"from {name}")
            assert connection.execute("select text_key(' Á '), current_setting('timezone')").fetchall() == [
                ("a", "America/Mexico_City")
            ]
            assert connection.execute("select getvariable('handle_key')").fetchall() == [
                (workspace.handle_key,)
            ]


def fail_half_way(workspace: Workspace) -> None:
    with open_warehouse(workspace) as connection:
        connection.execute("begin transaction")
        connection.execute("create table raw.half as select 1")
        connection.execute("select 'Ana Secreta'::integer")


def test_what_failed_half_way_leaves_the_next_one_nothing(workspace: Workspace) -> None:
    with warehouse_kept_open(workspace):
        with open_warehouse(workspace) as before:
            pass
        with pytest.raises(WarehouseError, match="ConversionException") as raised:
            fail_half_way(workspace)
        assert "Secreta" not in str(raised.value)
        with open_warehouse(workspace) as connection:
            assert connection is not before
            with pytest.raises(duckdb.CatalogException):
                connection.execute("from raw.half")


def test_who_opens_it_within_another_has_a_connection_of_their_own(workspace: Workspace) -> None:
    with warehouse_kept_open(workspace), open_warehouse(workspace) as outer:
        outer.execute("create temp table mine as select 1")
        with open_warehouse(workspace) as inner, pytest.raises(duckdb.CatalogException):
            inner.execute("from mine")
        assert outer.execute("from mine").fetchall() == [(1,)]


def test_a_warehouse_that_was_kept_open_is_whole_and_its_owners_alone(workspace: Workspace) -> None:
    with warehouse_kept_open(workspace), open_warehouse(workspace) as connection:
        connection.execute("create table raw.kept as select 1 as number")
    assert stat.S_IMODE(workspace.warehouse.stat().st_mode) == 0o600
    assert [file.name for file in workspace.private.glob("warehouse*")] == ["warehouse.duckdb"]
    with duckdb.connect(str(workspace.warehouse), read_only=True) as reading:
        assert reading.execute("from raw.kept").fetchall() == [(1,)]
