"""Workbooks for tests: made by openpyxl, or with parts that no spreadsheet program would write.

How they are read, or refused, is said in the tests.
"""

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.workbook import sheets
from tests.sources.packing import unpacked, zip_of

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def active(book: openpyxl.Workbook) -> Worksheet:
    assert isinstance(book.active, Worksheet)
    return book.active


def workbook_of(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        active(book).append(row)
    return saved(book)


PLAIN = workbook_of(["Nombre", "Correo"], ["Ana Pérez", "ana@example.org"])


def with_parts(changes: dict[str, bytes | str | None], content: bytes = PLAIN) -> bytes:
    """The workbook with other parts; None takes one away."""
    files: dict[str, bytes | str | None] = {**unpacked(content), **changes}
    return zip_of({name: part for name, part in files.items() if part is not None})


def with_sheet(rows: str, before: str = "", after: str = "") -> bytes:
    xml = f'<worksheet xmlns="{NAMESPACE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return with_parts({SHEET: xml})


def with_strings(texts: str, rows: str) -> bytes:
    """A workbook whose texts stand in a part of their own, as spreadsheet programs write them."""
    types = unpacked(PLAIN)["[Content_Types].xml"].decode().replace("</Types>", "")
    override = f'<Override PartName="/{STRINGS}" ContentType="{_STRINGS_TYPE}"/></Types>'
    sst = f'<sst xmlns="{NAMESPACE}">{texts}</sst>'
    return with_parts({"[Content_Types].xml": types + override, STRINGS: sst}, with_sheet(rows))


def lines_of(content: bytes) -> list[str]:
    """The lines of the only sheet."""
    [lines] = all_lines_of(content).values()
    return lines


def all_lines_of(content: bytes) -> dict[str, list[str]]:
    return {sheet.name: list(sheet.rows) for sheet in sheets(io.BytesIO(content))}


def refusal_of(content: bytes) -> str:
    with pytest.raises(UnreadableExportError) as refused:
        all_lines_of(content)
    return str(refused.value)
