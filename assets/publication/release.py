"""A release: the published tables in a folder of their own, built aside, checked, and swapped in atomically.

Here files are written and the link is moved. A killed run leaves either the old release or the new one, and
whoever has the old file open keeps reading it.
"""

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from assets.publication.dictionary import write_dictionary
from assets.publication.readme_table import write_readme
from assets.warehouse import content_hash, size_of
from assets.workspace import PROJECT, Workspace

PUBLISHED_SCHEMAS = ("reach", "quality", "reference")
# Readable by DuckDB 1.2 and everything after it.
STORAGE_VERSION = "v1.2.0"
BUILDING = ".building"
DATABASE = "alcance.duckdb"
MANIFEST = "manifest.json"
PACKAGES = ("dagster", "duckdb", "great-expectations", "pandas", "google-api-python-client", "sqlglot")


class PublicationError(Exception):
    """The release could not be built as it should be; nothing published was touched."""


@dataclass(frozen=True)
class Manifest:
    """What a release was made from and what it holds: everything by which two releases can be told apart.

    `purged` says what was taken out of it later, because it might be kept no longer: the instant, and how many rows
    of each table.
    """

    release_id: str
    cycle_id: str
    as_of: str
    is_synthetic: bool
    is_complete: bool
    shortcomings: list[str]
    inputs: dict[str, str]
    code: str
    packages: dict[str, str]
    tables: dict[str, dict[str, object]]
    purged: list[dict[str, object]] = field(default_factory=list)


def publish(connection: duckdb.DuckDBPyConnection, workspace: Workspace, note: str) -> Manifest:
    """Publish the tables as they are now; the same inputs, clock and code give the same release again."""
    manifest = describe(connection, workspace)
    folder = workspace.releases / manifest.release_id
    _clear_unfinished(workspace)
    if not folder.is_dir():
        _build(connection, workspace, manifest, note)
    _point_at(workspace, manifest.release_id)
    return manifest


def describe(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> Manifest:
    """The manifest of what would be published now."""
    tables = {
        table: {"rows": size_of(connection, table).rows, "hash": content_hash(connection, table)}
        for table in published_tables(connection)
    }
    parts: dict[str, object] = {
        "cycle_id": workspace.cycle.cycle_id,
        "as_of": _as_of(connection),
        "inputs": _inputs(connection, workspace),
        "code": _code_hash(),
        "packages": {package: version(package) for package in PACKAGES},
        "tables": tables,
    }
    shortcomings = [
        row[0]
        for row in connection.execute(
            "select concat_ws(' ', topic, subject) || ': ' || sentence from quality.shortcomings order by all"
        ).fetchall()
    ]
    return Manifest(
        release_id=hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12],
        is_synthetic=workspace.cycle.synthetic is not None,
        is_complete=not shortcomings,
        shortcomings=shortcomings,
        **parts,  # type: ignore[arg-type]
    )


def published_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every table that is published, as `schema.table`."""
    rows = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where list_contains(?, schema_name) and database_name = current_database() order by all",
        [list(PUBLISHED_SCHEMAS)],
    ).fetchall()
    return [row[0] for row in rows]


def current_manifest(workspace: Workspace) -> Manifest | None:
    """The manifest of the release that the link points at; None before the first one."""
    file = workspace.published / MANIFEST
    return Manifest(**json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def _as_of(connection: duckdb.DuckDBPyConnection) -> str:
    """The instant that the tables were made for, which a run over several processes took once."""
    instant: datetime = connection.execute("select as_of from raw.cycle").fetchall()[0][0]
    return instant.astimezone(UTC).isoformat()


def _inputs(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> dict[str, str]:
    """The hash of every input, by a name that is no file's own name, which might be a person's."""
    files = connection.execute(
        "select concat_ws('/', folder, kind, file_id), sha256 from raw.files where is_present order by all"
    ).fetchall()
    ours = {"cycle.toml": workspace.cycle_file}
    ours |= {f"decisions/{path.name}": path for path in sorted(workspace.decisions.glob("*.csv"))}
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in ours.items()}
    return {**hashes, **dict(files)}


def _code_hash() -> str:
    """One hash over the project's own code and statements."""
    digest = hashlib.sha256()
    paths = (path for room in ("assets", "sql") for path in (PROJECT / room).rglob("*"))
    for path in sorted(path for path in paths if path.suffix in {".py", ".sql", ".csv", ".yaml", ".json"}):
        digest.update(path.relative_to(PROJECT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _clear_unfinished(workspace: Workspace) -> None:
    """What a killed run left half-built; nobody was ever shown it."""
    workspace.releases.mkdir(parents=True, exist_ok=True)
    for leftover in workspace.releases.glob(f"{BUILDING}*"):
        shutil.rmtree(leftover)


def _build(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, manifest: Manifest, note: str
) -> None:
    aside = workspace.releases / f"{BUILDING}-{manifest.release_id}"
    aside.mkdir(parents=True)
    _copy_tables(connection, aside / DATABASE, list(manifest.tables), manifest, note)
    _check_copy(aside / DATABASE, manifest, workspace.cycle.time_zone)
    (aside / MANIFEST).write_text(
        json.dumps(asdict(manifest), indent=2, ensure_ascii=False), encoding="utf-8"
    )
    for file in aside.iterdir():
        file.chmod(0o444)
        _sync(file)
    _sync(aside)
    aside.rename(workspace.releases / manifest.release_id)
    _sync(workspace.releases)


def _copy_tables(
    connection: duckdb.DuckDBPyConnection, file: Path, tables: list[str], manifest: Manifest, note: str
) -> None:
    """Table by table, not the whole database: `raw`, `staging` and `core` hold people."""
    connection.execute(f"attach '{_escaped(file)}' as published (storage_version '{STORAGE_VERSION}')")
    try:
        for schema in PUBLISHED_SCHEMAS:
            connection.execute(f"create schema published.{schema}")
        for table in tables:
            connection.execute(f"create table published.{table} as from {table}")
            _copy_comments(connection, table)
        write_dictionary(connection, "published", PUBLISHED_SCHEMAS)
        write_readme(
            connection, "published", manifest.release_id, manifest.as_of, manifest.shortcomings, note
        )
    finally:
        connection.execute("detach published")


def _copy_comments(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    schema, name = table.split(".")
    comments = connection.execute(
        """
        select 'table ' || 'published.' || ?, comment from duckdb_tables()
        where database_name = current_database() and schema_name = ? and table_name = ? and comment is not null
        union all
        select 'column ' || 'published.' || ? || '.' || column_name, comment from duckdb_columns()
        where database_name = current_database() and schema_name = ? and table_name = ? and comment is not null
        """,
        [table, schema, name, table, schema, name],
    ).fetchall()
    for target, comment in comments:
        connection.execute(f"comment on {target} is '{comment.replace(chr(39), chr(39) * 2)}'")


def _check_copy(file: Path, manifest: Manifest, time_zone: str) -> None:
    """The copy is opened as an analyst would, and every table must hold what the warehouse holds."""
    with duckdb.connect(str(file), read_only=True) as copy:
        copy.execute("set timezone = ?", [time_zone])
        for table, described in manifest.tables.items():
            if content_hash(copy, table) != described["hash"]:
                raise PublicationError(f"{table} was not copied as it stands in the warehouse; run again")


def _point_at(workspace: Workspace, release_id: str) -> None:
    """Move the link in one step: whoever opens it sees the old release or the new one, never neither."""
    if workspace.published.exists() and not workspace.published.is_symlink():
        raise PublicationError("`published` is no link; move what lies there elsewhere and run again")
    fresh = workspace.root / f"{BUILDING}-published"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("releases") / release_id)
    fresh.replace(workspace.published)
    _sync(workspace.root)


def _sync(path: Path) -> None:
    """Onto the disk, not only into its cache: a power cut must not undo what was published."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")
