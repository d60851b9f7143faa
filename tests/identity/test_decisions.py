"""Decisions: read as they stand, named without telling anybody's name, and written whole or not at all."""

import stat
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from assets.identity.deciding import write_decision
from assets.quality.contracts import contracts
from assets.quality.validation import findings
from assets.sources.decisions import KINDS, DecisionError, load_decisions
from assets.tables import build, sql_tables
from assets.warehouse import open_warehouse, prepare
from assets.workspace import DamagedKeyError, Workspace
from pipelines.command_line import alcance
from tests.identity.workspaces import copy_of, decided, rows

A, B, C = (letter * 32 for letter in "abc")
PEOPLE = "decision,one,other,decided_by,decided_on,reason\n"
SECRET = "María Secreta"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with nothing in it but the shipped cycle."""
    text = (Path(__file__).resolve().parents[2] / "cycle.toml").read_text(encoding="utf-8")
    (tmp_path / "cycle.toml").write_text(text, encoding="utf-8")
    return Workspace(tmp_path)


@pytest.fixture
def copied(small: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the small sample, to be decided upon."""
    return copy_of(small, tmp_path / "copied")


def loaded(workspace: Workspace, table: str) -> list[tuple[object, ...]]:
    with open_warehouse(workspace) as connection:
        load_decisions(connection, workspace)
        return connection.execute(f"select * from {table} order by line").fetchall()


def test_without_files_every_kind_of_decision_has_an_empty_table(workspace: Workspace) -> None:
    with open_warehouse(workspace) as connection:
        assert load_decisions(connection, workspace) == dict.fromkeys(KINDS, 0)
        for kind in KINDS.values():
            columns = [row[0] for row in connection.execute(f"describe {kind.table}").fetchall()]
            assert columns == ["line", *kind.model_fields]
            assert connection.execute(f"select count(*) from {kind.table}").fetchall() == [(0,)]


def test_a_decision_is_known_by_the_line_on_which_it_begins(workspace: Workspace) -> None:
    decided(
        workspace,
        "people",
        f'\ufeff{PEOPLE}Confirm,{A},{B.upper()},Ana,2021-06-15,"one\nreason, two"\r\n\r\n,,,,,\r\nrefuse, {A} ,{C}\n',
    )
    assert loaded(workspace, "raw.person_decisions") == [
        (2, "confirm", A, B, "Ana", "2021-06-15", "one\nreason, two"),
        (6, "refuse", A, C, None, None, None),
    ]


@pytest.mark.parametrize(
    ("name", "text", "table", "expected"),
    [
        (
            "organisations",
            "organisation_key,written,decision\nosc:ABC123,Manos Amigas,confirm\n",
            "raw.organisation_decisions",
            (2, "confirm", "Manos Amigas", None, "osc:ABC123", None, None, None),
        ),
        (
            "places",
            "decision,state,municipality,cvegeo\nset,CDMX,Coyo,09003\n",
            "raw.place_decisions",
            (2, "set", "CDMX", "Coyo", "09003", None, None, None),
        ),
        (
            "actor_types",
            "decision,organisation_key,actor_type,government_level\nset,gov:09,Local_Government,State\n",
            "raw.actor_type_decisions",
            (2, "set", "gov:09", "local_government", "state", None, None, None),
        ),
        (
            "files",
            "file,decision,decided_by,reason\nABCDEF12,Refuse,Ana,cut\n",
            "raw.file_decisions",
            (2, "abcdef12", "refuse", "Ana", None, "cut"),
        ),
    ],
)
def test_each_kind_of_decision_is_read(
    workspace: Workspace, name: str, text: str, table: str, expected: tuple[object, ...]
) -> None:
    decided(workspace, name, text)
    assert loaded(workspace, table) == [expected]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("people", "one,other\n", r"decisions/people\.csv has no column decision; its header is decision,one,other"),
        ("people", f"{PEOPLE.strip()},email\n", "has a column email that nobody reads"),
        ("people", "decision,one,other,\n", "has a column without a name that nobody reads"),
        ("people", "decision,one,other,one\n", "names a column twice"),
        ("people", "", "has no column decision, has no column one"),
        ("people", f"{PEOPLE}perhaps,{A},{B}\n", "line 2: write confirm or refuse"),
        ("people", f"{PEOPLE}confirm,{SECRET},{B}\n", "line 2: write confirm or refuse, and the handles"),
        ("people", f"{PEOPLE}confirm,{A},{A}\n", "line 2: .* two different appearances"),
        ("people", f"{PEOPLE}confirm,{A}\n", "line 2"),
        ("people", f"{PEOPLE}confirm,{A},{B},Ana,2021-06-15,yes, she is {SECRET}\n", "line 2: .* double quotes"),
        ("people", f'{PEOPLE}confirm,{A},{B},"{SECRET}\n', "every quote is closed"),
        ("organisations", "decision,written,organisation_key\nconfirm,Red,Red\n", "the key of an organisation"),
        ("organisations", "decision,written,cve_ent,organisation_key\nconfirm,Red,9,gov:09\n", "two digits"),
        ("places", "decision,municipality,cvegeo\nset,Coyo,9003\n", "five digits"),
        ("places", "decision,municipality,cvegeo\nconfirm,Coyo,09003\n", "write set"),
        ("actor_types", "decision,organisation_key,actor_type,government_level\nset,gov:09,osc,high\n", "municipal or state"),
        ("files", "file,decision\nabc,confirm\n", "first 8 digits"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_understood_says_what_to_write_and_quotes_nobody(
    workspace: Workspace, name: str, text: str, sentence: str
) -> None:
    decided(workspace, name, text)
    with pytest.raises(DecisionError, match=sentence) as raised:
        loaded(workspace, KINDS[name].table)
    assert SECRET not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_a_file_that_is_not_utf_8_says_how_to_save_it(workspace: Workspace) -> None:
    path = decided(workspace, "people", "")
    path.write_bytes(f"{PEOPLE}confirm,{A},{B},María,,\n".encode("latin-1"))
    with pytest.raises(DecisionError, match="not UTF-8"):
        loaded(workspace, "raw.person_decisions")


def test_the_key_of_handles_is_drawn_once_for_its_owner_alone(workspace: Workspace, tmp_path: Path) -> None:
    key = workspace.handle_key
    file = workspace.private / "handle.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert workspace.handle_key == key
    assert sorted(path.name for path in workspace.private.iterdir()) == ["handle.key"]
    (tmp_path / "another").mkdir()
    assert Workspace(tmp_path / "another").handle_key != key


def test_a_damaged_key_is_never_used(workspace: Workspace) -> None:
    (workspace.private / "handle.key").write_text("short", encoding="ascii")
    with pytest.raises(DamagedKeyError, match="Restore it from a copy"), open_warehouse(workspace):
        pass


def test_a_handle_hangs_on_the_key_and_names_nothing_without_one(workspace: Workspace) -> None:
    query = "select handle_of('ana'), handle_of('eva'), handle_of(null)"
    with duckdb.connect() as connection:
        prepare(connection, "America/Mexico_City")
        assert connection.execute(query).fetchall() == [(None, None, None)]
    with open_warehouse(workspace) as connection:
        ana, eva, nobody = connection.execute(query).fetchall()[0]
    assert len({ana, eva}) == 2
    assert nobody is None
    assert all(len(handle) == 32 for handle in (ana, eva))
    (workspace.private / "handle.key").write_text("0" * 64, encoding="ascii")
    with open_warehouse(workspace) as connection:
        assert connection.execute(query).fetchall()[0][0] not in (ana, eva)


def test_the_key_stands_in_no_table(small: Workspace) -> None:
    key = small.handle_key
    with open_warehouse(small) as connection:
        for table, column in text_columns(connection):
            found = connection.execute(
                f"select count(*) from {table} where contains({column}::varchar, ?)", [key]
            )
            assert found.fetchall() == [(0,)], table
    assert key.encode() not in small.warehouse.read_bytes()


def text_columns(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    columns = connection.execute(
        "select schema_name || '.' || table_name, '\"' || column_name || '\"' from duckdb_columns()"
        " where database_name = current_database() and data_type like 'VARCHAR%'"
    ).fetchall()
    assert len(columns) > 100
    yield from columns


def handles(workspace: Workspace) -> list[str]:
    """Three appearances that are there."""
    return [row[0] for row in rows(workspace, "select handle from identity.appearances order by all limit 3")]


def write(workspace: Workspace, name: str, **cells: str) -> tuple[Path, int]:
    with open_warehouse(workspace) as connection:
        return write_decision(connection, workspace, name, cells)


def test_the_first_decision_makes_its_file_with_a_header(copied: Workspace) -> None:
    one, other, _ = handles(copied)
    path, line = write(
        copied, "people", decision="confirm", one=one, other=other, decided_by="Ana", reason="a, b"
    )
    assert line == 2
    assert path.read_text(encoding="utf-8") == f'{PEOPLE}confirm,{one},{other},Ana,,"a, b"\n'
    assert [file.name for file in path.parent.iterdir()] == ["people.csv"]


def test_what_others_decided_stays_as_they_wrote_it(copied: Workspace) -> None:
    one, other, third = handles(copied)
    before = f"\ufeffreason,other,one,decision\r\nNuñez lo dijo,{one},{other},CONFIRM".encode()
    path = decided(copied, "people", "")
    path.write_bytes(before)
    path.chmod(0o640)
    assert (
        write(copied, "people", decision="refuse", one=third, other=one, reason="no", decided_by="Eva")[1]
        == 3
    )
    assert path.read_bytes() == before + f"\r\nno,{one},{third},refuse\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    with open_warehouse(copied) as connection:
        assert load_decisions(connection, copied)["people"] == 2


def test_a_decision_against_another_is_not_written(copied: Workspace) -> None:
    one, other, third = handles(copied)
    write(copied, "people", decision="confirm", one=one, other=other)
    path, _ = write(copied, "people", decision="confirm", one=other, other=third)
    before = path.read_bytes()
    with pytest.raises(DecisionError, match=r"nothing is written.*line 4: .*line 2, 3 together say are one"):
        write(copied, "people", decision="refuse", one=third, other=one)
    assert path.read_bytes() == before
    assert rows(copied, "select count(*) from raw.person_decisions") == [(0,)]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("people", {"decision": "confirm", "one": A, "other": B}),
        ("places", {"decision": "set", "municipality": "nowhere", "cvegeo": "09003"}),
        ("actor_types", {"decision": "set", "organisation_key": "gov:09", "actor_type": "ngo"}),
        (
            "organisations",
            {"decision": "confirm", "written": "nobody wrote this", "organisation_key": "gov:09"},
        ),
    ],
)
def test_a_decision_that_points_at_nothing_is_not_written(
    copied: Workspace, name: str, cells: dict[str, str]
) -> None:
    with pytest.raises(DecisionError, match="nothing is written"):
        write(copied, name, **cells)
    assert not copied.decisions.exists()


def test_decisions_against_each_other_or_about_nothing_block_the_release(copied: Workspace) -> None:
    one, other, third = handles(copied)
    lines = [f"confirm,{one},{other}", f"refuse,{other},{one}", f"confirm,{third},{A}"]
    decided(copied, "people", "\n".join(["decision,one,other", *lines, ""]))
    with open_warehouse(copied) as connection:
        load_decisions(connection, copied)
        build(connection, next(table for table in sql_tables() if table.full_name == "quality.decisions"))
        contract = next(contract for contract in contracts() if contract.table == "quality.decisions")
        found = {finding.says: (finding.severity, finding.keys) for finding in findings(connection, contract)}
    assert found == {
        "No decision of a person contradicts another.": (
            "fail", ({"kind": "people", "line": "2"}, {"kind": "people", "line": "3"})
        ),
        "Every decision of a person points at something that is there.": (
            "fail", ({"kind": "people", "line": "4"},)
        ),
    }  # fmt: skip


def test_a_decision_that_says_nothing_is_not_written(copied: Workspace) -> None:
    with pytest.raises(DecisionError, match="nothing is written: write set"):
        write(copied, "places", decision="set", municipality="Coyoacán", cvegeo="9")
    assert not copied.decisions.exists()


def test_a_file_that_is_not_understood_stops_a_run_before_it_begins(workspace: Workspace) -> None:
    decided(workspace, "people", f"{PEOPLE}confirm,{SECRET},{B}\n")
    result = CliRunner().invoke(alcance, ["run", "--workspace", str(workspace.root)])
    assert result.exit_code == 1
    assert result.stderr.startswith("alcance: decisions/people.csv, line 2: write confirm or refuse")
    assert not workspace.warehouse.exists()
