"""Checking: what a file is and how it would be read, told without writing anything.

The same doors, readers and statements are used as in a run, in a warehouse that is gone afterwards. What is
done with the findings is the command's business.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import duckdb

from assets.cycle import ExportKind
from assets.sources.audience_exports import KIND as AUDIENCE
from assets.sources.audience_exports import audience_door
from assets.sources.cycle_tables import load_cycle_tables
from assets.sources.decisions import load_decisions
from assets.sources.found_files import FoundFile, find, unpacked
from assets.sources.inbox import CYCLE_FOLDER, KINDS, door_of
from assets.sources.raw_files import Door, ensure_tables, take_in
from assets.sources.registers import load_catalogues
from assets.tables import SqlTable, build, needed_for, sql_tables
from assets.warehouse import prepare
from assets.workspace import Workspace

Finding = dict[str, Any]

# What a check may take beside Python's own: a small machine has it.
_MEMORY = "600MB"
_TOO_LARGE = "too large to be checked in memory; put it into the inbox, where a run reads files of any size"
_TABLES = ("quality.files", "quality.rejects", "staging.slots")


def check_files(paths: list[Path], workspace: Workspace) -> Iterator[Finding]:
    """One finding per file; of a zip, one per file in it. A file's place in the inbox tells its session and kind."""
    statements = needed_for(_TABLES, sql_tables())
    for path in paths:
        for file in unpacked(_found(path, workspace)):
            yield _check_in_memory(file, workspace, statements)


def _check_in_memory(file: FoundFile, workspace: Workspace, statements: list[SqlTable]) -> Finding:
    """The finding about a file; one that memory cannot hold is not checked, as nothing may be written anywhere."""
    try:
        with _passing_warehouse(workspace) as connection:
            return _check(connection, file, workspace, statements)
    except duckdb.OutOfMemoryException:
        unchecked = replace(file, problem=_TOO_LARGE)
    with _passing_warehouse(workspace) as connection:
        return _check(connection, unchecked, workspace, statements)


def _found(path: Path, workspace: Workspace) -> FoundFile:
    """The file under the folder and kind that its place in the inbox gives it; elsewhere, under none."""
    path = path.resolve()
    if not path.is_relative_to(workspace.inbox):
        return find(path.parent, path, None, "")
    folder, *rest = path.relative_to(workspace.inbox).parts
    claimed = folder if folder in (*workspace.cycle.session_ids, CYCLE_FOLDER) else None
    known = (*KINDS, AUDIENCE) if claimed == CYCLE_FOLDER else KINDS
    kind = rest[0] if len(rest) > 1 and rest[0] in known else ""
    return find(workspace.root, path, claimed, kind)


@contextmanager
def _passing_warehouse(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(":memory:", config={"temp_directory": "", "memory_limit": _MEMORY})
    try:
        prepare(connection, workspace.cycle.time_zone)
        load_cycle_tables(connection, workspace)
        load_decisions(connection, workspace)
        load_catalogues(connection)
        ensure_tables(connection)
        yield connection
    finally:
        connection.close()


def _check(
    connection: duckdb.DuckDBPyConnection,
    file: FoundFile,
    workspace: Workspace,
    statements: list[SqlTable],
) -> Finding:
    kind = _take_in(connection, file, workspace)
    connection.execute("update raw.files set is_present = true")
    for statement in statements:
        build(connection, statement)
    return _finding(connection, file, kind)


def _take_in(
    connection: duckdb.DuckDBPyConnection, file: FoundFile, workspace: Workspace
) -> ExportKind | None:
    """Take the file in as the kind that its folder says; without one, as what it is. Returns the kind."""
    for kind in (file.kind,) if file.kind else (*KINDS, AUDIENCE):
        known = cast(ExportKind, kind)
        door = _door(workspace, known)
        take_in(connection, door, [replace(file, folder=file.folder, kind=known)])
        refused = _one(connection, "select refused from raw.files")["refused"]
        if file.kind or not (refused or "").startswith("wrong folder"):
            return known if _one(connection, "select platform from raw.files")["platform"] else None
        connection.execute("delete from raw.files")
        connection.execute(f"delete from {door.table}")
        connection.execute("delete from raw.sections")
        connection.execute("delete from raw.columns")
        connection.execute("delete from raw.facts")
    return None


def _door(workspace: Workspace, kind: ExportKind) -> Door:
    return audience_door(workspace) if kind == AUDIENCE else door_of(workspace, f"raw.{kind}", kind)


def _finding(connection: duckdb.DuckDBPyConnection, file: FoundFile, kind: ExportKind | None) -> Finding:
    found = _one(connection, _FINDING)
    rejects = connection.execute(
        "select reason, sum(rows)::bigint from quality.rejects where line is not null"
        " group by reason order by 2 desc, 1"
    ).fetchall()
    skipped = connection.execute(_SKIPPED).fetchall()
    return {
        "file": file.relative,
        "platform": found["platform"],
        "kind": kind,
        "language": found["language"],
        "encoding": found["encoding"],
        "separator": None if found["encoding"] == "xlsx" else found["separator"],
        "date_order": found["date_order"],
        "time_zone": found["time_zone"],
        "rows": found["rows"],
        "skipped": dict(skipped),
        "accepted": found["accepted"],
        "rejected": found["rejected"],
        "stays": found["stays"] or 0,
        "first_join": _iso(found["first_join"]),
        "last_leave": _iso(found["last_leave"]),
        "session_id": found["session_id"],
        "refused": _refused(found, rejects) or False,
        "warnings": list(_warnings(found, rejects, kind)),
    }


def _refused(found: Finding, rejects: list[tuple[str, int]]) -> str | None:
    """Why nothing of the file counts: it was refused as a whole, or all its rows were; then most of them say why."""
    if found["refused"]:
        return str(found["refused"])
    return rejects[0][0] if rejects and not found["accepted"] else None


def _warnings(found: Finding, rejects: list[tuple[str, int]], kind: ExportKind | None) -> Iterator[str]:
    if kind == "attendance" and found["session_id"] is None and found["accepted"]:
        yield "belongs to no session of the cycle: its times fall into none, or it has none; it is read all the same"
    for reason, rows in rejects:
        yield f"{rows} rows rejected: {reason}"
    if found["unreadable"]:
        yield f"{found['unreadable']} rows have a time that cannot be read, so their duration is unknown"
    if found["invisible_characters"]:
        yield f"{found['invisible_characters']} invisible characters were removed"
    if found["damaged_characters"]:
        yield f"{found['damaged_characters']} characters are damaged and cannot be read"
    if found["cut_line"]:
        yield f"the file breaks off in line {found['cut_line']}: download it again"
    if found["date_order_proof"] == "stated in cycle.toml":
        yield f"its dates prove no order: {found['date_order']} is what cycle.toml states"


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> Finding:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return dict(zip(names, cursor.fetchall()[0], strict=True))


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


_FINDING = """
select
    files.*,
    raw_files.separator,
    raw_files.cut_line,
    case when files.kind = 'registrations' then files.folder else slots.session_id end as session_id,
    (select count(*) from staging.attendance_rows where is_time_unreadable and reject_reason is null) as unreadable,
from quality.files
inner join raw.files as raw_files using (file_id)
left join staging.slots using (file_id)
"""
_SKIPPED = """
with unread as (
    select section from raw.attendance where not is_data
    union all
    select section from raw.registrations where not is_data
    union all
    select section from raw.audience_exports where not is_data
)
select section, count(*) from unread group by section order by section
"""
