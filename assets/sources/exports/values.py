"""The values of spreadsheet cells as text, as an export to CSV would write them.

What a cell's value is, is read in `workbook`; what its text means is up to the readers.
"""

import re
from datetime import date, datetime, time, timedelta

# Excel's way to write characters that XML cannot hold.
_ESCAPED = re.compile("_x00([01][0-9A-Fa-f])_")
_HALF_A_SECOND = timedelta(milliseconds=500)
_LAST = datetime.fromisoformat("9999-12-31 23:59:59")


def text_of(value: object) -> str:
    """The text of one cell: `YYYY-MM-DD HH:MM:SS`, `HH:MM:SS`, numbers without needless digits, TRUE and FALSE."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if "_x00" in value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    return _moment(value) if isinstance(value, date | time | timedelta) else str(value)


def _number(value: float) -> str:
    """Fifteen digits are what a spreadsheet holds; those beyond come from binary fractions."""
    return f"{value:.0f}" if value.is_integer() else f"{value:.15g}"


def _moment(value: date | time | timedelta) -> str:
    """To the nearest second: times of day are fractions, and 10:00 may be stored as 9:59:59.9996."""
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, time):
        # The last half second of a day stays on its day.
        since_midnight = datetime.combine(date.min, value) + _HALF_A_SECOND
        return since_midnight.strftime("%H:%M:%S") if since_midnight.date() == date.min else "23:59:59"
    if isinstance(value, datetime):
        return (min(value, _LAST) + _HALF_A_SECOND).isoformat(" ", "seconds")
    return f"{value.isoformat()} 00:00:00"


def _duration(value: timedelta) -> str:
    seconds = round(abs(value).total_seconds())
    sign = "-" if value < timedelta(0) else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
