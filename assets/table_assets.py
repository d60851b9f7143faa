"""The tables as Dagster assets: one for each file of `sql/`, downstream of what its statement reads.

Here nothing is typed by hand: keys, dependencies, descriptions and column schemas come from the files.
"""

import dagster as dg
import duckdb

from assets.sources.raw_asset import WorkspaceResource
from assets.sources.source_assets import WRITERS
from assets.tables import SqlTable, build, sql_tables
from assets.warehouse import TableSize, open_warehouse
from assets.workspace import Workspace

# Small tables that the UI shows whole: what a person looks at first when figures seem odd.
SHOWN_ROWS = 100
SHOWN = {
    "quality.files": "file_id, folder, kind, platform, language, date_order, rows, skipped, accepted, rejected,"
    " superseded_by, refused",
    "quality.reconciliation": "file_id, session_id, measure, platform_count, our_count, difference, explanation",
}


def keys_of(table: str) -> list[dg.AssetKey]:
    """The assets that write `schema.table`."""
    schema, name = table.split(".")
    return [dg.AssetKey([schema, writer]) for writer in WRITERS.get(table, [name])]


def table_assets() -> list[dg.AssetsDefinition]:
    """One asset per table of `sql/`."""
    return [_table_asset(table) for table in sql_tables()]


def _table_asset(table: SqlTable) -> dg.AssetsDefinition:
    @dg.asset(
        key=[table.schema, table.name],
        deps=sorted({key for read in table.reads for key in keys_of(read)}),
        group_name=table.schema,
        kinds={"duckdb", "sql"},
        backfill_policy=dg.BackfillPolicy.single_run(),
        description=f"{table.purpose.es}\n\n{table.purpose.en}\n\n*{table.grain.es}* / *{table.grain.en}*",
    )
    def table_asset(workspace: WorkspaceResource) -> dg.MaterializeResult[None]:
        with open_warehouse(workspace) as connection:
            size = build(connection, table, synthetic_note(workspace))
            shown = _shown(connection, table)
        return dg.MaterializeResult(metadata={**_metadata(table, size), **shown})

    return table_asset


def synthetic_note(workspace: Workspace) -> str:
    """What every table made from a synthetic cycle says of itself."""
    if workspace.cycle.synthetic is None:
        return ""
    return "DATOS SINTÉTICOS: personas y organizaciones inventadas. / SYNTHETIC DATA: made-up people and organisations."


def _shown(connection: duckdb.DuckDBPyConnection, table: SqlTable) -> dict[str, dg.MetadataValue]:
    """The rows of a table that is shown in the UI; it holds keys, counts and reasons, and nobody's data."""
    if table.full_name not in SHOWN:
        return {}
    cursor = connection.execute(
        f"select {SHOWN[table.full_name]} from {table.full_name} order by all limit {SHOWN_ROWS}"
    )
    names = [column[0] for column in cursor.description or ()]
    lines = [names, ["---"] * len(names), *cursor.fetchall()]
    cells = ([str("" if cell is None else cell).replace("|", "/") for cell in line] for line in lines)
    return {"rows": dg.MetadataValue.md("\n".join(f"| {' | '.join(line)} |" for line in cells))}


def _metadata(table: SqlTable, size: TableSize) -> dict[str, dg.MetadataValue]:
    columns = [
        dg.TableColumn(name, kind.lower(), description=str(table.columns.get(name, "")))
        for name, kind in size.columns.items()
    ]
    return {
        "dagster/row_count": dg.MetadataValue.int(size.rows),
        "dagster/column_schema": dg.MetadataValue.table_schema(dg.TableSchema(columns)),
    }
