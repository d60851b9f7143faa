"""Bytes into lines and cells: what encoding, separator and quotation marks do to a file, and what they must not do."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources.exports import quoted
from assets.sources.exports.decoding import MAX_LINE_CHARACTERS
from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.quoted import MAX_LINES_OF_A_RECORD
from tests.sources.reading import Read, read_bytes, read_text

TABLE = "Nombre,Correo,Ciudad\nAna Pérez,ana@example.org,León\nLuis Ruiz,luis@example.org,Mérida\n"
ROWS = [
    ["Nombre", "Correo", "Ciudad"],
    ["Ana Pérez", "ana@example.org", "León"],
    ["Luis Ruiz", "luis@example.org", "Mérida"],
]


def cells(file: Read) -> list[list[str]]:
    return [list(record.cells) for record in file.records]


def numbered(file: Read) -> dict[int, list[str]]:
    return {record.line: list(record.cells) for record in file.records}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encoding_and_separator_are_found_in_the_file(encoding: str, separator: str) -> None:
    assert cells(read_text(TABLE.replace(",", separator), encoding)) == ROWS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str) -> None:
    assert list(numbered(read_bytes(TABLE.replace("\n", end).encode()))) == [1, 2, 3]


def test_one_damaged_byte_changes_no_other_accent() -> None:
    file = read_bytes(TABLE.encode().replace("é".encode(), b"\xc3", 1))
    assert file.text.decoded.encoding == "utf-8"
    assert file.text.decoded.replaced == 1
    assert cells(file)[2] == ROWS[2]


def test_characters_that_nobody_sees_are_removed_and_counted() -> None:
    file = read_text(TABLE.replace("Ana Pérez", "Ana\u200b P\x00érez"))
    assert file.text.decoded.invisible == 2
    assert cells(file) == ROWS


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\r\n", b"\xff\xfe", b"\n\n,,\n"])
def test_an_empty_file_says_so(content: bytes) -> None:
    with pytest.raises(UnreadableExportError, match="the file is empty"):
        read_bytes(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (bytes(range(1, 32)) * 20, "not a table of text"),
        (b"x" * (MAX_LINE_CHARACTERS + 10), "a line is longer than"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableExportError, match=sentence):
        read_bytes(content)


def test_the_separator_that_excel_states_itself_counts() -> None:
    assert cells(read_text("sep=;\na,b;c\n1,2;3\n"))[1:] == [["a,b", "c"], ["1,2", "3"]]


def test_a_quoted_cell_may_run_over_several_lines() -> None:
    file = read_text('a,b,c\n1,"two\nlines, ""q""",3\n4,5,6\n')
    assert numbered(file) == {1: ["a", "b", "c"], 2: ["1", 'two\nlines, "q"', "3"], 4: ["4", "5", "6"]}


def test_a_stray_quotation_mark_swallows_no_line_below_it() -> None:
    file = read_text('a,b,c\n"1,2,3\n4,5,6\n7,"x, y",9\n')
    assert numbered(file) == {
        1: ["a", "b", "c"],
        2: ['"1', "2", "3"],
        3: ["4", "5", "6"],
        4: ["7", "x, y", "9"],
    }


def test_a_quotation_mark_that_nobody_closes_swallows_no_line_below_it() -> None:
    lines = MAX_LINES_OF_A_RECORD * 2
    file = read_text('a,b\n"1,2\n' + "3,4\n" * lines)
    assert len(file.records) == lines + 2


def test_a_file_of_quotation_marks_alone_keeps_every_line() -> None:
    rows = 50_000
    file = read_text("a,b\n" + '1,"2\n' * rows)
    assert sum(1 + record.cells[-1].count("\n") for record in file.records) == rows + 1


def test_records_of_several_lines_are_put_together_alike_in_blocks_of_any_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "a,b\n" + "".join(f'{row},"x\n{row}"\n' if row % 3 else f'{row},"y\n' for row in range(200))
    whole = numbered(read_text(text))
    assert sum("\n" in cells[-1] for cells in whole.values()) > 100
    for size in (1, 2, 7):
        monkeypatch.setattr(quoted, "RECORDS_AT_ONCE", size)
        assert numbered(read_text(text)) == whole


def test_a_quote_inside_a_name_loses_nothing() -> None:
    assert cells(read_text('a,b\n"Ana "Pepa" Pérez",2\n'))[1] == ['Ana "Pepa" Pérez', "2"]


def test_a_row_wrapped_whole_in_quotes_is_unwrapped() -> None:
    assert cells(read_text('a,b,c\n"1,""x, y"",3"\n'))[1] == ["1", "x, y", "3"]


@pytest.mark.parametrize(
    ("end", "cut_line"),
    [
        ("Mar", 4),
        ('"Mar', 4),
        ('Mar,mar@example.org,"Pue', 4),
        ("Mar,mar@example.org,León", None),
        ("", None),
    ],
)
def test_a_file_that_breaks_off_in_a_line_says_in_which(end: str, cut_line: int | None) -> None:
    assert read_text(TABLE + end).text.cut_line == cut_line


# Control characters make a file no text, and what is removed on purpose does not come back.
REMOVED = "\x00\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060"
LETTERS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=REMOVED) | st.sampled_from(
    '\n",;\t'
)
TEXTS = st.text(LETTERS, max_size=12)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS).filter(any), min_size=1, max_size=8), st.sampled_from(",;\t"))
def test_what_the_csv_library_writes_is_read_back(rows: list[tuple[str, ...]], separator: str) -> None:
    table = [("columna", "otra", "última"), *rows]
    written = io.StringIO()
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    read = [record.cells for record in read_text(written.getvalue(), "utf-8-sig").records]
    assert read == [row for row in table if any(cell.strip() for cell in row)]
