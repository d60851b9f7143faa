"""The tick of a run: the instant for which a schedule asked, whenever the run came to it.

Here it is read from what a run carries; when schedules fire is `pipelines`' business, and what is asked of YouTube
at a tick is `audience`'s.
"""

from collections.abc import Mapping
from datetime import datetime

# Dagster's own: its scheduler writes it on every run that it launches, and a retry of the run carries it on.
SCHEDULED_AT = ".dagster/scheduled_execution_time"


def tick_of(tags: Mapping[str, str], as_of: datetime) -> datetime:
    """The instant for which a schedule asked, in UTC, or `as_of` where the run was started by hand.

    `tags` are the run's. Raises ValueError where the schedule's instant is none, or has no offset.
    """
    scheduled = tags.get(SCHEDULED_AT)
    if scheduled is None:
        return as_of
    try:
        tick = datetime.fromisoformat(scheduled)
    except ValueError:
        raise _no_instant(scheduled) from None
    if tick.tzinfo is None:
        raise _no_instant(scheduled)
    return tick


def _no_instant(scheduled: str) -> ValueError:
    return ValueError(
        f"the run's tag {SCHEDULED_AT} is {scheduled!r}, which is no instant with an offset;"
        " start the run anew from its schedule, or by hand without the tag"
    )
