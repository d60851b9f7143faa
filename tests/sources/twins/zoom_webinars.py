"""Twins of Zoom's attendee reports and of its registration report.

The reports in Spanish are written by the sample cycle's own layouts; the others stand here as Zoom writes them.
"""

from collections.abc import Callable

from assets.cycle import DateOrder
from pipelines.sample.layouts import zoom_webinar
from pipelines.sample.layouts.call import Call
from pipelines.sample.page import Page
from tests.sources.twins.calls import call_of, lines_of
from tests.sources.twins.model import Line, Planted, Twin, loose, table
from tests.sources.twins.people import CLOSES, NUMBER, OPENS, TITLE, Stay, instant, month_first, stays_of

_FILE = f"attendee_{NUMBER}_2021_05_04.csv"
_ID = "845 1111 2222"
_SUMMARY = (
    "Topic|Webinar ID|Actual Start Time|Actual Duration (minutes)|# Registered|# Cancelled|Unique Viewers"
    "|Total Users"
)
_CREW = (
    "Attended|User Name (Original Name)|Email|Join Time|Leave Time|Time in Session (minutes)|Is Guest"
    "|Country/Region Name"
)
_ATTENDEES = (
    "Attended|User Name (Original Name)|First Name|Last Name|Email|Phone|Registration Time|Approval Status"
    "|Join Time|Leave Time|Time in Session (minutes)|Is Guest|What brings you here?|Country/Region Name"
)
_REPORT = "Topic|Webinar ID|Scheduled Time|Duration (minutes)|# Registered|# Cancelled|# Approved|# Denied"
_REGISTRANTS = "First Name|Last Name|Email|Organization|Registration Time|Approval Status|Source Name|State"


def webinar_in_words(seed: int, rows: int) -> Twin:
    """The Spanish attendee report, months in words."""
    return _spanish("zoom_webinar_es_words", zoom_webinar.dates_in_words, "ymd", seed, rows)


def webinar_month_first(seed: int, rows: int) -> Twin:
    """The Spanish attendee report, month first."""
    return _spanish("zoom_webinar_es_month_first", zoom_webinar.dates_month_first, "mdy", seed, rows)


def webinar_in_english(seed: int, rows: int) -> Twin:
    """The English attendee report: its host, attendees with a question of the organiser's, and one who never came."""
    host, *others = stays_of(seed, rows)
    values = (TITLE, _ID, month_first(OPENS), "120", str(rows), "0", str(len(others)), str(rows))
    lines = (
        *loose(("Attendee Report",), ("Report Generated:", month_first(CLOSES)), _SUMMARY.split("|"), values),
        *loose(("Host Details",)),
        *table(_CREW.split("|"), [(_crew_cells(host), host.planted)], 1),
        *loose(("Attendee Details",)),
        *table(_ATTENDEES.split("|"), [(_attendee_cells(stay), stay.planted) for stay in others], 2),
        _absent(host),
    )
    return Twin("zoom_webinar_en", _FILE, "attendance", "mdy", lines, "utf-8-sig")


def registration(seed: int, rows: int) -> Twin:
    """The English registration report, below its preamble."""
    values = (TITLE, _ID, month_first(OPENS), "120", str(rows), "0", str(rows), "0")
    lines = (
        *loose(
            ("Registration Report",), ("Report Generated:", month_first(CLOSES)), _REPORT.split("|"), values
        ),
        *loose(("Registrant Details",)),
        *table(_REGISTRANTS.split("|"), [_registrant(stay) for stay in stays_of(seed, rows)]),
    )
    return Twin("zoom_registration", f"registration_{NUMBER}.csv", "registrations", "mdy", lines, "utf-8-sig")


def _spanish(layout: str, page_of: Callable[[Call], Page], order: DateOrder, seed: int, rows: int) -> Twin:
    call = call_of(stays_of(seed, rows), knows_all=True)
    lines = lines_of(page_of(call), call)
    return Twin(layout, _FILE, "attendance", order, lines, "utf-8-sig", line_end="\n")


def _crew_cells(stay: Stay) -> tuple[str, ...]:
    times = month_first(stay.joined), month_first(stay.left)
    return "Yes", stay.name, stay.email, *times, stay.minutes, "No", "Mexico"


def _attendee_cells(stay: Stay) -> tuple[str, ...]:
    known = (stay.given, stay.surnames, stay.email, "", month_first(stay.registered), "approved")
    times = month_first(stay.joined), month_first(stay.left)
    return "Yes", stay.name, *known, *times, stay.minutes, "Yes", 'A colleague, who "insisted"', "Mexico"


def _absent(host: Stay) -> Line:
    name, email = "Nadie Ausente", "nadie.ausente@example.org"
    known = ("Nadie", "Ausente", email, "", month_first(host.registered), "approved")
    cells = ("No", name, *known, "--", "--", "--", "--", "", "--")
    return Line(cells, 2, Planted(name, email, "absent"), is_row=True)


def _registrant(stay: Stay) -> tuple[tuple[str, ...], Planted]:
    name, email = f"{stay.given} {stay.surnames}", f"u{stay.number}.{stay.email or 'sin@example.org'}"
    answers = (month_first(stay.registered), "approved", "", "Jalisco")
    planted = Planted(name, email, str(stay.number), submitted=instant(stay.registered))
    return (stay.given, stay.surnames, email, "Red, A.C.", *answers), planted
