"""The inbox: which exports lie there, and which session claims them.

Here folders are listed; what is done with each file is `raw_files`' business.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import duckdb

from assets.cycle import ExportKind
from assets.sources.exports.outline import Export
from assets.sources.found_files import FoundFile, find, unpacked
from assets.sources.raw_files import (
    Door,
    FolderSummary,
    ensure_tables,
    mark_present,
    note_refused,
    take_in,
)
from assets.sources.readers import READER_VERSION
from assets.sources.understanding import Understood, understand
from assets.warehouse import little_memory, transaction
from assets.workspace import Workspace

CYCLE_FOLDER = "cycle"
KINDS: tuple[ExportKind, ...] = ("registrations", "attendance")


def take_in_folder(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    table: str,
    folder: str,
    kind: ExportKind,
    others: Iterable[FoundFile] = (),
) -> FolderSummary:
    """Bring `table` up to date with the exports in `inbox/<folder>/<kind>/`, and others that belong there."""
    ensure_tables(connection)
    paths = visible_files(workspace.inbox / folder / kind)
    lying = (file for path in paths for file in unpacked(find(workspace.root, path, folder, kind)))
    files = chain(lying, others)
    with little_memory(connection):
        file_ids = take_in(connection, door_of(workspace, table, kind), files)
    return mark_present(connection, folder, kind, file_ids)


def door_of(workspace: Workspace, table: str, kind: ExportKind) -> Door:
    """How exports of one kind come in: understood by the readers and by what `cycle.toml` says of its sources.

    Whatever it says takes part in the version, so that files are read again once it says something else.
    """

    def understood(export: Export, path: str) -> Understood:
        return understand(export, workspace.cycle, kind, path.removeprefix("inbox/"))

    cycle = workspace.cycle
    stated = repr((cycle.time_zone, sorted(cycle.sources.items())))
    version = f"{READER_VERSION}-{hashlib.sha256(stated.encode()).hexdigest()[:8]}"
    return Door(table, understood, version, workspace.as_of)


def note_unclaimed(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> int:
    """Record the files that no session claims, each with what to do about it; returns how many there are."""
    ensure_tables(connection)
    files = list(_unclaimed(workspace))
    with transaction(connection):
        connection.execute("delete from raw.files where kind = 'unclaimed'")
        connection.execute(
            "update raw.files set is_present = false where kind in ('registrations', 'attendance')"
            " and not list_contains(?, folder)",
            [[*workspace.cycle.session_ids, CYCLE_FOLDER]],
        )
        for file in files:
            note_refused(connection, file, _why_unclaimed(workspace, file), workspace.as_of)
    return len(files)


def visible_files(folder: Path) -> list[Path]:
    """Files below the folder in a fixed order, without links and without what browsers and Excel leave behind."""
    return [path for path in _listed(folder) if not path.is_symlink()]


def _listed(folder: Path) -> list[Path]:
    found = folder.rglob("*") if folder.is_dir() else iter(())
    return sorted(path for path in found if path.is_file() and not _is_leftover(path.relative_to(folder)))


def _is_leftover(path: Path) -> bool:
    is_hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return is_hidden or path.name.casefold() in {"desktop.ini", "thumbs.db"}


def _unclaimed(workspace: Workspace) -> Iterator[FoundFile]:
    claimed = [workspace.inbox / session / kind for session in workspace.cycle.session_ids for kind in KINDS]
    claimed += [workspace.inbox / CYCLE_FOLDER / kind for kind in ("registrations", "audience")]
    for path in _listed(workspace.inbox):
        if path.is_symlink():
            relative = path.relative_to(workspace.root).as_posix()
            problem = "a link: copy the file itself into the folder"
            yield FoundFile(relative, None, "unclaimed", problem=problem)
        elif not any(path.is_relative_to(folder) for folder in claimed):
            yield find(workspace.root, path, None, "unclaimed")


def _why_unclaimed(workspace: Workspace, file: FoundFile) -> str:
    if file.problem:
        return file.problem
    parts = Path(file.relative).parts[1:]
    sessions = workspace.cycle.session_ids
    if len(parts) > 1 and parts[0] not in (*sessions, CYCLE_FOLDER):
        return (
            f"unknown session folder: move the file to one of {sessions[0]} ... {sessions[-1]},"
            " or add the session to cycle.toml"
        )
    if "audience" in parts[:-1]:
        return "wrong folder: audience is kept for the whole cycle; move the file to inbox/cycle/audience"
    return "no kind of export: move the file to a folder named registrations or attendance inside its session's folder"
