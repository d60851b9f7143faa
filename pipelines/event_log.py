"""Dagster's event log while a run writes it: kept open, so that an event costs a write and no more.

Here the log's files are held; what is written into them, and when, is Dagster's business.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import dagster as dg
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME


@contextmanager
def event_log_kept_open(instance: dg.DagsterInstance, run_id: str) -> Iterator[None]:
    """Stay in the log of the run and in the index of all runs; nothing where the log is no SQLite file.

    Dagster opens and leaves them for each event, and SQLite tidies a file up whenever its last reader leaves.
    """
    log = instance.event_log_storage
    with ExitStack() as staying:
        if isinstance(log, SqliteEventLogStorage):
            for shard in (INDEX_SHARD_NAME, run_id):
                # Dagster makes the file, in the mode in which a reader keeps nobody from writing.
                with log.run_connection(shard):
                    pass
                reader = staying.enter_context(closing(sqlite3.connect(log.path_for_shard(shard))))
                reader.execute("select count(*) from event_logs").fetchall()
        yield
