"""Releases without expired statistics: what may be kept no longer leaves the published files, and manifests say so.

Here a release's database is written anew without those rows and swapped in; everything else of a release stays as it
was published. Which rows they are is known to `expired_rows`.
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from assets.publication.expired_rows import Terms, expired_rows, prepare_for, present_terms, remove_expired
from assets.publication.release import (
    DATABASE,
    MANIFEST,
    STORAGE_VERSION,
    PublicationError,
    _escaped,
    _sync,
    published_tables,
)
from assets.warehouse import content_hash, size_of
from assets.workspace import Workspace

PURGING = ".purging"
WHOLE = "whole.duckdb"


def purge_releases(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> list[str]:
    """Take out of every release what may be kept no longer at the workspace's instant; returns the releases changed.

    `connection` is the warehouse's, which knows whether the owner's authorisation stands. Whoever has the old file
    open keeps it; a killed purge leaves the old file or the new one, and the next purge ends what it began. Raises
    PublicationError where a release cannot be read, after all others.
    """
    terms = present_terms(connection, workspace)
    purged: list[str] = []
    problems: list[str] = []
    for database in sorted(workspace.releases.glob(f"[!.]*/{DATABASE}")):
        try:
            if _purge(database.parent, terms):
                purged.append(database.parent.name)
        except PublicationError as problem:
            problems.append(str(problem))
    if problems:
        raise PublicationError(" ".join(problems))
    return purged


def _purge(folder: Path, terms: Terms) -> bool:
    """Whether the release held anything whose time was over; then it holds it no more, and its manifest says so."""
    aside = folder.parent / f"{PURGING}-{folder.name}"
    is_finished_now = _finish_interrupted(folder, aside)
    # No part of the release: somebody's own session, which would be replayed into whatever file stands here.
    (folder / f"{DATABASE}.wal").unlink(missing_ok=True)
    with duckdb.connect() as connection:
        prepare_for(connection, terms)
        _open(connection, folder)
        expired = expired_rows(connection)
        if not expired:
            return is_finished_now
        aside.mkdir()
        _write_remains(connection, aside, terms.as_of)
        changed = _checked_changes(connection, expired)
    _swap(folder, aside, _note(folder, terms.as_of, expired, changed))
    return True


def _finish_interrupted(folder: Path, aside: Path) -> bool:
    """Whether a killed purge had swapped the database and not yet its manifest, which follows now.

    One that had not come so far is forgotten, and done anew.
    """
    is_half_swapped = (aside / MANIFEST).is_file() and not (aside / DATABASE).exists()
    if is_half_swapped:
        (aside / MANIFEST).replace(folder / MANIFEST)
        _sync(folder)
    if aside.exists():
        shutil.rmtree(aside)
    return is_half_swapped


def _open(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    try:
        connection.execute(f"attach '{_escaped(folder / DATABASE)}' as release (read_only)")
        connection.execute("use release")
    except duckdb.Error:
        raise PublicationError(
            f"the database of release {folder.name} cannot be read, and may hold statistics whose time is over:"
            " restore it from a copy or remove the release's folder, then run again."
        ) from None


def _write_remains(connection: duckdb.DuckDBPyConnection, aside: Path, as_of: datetime) -> None:
    """The database without what has expired; it is copied once more, because a file keeps the bytes of deleted rows."""
    connection.execute(f"attach '{_escaped(aside / WHOLE)}' as whole")
    connection.execute("copy from database release to whole")
    connection.execute("use whole")
    remove_expired(connection)
    _tell_readers(connection, as_of)
    connection.execute(
        f"attach '{_escaped(aside / DATABASE)}' as fresh (storage_version '{STORAGE_VERSION}')"
    )
    connection.execute("copy from database whole to fresh")
    connection.execute("use fresh")
    connection.execute("detach whole")


def _tell_readers(connection: duckdb.DuckDBPyConnection, as_of: datetime) -> None:
    day = as_of.astimezone(UTC).date()
    connection.execute(
        "insert into main._leeme (line, es, en) select max(line) + 1, ?, ? from main._leeme",
        [
            f"Retiradas el {day}: estadísticas de YouTube que ya no se podían guardar. Lo demás no cambió.",
            f"Removed on {day}: YouTube statistics that might be kept no longer. Nothing else changed.",
        ],
    )


def _checked_changes(
    connection: duckdb.DuckDBPyConnection, expired: dict[str, int]
) -> dict[str, dict[str, object]]:
    """Rows and hash of each table that changed; raises PublicationError where others did, or other rows went."""
    described = {}
    for database in ("release", "fresh"):
        connection.execute(f"use {database}")
        described[database] = {
            table: {"rows": size_of(connection, table).rows, "hash": content_hash(connection, table)}
            for table in published_tables(connection)
        }
    connection.execute("use memory")
    connection.execute("detach fresh")
    before, after = described["release"], described["fresh"]
    if {table for table in before if after.get(table) != before[table]} != set(expired):
        raise PublicationError(
            "A release's tables were not copied as they stood; it was not changed. Run again."
        )
    return {table: after[table] for table in expired}


def _note(
    folder: Path, as_of: datetime, expired: dict[str, int], changed: dict[str, dict[str, object]]
) -> str:
    """The manifest's text, which says what was removed and what the tables are now."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["tables"] |= changed
    manifest["purged"] = [
        *manifest.get("purged", []),
        {"at": as_of.astimezone(UTC).isoformat(), "tables": expired},
    ]
    return json.dumps(manifest, indent=2, ensure_ascii=False)


def _swap(folder: Path, aside: Path, manifest: str) -> None:
    """First the database, then its manifest, each in one step; what lies aside tells how far it came."""
    (aside / WHOLE).unlink()
    (aside / MANIFEST).write_text(manifest, encoding="utf-8")
    for name in (DATABASE, MANIFEST):
        (aside / name).chmod(0o444)
        _sync(aside / name)
    _sync(aside)
    for name in (DATABASE, MANIFEST):
        (aside / name).replace(folder / name)
        _sync(folder)
    aside.rmdir()
