"""Twins of Zoom's lists of a meeting's participants, in their three bodies and three languages.

Those in Spanish are written by the sample cycle's own layouts; the others stand here as Zoom writes them.
"""

from pipelines.sample.layouts import zoom_meeting
from tests.sources.twins.calls import call_of, lines_of
from tests.sources.twins.model import Planted, Twin, loose, table
from tests.sources.twins.people import CLOSES, NUMBER, OPENS, TITLE, Stay, instant, month_first, stays_of

_FILE = f"participants_{NUMBER}.csv"
_HOST = "anfitrion@example.org"
_MEETING = "Meeting ID|Topic|Start Time|End Time|User Email|Duration (Minutes)|Participants|"
_TOTALS = "Name (Original Name)|User Email|Total Duration (Minutes)|Guest"
_STAYS = "Name (Original Name)|User Email|Join Time|Leave Time|Duration (Minutes)|Guest|Recording Consent"
_JAPANESE = "名前 (元の名前)|ユーザーメール|参加時刻|退出時刻|所要時間（分）"
_USAGE = (
    "Topic|Meeting ID|User Name|User Email|Department|Creation Time|Start Time|End Time|Duration (Minutes)"
    f"|Participants|{_STAYS}|In Waiting Room"
)


def unique_users(seed: int, rows: int) -> Twin:
    """English, one row per user with total minutes, below the meeting's own lines; everybody stands in it once."""
    stays = list({stay.name: stay for stay in stays_of(seed, rows)}.values())
    facts = (str(NUMBER), TITLE, month_first(OPENS), month_first(CLOSES), _HOST, "120", str(len(stays)), "")
    people = table(
        _TOTALS.split("|"),
        [
            ((stay.name, stay.email, stay.minutes, "Yes"), Planted(stay.name, stay.email, str(stay.number)))
            for stay in stays
        ],
    )
    lines = (*loose(_MEETING.split("|"), facts, ()), *people)
    return Twin("zoom_unique_users", _FILE, "attendance", "mdy", lines, "utf-8-sig")


def stays_in_english(seed: int, rows: int) -> Twin:
    """English, one row per stay, nothing above."""
    people = [((*_cells(stay), "Yes", "Y"), stay.planted) for stay in stays_of(seed, rows)]
    lines = tuple(table(_STAYS.split("|"), people))
    return Twin("zoom_stays_en", _FILE, "attendance", "mdy", lines, "utf-8-sig")


def stays_in_japanese(seed: int, rows: int) -> Twin:
    """Japanese, year first, to the minute."""
    people = [_japanese(stay) for stay in stays_of(seed, rows)]
    lines = tuple(table(_JAPANESE.split("|"), people))
    return Twin("zoom_stays_ja", _FILE, "attendance", "ymd", lines, "utf-8-sig")


def account_usage(seed: int, rows: int) -> Twin:
    """English, the meeting's own columns repeated on every row."""
    host = ("Quien Organiza", _HOST, "", "04/01/2021 08:00:00 AM")
    meeting = (TITLE, str(NUMBER), *host, month_first(OPENS), month_first(CLOSES), "120", str(rows))
    people = [((*meeting, *_cells(stay), "Yes", "", "No"), stay.planted) for stay in stays_of(seed, rows)]
    lines = tuple(table(_USAGE.split("|"), people))
    return Twin("zoom_account_usage", "usage_report.csv", "attendance", "mdy", lines, "utf-8-sig")


def stays_of_2021(seed: int, rows: int) -> Twin:
    """Spanish of 2021, with its preamble, day first."""
    call = call_of(stays_of(seed, rows))
    lines = lines_of(zoom_meeting.participants_2021(call), call)
    return Twin("zoom_stays_es_2021", _FILE, "attendance", "dmy", lines, "utf-8-sig")


def stays_of_2023(seed: int, rows: int) -> Twin:
    """Spanish since 2023, with the waiting room, day first."""
    call = call_of(stays_of(seed, rows))
    lines = lines_of(zoom_meeting.participants_2023(call), call)
    return Twin("zoom_stays_es_2023", _FILE, "attendance", "dmy", lines, "utf-8-sig")


def _cells(stay: Stay) -> tuple[str, ...]:
    return stay.name, stay.email, month_first(stay.joined), month_first(stay.left), stay.minutes


def _japanese(stay: Stay) -> tuple[tuple[str, ...], Planted]:
    joined, left = stay.joined.replace(second=0), stay.left.replace(second=0)
    times = f"{joined:%Y/%m/%d %H:%M}", f"{left:%Y/%m/%d %H:%M}"
    planted = Planted(stay.name, stay.email, str(stay.number), instant(joined), instant(left))
    return (stay.name, stay.email, *times, stay.minutes), planted
