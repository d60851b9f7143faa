"""Workbooks into lines: which zip files are workbooks, and their sheets as comma-separated text, row by row.

Here openpyxl reads, within the bounds that `packed` and `parts` set. What the lines mean is decided where those
of text files are.
"""

import csv
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from openpyxl.utils.exceptions import CellCoordinatesException, IllegalCharacterError, InvalidFileException

from assets.sources.exports.decoding import ANY_INVISIBLE, INVISIBLE, MAX_LINE_CHARACTERS, Decoded
from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.packed import DAMAGED, FAULTS, Packed, starts_as_zip
from assets.sources.exports.values import text_of
from assets.sources.exports.worksheets import Workbook

# A text that is stored once may stand in millions of cells.
MAX_CHARACTERS = 500_000_000
ROWS_AT_ONCE = 100

_DAMAGE = (
    *FAULTS,
    ArithmeticError,
    AssertionError,
    AttributeError,
    TypeError,
    ExpatError,
    ParseError,
    CellCoordinatesException,
    IllegalCharacterError,
    InvalidFileException,
)
_EMPTY = (
    "no visible sheet of the workbook holds anything; open it and see whether the table lies on a hidden one"
)
_LONG_ROW = (
    f"a row is longer than {MAX_LINE_CHARACTERS:,} characters: this is no table;"
    " export it again from the platform as CSV"
)
_LONG_TEXT = (
    f"the workbook holds more than {MAX_CHARACTERS:,} characters; export it in parts from the platform as CSV"
)
_CONTENT_TYPES = "[Content_Types].xml"
# What else office programs make of a zip file: the parts it is known by, and what to do with it.
_OTHERS = (
    ({"xl/workbook.bin"}, "a binary Excel workbook (.xlsb); open it and save it as .xlsx or as CSV"),
    (
        {"mimetype", "content.xml"},
        "an OpenDocument file, such as .ods; open it and save it as .xlsx or as CSV",
    ),
    ({_CONTENT_TYPES, "word/document.xml"}, "a Word document; export the table from the platform as CSV"),
    ({_CONTENT_TYPES, "ppt/presentation.xml"}, "a presentation; export the table from the platform as CSV"),
    ({"Index/Document.iwa"}, "an Apple Numbers document; open it and export it as Excel or CSV"),
)


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and its rows, each one line of comma-separated text: the n-th is row n, a blank one is empty.

    Line breaks inside a cell stand inside quotation marks; trailing blank cells and rows are cut. `decoded` is
    complete once `rows` is exhausted.
    """

    name: str
    rows: Iterator[str]
    decoded: Decoded


def is_workbook(file: BinaryIO) -> bool:
    """Whether the file is a workbook, or another office document of which `sheets` says what to do with it."""
    names = _names(file)
    return _has_sheets(names) or _refusal(names) is not None


def is_archive(file: BinaryIO) -> bool:
    """Whether the file is a zip, whole or damaged, and no workbook or other office document."""
    return starts_as_zip(file) and not is_workbook(file)


def sheets(file: BinaryIO) -> Iterator[Sheet]:
    """The visible worksheets that hold anything, in their order; rows are read from the file as they are asked for.

    Raises UnreadableExportError, also while rows are read.
    """
    refusal = _refusal(_names(file))
    if refusal:
        raise UnreadableExportError(refusal)
    with _damage_refused():
        found = list(Workbook(file).visible())
    writer, is_empty = _Writer(), True
    for name, values in found:
        decoded = Decoded("xlsx")
        rows = _without_blank_end(writer.line(row, decoded) for row in _in_batches(values))
        first = next(rows, None)
        if first is not None:
            is_empty = False
            yield Sheet(name.translate(INVISIBLE), chain([first], rows), decoded)
    if is_empty:
        raise UnreadableExportError(_EMPTY)


def _names(file: BinaryIO) -> set[str]:
    """What is packed in the file; nothing where it is no zip, or one that nobody can open."""
    if not starts_as_zip(file):
        return set()
    try:
        names = set(Packed(file).namelist())
    except UnreadableExportError:
        names = set()
    file.seek(0)
    return names


def _has_sheets(names: set[str]) -> bool:
    is_package = _CONTENT_TYPES in names and any(name.startswith("xl/") for name in names)
    return is_package or "xl/workbook.xml" in names


def _refusal(names: set[str]) -> str | None:
    return next((f"the file is {what}" for parts, what in _OTHERS if parts <= names), None)


@contextmanager
def _damage_refused() -> Iterator[None]:
    """Whatever openpyxl makes of a damaged file becomes one error, and its warnings about what it leaves out none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except _DAMAGE:
            raise UnreadableExportError(DAMAGED) from None


def _in_batches(values: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows as they are; nothing of what happens while openpyxl reads them reaches the caller."""
    while True:
        with _damage_refused():
            batch = list(islice(values, ROWS_AT_ONCE))
        if not batch:
            return
        yield from batch


def _without_blank_end(lines: Iterator[str]) -> Iterator[str]:
    blank = 0
    for line in lines:
        if not line:
            blank += 1
            continue
        yield from ("" for _ in range(blank))
        blank = 0
        yield line


class _Echo:
    """Where the csv module writes to, so that it hands a line back."""

    @staticmethod
    def write(line: str) -> str:
        return line


class _Writer:
    """Writes the rows of one workbook as lines, up to a number of characters."""

    def __init__(self) -> None:
        self._characters = 0
        self._csv = csv.writer(_Echo(), lineterminator="\r\n")

    def line(self, values: tuple[Any, ...], decoded: Decoded) -> str:
        """One row as a line without its end; what nobody sees is removed and counted."""
        self._count(values)
        texts = [text_of(value) for value in values]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            return ""
        line = str(self._csv.writerow(texts)).removesuffix("\r\n")
        return _visible(line.replace("\r\n", "\n").replace("\r", "\n"), decoded)

    def _count(self, values: tuple[Any, ...]) -> None:
        """Refuse a text before it is copied, and not after."""
        characters = sum(len(value) for value in values if isinstance(value, str))
        self._characters += characters
        if characters > MAX_LINE_CHARACTERS:
            raise UnreadableExportError(_LONG_ROW)
        if self._characters > MAX_CHARACTERS:
            raise UnreadableExportError(_LONG_TEXT)


def _visible(line: str, decoded: Decoded) -> str:
    if not ANY_INVISIBLE.search(line):
        return line
    clean = line.translate(INVISIBLE)
    decoded.invisible += len(line) - len(clean)
    return clean
