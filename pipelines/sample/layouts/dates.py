"""Dates and durations in the platforms' own writing.

Only writing lives here; which layout uses which is stated in the layout.
"""

from datetime import datetime

from assets.cycle import DateOrder

_MONTHS = ("ene.", "feb.", "mar.", "abr.", "may.", "jun.", "jul.", "ago.", "sep.", "oct.", "nov.", "dic.")


def month_in_words(moment: datetime) -> str:
    """As Zoom's Spanish reports do: `may. 4, 2021 10:00:00`."""
    return f"{_MONTHS[moment.month - 1]} {moment.day}, {moment.year} {moment:%H:%M:%S}"


def padded(moment: datetime, order: DateOrder) -> str:
    """`04/05/2021 10:00:00 AM` in the order of day and month given."""
    day = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "ymd": "%Y-%m-%d"}[order]
    return moment.strftime(f"{day} %I:%M:%S %p")


def padded_24_hours(moment: datetime, order: DateOrder) -> str:
    """`04/05/2021 10:00:00` in the order of day and month given."""
    day = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "ymd": "%Y-%m-%d"}[order]
    return moment.strftime(f"{day} %H:%M:%S")


def unpadded(moment: datetime, order: DateOrder, *, short_year: bool, twelve_hours: bool) -> str:
    """As Teams does: `4/5/2021, 10:00:00`, or `5/4/21, 10:00:00 AM`."""
    year = f"{moment:%y}" if short_year else str(moment.year)
    day, month = str(moment.day), str(moment.month)
    date = "/".join({"dmy": (day, month, year), "mdy": (month, day, year), "ymd": (year, month, day)}[order])
    if not twelve_hours:
        return f"{date}, {moment.hour}:{moment:%M:%S}"
    return f"{date}, {moment.hour % 12 or 12}:{moment:%M:%S} {'AM' if moment.hour < 12 else 'PM'}"


def duration(seconds: int, gap: str) -> str:
    """The two largest units of a duration: `1h 44m`, `19m 26s`, `45s`; `gap` parts number and unit."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(hours, "h"), (minutes, "m"), (left, "s")]
    shown = [f"{number}{gap}{unit}" for number, unit in parts if number][:2]
    return " ".join(shown) or f"0{gap}s"
