"""Reads a file's bytes as the pipeline does, up to what its reader has understood; for the readers' tests.

Nothing is judged here, and nothing is written anywhere.
"""

import io
from dataclasses import dataclass
from functools import cache

import duckdb

from assets.sources.exports.lines import TextFile, read_lines
from assets.sources.exports.outline import Record, outline_of
from assets.sources.readers import read_export
from assets.sources.readers.reading import Reading, Section


@dataclass(frozen=True)
class Read:
    """How a file was read: its text, its reading, and each section's rows that hold something."""

    text: TextFile
    reading: Reading | None
    records: tuple[Record, ...]

    @property
    def known(self) -> Reading:
        """The reading of a file that some reader knows."""
        assert self.reading is not None, "no reader knows this file"
        return self.reading

    def rows(self, section: Section) -> list[Record]:
        """The rows of one section."""
        later = [other.starts_at for other in self.known.sections if other.starts_at > section.starts_at]
        end = min(later, default=self.text.lines + 1)
        return [record for record in self.records if section.rows_from <= record.line < end]

    def values(self, section: Section) -> list[dict[str, str]]:
        """The rows of one section, each cell under its field's name."""
        return [
            {name: row.cells[at] for name, at in section.fields.items() if at < len(row.cells)}
            for row in self.rows(section)
        ]

    @property
    def data(self) -> list[dict[str, str]]:
        """The rows of all sections that are read, each cell under its field's name."""
        return [
            values for section in self.known.sections if section.fields for values in self.values(section)
        ]


def read_bytes(content: bytes, name: str = "export.csv") -> Read:
    """Read a file's bytes; raises UnreadableExportError."""
    connection = _connection()
    text = read_lines(connection, io.BytesIO(content))
    export = outline_of(connection, text.cells, name)
    lines = connection.execute(f"select line, {text.cells.of('text')} from lines order by line").fetchall()
    records = tuple(record for line, cells in lines if not (record := Record(line, tuple(cells))).is_blank)
    return Read(text, read_export(export), records)


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """One for all tests: each file's lines replace those of the file before."""
    return duckdb.connect()


def read_text(text: str, encoding: str = "utf-8", name: str = "export.csv") -> Read:
    """Read a text as if it were a file in this encoding."""
    return read_bytes(text.encode(encoding), name)
