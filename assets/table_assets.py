"""The tables as Dagster assets: one for each file of `sql/`, downstream of what its statement reads.

Here nothing is typed by hand: keys, dependencies, descriptions and column schemas come from the files.
"""

import dagster as dg

from assets.sources.source_assets import WRITERS, WorkspaceResource
from assets.tables import SqlTable, build, sql_tables
from assets.warehouse import TableSize, open_warehouse
from assets.workspace import Workspace


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
        return dg.MaterializeResult(metadata=_metadata(table, size))

    return table_asset


def synthetic_note(workspace: Workspace) -> str:
    """What every table made from a synthetic cycle says of itself."""
    if workspace.cycle.synthetic is None:
        return ""
    return "DATOS SINTÉTICOS: personas y organizaciones inventadas. / SYNTHETIC DATA: made-up people and organisations."


def _metadata(table: SqlTable, size: TableSize) -> dict[str, dg.MetadataValue]:
    columns = [
        dg.TableColumn(name, kind.lower(), description=str(table.columns.get(name, "")))
        for name, kind in size.columns.items()
    ]
    return {
        "dagster/row_count": dg.MetadataValue.int(size.rows),
        "dagster/column_schema": dg.MetadataValue.table_schema(dg.TableSchema(columns)),
    }
