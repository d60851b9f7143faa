"""What the ledger should know of the owner's history, run by run, if it keeps what docs/audience.md promises.

Here days are asked for until they are settled, answers replace what they correct, and silence takes nothing away;
no table and no module of the pipeline is looked at.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pipelines.sample.audience_history import DayOfViews
from tests.audience.expected_public import Answer, ExpectedPublic, waited
from tests.audience.weather import Run, Trouble
from tests.audience.world import DAY, DIMENSIONS, MEXICO, Film, pacific

TRAILING = 7
# YouTube tells a day that long after it.
TOLD_AFTER = 3
REPORTS = ("daily", *DIMENSIONS, "concurrent", "retention")
# Rows that each total has in the world, where the video has any day.
_ROWS = {**dict.fromkeys(DIMENSIONS, 1), "concurrent": 2, "retention": 2}


@dataclass(frozen=True)
class Kept:
    """What a day was told to be, on which Pacific day, and whether a later answer left it out."""

    rows: tuple[DayOfViews, ...]
    told_on: date
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Asked:
    """A request for a video's days: which, when, and why it was not answered."""

    first: date
    last: date
    at: datetime
    reason: str | None


class ExpectedOwner:
    """Days and totals that are kept, requests, and whether the authorisation stands."""

    def __init__(self, public: ExpectedPublic) -> None:
        self.public = public
        self.days: dict[tuple[Film, date], Kept] = {}
        self.totals: dict[tuple[str, str], int] = {}
        self.requests: dict[tuple[datetime, str], Asked] = {}
        self.outcomes: list[tuple[str | None, datetime | None]] = []
        self.asked_at: datetime | None = None
        self.answered_at: datetime | None = None
        self.granted_at: datetime | None = None
        self.withdrawn_at: datetime | None = None
        self.removed = 0
        self.removed_at: datetime | None = None
        self._settled: dict[str, set[date]] = defaultdict(set)
        self._answered: dict[datetime, set[tuple[str, str]]] = defaultdict(set)
        self._pause: list[tuple[datetime, str]] = []

    def ask(
        self, run: Run, films: list[Film], is_granted: bool, token: Trouble | None, trouble: Trouble | None
    ) -> None:
        """One run of a connected owner: every report of every video that has a day behind it."""
        due = [
            (film, report, window)
            for film in films
            if (window := self._window(film, pacific(run.as_of)))
            for report in REPORTS
            if (film.video_id, report) not in self._answered[run.asked_for]
        ]
        if not due:
            return
        self.outcomes, self.asked_at = [], run.as_of
        refusal = self._refusal_of_all(run, is_granted, token, trouble)
        for film, report, window in due:
            of_this = trouble if trouble and trouble.video_id == film.video_id else None
            reason, until = refusal or ((of_this.reason, None) if of_this else (None, None))
            self._note(run, film, report, window, reason, until)

    def purge(self, as_of: datetime) -> None:
        """Forget everything when the authorisation has been gone for too long."""
        until = self.keep_until
        rows = self.row_count
        if until is None or until >= as_of or not rows:
            return
        self.removed, self.removed_at = self.removed + rows, as_of
        self.days, self.totals, self._settled = {}, {}, defaultdict(set)

    @property
    def row_count(self) -> int:
        """Rows of days and totals that are kept."""
        return sum(len(kept.rows) for kept in self.days.values()) + sum(self.totals.values())

    @property
    def keep_until(self) -> datetime | None:
        """Thirty days after the authorisation was last seen to stand, seven after its withdrawal."""
        ends = [(self.granted_at, 30), (self.withdrawn_at, 7)]
        return min(
            (at.astimezone(MEXICO) + timedelta(days=days) for at, days in ends if at is not None),
            default=None,
        )

    @property
    def last(self) -> Answer | None:
        """How the last asking ended: the first thing that went wrong; a video of others' is no such thing."""
        if self.asked_at is None:
            return None
        grave = sorted(
            (reason, until) for reason, until in self.outcomes if reason not in (None, "forbidden")
        )
        reason, until = grave[0] if grave else (None, None)
        if not grave and not any(reason is None for reason, _ in self.outcomes):
            reason = "forbidden"
        return Answer(self.asked_at, reason, until)

    def gaps(self, film: Film, today: date) -> Iterator[tuple[date, date, str]]:
        """Stretches of days that should have been told and were not, each with the last reason."""
        history = [day for one, day in self.days if one is film]
        if not history:
            return
        first = film.published_day if self.public.is_published_known(film) else min(history)
        open_days = [
            day
            for number in range((today - DAY * TOLD_AFTER - first).days + 1)
            if not self._is_covered(film, day := first + DAY * number)
        ]
        while open_days:
            start = end = open_days.pop(0)
            while open_days and open_days[0] == end + DAY:
                end = open_days.pop(0)
            yield start, end, self._last_reason(film, start, end)

    def _window(self, film: Film, today: date) -> tuple[date, date] | None:
        day = film.published_day if self.public.is_published_known(film) else film.session_day
        while day in self._settled[film.video_id]:
            day += DAY
        return (day, today - DAY) if day < today else None

    def _refusal_of_all(
        self, run: Run, is_granted: bool, token: Trouble | None, trouble: Trouble | None
    ) -> tuple[str, datetime | None] | None:
        for until, reason in sorted(self._pause, reverse=True):
            if until > run.as_of:
                return reason, until
        if token and token.reason:
            return token.reason, waited(token, run.as_of)
        if not is_granted:
            self.withdrawn_at = self.withdrawn_at or run.as_of
            return "invalid_grant", None
        self.granted_at = run.as_of
        if trouble and trouble.reason and trouble.video_id is None:
            return trouble.reason, waited(trouble, run.as_of)
        return None

    def _note(
        self,
        run: Run,
        film: Film,
        report: str,
        window: tuple[date, date],
        reason: str | None,
        until: datetime | None,
    ) -> None:
        self.outcomes.append((reason, until))
        if until and (until, reason) not in self._pause:
            self._pause.append((until, str(reason)))
        if report == "daily":
            self.requests[run.asked_for, film.video_id] = Asked(*window, run.as_of, reason)
        if reason is None:
            self.answered_at = run.as_of
            self._answered[run.asked_for].add((film.video_id, report))
            self._take_in(film, report, window, pacific(run.as_of))

    def _take_in(self, film: Film, report: str, window: tuple[date, date], today: date) -> None:
        first, last = window
        days = [first + DAY * number for number in range((last - first).days + 1)]
        if report != "daily":
            is_told = any(film.told(day, today) for day in film.days)
            is_live = any(row.mode == "live" for day in film.days for row in film.told(day, today))
            if (
                is_told
                and (report != "concurrent" or is_live)
                and not (report == "city" and _few(film, today))
            ):
                self.totals[film.video_id, report] = _ROWS[report]
            return
        for day in days:
            if rows := tuple(film.told(day, today)):
                self.days[film, day] = Kept(rows, today)
            elif (film, day) in self.days:
                self.days[film, day] = replace(self.days[film, day], is_withdrawn=True)
        self._settled[film.video_id] |= {day for day in days if (today - day).days > TRAILING}

    def _is_covered(self, film: Film, day: date) -> bool:
        return any(
            asked.first <= day <= min(asked.last, pacific(asked.at) - DAY * TOLD_AFTER)
            for (_, video_id), asked in self.requests.items()
            if video_id == film.video_id and asked.reason is None and self._counts(asked)
        )

    def _counts(self, asked: Asked) -> bool:
        return self.removed_at is None or asked.at >= self.removed_at

    def _last_reason(self, film: Film, start: date, end: date) -> str:
        refused = [
            (asked.at, asked.reason)
            for (_, video_id), asked in self.requests.items()
            if video_id == film.video_id and asked.reason and asked.first <= end and asked.last >= start
        ]
        return max(refused)[1] if refused else "never_asked"


def _few(film: Film, today: date) -> bool:
    """Whether YouTube keeps silent about a city because hardly anybody watched from it."""
    return sum(row.views for day in film.days for row in film.told(day, today)) < 3
