"""Linkage: Splink is borrowed for its weights, leaves nothing behind, tells nobody, and gives the same for any order."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from assets.identity.linkage import MODEL, score_names
from assets.tables import needed_for, sql_tables
from assets.warehouse import content_hash
from assets.workspace import Workspace
from tests.identity.gatherings import build_identity, identity_database, take_for

ANA = {"name": "Ana Ruiz Pardo", "email": "ana.ruiz@example.org"}
PEOPLE = [
    table
    for table in needed_for(["identity.person_rows", "identity.person_doubts"], sql_tables())
    if table.schema == "identity"
]


@pytest.fixture
def gathered(small: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in which Ana registered and came without her e-mail."""
    with identity_database(small) as connection:
        assert take_for(connection, [ANA], [{"name": ANA["name"]}]) == "AA"
        yield connection


def things(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a connection has but the temp table that is asked for."""
    return {
        "databases": connection.execute("select database_name from duckdb_databases() order by 1").fetchall(),
        "current": connection.execute("select current_database(), current_schema()").fetchall(),
        "tables": connection.execute(
            "select database_name, schema_name, table_name from duckdb_tables() where table_name <> 'scored' order by all"
        ).fetchall(),
        "views": connection.execute(
            "select view_name from duckdb_views() where not internal order by 1"
        ).fetchall(),
    }


def test_pairs_are_left_in_one_temp_table_and_nothing_else(gathered: duckdb.DuckDBPyConnection) -> None:
    gathered.execute("drop table if exists scored")
    before = things(gathered)
    score_names(gathered)
    assert things(gathered) == before
    pairs = gathered.execute(
        "select name_level, email_level from scored where known_unit like 'ana%'"
    ).fetchall()
    assert pairs == [("same", None)]


@pytest.mark.parametrize("table", ["unlinked", "known_names"])
def test_without_names_on_either_side_there_are_no_pairs(
    gathered: duckdb.DuckDBPyConnection, table: str
) -> None:
    columns = gathered.execute("describe scored").fetchall()
    gathered.execute(f"delete from identity.{table} where true")
    before = things(gathered)
    score_names(gathered)
    assert things(gathered) == before
    assert gathered.execute("select count(*) from scored").fetchall() == [(0,)]
    assert gathered.execute("describe scored").fetchall() == columns


def test_nothing_is_left_and_nothing_told_when_it_fails(
    gathered: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The names that are compared stand in the message of the statement that fails, not in any log."""
    broken = tmp_path / "model.json"
    model = json.loads(MODEL.read_text(encoding="utf-8"))
    model["comparisons"][0]["comparison_levels"][1]["sql_condition"] = "words_l::integer = words_r::integer"
    broken.write_text(json.dumps(model), encoding="utf-8")
    before, level = things(gathered), logging.getLogger("splink").level
    with caplog.at_level(logging.DEBUG), pytest.raises(Exception, match=r"(?i)cast"):
        score_names(gathered, broken)
    assert things(gathered) == before
    assert logging.getLogger("splink").level == level
    assert caplog.text == ""
    assert capsys.readouterr() == ("", "")


def test_nothing_is_logged_or_printed(
    gathered: duckdb.DuckDBPyConnection,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        score_names(gathered)
    assert caplog.text == ""
    assert capsys.readouterr() == ("", "")


def hashes(small: Workspace, threads: int, order: str) -> dict[str, str]:
    """The hash of each table of people, from the sample's rows in this order."""
    with identity_database(small) as connection:
        connection.execute(f"set threads = {threads}")
        connection.execute(f"attach '{small.warehouse}' as built (read_only)")
        for table in ("staging.registrations", "staging.attendance"):
            connection.execute(f"insert into {table} from built.{table} order by {order}")
        connection.execute("detach built")
        build_identity(connection)
        return {table.name: content_hash(connection, table.full_name) for table in PEOPLE}


def test_neither_the_order_of_rows_nor_the_number_of_threads_changes_who_is_who(small: Workspace) -> None:
    plain = hashes(small, 1, "file_id, line")
    assert hashes(small, 2, "md5(file_id || line)") == plain
    assert hashes(small, 4, "md5(line || file_id || 'again')") == plain
    assert hashes(small, 4, "file_id desc, line desc") == plain
