"""The XML parts of a workbook: each is looked through, in constant memory, before anybody builds a tree of it.

Here it is decided what is too deep, too much or out of order. What the parts say is read in `workbook`.
"""

import zipfile
from dataclasses import dataclass
from typing import IO, BinaryIO, Literal
from xml.parsers import expat

from openpyxl.utils import column_index_from_string
from openpyxl.xml.constants import SHEET_MAIN_NS

from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.packed import Packed

MAX_ROWS = 1_048_576
MAX_COLUMNS = 2_000
MAX_CELLS = 10_000_000
MAX_DEPTH = 100
# Elements and attributes of a workbook: those of its texts, of one row, and all others.
MAX_OF_TEXTS = 6_000_000
MAX_OF_A_ROW = 200_000
MAX_OTHERS = 1_000_000
MAX_NAMES = 10_000
# A cell holds 32,767 characters; between two tags nothing longer than that has a place.
MAX_BYTES_BETWEEN_TAGS = 512 * 1024
CHUNK_BYTES = 64 * 1024

_ROW = f"{SHEET_MAIN_NS} row"
_TEXTS = (f"{SHEET_MAIN_NS} si", f"{SHEET_MAIN_NS} t")
_STRICT = "http://purl.oclc.org/ooxml/"
_NO_TABLE = "this is no table; export it again from the platform, or save the sheet as CSV"
_TOO_MANY_ROWS = f"a sheet has more than {MAX_ROWS:,} rows: {_NO_TABLE}"
_TOO_MANY_COLUMNS = f"a row has more than {MAX_COLUMNS:,} columns: {_NO_TABLE}"
_TOO_MANY_CELLS = f"the workbook has more than {MAX_CELLS:,} cells: {_NO_TABLE}"
_CROWDED = f"the workbook is built of more pieces than any table is: {_NO_TABLE}"
_DISORDERED = "rows or cells of the workbook are out of order; open it in a spreadsheet and save it again"
_DECLARES = "the workbook declares entities, as no spreadsheet does; open it and save it as CSV"
_IS_STRICT = (
    'the workbook is saved as "Strict Open XML"; open it and save it as "Excel Workbook (.xlsx)" or as CSV'
)


@dataclass
class Tally:
    """What was counted in all parts of one workbook so far."""

    cells: int = 0
    texts: int = 0
    others: int = 0


class Survey:
    """What was found in one part: `last_row` is the number of its last row, 0 where it has none."""

    def __init__(self, tally: Tally) -> None:
        self.last_row = self.elements = 0
        self._tally = tally
        self._depth = self._row_depth = self._of_row = self._column = 0
        self._deepest = self._widest = self._fullest_row = 0
        self._is_strict = self._is_disordered = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens. Nothing is judged here: this runs a million times."""
        self.elements += 1
        self._depth += 1
        if self._row_depth:
            self._of_row += 1 + len(attributes)
            if self._depth == self._row_depth + 1:
                self._cell(attributes.get("r"))
        elif name == _ROW:
            self._row(attributes)
        else:
            self._outside_rows(name, 1 + len(attributes))

    def end(self, _name: str) -> None:
        """An element closes."""
        if self._depth == self._row_depth:
            self._row_depth = 0
            self._widest = max(self._widest, self._column)
            self._fullest_row = max(self._fullest_row, self._of_row)
        self._deepest = max(self._deepest, self._depth)
        self._depth -= 1

    def namespace(self, _prefix: str | None, uri: str) -> None:
        """A prefix is declared."""
        self._tally.others += 1
        self._is_strict |= uri.startswith(_STRICT)

    def refuse_out_of_bounds(self) -> None:
        """Raise UnreadableExportError where what was found so far is more than a workbook holds."""
        for is_refused, sentence in (
            (self._is_strict, _IS_STRICT),
            (max(self._deepest, self._depth) > MAX_DEPTH, _CROWDED),
            (max(self._fullest_row, self._of_row) > MAX_OF_A_ROW, _CROWDED),
            (max(self._widest, self._column) > MAX_COLUMNS, _TOO_MANY_COLUMNS),
            (self.last_row > MAX_ROWS, _TOO_MANY_ROWS),
            (self._is_disordered, _DISORDERED),
            (self._tally.cells > MAX_CELLS, _TOO_MANY_CELLS),
            (self._tally.texts > MAX_OF_TEXTS, _CROWDED),
            (self._tally.others > MAX_OTHERS, _CROWDED),
        ):
            if is_refused:
                raise UnreadableExportError(sentence)

    def _row(self, attributes: dict[str, str]) -> None:
        number = int(float(attributes["r"])) if "r" in attributes else self.last_row + 1
        self._is_disordered |= number <= self.last_row
        self.last_row, self._row_depth = number, self._depth
        self._of_row, self._column = len(attributes), 0

    def _cell(self, reference: str | None) -> None:
        self._tally.cells += 1
        if reference:
            column = column_index_from_string(reference.rstrip("0123456789"))
            self._is_disordered |= column <= self._column
            self._column = column
        else:
            self._column += 1

    def _outside_rows(self, name: str, weight: int) -> None:
        if name in _TEXTS:
            self._tally.texts += weight
        else:
            self._tally.others += weight


class Package(Packed):
    """A workbook's zip file: it opens no part before that was looked through, and keeps what was found in `surveys`.

    Raises UnreadableExportError for what is out of bounds, and expat's error where a part is no XML.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.surveys: dict[str, Survey] = {}
        self._tally = Tally()

    def open(
        self,
        name: str | zipfile.ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        """The part's bytes; openpyxl opens parts by this method alone."""
        part = name.filename if isinstance(name, zipfile.ZipInfo) else name
        if part not in self.surveys:
            with super().open(name) as stream:
                self.surveys[part] = _survey(stream, self._tally)
        return super().open(name, mode, pwd, force_zip64=force_zip64)


def _survey(stream: IO[bytes], tally: Tally) -> Survey:
    """Look through a part in chunks, of which each is too small to do harm before it is judged."""
    survey, quiet = Survey(tally), 0
    parser = _parser(survey)
    while chunk := stream.read(CHUNK_BYTES):
        before = survey.elements
        parser.Parse(chunk, False)
        quiet = quiet + len(chunk) if survey.elements == before else 0
        survey.refuse_out_of_bounds()
        if quiet > MAX_BYTES_BETWEEN_TAGS or len(parser.intern) > MAX_NAMES:
            raise UnreadableExportError(_CROWDED)
    parser.Parse(b"", True)
    return survey


def _parser(survey: Survey) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = survey.start
    parser.EndElementHandler = survey.end
    parser.StartNamespaceDeclHandler = survey.namespace
    # Entities, and whatever lies outside of the file, are only to be had by a declaration.
    parser.StartDoctypeDeclHandler = _refuse_declarations
    return parser


def _refuse_declarations(*_declared: object) -> None:
    raise UnreadableExportError(_DECLARES)
