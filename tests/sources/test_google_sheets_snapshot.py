"""Snapshots of live sheets as they come over real HTTP from a server that answers as the Sheets API does."""

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources.sheets.answers import Grid, Row
from assets.sources.sheets.lines import csv_of, texts_of
from assets.sources.sheets.snapshot import SheetUnavailable, every_row, fetch_sheet
from pipelines.sample.sheets_answers import Value, respond
from pipelines.sample.sheets_api import Refusal, SampleSheet, sheets_api
from tests.sources.reading import read_bytes
from tests.sources.sheets import (
    ANSWERS,
    EMAIL,
    KEY,
    SPREADSHEET_ID,
    account,
    api_of,
    book,
    crowd,
    csv_records,
    form,
    moment,
    records_of,
    service_account,
    snapshot_of,
)

ANA: list[Value] = [moment("2021-05-04T09:58:03"), "Ana López", "ana@example.org", 5512345678, True]

BETO: list[Value] = [moment("2021-05-04T10:01:00"), "Beto Ruiz", "beto@example.org", "+52 55 1234", False]


def test_a_forms_sheet_becomes_its_csv_with_stamps_that_tell_their_zone() -> None:
    snapshot = snapshot_of(ANA, BETO)
    assert snapshot.content.decode() == (
        "Marca temporal,Nombre completo,Correo electrónico,Teléfono,¿Asistirá?\r\n"
        "2021-05-04T09:58:03-05:00,Ana López,ana@example.org,5512345678,TRUE\r\n"
        "2021-05-04T10:01:00-05:00,Beto Ruiz,beto@example.org,+52 55 1234,FALSE\r\n"
    )
    assert (snapshot.title, snapshot.sheet) == ("Registro (respuestas)", ANSWERS)
    assert (snapshot.locale, snapshot.time_zone) == ("es_MX", "America/Mexico_City")
    assert (snapshot.rows, snapshot.columns) == (3, 5)


def test_the_snapshot_is_read_like_the_sheets_own_csv() -> None:
    read = read_bytes(snapshot_of(ANA, BETO).content)
    assert read.known.platform == "google_forms"
    assert [(row["submitted_at"], row["email"]) for row in read.data] == [
        ("2021-05-04T09:58:03-05:00", "ana@example.org"),
        ("2021-05-04T10:01:00-05:00", "beto@example.org"),
    ]


def test_the_same_answers_make_the_same_bytes() -> None:
    first, again = snapshot_of(ANA, BETO), snapshot_of(ANA, BETO, rows_per_call=300)
    assert first.content == again.content
    assert first.sha256 == again.sha256
    assert first.sha256 != snapshot_of(BETO, ANA).sha256


def test_a_service_account_reads_a_sheet_that_is_shared_with_it_alone(tmp_path: Path) -> None:
    with sheets_api(book(form(ANA), readers=EMAIL), accounts=[account()]) as server:
        api = api_of(server, service_account(tmp_path, server.token_endpoint))
        snapshot = fetch_sheet(SPREADSHEET_ID, None, api)
    assert snapshot.rows == 2
    assert len(server.token_calls) == 1
    assert all("x-goog-api-key" not in call.headers for call in server.calls)


def test_an_api_key_reads_a_sheet_that_anybody_with_the_link_may_read() -> None:
    with sheets_api(book(form(ANA)), key=KEY) as server:
        assert fetch_sheet(SPREADSHEET_ID, None, api_of(server)).rows == 2
    assert {call.headers["x-goog-api-key"] for call in server.calls} == {KEY}
    assert not server.token_calls


def test_only_what_is_needed_is_asked_and_values_come_unformatted() -> None:
    with sheets_api(book(form(ANA))) as server:
        fetch_sheet(SPREADSHEET_ID, None, api_of(server))
    outline, values = (parse_qs(urlsplit(call.target).query) for call in server.calls)
    assert outline["fields"] == [
        "properties(title,locale,timeZone),sheets.properties(title,sheetType,gridProperties(rowCount,columnCount))"
    ]
    assert values["valueRenderOption"] == ["UNFORMATTED_VALUE"]
    assert values["dateTimeRenderOption"] == ["SERIAL_NUMBER"]
    assert unquote(urlsplit(server.calls[1].target).path).endswith(f"/values/'{ANSWERS}'!1:1000")


def test_empty_rows_in_between_are_empty_lines_and_those_at_the_end_are_none() -> None:
    snapshot = snapshot_of([], ANA, [None, "", None], [], BETO, ["", None], [])
    lines = snapshot.content.decode().split("\r\n")
    assert [line[:26] for line in lines] == [
        "Marca temporal,Nombre comp",
        "",
        "2021-05-04T09:58:03-05:00,",
        "",
        "",
        "2021-05-04T10:01:00-05:00,",
        "",
    ]
    assert snapshot.rows == 6


def test_every_record_is_as_wide_as_the_widest_although_the_api_leaves_out_empty_ends() -> None:
    snapshot = snapshot_of(["x"], [None, "Ana", None, None, None, "fuera de la tabla"])
    assert [len(record) for record in records_of(snapshot)] == [6, 6, 6]
    assert snapshot.columns == 6


def test_a_form_without_answers_is_a_header_and_no_failure() -> None:
    snapshot = snapshot_of()
    assert snapshot.rows == 1
    assert len(records_of(snapshot)) == 1


def test_the_first_sheet_with_cells_is_read_where_none_is_named() -> None:
    chart, outside = SampleSheet("Gráfica", kind="OBJECT"), SampleSheet("Base", [["x"]], kind="DATA_SOURCE")
    with sheets_api(book(chart, outside, form(ANA), SampleSheet("Notas", [["nada"]]))) as server:
        assert fetch_sheet(SPREADSHEET_ID, None, api_of(server)).sheet == ANSWERS
        assert fetch_sheet(SPREADSHEET_ID, "Notas", api_of(server)).content == b"nada\r\n"


@pytest.mark.parametrize("title", ["L'été / 100% «ñ»", "a!b:c", "Hoja?fields=*#1", "1:2", "''"])
@pytest.mark.parametrize("named", [True, False])
def test_a_sheet_may_have_any_name(title: str, named: bool) -> None:
    with sheets_api(book(SampleSheet(title, [["hola"]]), SampleSheet("otra", [["no"]]))) as server:
        assert fetch_sheet(SPREADSHEET_ID, title if named else None, api_of(server)).content == b"hola\r\n"


def test_case_and_composition_of_a_sheets_name_do_not_matter() -> None:
    with sheets_api(book(form(ANA), SampleSheet("Sesi\u00f3n 2", [["hola"]]))) as server:
        assert fetch_sheet(SPREADSHEET_ID, "SESIO\u0301N 2 ", api_of(server)).content == b"hola\r\n"


def asked_rows(targets: list[str]) -> list[str]:
    return [unquote(urlsplit(target).path).rpartition("!")[2] for target in targets if "/values/" in target]


def test_a_big_sheet_is_asked_for_in_parts_that_overlap_by_a_row() -> None:
    sheet = crowd(7)
    sheet.row_count = 9
    with sheets_api(book(sheet)) as server:
        snapshot = fetch_sheet(SPREADSHEET_ID, None, api_of(server, rows_per_call=4))
    assert asked_rows([call.target for call in server.calls]) == ["1:4", "4:8", "8:9"]
    assert [record[1] for record in records_of(snapshot)[1:]] == [
        f"persona {number}" for number in range(2, 8)
    ]


@dataclass
class InMemory:
    """A spreadsheet that answers without a network, as the server would."""

    sheet: SampleSheet

    def outline(self) -> object:
        raise AssertionError("only rows are asked for")

    def rows(self, sheet: str, first: int, last: int) -> object:
        asked = quote(f"'{sheet}'!{first}:{last}")
        target = f"/v4/spreadsheets/{SPREADSHEET_ID}/values/{asked}?valueRenderOption=UNFORMATTED_VALUE"
        return json.loads(respond({SPREADSHEET_ID: book(self.sheet)}, target, "anyone").body)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["", "a", 'b,"\n', 7, 1.5, True]), max_size=3), max_size=12),
    st.integers(1, 14),
    st.integers(0, 5),
)
def test_parts_of_any_size_make_the_same_rows_as_the_whole(
    rows: list[list[Value]], rows_per_call: int, spare: int
) -> None:
    sheet = form(*rows)
    sheet.row_count = len(sheet.rows) + spare
    grid = Grid(sheet.title, sheet.row_count, sheet.column_count)
    parts = list(every_row(InMemory(sheet), grid, rows_per_call))
    assert parts == list(every_row(InMemory(sheet), grid, 20_000))
    assert len(parts) == sheet.row_count


@settings(deadline=None)
@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=4), max_size=6)
)
def test_row_n_of_the_sheet_is_record_n_of_the_file(texts: list[list[str]]) -> None:
    rows: list[Row] = [[*row] if any(row) else [] for row in texts]
    while rows and not rows[-1]:
        rows.pop()
    file = csv_of(texts_of(rows, "UTC", ()))
    records = csv_records(file.content)
    assert len(records) == file.rows == len(rows)
    for record, row in zip(records, rows, strict=True):
        assert record == ([*row, *[""] * (file.columns - len(row))] if row else [])


@pytest.mark.parametrize("change", ["deleted", "sorted"])
def test_rows_that_move_while_being_read_are_noticed(change: str) -> None:
    sheet = crowd(8)

    def disturb(call: int) -> Refusal | None:
        if call == 3:
            sheet.rows = [*sheet.rows[:1], *sheet.rows[2:]] if change == "deleted" else sheet.rows[::-1]
        return None

    with (
        sheets_api(book(sheet), refusal=disturb) as server,
        pytest.raises(SheetUnavailable, match="changedMeanwhile"),
    ):
        fetch_sheet(SPREADSHEET_ID, None, api_of(server, rows_per_call=4))


def test_an_answer_that_arrives_while_being_read_disturbs_nothing() -> None:
    sheet = crowd(6)

    def arrive(call: int) -> Refusal | None:
        if call == 3:
            sheet.rows.append([None, "persona 7"])
        return None

    sheet.row_count = 8
    with sheets_api(book(sheet), refusal=arrive) as server:
        snapshot = fetch_sheet(SPREADSHEET_ID, None, api_of(server, rows_per_call=4))
    assert [record[1] for record in records_of(snapshot)[1:]] == [
        f"persona {number}" for number in range(2, 8)
    ]


def test_a_snapshots_own_repr_shows_nobody() -> None:
    assert "Ana" not in f"{snapshot_of(ANA)!r}"
