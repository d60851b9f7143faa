"""Registers: the official lists that coverage is measured against, and the catalogues that ship with the project.

Here they are taken into `raw` as handed over; municipalities and OSC get their types and editions in
`sql/reference`.
"""

from pathlib import Path

import duckdb

from assets.cycle import Register, Source
from assets.sources.exports.outline import Export
from assets.sources.found_files import FoundFile, find
from assets.sources.raw_files import Door, FolderSummary, Understand, ensure_tables, mark_present, take_in
from assets.sources.readers import READER_VERSION
from assets.sources.readers.reading import Kind, Reading, Section, fields_of
from assets.sources.understanding import Understood
from assets.workspace import Workspace

SHIPPED = Path(__file__).resolve().parent / "shipped"
CATALOGUES = (
    "states",
    "state_aliases",
    "actor_types",
    "actor_answers",
    "roles",
    "events",
    "time_zones",
    "name_words",
    "identity_priors",
    "municipality_aliases",
    "place_prefixes",
    "state_other_meanings",
    "organisation_words",
    "organisation_aliases",
    "legal_forms",
    "government_names",
    "actor_patterns",
    "no_organisation",
    "email_domains",
    "audience_metrics",
    "indicators",
)
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
            files = [FoundFile(f"{FOLDER}/{register.file}", FOLDER, kind, problem=problem)]
    door = Door(f"raw.{kind}", _understanding(kind), READER_VERSION, workspace.as_of)
    file_ids = take_in(connection, door, files)
    return mark_present(connection, FOLDER, kind, file_ids)


def _understanding(kind: Kind) -> Understand:
    def understood(export: Export, _path: str) -> Understood:
        return Understood(_read(export, kind), Source())

    return understood


def _read(export: Export, kind: Kind) -> Reading | None:
    if not export.outline:
        return None
    header = export.outline[0]
    fields = fields_of(header.cells, COLUMNS[kind])
    if not fields.keys() >= REQUIRED[kind]:
        return None
    register = Section("register", header.line, header.line + 1, header.cells, fields)
    return Reading("register", kind, "es", (register,))
