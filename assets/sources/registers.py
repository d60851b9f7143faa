"""Registers: the official lists that coverage is measured against, and the catalogues that ship with the project.

Here they are taken into `raw` as handed over; municipalities and OSC get their types and editions in
`sql/reference`.
"""

from collections.abc import Callable
from pathlib import Path

import duckdb

from assets.cycle import Register
from assets.sources.raw_files import (
    FolderSummary,
    FoundFile,
    ensure_tables,
    find,
    mark_present,
    take_in,
)
from assets.sources.readers.export import Export, Kind, Reading, Section, fields_of, without_blanks
from assets.workspace import Workspace

SHIPPED = Path(__file__).resolve().parent / "shipped"
CATALOGUES = ("states", "state_aliases", "actor_types", "actor_answers", "roles")
FOLDER = "reference"

COLUMNS: dict[Kind, dict[str, str]] = {
    "municipalities": {
        "cvegeo": r"^cve_?geo$",
        "name": r"^(nom_mun|nomgeo|nombre|municipio)",
        "population": r"^(pob_total|pobtot|poblacion)",
    },
    "osc": {
        "cluni": r"^cluni$",
        "name": r"^(nombre|denominacion|razon social)",
        "rfc": r"^rfc$",
        "status": r"^estatus",
        "state": r"^(entidad|estado)",
        "municipality": r"^(municipio|alcaldia)",
    },
}
REQUIRED: dict[Kind, set[str]] = {"municipalities": {"cvegeo", "name"}, "osc": {"cluni", "name", "status"}}


def load_catalogues(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace `raw.<catalogue>` by the CSV of that name that ships with the project, as text."""
    for name in CATALOGUES:
        connection.execute(
            f"create or replace table raw.{name} as select * from read_csv(?, all_varchar = true, header = true)",
            [str(SHIPPED / f"{name}.csv")],
        )


def take_in_register(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, kind: Kind, register: Register | None
) -> FolderSummary:
    """Bring `raw.<kind>` up to date with the register that `cycle.toml` names; none named means none counts."""
    ensure_tables(connection)
    files: list[FoundFile] = []
    if register:
        path = workspace.reference / register.file
        if path.is_file():
            files = [find(workspace.root, path, FOLDER, kind)]
        else:
            problem = f"missing: put the file in reference/, or remove [registers.{kind}] from cycle.toml"
            files = [FoundFile(f"{FOLDER}/{register.file}", FOLDER, kind, b"", problem)]
    file_ids = take_in(connection, f"raw.{kind}", files, _reader(kind), workspace.as_of)
    return mark_present(connection, FOLDER, kind, file_ids)


def _reader(kind: Kind) -> Callable[[Export], Reading | None]:
    def read(export: Export) -> Reading | None:
        header, *rows = export.records
        fields = fields_of(header.cells, COLUMNS[kind])
        if not fields.keys() >= REQUIRED[kind]:
            return None
        return Reading(
            "register",
            kind,
            "es",
            (Section("register", header.cells, header.line, without_blanks(rows), fields),),
        )

    return read
