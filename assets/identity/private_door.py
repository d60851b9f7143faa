"""The door to the private warehouse: open to who may read it, and shut without a word of its rows to anybody else.

Here it is told whether somebody may enter, and whether a run has left what is asked for; what is looked up inside
is known elsewhere.
"""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from assets.warehouse import open_warehouse
from assets.workspace import Workspace

Answer = dict[str, Any]


class NotThereError(Exception):
    """What was asked for is not there; the text says what to do and names nobody."""


def may_enter(workspace: Workspace) -> bool:
    """Whether the private warehouse is there and this user may open it; nothing is made by asking."""
    # Not Workspace.private, which makes the folder.
    folder = workspace.root / "private"
    warehouse = folder / "warehouse.duckdb"
    return os.access(folder, os.W_OK | os.X_OK) and os.access(warehouse, os.R_OK | os.W_OK)


@contextmanager
def enter(workspace: Workspace, needed: Collection[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The private warehouse under the workspace's lock, with the tables that are needed.

    Raises NotThereError where it cannot be opened or no run has made the tables, WorkspaceBusyError during a run.
    """
    if not may_enter(workspace):
        raise NotThereError(
            "the private warehouse is not here, or is not yours to open: rows of people are shown only to who may"
            " open private/warehouse.duckdb. Where nothing has been run yet, type `alcance run`."
        )
    with open_warehouse(workspace, timeout_seconds=0) as connection:
        made = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where database_name = current_database()"
        ).fetchall()
        missing = sorted(set(needed) - {row[0] for row in made})
        if missing:
            raise NotThereError(f"{missing[0]} is not made yet: type `alcance run` and ask again.")
        try:
            yield connection
        except (duckdb.BinderException, duckdb.CatalogException):
            raise NotThereError(
                "the private warehouse was made by another version of Alcance: type `alcance run` and ask again."
            ) from None
