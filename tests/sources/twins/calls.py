"""Stays as the calls that the sample cycle's layouts write out, and their pages as lines of twins.

Nothing is laid out here: that is the sample's.
"""

from pipelines.sample.layouts.call import Call, Entry
from pipelines.sample.page import Page
from tests.sources.twins.model import Line, Planted
from tests.sources.twins.people import CLOSES, NUMBER, OPENS, TITLE, Stay, instant


def call_of(stays: list[Stay], knows_all: bool = False) -> Call:
    """A call of these stays, the first of them the host's and the second a speaker's; every one is somebody's own.

    Of whom a webinar `knows_all`, it has an e-mail and knows when they registered.
    """
    roles = ("host", "speaker")
    entries = tuple(
        _entry(stay, roles[at] if at < len(roles) else "audience", knows_all) for at, stay in enumerate(stays)
    )
    return Call("s1", TITLE, NUMBER, OPENS, CLOSES, None, entries)


def lines_of(page: Page, call: Call, unread: frozenset[int] = frozenset()) -> tuple[Line, ...]:
    """The page's lines; the line above the rows of a table is its header, and tables in `unread` are not read."""
    entries = {entry.person_id: entry for entry in call.entries}
    marked = {mark.line: entries[mark.person_id] for mark in page.marks}
    lines, table = [], 0
    for number, cells in enumerate(page.lines, 1):
        starts = number not in marked and number + 1 in marked
        table += starts
        entry = marked.get(number)
        planted = _planted(entry, is_read=table not in unread) if entry else None
        lines.append(Line(tuple(cells), table if starts or entry else 0, planted, is_row=entry is not None))
    return tuple(lines)


def _entry(stay: Stay, role: str, knows_all: bool) -> Entry:
    email = stay.email or (f"correo{stay.number}@example.org" if knows_all else "")
    registered = stay.registered if knows_all else None
    place = ("", role, stay.name, email, stay.given, stay.surnames, registered)
    return Entry(str(stay.number), *place, stay.joined, stay.left)


def _planted(entry: Entry, is_read: bool) -> Planted:
    joined = instant(entry.joined) if entry.joined else None
    left = instant(entry.left) if entry.left else None
    return Planted(entry.name, entry.email, entry.person_id, joined, left, is_read=is_read)
