"""Microsoft Teams' live events: the attendee report, a log in UTC."""

import pytest

from tests.sources.reading import read_text

ROWS = """s-1,p-1,Ana Pérez,Windows 10,5/18/2021 3:00:10 PM UTC,Joined,Attendee
s-1,p-2,,Android,5/18/2021 3:01:00 PM UTC,Joined,Attendee
s-1,p-3,Quien Produce,Mac OS,5/18/2021 2:40:00 PM UTC,Joined,Producer
s-1,p-1,Ana Pérez,Windows 10,5/18/2021 4:00:00 PM UTC,Left,Attendee
"""
HEADERS = [
    "SessionId,ParticipantId,FullName,UserAgent,UtcEventTimestamp,Action,Role",
    "Session Id,Participant Id,Full Name,UserAgent,UTC Event Timestamp,Action,Role",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_live_event_is_a_log_of_events_in_utc(header: str, encoding: str, separator: str) -> None:
    file = read_text(f"{header}\n{ROWS}".replace(",", separator), encoding)
    assert (file.known.platform, file.known.kind, file.known.time_zone) == ("teams", "attendance", "UTC")
    [log] = file.known.sections
    assert (log.name, log.is_span, log.role, log.rows_from) == ("events", False, None, 2)
    assert file.data == [
        {"name": "Ana Pérez", "event_at": "5/18/2021 3:00:10 PM UTC", "event": "Joined", "role": "Attendee"},
        {"name": "", "event_at": "5/18/2021 3:01:00 PM UTC", "event": "Joined", "role": "Attendee"},
        {
            "name": "Quien Produce",
            "event_at": "5/18/2021 2:40:00 PM UTC",
            "event": "Joined",
            "role": "Producer",
        },
        {"name": "Ana Pérez", "event_at": "5/18/2021 4:00:00 PM UTC", "event": "Left", "role": "Attendee"},
    ]


def test_columns_in_another_order_are_found_by_their_names() -> None:
    file = read_text("Action,FullName,Notas,UtcEventTimestamp\nJoined,Ana Pérez,x,5/18/2021 3:00:10 PM UTC\n")
    assert file.data == [{"name": "Ana Pérez", "event_at": "5/18/2021 3:00:10 PM UTC", "event": "Joined"}]


def test_a_log_without_a_column_in_utc_is_no_live_event() -> None:
    reading = read_text("FullName,Action,Role,Timestamp\nAna,Joined,Attendee,5/18/2021 3:00 PM\n").reading
    assert reading is None or reading.time_zone is None


def test_the_line_by_which_excel_states_the_separator_is_nobody() -> None:
    file = read_text(f"sep=,\n{HEADERS[0]}\n{ROWS}")
    assert [section.name for section in file.known.sections] == ["preamble", "events"]
    assert len(file.data) == 4


def test_the_participants_keys_are_addresses_where_people_signed_in() -> None:
    rows = ROWS.replace("p-1", "ana@example.org").replace("p-2", "").replace("p-3", "quien@example.org")
    file = read_text(f"{HEADERS[1]}\n{rows}")
    assert [row["email"] for row in file.data] == [
        "ana@example.org",
        "",
        "quien@example.org",
        "ana@example.org",
    ]
