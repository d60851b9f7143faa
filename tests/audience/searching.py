"""Looking for secrets wherever a run may leave them: what was logged and said, files byte by byte, tables cell by cell.

Here is only looked; what is brought about stands in the tests.
"""

import io
import logging
import traceback
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import duckdb


@dataclass
class Heard:
    """Everything that was said while somebody listened."""

    lines: list[str] = field(default_factory=list)
    said: io.StringIO = field(default_factory=io.StringIO)

    @property
    def text(self) -> str:
        """All of it as one text."""
        return "\n".join([*self.lines, self.said.getvalue()])


class _Ear(logging.Handler):
    def __init__(self, heard: Heard) -> None:
        super().__init__(logging.DEBUG)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.lines.append(f"{record.name}: {record.getMessage()} {record.__dict__}")
        if record.exc_info and record.exc_info[1]:
            self.heard.lines.append(chain_text(record.exc_info[1]))


@contextmanager
def listening() -> Iterator[Heard]:
    """Everything logged, from DEBUG on, and everything warned of and printed, until the block ends."""
    heard, root = Heard(), logging.getLogger()
    ear, level = _Ear(heard), root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            with redirect_stdout(heard.said), redirect_stderr(heard.said):
                yield heard
            heard.lines += [str(warning) for warning in warned]
    finally:
        root.removeHandler(ear)
        root.setLevel(level)


def chain_text(failure: BaseException | None) -> str:
    """All that an exception says of itself and of those it came from, tracebacks included."""
    text = ""
    while failure is not None:
        trace = "".join(traceback.format_exception(failure))
        text += f"{failure!s} {failure!r} {failure.args} {vars(failure)} {trace}"
        failure = failure.__cause__ or failure.__context__
    return text


def files_with(root: Path, secrets: Collection[str]) -> set[str]:
    """The files below a folder in which any of the secrets stands, by their place in it."""
    needles = [secret.encode() for secret in secrets]
    assert needles
    files = [path for path in root.rglob("*") if path.is_file()]
    assert files
    return {
        path.relative_to(root).as_posix()
        for path in files
        if any(needle in path.read_bytes() for needle in needles)
    }


def tables_with(database: Path, secrets: Collection[str]) -> list[str]:
    """The tables in whose rows any of the secrets stands: DuckDB packs texts, so that bytes alone tell too little."""
    with duckdb.connect(str(database), read_only=True) as connection:
        names = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() order by all"
        ).fetchall()
        assert names
        return [
            table
            for (table,) in names
            if connection.execute(
                f"select 1 from {table} as t"
                " where list_any_value(list_filter(?::varchar[], lambda s: contains(t::varchar, s))) is not null limit 1",
                [sorted(secrets)],
            ).fetchall()
        ]
