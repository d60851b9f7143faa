"""Hostile and damaged workbooks: each is read or refused with a sentence, quickly, in little memory, never otherwise."""

import contextlib
import io
import os
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.sources.exports import parts, workbook
from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.workbook import is_archive, is_workbook, sheets
from tests.sources.packing import patched, unpacked, zip_of
from tests.sources.workbooks import (
    NAMESPACE,
    PLAIN,
    SHEET,
    lines_of,
    refusal_of,
    with_parts,
    with_sheet,
    with_strings,
)

FLIPS = 10_000 if os.environ.get("ALCANCE_PROVE") == "1" else 300
DAMAGED = "damaged or was not downloaded completely"
NO_TABLE = "this is no table; export it again from the platform, or save the sheet as CSV"
PIECES = f"more pieces than any table is: {NO_TABLE}"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SAME_PART = f'<sheet xmlns:r="{RELATIONS}" name="b" sheetId="2" r:id="rId1"/></sheets>'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
NOWHERE = '<!DOCTYPE x SYSTEM "http://dtd.example/x.dtd">'


def with_declaration(declaration: str) -> bytes:
    cell = '<row><c t="inlineStr"><is><t>&a;</t></is></c></row>'
    return with_parts({SHEET: f'{declaration}<worksheet xmlns="{NAMESPACE}">{cell}</worksheet>'})


def with_workbook_part(old: str, new: str) -> bytes:
    return with_parts({"xl/workbook.xml": unpacked(PLAIN)["xl/workbook.xml"].decode().replace(old, new)})


def many(piece: str, number: int) -> str:
    return "".join(piece.format(at) for at in range(number))


def with_text(text: str) -> bytes:
    return with_sheet(f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>')


# Made when their test runs: some are large.
TOO_MUCH: dict[str, tuple[Callable[[], bytes], str]] = {
    "rows": (
        lambda: with_sheet('<row r="1048577"><c><v>1</v></c></row>'),
        f"more than 1,048,576 rows: {NO_TABLE}",
    ),
    "columns": (lambda: with_sheet(f"<row>{'<c/>' * 2001}</row>"), f"more than 2,000 columns: {NO_TABLE}"),
    "one cell far to the right": (
        lambda: with_sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'),
        "more than 2,000 columns",
    ),
    "pieces in a row": (lambda: with_sheet(f"<row><c>{'<f/>' * 200_001}</c></row>"), PIECES),
    "pieces beside rows": (lambda: with_sheet("<a/>" * 1_000_001), PIECES),
    "names of elements": (lambda: with_sheet(many("<a{}/>", 20_000)), PIECES),
    "names of attributes": (lambda: with_sheet("<row><c " + many(' a{}=""', 20_000) + "/></row>"), PIECES),
    "prefixes": (lambda: with_sheet(many('<a xmlns:b{}="c"/>', 500_001)), PIECES),
    "text in a cell": (lambda: with_text("a" * 2_000_000), PIECES),
    "lines in a cell": (lambda: with_text("\n" * 2_000_000), PIECES),
    "comment": (lambda: with_sheet(f"<!--{'a' * 2_000_000}-->"), PIECES),
    "attribute": (lambda: with_sheet(f'<row spans="{"1" * 2_000_000}"/>'), PIECES),
    "bytes": (
        lambda: patched(PLAIN, SHEET, file_size=300_000_001),
        "unpacks to more than 300 MB; save the sheet",
    ),
    "bytes out of few": (
        lambda: with_parts({"xl/media/image1.bmp": bytes(60_000_000)}),
        "unpacks to far more than its size, as no table does; save the sheet",
    ),
}

DECLARED: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities of entities": (lambda: with_declaration(ENTITIES), "declares entities, as no spreadsheet does"),
    "a file outside": (lambda: with_declaration(OUTSIDE), "declares entities"),
    "a definition outside": (lambda: with_declaration(NOWHERE), "declares entities"),
    "among the styles": (
        lambda: with_parts({"xl/styles.xml": f"{ENTITIES}<styleSheet/>"}),
        "declares entities",
    ),
    "among the parts": (
        lambda: with_parts({"[Content_Types].xml": f"{ENTITIES}<Types/>"}),
        "declares entities",
    ),
}

WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing on any sheet": (lambda: with_sheet("<row/>"), "no visible sheet of the workbook holds anything"),
    "rows out of order": (
        lambda: with_sheet('<row r="2"/><row r="1"/>'),
        "out of order; open it in a spreadsheet",
    ),
    "a row twice": (lambda: with_sheet('<row r="2"/><row r="2"/>'), "out of order"),
    "cells out of order": (lambda: with_sheet('<row><c r="B1"/><c r="A1"/></row>'), "out of order"),
    "a sheet missing": (lambda: with_parts({SHEET: None}), "a sheet of the workbook is missing"),
    "a sheet twice": (lambda: with_workbook_part("</sheets>", SAME_PART), "or stands in it twice; open it"),
    "a sheet nowhere": (lambda: with_workbook_part("rId1", "rId99"), DAMAGED),
    "no list of sheets": (lambda: with_parts({"xl/workbook.xml": None}), DAMAGED),
    "no list of parts": (lambda: with_parts({"[Content_Types].xml": None}), DAMAGED),
    "an open tag": (lambda: with_parts({SHEET: "<worksheet"}), DAMAGED),
    "an open row": (lambda: with_sheet("<row><c><v>1</v></c>"), DAMAGED),
    "an unknown text": (lambda: with_sheet('<row><c t="s"><v>7</v></c></row>'), DAMAGED),
    "no number": (lambda: with_sheet("<row><c><v>one</v></c></row>"), DAMAGED),
    "no row number": (lambda: with_sheet('<row r="nan"><c><v>1</v></c></row>'), DAMAGED),
    "no column": (lambda: with_sheet('<row><c r="A:1"><v>1</v></c></row>'), DAMAGED),
    "a password": (
        lambda: patched(PLAIN, SHEET, flag_bits=1),
        "protected by a password; remove the password and save it again",
    ),
    "another way of packing": (
        lambda: patched(PLAIN, SHEET, compress_type=zipfile.ZIP_LZMA),
        "packed in an unusual way; open it in a spreadsheet and save it again",
    ),
    "another checksum": (lambda: patched(PLAIN, SHEET, CRC=1), DAMAGED),
    "a smaller size": (lambda: patched(PLAIN, SHEET, file_size=100), DAMAGED),
    "strictness": (
        lambda: with_workbook_part(NAMESPACE, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        'save it as "Excel Workbook (.xlsx)" or as CSV',
    ),
}


@pytest.mark.parametrize(("content", "sentence"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_of_something_is_refused_with_a_sentence(
    content: Callable[[], bytes], sentence: str
) -> None:
    assert sentence in refusal_of(content())


@pytest.mark.parametrize(("content", "sentence"), DECLARED.values(), ids=DECLARED)
def test_declared_entities_are_refused_before_they_are_expanded(
    content: Callable[[], bytes], sentence: str
) -> None:
    assert sentence in refusal_of(content())


@pytest.mark.parametrize(("content", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_workbook_is_said_in_a_sentence(
    content: Callable[[], bytes], sentence: str
) -> None:
    assert sentence in refusal_of(content())


def test_two_parts_of_one_name_are_refused() -> None:
    packed = io.BytesIO(PLAIN)
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, "<worksheet/>")
    assert "two files of the same name" in refusal_of(packed.getvalue())


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("tag", ["c", "row", "si"])
def test_a_million_nested_elements_are_refused_at_once_and_in_little_memory(part: str, tag: str) -> None:
    opening = f'<worksheet xmlns="{NAMESPACE}"><sheetData><row>'
    content = with_parts({part: opening + f"<{tag}>" * 1_000_000 + f"</{tag}>" * 1_000_000})
    started = time.perf_counter()
    tracemalloc.start()
    assert "more pieces" in refusal_of(content)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert time.perf_counter() - started < 5


def test_a_part_that_says_it_is_short_is_not_unpacked_beyond_that() -> None:
    """Its checksum is right for what it says, so that only unpacking piece by piece keeps the rest packed."""
    whole = unpacked(PLAIN)["xl/workbook.xml"]
    content = with_parts({"xl/workbook.xml": whole + b" " * 200_000_000})
    lying = patched(content, "xl/workbook.xml", file_size=len(whole), CRC=zlib.crc32(whole))
    tracemalloc.start()
    assert lines_of(lying) == ["Nombre,Correo", "Ana Pérez,ana@example.org"]
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_list_of_parts_longer_than_any_is_not_loaded() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(600):
            info = zipfile.ZipInfo(f"xl/{number}")
            info.comment = b"-" * 65_000
            archive.writestr(info, "")
    assert is_archive(packed)
    assert "too many files are packed into this one; unpack it" in refusal_of(packed.getvalue())


def test_a_part_whose_bytes_are_all_there_is_read_though_it_says_it_is_longer() -> None:
    assert lines_of(patched(PLAIN, SHEET, file_size=100_000)) == lines_of(PLAIN)


def test_too_many_texts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_OF_TEXTS", 10)
    rows = '<row><c t="s"><v>4</v></c></row>'
    assert lines_of(with_strings("<si><t>a</t></si>" * 5, rows)) == ["a"]
    assert PIECES in refusal_of(with_strings("<si><t>a</t></si>" * 6, rows))


def test_a_sheet_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_CELLS", 5)
    assert lines_of(with_sheet("<row><c><v>1</v></c></row>" * 5)) == ["1"] * 5
    assert "cells: this is no table" in refusal_of(with_sheet("<row><c><v>1</v></c></row>" * 6))


def test_a_text_that_is_stored_once_and_stands_everywhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    cell = '<c t="s"><v>0</v></c>'
    long_row = with_strings(f"<si><t>{'a' * 30_000}</t></si>", f"<row>{cell * 34}</row>")
    assert "a row is longer than 1,000,000 characters" in refusal_of(long_row)
    monkeypatch.setattr(workbook, "MAX_CHARACTERS", 250_000)
    many_rows = with_strings(f"<si><t>{'a' * 30_000}</t></si>", f"<row>{cell}</row>" * 9)
    assert "export it in parts" in refusal_of(many_rows)


@pytest.mark.parametrize("length", range(4, len(PLAIN), 97))
def test_a_download_that_broke_off_is_refused(length: int) -> None:
    assert DAMAGED in refusal_of(PLAIN[:length])


RICH = with_strings(
    "<si><t>Nombre</t></si><si><r><rPr><b/></rPr><t>Correo</t></r></si>",
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="b"><v>1</v></c></row>'
    '<row r="3"><c r="A3" t="str"><f>A1</f><v>x</v></c><c r="B3" t="d"><v>2021-05-04T10:00:00</v></c>'
    '<c r="C3" s="1"><v>44320.5</v></c><c r="D3" t="inlineStr"><is><t>hola</t></is></c></row>',
)
RICH_PARTS = unpacked(RICH)
_part_names = st.sampled_from(
    sorted(name for name in RICH_PARTS if "docProps" not in name and "theme" not in name)
)
_words = st.sampled_from(
    [b"<", b">", b'"', b"/>", b"&", b"", b"0", b"-1", b"9" * 20, b"1e999", b"nan", b"\xff", b"\x00"]
) | st.sampled_from(
    [
        b"<c>",
        b"</row>",
        b'<row r="1">',
        b' t="s"',
        b' t="d"',
        b' s="9"',
        b'encoding="idna"',
        b"<is><t>a</t></is>",
    ]
)
_places = st.floats(0, 1, exclude_max=True)
_flips = st.lists(
    st.tuples(_places, st.integers(0, 3), _words | st.binary(min_size=1, max_size=1)), min_size=1, max_size=3
)
often = settings(
    max_examples=FLIPS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def flipped(content: bytes, flips: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes with others written over some of them, each place as a share of the whole."""
    changed = bytearray(content)
    for place, width, other in flips:
        at = int(place * len(changed))
        changed[at : at + width] = other
    return bytes(changed)


def read_or_refused(content: bytes) -> None:
    """Nothing but a refusal may come of a file, whatever it holds; its lines can be written down."""
    file = io.BytesIO(content)
    with contextlib.suppress(UnreadableExportError):
        for sheet in sheets(file) if is_workbook(file) else ():
            assert all("\x00" not in line for line in sheet.rows)


@often
@given(flips=_flips)
def test_flipped_bytes_are_read_or_refused_and_raise_nothing_else(
    flips: list[tuple[float, int, bytes]],
) -> None:
    read_or_refused(flipped(RICH, flips))


@often
@given(name=_part_names, flips=_flips)
def test_flipped_bytes_inside_a_part_are_read_or_refused_and_raise_nothing_else(
    name: str, flips: list[tuple[float, int, bytes]]
) -> None:
    read_or_refused(zip_of({**RICH_PARTS, name: flipped(RICH_PARTS[name], flips)}))


@often
@given(
    name=_part_names,
    value=_words | st.sampled_from([b"rId9", b"A1", b"ZZZ9", b"hidden", b"[h]", b"../x"]),
    which=_places,
)
def test_other_values_of_attributes_are_read_or_refused_and_raise_nothing_else(
    name: str, value: bytes, which: float
) -> None:
    pieces = RICH_PARTS[name].split(b'"')
    pieces[2 * int(which * (len(pieces) // 2)) + 1 if len(pieces) > 1 else 0] = value
    read_or_refused(zip_of({**RICH_PARTS, name: b'"'.join(pieces)}))
