"""What is missing, as sentences for the person at the terminal, with the names of the files concerned.

Here the private warehouse gives the files' names, which releases and logs do not carry; what is missing is
decided by `quality.shortcomings`.
"""

from assets.identity.reviewing import broken_decisions
from assets.warehouse import open_warehouse
from assets.workspace import Workspace


def decisions_to_mend(workspace: Workspace) -> list[str]:
    """What to do about each decision that the last run, which must have judged them, could not apply."""
    with open_warehouse(workspace, timeout_seconds=0) as connection:
        return broken_decisions(connection)


def sentences(workspace: Workspace) -> list[str]:
    """One sentence per shortcoming of the last run; none before the first one."""
    if not workspace.warehouse.is_file():
        return []
    with open_warehouse(workspace, timeout_seconds=0) as connection:
        if not connection.execute(
            "select 1 from duckdb_tables() where schema_name = 'quality' and table_name = 'shortcomings'"
        ).fetchall():
            return []
        rows = connection.execute(
            """
            select coalesce(files.path || ': ', '') || shortcomings.sentence
            from quality.shortcomings
            left join raw.files on files.file_id = shortcomings.subject
            order by shortcomings.topic, files.path, shortcomings.subject
            """
        ).fetchall()
    return [row[0] for row in rows]
