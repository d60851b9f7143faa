"""Publication: atomic, readable while it happens, free of people, and described in both languages."""

import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from assets.publication.release import DATABASE, MANIFEST, current_manifest
from assets.warehouse import open_warehouse
from assets.workspace import Workspace
from tests.pipeline.cycles import copy_of, published, run

READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
count = "select count(*), min(release) from (select regexp_extract(es, 'Edición (\\\\w+)', 1) as release from _leeme where es like 'Edición%')"
for line in sys.stdin:
    print(connection.execute(count).fetchall(), flush=True)
"""


def change_something(workspace: Workspace) -> None:
    """Take one file away and shorten another, so that the next run has something to read and to publish."""
    [taken_away] = (workspace.inbox / "cycle" / "registrations").iterdir()
    taken_away.unlink()
    [shortened] = (workspace.inbox / "s2" / "registrations").iterdir()
    lines = shortened.read_bytes().splitlines(keepends=True)
    shortened.write_bytes(b"".join(lines[:-1]))


def test_who_has_the_old_file_open_keeps_reading_it_and_who_opens_anew_sees_the_new_one(
    complete: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    old = current_manifest(workspace)
    path = str(workspace.published / DATABASE)
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert old is not None
    try:
        print(file=reader.stdin, flush=True)
        assert old.release_id in reader.stdout.readline()
        change_something(workspace)
        new = run(workspace).manifest
        assert new is not None
        assert new.release_id != old.release_id
        print(file=reader.stdin, flush=True)
        assert old.release_id in reader.stdout.readline()
    finally:
        reader.stdin.close()
        reader.wait(timeout=30)
        reader.stdout.close()
    with duckdb.connect(path, read_only=True) as connection:
        assert new.release_id in str(connection.execute("select es from _leeme").fetchall())


def test_the_published_file_holds_no_schema_with_people_and_none_of_their_strings(
    complete: Workspace,
) -> None:
    schemas = {row[0] for row in published(complete, "select distinct schema_name from duckdb_tables()")}
    assert schemas == {"main", "quality", "reach", "reference"}
    with open_warehouse(Workspace(complete.root)) as connection:
        people = connection.execute("select email, name from core.people").fetchall()
        registered = connection.execute("select distinct telephone from staging.registrations").fetchall()
    strings = {
        value.casefold() for row in [*people, *registered] for value in row if value and len(value) > 5
    }
    assert len(strings) > 100
    text = "\n".join(
        "\n".join(str(row) for row in published(complete, f"from {schema}.{table}"))
        for schema, table in published(complete, "select schema_name, table_name from duckdb_tables()")
    ).casefold()
    # A municipality or an organisation may bear a person's whole name; e-mails and telephones never are public.
    assert not [value for value in strings if ("@" in value or value.isdigit()) and value in text]


def test_releases_are_immutable_and_the_private_folder_is_the_owners_alone(complete: Workspace) -> None:
    release = complete.published.resolve()
    assert {stat.S_IMODE(file.stat().st_mode) for file in release.iterdir()} == {0o444}
    assert stat.S_IMODE(complete.private.stat().st_mode) == 0o700
    assert stat.S_IMODE(complete.warehouse.stat().st_mode) == 0o600


def test_every_published_column_is_described_and_says_that_the_data_are_synthetic(
    complete: Workspace,
) -> None:
    undescribed = published(
        complete,
        "select schema_name, table_name, column_name from duckdb_columns()"
        " where schema_name in ('reach', 'quality', 'reference') and comment is null",
    )
    assert undescribed == []
    comments = published(complete, "select comment from duckdb_tables() where schema_name <> 'main'")
    assert comments
    assert all("SYNTHETIC DATA" in str(comment) for (comment,) in comments)
    assert "SYNTHETIC DATA" in str(published(complete, "from _leeme"))


def test_the_manifest_names_inputs_by_hash_and_never_by_their_names(complete: Workspace) -> None:
    manifest = json.loads((complete.published / MANIFEST).read_text(encoding="utf-8"))
    assert len(manifest["inputs"]) == 1 + 13 + 2 + 3
    assert all(re.fullmatch(r"[0-9a-f]{64}", sha256) for sha256 in manifest["inputs"].values())
    names = [path.name for path in (complete.root / "inbox").rglob("*") if path.is_file()]
    assert not [name for name in names if name in json.dumps(manifest, ensure_ascii=False)]


def test_the_key_and_the_rows_that_a_failing_statement_quotes_never_leave_the_warehouse(
    complete: Workspace,
) -> None:
    from assets.warehouse import WarehouseError

    with (
        pytest.raises(WarehouseError) as caught,
        open_warehouse(Workspace(complete.root)) as connection,
    ):
        connection.execute("select email::integer from core.people where email is not null").fetchall()
    assert "@" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_folder_in_the_links_place_is_not_touched(complete: Workspace, tmp_path: Path) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    workspace.published.unlink()
    workspace.published.mkdir()
    (workspace.published / "mine.txt").write_text("mine", encoding="utf-8")
    outcome = run(workspace)
    assert outcome.state == "blocked"
    assert outcome.failed_steps == ["published__release"]
    assert (workspace.published / "mine.txt").read_text(encoding="utf-8") == "mine"
