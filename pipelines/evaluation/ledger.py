"""Opens a warehouse for judging, with the truth beside it as temporary tables; neither is written to.

What is right and what is wrong is decided in the statements of this folder, which `judgement` runs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb

from assets.warehouse import MACROS
from assets.workspace import Workspace

TRUTH = {
    "people": ("person_id", "given_names", "surnames", "organisation_id", "cvegeo", "role"),
    "organisations": ("organisation_id", "actor_type", "government_level", "cvegeo", "cluni", "seat"),
    "participation": ("person_id", "session_id", "registered", "attended"),
    "rows": ("file", "line", "person_id", "organisation_id"),
}
NEEDED = {
    "core.organisation_links",
    "core.registrations",
    "identity.person_rows",
    "raw.files",
    "reach.cycle_reach",
    "reach.session_reach",
}


class EvaluationError(Exception):
    """There is nothing to judge, or nothing to judge by; the message says what to do."""


@contextmanager
def open_ledger(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the warehouse and keeps what it makes in memory; temporary tables `truth_*` in it.

    Raises EvaluationError where the workspace has no truth or was not run, and WorkspaceBusyError during a run.
    """
    truth = workspace.root / "truth"
    _refuse_without_truth(truth)
    if not workspace.warehouse.is_file():
        raise _not_run_yet()
    with workspace.lock(timeout_seconds=0), duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set timezone = ?", [workspace.cycle.time_zone])
        _attach(connection, workspace.warehouse)
        connection.execute(MACROS.read_text(encoding="utf-8"))
        _load_truth(connection, truth)
        yield connection


def statement(name: str) -> str:
    """The text of a statement of this folder, by its name without ending."""
    return (files("pipelines.evaluation") / f"{name}.sql").read_text(encoding="utf-8")


def _refuse_without_truth(truth: Path) -> None:
    missing = [name for name in TRUTH if not (truth / f"{name}.csv").is_file()]
    if missing:
        raise EvaluationError(
            f"there is no truth/{missing[0]}.csv in {truth.parent}: only a synthetic cycle can be judged."
            " Make one with `alcance sample DIR --noise 2`, run it and evaluate it there."
        )


def _attach(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    quoted = str(warehouse).replace("'", "''")
    connection.execute(f"attach '{quoted}' as warehouse (read_only)")
    connection.execute("use warehouse")
    tables = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'warehouse'"
    ).fetchall()
    if not {row[0] for row in tables} >= NEEDED:
        raise _not_run_yet()


def _not_run_yet() -> EvaluationError:
    return EvaluationError(
        "this workspace has not been run to its end, so there is nothing to judge. Use `alcance run` first."
    )


def _load_truth(connection: duckdb.DuckDBPyConnection, truth: Path) -> None:
    for name, columns in TRUTH.items():
        path = truth / f"{name}.csv"
        try:
            connection.execute(
                f"create temp table truth_{name} as select {', '.join(columns)}"
                " from read_csv(?, all_varchar = true, header = true, delim = ',', quote = '\"')",
                [str(path)],
            )
        except duckdb.BinderException:
            raise EvaluationError(
                f"truth/{name}.csv has not the columns {', '.join(columns)}: an older sample."
                " Make a new one with `alcance sample DIR`."
            ) from None
