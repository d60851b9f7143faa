"""A workbook as openpyxl opens it, without all that says nothing about cells: fonts, charts, names, properties.

Here a file becomes rows of values. Which files are workbooks, and what becomes of the values, is up to `workbook`.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.xml.constants import ARC_STYLE, SHEET_MAIN_NS, STYLES_TYPE
from openpyxl.xml.functions import fromstring

from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.packed import MAX_FILE_BYTES, is_encrypted, is_swollen, is_unusual, total_bytes
from assets.sources.exports.parts import Package

MAX_FORMAT_CHARACTERS = 255

_LOCKED = "the workbook is protected by a password; remove the password and save it again"
_UNUSUAL = "the workbook is packed in an unusual way; open it in a spreadsheet and save it again"
_LARGE = (
    f"the workbook unpacks to more than {MAX_FILE_BYTES // 1_000_000} MB;"
    " save the sheet with the table as CSV, or export it in parts"
)
_SWOLLEN = (
    "the workbook unpacks to far more than its size, as no table does; save the sheet with the table as CSV"
)
_TWICE = "two files of the same name are packed into the workbook; open it in a spreadsheet and save it again"
_NO_SHEET = (
    "a sheet of the workbook is missing or stands in it twice; open it in a spreadsheet and save it again"
)
_NAMESPACES = {"": SHEET_MAIN_NS}


class Workbook(ExcelReader):
    """An open workbook. Raises UnreadableExportError for what is out of bounds, and much else where it is damaged."""

    archive: Package

    def __init__(self, file: BinaryIO) -> None:
        package = Package(file)
        _refuse_out_of_bounds(package)
        super().__init__(file, read_only=True, data_only=True, keep_links=False)
        self.archive = package
        self.read()

    def read(self) -> None:
        """Read what cells need, and no more: the oddities of all else would stop what can be read."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        self.read_number_formats()
        self.read_worksheets()

    def read_number_formats(self) -> None:
        """Find out which styles make a number a date or a duration."""
        stated = [part.PartName for part in self.package.Override if part.ContentType == STYLES_TYPE]
        path = stated[0].removeprefix("/") if stated else ARC_STYLE
        if path in self.valid_files:
            dates, durations = styles_of_time(self.archive.read(path))
            # Where openpyxl itself notes them; its stylesheet, fonts and all, fails on many a program's output.
            self.wb._date_formats = dates  # type: ignore[attr-defined]
            self.wb._timedelta_formats = durations  # type: ignore[attr-defined]

    def read_worksheets(self) -> None:
        """Open the sheets, each of which has a part of its own."""
        parts = self._parts()
        if len(set(parts)) < len(parts) or not set(parts) <= set(self.valid_files):
            raise UnreadableExportError(_NO_SHEET)
        super().read_worksheets()

    def read_chartsheet(self, sheet: object, rel: object) -> None:
        """Leave out sheets that are charts."""

    def visible(self) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
        """The visible sheets, in order: the name of each, and its rows' values from row 1 to the last one."""
        for sheet, part in zip(self.wb.worksheets, self._parts(), strict=True):
            if sheet.sheet_state == "visible":
                # What a sheet says of its own size is often wrong, and what follows its rows is of no use.
                sheet.reset_dimensions()
                rows = sheet.iter_rows(values_only=True)
                yield sheet.title, islice(rows, self.archive.surveys[part].last_row)

    def _parts(self) -> list[str]:
        return [rel.target for _, rel in self.parser.find_sheets() if "chartsheet" not in rel.Type]


def styles_of_time(stylesheet: bytes) -> tuple[set[int], set[int]]:
    """The numbers of the cell styles that show a date or a time, and of those among them that show a duration."""
    root = fromstring(stylesheet)
    stated = {
        int(found.get("numFmtId", 0)): found.get("formatCode", "")[:MAX_FORMAT_CHARACTERS]
        for found in root.iterfind("numFmts/numFmt", _NAMESPACES)
    }
    known = BUILTIN_FORMATS | stated
    codes = [known.get(int(xf.get("numFmtId", 0)), "") for xf in root.iterfind("cellXfs/xf", _NAMESPACES)]
    return _numbered(codes, is_date_format), _numbered(codes, is_timedelta_format)


def _numbered(codes: list[str], is_one: Callable[[str], bool]) -> set[int]:
    """The positions of the codes that `is_one`; each code is asked about once, however many styles use it."""
    chosen = {code for code in set(codes) if is_one(code)}
    return {number for number, code in enumerate(codes) if code in chosen}


def _refuse_out_of_bounds(package: Package) -> None:
    infos = package.infolist()
    unpacked = total_bytes(infos)
    for is_refused, sentence in (
        (any(map(is_encrypted, infos)), _LOCKED),
        (any(map(is_unusual, infos)), _UNUSUAL),
        (unpacked > MAX_FILE_BYTES, _LARGE),
        (is_swollen(unpacked, package.packed_bytes), _SWOLLEN),
        (len(set(package.namelist())) < len(infos), _TWICE),
    ):
        if is_refused:
            raise UnreadableExportError(sentence)
