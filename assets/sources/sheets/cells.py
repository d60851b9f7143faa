"""Values into text: what a cell of a live sheet becomes in a file that looks like the sheet's own CSV.

Here numbers, marks and moments are written out. Which column holds the form's stamps is told in `snapshot`.
"""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

from assets.sources.sheets.answers import Cell
from assets.sources.sheets.errors import unavailable

# Sheets count days from here, in the spreadsheet's own time zone.
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  # local until the zone is known
_SECONDS_PER_DAY = 86_400
# 2000-01-01 to 2099-12-31: outside of it a number under a stamp's header is no moment at which a form was sent.
_SERIALS_OF_STAMPS = range(36_526, 73_051)
_OFFSET = re.compile(r"(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?")


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without decimals, no powers of ten, TRUE and FALSE in capitals."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    return str(cell)


def stamp_of(cell: Cell, zone: tzinfo) -> str:
    """A stamp as ISO 8601 to the second, with its offset from UTC; what is no serial number stays as it is.

    A local time that the end of summer time repeats is taken for the first of the two: the sheet does not tell.
    """
    if isinstance(cell, str | bool) or int(cell) not in _SERIALS_OF_STAMPS:
        return text_of(cell)
    moment = _DAY_ZERO + timedelta(seconds=round(cell * _SECONDS_PER_DAY))
    return moment.replace(tzinfo=zone).isoformat()


def zone_of(name: str) -> tzinfo:
    """The zone that a spreadsheet states, by its place or as GMT-07:00; raises SheetUnavailable where it is unknown."""
    if name in available_timezones():
        return ZoneInfo(name)
    stated = _OFFSET.fullmatch(name)
    if stated is None:
        raise unavailable("timeZoneUnknown")
    sign = -1 if stated[1] == "-" else 1
    offset = sign * timedelta(hours=int(stated[2]), minutes=int(stated[3] or 0))
    if abs(offset) >= timedelta(days=1):
        raise unavailable("timeZoneUnknown")
    return timezone(offset)
