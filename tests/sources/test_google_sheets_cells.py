"""Cells of live sheets as text: stamps with their zone, numbers as people type them, and text as it is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources.sheets.cells import stamp_of, zone_of
from assets.sources.sheets.snapshot import fetch_sheet
from pipelines.sample.sheets_answers import Value, serial_of
from pipelines.sample.sheets_api import SampleSheet, sheets_api
from tests.sources.sheets import HEADER, SPREADSHEET_ID, api_of, book, form, moment, records_of, snapshot_of

ANA: list[Value] = [moment("2021-05-04T09:58:03"), "Ana López", "ana@example.org", 5512345678, True]


def test_stamps_follow_summer_time_as_it_was_in_their_year() -> None:
    written = {
        "2021-04-03T23:59:59": "2021-04-03T23:59:59-06:00",
        "2021-04-04T03:00:00": "2021-04-04T03:00:00-05:00",
        "2021-10-31T00:59:59": "2021-10-31T00:59:59-05:00",
        "2021-10-31T02:00:00": "2021-10-31T02:00:00-06:00",
        "2023-07-01T12:00:00": "2023-07-01T12:00:00-06:00",
        "2021-05-04T09:58:03.4": "2021-05-04T09:58:03-05:00",
        "2021-05-04T09:58:03.6": "2021-05-04T09:58:04-05:00",
        "2021-12-31T23:59:59.9": "2022-01-01T00:00:00-06:00",
    }
    records = records_of(snapshot_of(*([moment(local)] for local in written)))
    assert [record[0] for record in records[1:]] == list(written.values())


def test_an_hour_that_comes_twice_is_taken_for_the_first() -> None:
    assert records_of(snapshot_of([moment("2021-10-31T01:30:00")]))[1][0] == "2021-10-31T01:30:00-05:00"


@pytest.mark.parametrize(
    ("time_zone", "offset"),
    [
        ("America/Tijuana", "-07:00"),
        ("Asia/Kathmandu", "+05:45"),
        ("GMT-03:30", "-03:30"),
        ("GMT+5", "+05:00"),
    ],
)
def test_stamps_are_local_to_the_spreadsheets_own_zone(time_zone: str, offset: str) -> None:
    [_, row] = records_of(snapshot_of([moment("2021-05-04T10:00:00")], time_zone=time_zone))
    assert row[0] == f"2021-05-04T10:00:00{offset}"


@settings(deadline=None)
@given(
    st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2099, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(
        ["America/Mexico_City", "America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "UTC"]
    ),
)
def test_a_stamp_is_the_instant_that_it_was_to_the_second(instant: datetime, name: str) -> None:
    local = instant.astimezone(ZoneInfo(name))
    written = datetime.fromisoformat(stamp_of(serial_of(local.replace(tzinfo=None)), zone_of(name)))
    repeats = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    assert written.microsecond == 0
    assert abs(written - instant) <= timedelta(seconds=0.5001) or repeats


def test_what_is_no_moment_under_the_stamps_header_stays_as_it_is() -> None:
    typed: list[Value] = ["4/5/2021 10:00:00", "#N/A", 12, 5512345678, 1e300, -1.5, True, None]
    records = records_of(snapshot_of(*([value, "Ana"] for value in typed)))
    written = [record[0] for record in records[1:]]
    assert written[:4] == ["4/5/2021 10:00:00", "#N/A", "12", "5512345678"]
    assert written[4:] == [str(int(1e300)), "-1.5", "TRUE", ""]


def test_only_the_first_column_of_stamps_is_one() -> None:
    serial = 44320.5
    header: list[Value] = ["Nombre", "MARCA  TEMPORAL", "Timestamp"]
    [_, row] = records_of(snapshot_of(["Ana", serial, serial], header=header))
    assert row == ["Ana", "2021-05-04T12:00:00-05:00", "44320.5"]


def test_headers_of_stamps_can_be_handed_in() -> None:
    header: list[Value] = ["Fecha de envío", "Marca temporal"]
    with sheets_api(book(form([44320.5, 44320.5], header=header))) as server:
        snapshot = fetch_sheet(SPREADSHEET_ID, None, api_of(server), stamps=["FECHA de envio"])
    assert records_of(snapshot)[1] == ["2021-05-04T12:00:00-05:00", "44320.5"]


def test_a_sheet_without_stamps_is_written_as_it_is_whatever_its_zone() -> None:
    header: list[Value] = ["Nombre", "Fecha"]
    snapshot = snapshot_of(["Ana", 44320.5], header=header, time_zone="Nowhere/Land")
    assert records_of(snapshot) == [["Nombre", "Fecha"], ["Ana", "44320.5"]]


def test_a_cell_is_written_as_people_would_type_it() -> None:
    numbers: list[Value] = [5512345678, 5512345678.0, 525512345678.0, 1e21, -0.0, 0.1, 1.5e-7, 0, True, False]
    records = records_of(snapshot_of(*([None, "Ana", value, "fin"] for value in numbers)))
    assert [record[2] for record in records[1:]] == [
        "5512345678",
        "5512345678",
        "525512345678",
        "1000000000000000000000",
        "0",
        "0.1",
        "0.00000015",
        "0",
        "TRUE",
        "FALSE",
    ]


def test_text_stays_as_it_was_typed() -> None:
    texts = [
        "0055",
        "1.0",
        "#N/A",
        "#REF!",
        'dice "sí", y no',
        "=2+2",
        "nul\x00o",
        "👩\u200d💻",
        "  ",
        "TRUE",
        "1E+5",
    ]
    records = records_of(snapshot_of(*([None, "Ana", text, "fin"] for text in texts)))
    assert [record[2] for record in records[1:]] == texts


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_line_breaks_in_a_cell_stay_in_their_record(break_: str) -> None:
    snapshot = snapshot_of([None, f"Ana{break_}López"], [None, "Beto"])
    _, ana, beto = records_of(snapshot)
    assert ana[1] == f"Ana{break_}López"
    assert beto[1] == "Beto"
    assert f'"Ana{break_}López"' in snapshot.content.decode()


def test_half_a_character_is_replaced_and_does_not_stop_the_sheet() -> None:
    assert records_of(snapshot_of([None, "Ana \ud83d López"]))[1][1] == "Ana \ufffd López"


def test_a_header_below_empty_rows_is_still_the_header() -> None:
    with sheets_api(book(SampleSheet("Hoja 1", [[], [None], [*HEADER], ANA]))) as server:
        snapshot = fetch_sheet(SPREADSHEET_ID, None, api_of(server))
    assert snapshot.content.startswith(b"\r\n\r\nMarca temporal,")
    assert records_of(snapshot)[3][0] == "2021-05-04T09:58:03-05:00"


@pytest.mark.parametrize(("titles", "is_found"), [(1, True), (4, True), (5, False)])
def test_a_title_may_stand_above_the_header_but_no_table(titles: int, is_found: bool) -> None:
    above: list[list[Value]] = [["Registro de la sesión 1"], []] * titles
    with sheets_api(book(SampleSheet("Hoja 1", [*above, [*HEADER], ANA]))) as server:
        snapshot = fetch_sheet(SPREADSHEET_ID, None, api_of(server))
    assert records_of(snapshot)[-1][0].startswith("2021-05-04T" if is_found else "44320.")
