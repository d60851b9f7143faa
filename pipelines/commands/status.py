"""`alcance status`: what lies in the workspace, what was read of it, and what is missing.

Here nothing is run and nothing is changed; what was read is what the last run left in the warehouse.
"""

from pathlib import PurePosixPath
from typing import Any

from rich.table import Table

from assets.publication.release import current_manifest
from assets.sources.inbox import KINDS, visible_files
from assets.sources.raw_files import ensure_tables
from assets.warehouse import open_warehouse, records
from assets.workspace import Workspace
from pipelines.commands.output import console, put_json
from pipelines.commands.shortcomings import sentences


def show_status(workspace: Workspace, as_json: bool) -> int:
    """Show the workspace's state; returns 0 where the current release is complete, else 1."""
    state = status(workspace)
    if as_json:
        put_json(state)
    else:
        _show(state)
    return 0 if state["release"] and state["release"]["is_complete"] and not state["unread"] else 1


def status(workspace: Workspace) -> dict[str, Any]:
    """The workspace's state: its sessions, its files, its release, and what is missing."""
    manifest = current_manifest(workspace)
    files = _files_read(workspace)
    known = _paths_known(workspace)
    lying = [path.relative_to(workspace.root).as_posix() for path in visible_files(workspace.inbox)]
    return {
        "workspace": str(workspace.root),
        "cycle": workspace.cycle.title,
        "is_synthetic": workspace.cycle.synthetic is not None,
        "sessions": [_session(workspace, session_id) for session_id in workspace.cycle.session_ids],
        "files": files,
        "unread": [path for path in lying if path not in known],
        "release": manifest
        and {"release_id": manifest.release_id, "as_of": manifest.as_of, "is_complete": manifest.is_complete},
        "shortcomings": sentences(workspace),
    }


def _session(workspace: Workspace, session_id: str) -> dict[str, Any]:
    session = next(session for session in workspace.cycle.sessions if session.session_id == session_id)
    counts: dict[str, int] = {kind: len(visible_files(workspace.inbox / session_id / kind)) for kind in KINDS}
    videos = [video.video_id for video in session.videos]
    return {"session_id": session_id, "session_date": session.session_date, **counts, "videos": videos}


def _files_read(workspace: Workspace) -> list[dict[str, Any]]:
    if not workspace.warehouse.is_file():
        return []
    with open_warehouse(workspace, timeout_seconds=0) as connection:
        tables = {
            row[0]
            for row in connection.execute(
                "select schema_name || '.' || table_name from duckdb_tables()"
            ).fetchall()
        }
        if not {"quality.files", "raw.files"} <= tables:
            return []
        return records(
            connection.execute(
                """
                select
                    raw_files.path, files.platform, files.language,
                    files.date_order, files.rows, files.skipped, files.accepted, files.rejected,
                    newer.path as superseded_by, files.refused
                from quality.files
                inner join raw.files as raw_files using (file_id)
                left join raw.files as newer on files.superseded_by = newer.file_id
                order by raw_files.path
                """
            )
        )


def _paths_known(workspace: Workspace) -> set[str]:
    """Every path that a run has looked at, whether its file counts or repeats another; a zip's with its files'."""
    if not workspace.warehouse.is_file():
        return set()
    with open_warehouse(workspace, timeout_seconds=0) as connection:
        ensure_tables(connection)
        paths = [PurePosixPath(row[0]) for row in connection.execute("select path from raw.files").fetchall()]
    return {str(place) for path in paths for place in (path, *path.parents)}


def _show(state: dict[str, Any]) -> None:
    screen = console()
    screen.print(f"{state['workspace']}\n{state['cycle']}{' (synthetic)' if state['is_synthetic'] else ''}\n")
    screen.print(_sessions_table(state["sessions"]))
    if state["files"]:
        screen.print(_files_table(state["files"]))
    for path in state["unread"]:
        screen.print(f"not read yet: {path}", soft_wrap=True)
    for sentence in state["shortcomings"]:
        screen.print(f"incomplete: {sentence}", soft_wrap=True)
    screen.print(_release_words(state["release"]))


def _sessions_table(sessions: list[dict[str, Any]]) -> Table:
    table = Table(
        "session",
        "date",
        "registration files",
        "attendance files",
        "videos",
        title="Inbox",
        title_justify="left",
    )
    for session in sessions:
        videos = ", ".join(session["videos"]) or "not configured"
        counts = (str(session["registrations"]), str(session["attendance"]))
        table.add_row(session["session_id"], str(session["session_date"]), *counts, videos)
    return table


def _files_table(files: list[dict[str, Any]]) -> Table:
    table = Table(
        "file",
        "platform",
        "rows",
        "skipped",
        "accepted",
        "rejected",
        "",
        title="Files as last read",
        title_justify="left",
    )
    for file in files:
        counts = (str(file[count]) for count in ("rows", "skipped", "accepted", "rejected"))
        table.add_row(file["path"], file["platform"] or "", *counts, _state(file))
    return table


def _state(file: dict[str, Any]) -> str:
    if file["refused"]:
        return "refused"
    return f"superseded by {file['superseded_by']}" if file["superseded_by"] else ""


def _release_words(release: dict[str, Any] | None) -> str:
    if release is None:
        return "Nothing is published yet: put exports in the inbox and run `alcance run`."
    completeness = "complete" if release["is_complete"] else "incomplete"
    return f"Published: release {release['release_id']} ({completeness}), as of {release['as_of']}."
