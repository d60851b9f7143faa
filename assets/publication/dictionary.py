"""The dictionary: every published table and column in both languages, from the statements' own headers.

Here the headers become the table `_diccionario` of a release and the page `docs/data_dictionary.md`; what a column
says is written in its file of `sql/` and nowhere else.
"""

from collections.abc import Iterable, Iterator

import duckdb

from assets.tables import SqlTable, Text, sql_tables

COLUMNS = {
    "schema_name": Text("Esquema.", "Schema."),
    "table_name": Text("Tabla.", "Table."),
    "column_order": Text(
        "Lugar de la columna, desde 1; 0 es la tabla misma.",
        "Place of the column, from 1; 0 is the table itself.",
    ),
    "column_name": Text("Columna; NULL en la fila de la tabla.", "Column; NULL in the row of the table."),
    "data_type": Text("Tipo en DuckDB.", "Type in DuckDB."),
    "es": Text("Qué es, en español.", "What it is, in Spanish."),
    "en": Text("Qué es, en inglés.", "What it is, in English."),
}
HEAD = """# The data dictionary

Diccionario de datos · every table of the published file, from the headers of `sql/`. The same stands
in the table `_diccionario` and in the comments of the file itself. Written by `make dictionary`; do not edit.
"""


def write_dictionary(connection: duckdb.DuckDBPyConnection, database: str, schemas: Iterable[str]) -> None:
    """Create `_diccionario` in the attached `database`: a row per table of these schemas and one per column."""
    table = f"{database}.main._diccionario"
    connection.execute(
        f"create table {table} (schema_name varchar, table_name varchar, column_order integer, column_name varchar,"
        " data_type varchar, es varchar, en varchar)"
    )
    rows = [row for described in published(schemas) for row in _rows(described)]
    connection.executemany(f"insert into {table} values (?, ?, ?, ?, null, ?, ?)", rows)
    connection.execute(
        f"update {table} as entry set data_type = found.data_type from duckdb_columns() as found"
        " where found.database_name = ? and found.schema_name = entry.schema_name"
        " and found.table_name = entry.table_name and found.column_name = entry.column_name",
        [database],
    )
    connection.execute(f"comment on table {table} is 'Diccionario de datos. / Data dictionary.'")
    for column, text in COLUMNS.items():
        connection.execute(f"comment on column {table}.{column} is '{text}'")


def dictionary_page(schemas: Iterable[str]) -> str:
    """The dictionary as a page of Markdown."""
    return "\n".join([HEAD, *(line for table in published(schemas) for line in _section(table))])


def published(schemas: Iterable[str]) -> list[SqlTable]:
    """The tables of these schemas, schema by schema, each by name."""
    order = list(schemas)
    found = (table for table in sql_tables() if table.schema in order)
    return sorted(found, key=lambda table: (order.index(table.schema), table.name))


def _rows(table: SqlTable) -> Iterator[tuple[str, str, int, str | None, str, str]]:
    purpose, grain = table.purpose, table.grain
    yield table.schema, table.name, 0, None, f"{purpose.es} {grain.es}", f"{purpose.en} {grain.en}"
    for place, (column, text) in enumerate(table.columns.items(), start=1):
        yield table.schema, table.name, place, column, text.es, text.en


def _section(table: SqlTable) -> Iterator[str]:
    yield f"## {table.full_name}\n"
    yield f"{table.purpose.en} *{table.grain.en}*\n"
    yield f"{table.purpose.es} *{table.grain.es}*\n"
    yield "| column | en | es |\n|---|---|---|"
    for column, text in table.columns.items():
        yield f"| `{column}` | {_cell(text.en)} | {_cell(text.es)} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
