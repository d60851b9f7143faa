"""Pacific days, by which YouTube counts: its quotas return, and its reports begin a day, at midnight Pacific time.

Here instants become such days and back. What is counted by the day stands where it is counted.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_PACIFIC = ZoneInfo("America/Los_Angeles")


def pacific_day(moment: datetime) -> date:
    """The Pacific day on which an instant falls; raises ValueError for a moment without offset."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no offset; give the instant with its time zone.")
    return moment.astimezone(_PACIFIC).date()


def pacific_midnight(day: date) -> datetime:
    """The instant, in UTC, at which a Pacific day begins: 07:00 in summer, 08:00 in winter."""
    return datetime.combine(day, time.min, _PACIFIC).astimezone(UTC)


def pacific_midnight_after(moment: datetime) -> datetime:
    """The instant, in UTC, at which the next Pacific day begins; never the moment itself."""
    return pacific_midnight(pacific_day(moment) + timedelta(days=1))
