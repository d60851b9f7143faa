"""Workbooks at the door: which files they are, and their rows as lines of text."""

import csv
import io
import tracemalloc
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import duckdb
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from assets.sources.exports.lines import append_sheet
from assets.sources.exports.workbook import is_archive, is_workbook, sheets
from tests.sources.packing import unpacked, zip_of
from tests.sources.workbooks import (
    PLAIN,
    active,
    all_lines_of,
    lines_of,
    refusal_of,
    saved,
    with_parts,
    with_sheet,
    with_strings,
    workbook_of,
)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_row_is_one_line_of_comma_separated_text() -> None:
    assert lines_of(PLAIN) == ["Nombre,Correo", "Ana Pérez,ana@example.org"]


def test_the_nth_line_is_row_n_however_many_rows_are_missing_above() -> None:
    book = openpyxl.Workbook()
    active(book)["B3"] = "Ana"
    active(book)["A6"] = "Luis"
    assert lines_of(saved(book)) == ["", "", ",Ana", "", "", "Luis"]


def test_blank_cells_and_rows_at_the_end_are_cut() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="0"/></row><row r="900000"><c r="A900000"/></row>'
    assert lines_of(with_sheet(rows)) == ["1"]


def test_line_breaks_separators_and_quotation_marks_stay_inside_quotation_marks() -> None:
    content = workbook_of(["Pérez, Ana", 'la "Red"', "uno\ndos\r\ntres\rcuatro"], ["after"])
    assert lines_of(content) == ['"Pérez, Ana","la ""Red""","uno\ndos\ntres\ncuatro"', "after"]


_texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf"], include_characters="\n\t"))
_rows = st.lists(
    st.lists(st.none() | _texts | st.integers(-(10**14), 10**14) | st.booleans(), max_size=6), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(rows=_rows)
def test_whatever_stands_in_the_cells_comes_back_from_the_lines(rows: list[list[Any]]) -> None:
    # A leading = makes a formula, and an escape is one to every spreadsheet.
    rows = [
        [cell for cell in row if not (isinstance(cell, str) and (cell.startswith("=") or "_x00" in cell))]
        for row in [["header"], *rows]
    ]
    read = [next(csv.reader([line]), []) for line in lines_of(workbook_of(*rows))]
    expected = [[_as_text(cell) for cell in row] for row in rows]
    assert [_trimmed(row) for row in read] == _trimmed([_trimmed(row) for row in expected])


def _as_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return "" if cell is None else str(cell)


def _trimmed(cells: list[Any]) -> list[Any]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (moment("2021-05-04 10:00:07"), "2021-05-04 10:00:07"),
        (date(2021, 5, 4), "2021-05-04 00:00:00"),
        (moment("2021-05-04 09:59:59.999600"), "2021-05-04 10:00:00"),
        (moment("9999-12-31 23:59:59.900000"), "9999-12-31 23:59:59"),
        (time(10, 5), "10:05:00"),
        (time(23, 59, 59, 900_000), "23:59:59"),
        (timedelta(hours=30, minutes=2), "30:02:00"),
        (timedelta(minutes=-2), "-00:02:00"),
        (5_512_345_678, "5512345678"),
        (5_512_345_678.0, "5512345678"),
        (0.1 + 0.2, "0.3"),
        (-1.5, "-1.5"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("#N/A", "#N/A"),
        ("007", "007"),
    ],
)
def test_a_value_is_written_as_an_export_to_csv_would(value: object, text: str) -> None:
    assert lines_of(workbook_of([value])) == [text]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("[$-80A]dd/mm/yyyy\\ hh:mm", "2021-05-04 12:00:00"),
        ('0.00" días"', "44320.5"),
        ("[Red]#,##0.00", "44320.5"),
        ("[h]:mm:ss", "1063692:00:00"),
        ("General", "44320.5"),
    ],
)
def test_a_number_is_a_moment_where_its_format_says_so(code: str, text: str) -> None:
    book = openpyxl.Workbook()
    active(book)["A1"] = 44320.5
    active(book)["A1"].number_format = code
    assert lines_of(saved(book)) == [text]


def test_a_workbook_that_counts_days_from_1904_keeps_its_dates() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    active(book)["A1"] = moment("2021-05-04 10:00:00")
    assert lines_of(saved(book)) == ["2021-05-04 10:00:00"]


def test_a_date_beyond_all_calendars_warns_nobody() -> None:
    book = openpyxl.Workbook()
    active(book)["A1"] = 5_512_345_678
    active(book)["A1"].number_format = "dd/mm/yyyy"
    assert lines_of(saved(book)) == ["#VALUE!"]


def test_texts_that_stand_in_a_part_of_their_own_are_put_into_their_cells() -> None:
    texts = '<si><t>Ana</t></si><si><r><t>Pérez</t></r><r><t xml:space="preserve"> Ruiz</t></r></si>'
    content = with_strings(texts, '<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>')
    assert lines_of(content) == ["Pérez Ruiz,Ana"]


def test_of_a_formula_its_last_value_is_read() -> None:
    rows = '<row><c r="A1" t="str"><f>B1&amp;"x"</f><v>Ana</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    assert lines_of(with_sheet(rows)) == ["Ana,2"]


def test_characters_that_nobody_sees_are_removed_and_counted() -> None:
    rows = (
        '<row><c t="inlineStr"><is><t>\u200bAna_x0000_</t></is></c></row>'
        '<row><c t="inlineStr"><is><t>Luis_x000D_\nRuiz</t></is></c></row>'
    )
    [sheet] = sheets(io.BytesIO(with_sheet(rows)))
    assert list(sheet.rows) == ["Ana", '"Luis\nRuiz"']
    assert sheet.decoded.invisible == 2


def test_visible_sheets_that_hold_something_are_read_in_their_order() -> None:
    book = openpyxl.Workbook()
    active(book).title = "Zeta"
    active(book)["A1"] = "z"
    book.create_sheet("Empty")
    book.create_sheet("Hidden").append(["h"])
    book["Hidden"].sheet_state = "hidden"
    book.create_sheet("Alfa").append(["a"])
    book.create_chartsheet("Chart").add_chart(BarChart())
    assert all_lines_of(saved(book)) == {"Zeta": ["z"], "Alfa": ["a"]}


def test_rows_are_read_as_they_are_asked_for() -> None:
    content = with_sheet("<row><c><v>1</v></c></row>" * 50_000)
    [sheet] = sheets(io.BytesIO(content))
    tracemalloc.start()
    assert list(islice(sheet.rows, 1000)) == ["1"] * 1000
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_sheet_becomes_the_lines_that_its_csv_would_be() -> None:
    [sheet] = sheets(io.BytesIO(workbook_of(["Nombre", "Correo"], ["Pérez,\nAna", "ana@example.org"])))
    with duckdb.connect() as connection:
        text = append_sheet(connection, sheet)
        found = connection.execute(
            f"select line, {text.cells.of('text')} from lines order by line"
        ).fetchall()
    assert found == [(1, ["Nombre", "Correo"]), (2, ["Pérez,\nAna", "ana@example.org"])]


@pytest.mark.parametrize("stated", ["A1", "A1:B1", "C7:XFD1048576"])
def test_the_size_that_a_sheet_states_is_not_believed(stated: str) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    assert lines_of(with_sheet(rows, before=f'<dimension ref="{stated}"/>')) == ["1", ",2"]


def test_what_says_nothing_about_cells_stops_nobody() -> None:
    styles = unpacked(PLAIN)["xl/styles.xml"].decode().replace("<fills>", "<fills><fill><odd/></fill><fill/>")
    oddities: dict[str, bytes | str | None] = {
        "docProps/core.xml": "<not closed",
        "xl/theme/theme1.xml": "no XML",
        "xl/styles.xml": styles.replace("<cellStyles>", '<cellStyles><cellStyle name="x" xfId="99"/>'),
    }
    odd_end = '<autoFilter ref="all"/><conditionalFormatting sqref="?"/><extLst><ext uri="x"/></extLst>'
    content = with_parts(oddities, with_sheet("<row><c><v>1</v></c></row>", after=odd_end))
    assert lines_of(content) == ["1"]


def test_a_workbook_with_macros_is_read_like_any_other() -> None:
    types = unpacked(PLAIN)["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    content = with_parts({"[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert lines_of(content) == ["Nombre,Correo", "Ana Pérez,ana@example.org"]


@pytest.mark.parametrize(
    ("files", "advice"),
    [
        (
            {"[Content_Types].xml": "", "xl/workbook.bin": ""},
            "a binary Excel workbook (.xlsb); open it and save",
        ),
        (
            {"mimetype": "", "content.xml": ""},
            "an OpenDocument file, such as .ods; open it and save it as .xlsx",
        ),
        ({"[Content_Types].xml": "", "word/document.xml": ""}, "a Word document; export the table"),
        ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, "a presentation; export the table"),
        ({"Index/Document.iwa": ""}, "an Apple Numbers document; open it and export it"),
    ],
)
def test_another_office_document_says_what_to_do_with_it(files: dict[str, bytes | str], advice: str) -> None:
    file = io.BytesIO(zip_of(files))
    assert is_workbook(file)
    assert not is_archive(file)
    assert advice in refusal_of(file.getvalue())


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PLAIN, "workbook"),
        (zip_of({"s1.csv": "a,b"}), "archive"),
        (zip_of({"s1.xlsx": PLAIN}), "archive"),
        (zip_of({}), "archive"),
        (PLAIN[:1000], "archive"),
        (b"Name,Email\n", None),
        (b"\xd0\xcf\x11\xe0 an old workbook, or one with a password", None),
        (b"Name,Email\n" + PLAIN, None),
        (b"", None),
    ],
)
def test_what_a_file_is_is_told_by_its_content(content: bytes, kind: str | None) -> None:
    file = io.BytesIO(content)
    file.seek(2)
    assert (is_workbook(file), is_archive(file)) == (kind == "workbook", kind == "archive")
    assert file.tell() == 0
