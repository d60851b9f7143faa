"""What the ledger should know of public counters, run by run, if it keeps what docs/audience.md promises.

Here the promises are worked out in plain Python from the world and its weather; no table and no module of the
pipeline is looked at.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tests.audience.weather import Run, Trouble
from tests.audience.world import DAY, MEXICO, PACIFIC, Film, pacific

KEPT_DAYS = 30


def midnight_after(moment: datetime) -> datetime:
    """The next Pacific midnight."""
    return datetime.combine(pacific(moment) + DAY, datetime.min.time(), PACIFIC)


@dataclass(frozen=True)
class Seen:
    """One observation: what was told of a video, None where it was left out."""

    film: Film
    at: datetime
    counts: tuple[int | None, int | None, int | None]
    reasons: tuple[str | None, str | None, str | None]
    is_returned: bool
    title: str | None


@dataclass(frozen=True)
class Sighting:
    """When a video was first and last returned, and since when it is missing."""

    first: datetime | None = None
    last: datetime | None = None
    missing_since: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """How the last asking of a source ended."""

    at: datetime
    reason: str | None
    not_before: datetime | None = None


def waited(trouble: Trouble, as_of: datetime) -> datetime | None:
    """From when it may be asked again after a trouble."""
    if isinstance(trouble.until, timedelta):
        return as_of + trouble.until
    return midnight_after(as_of) if trouble.until == "midnight" else None


class ExpectedPublic:
    """Observations that are kept, sightings, and how the last asking ended; `amendment` is YouTube's, if any."""

    def __init__(self, amendment: date | None) -> None:
        self.amendment = amendment
        self.kept: list[Seen] = []
        self.sightings: dict[str, Sighting] = defaultdict(Sighting)
        self.last: Answer | None = None
        self.answered_at: datetime | None = None
        self.removed = 0
        self.removed_at: datetime | None = None
        self._answered: dict[datetime, set[str]] = defaultdict(set)

    def ask(self, run: Run, films: list[Film], trouble: Trouble | None) -> None:
        """One run: ask for what the tick lacks, unless YouTube wanted to be left alone until later."""
        due = [film for film in films if film.video_id not in self._answered[run.asked_for]]
        if not due:
            return
        is_early = self.last and self.last.not_before and self.last.not_before > run.as_of
        if is_early and self.last and self.last.reason:
            self.last = replace(self.last, at=run.as_of)
        elif trouble and trouble.reason:
            self.last = Answer(run.as_of, trouble.reason, waited(trouble, run.as_of))
        else:
            self._observe(run, due, is_substitute=bool(is_early or (trouble and trouble.is_listing_spent)))

    def purge(self, as_of: datetime) -> None:
        """Forget what may be kept no longer."""
        gone = [one for one in self.kept if (until := self.keep_until(one.at)) and until < as_of]
        self.kept = [one for one in self.kept if one not in gone]
        if gone:
            self.removed, self.removed_at = self.removed + len(gone), as_of

    def keep_until(self, observed_at: datetime) -> datetime | None:
        """Thirty days of the cycle's calendar, without limit where YouTube accepted an amendment by then."""
        until = observed_at.astimezone(MEXICO) + timedelta(days=KEPT_DAYS)
        return None if self.amendment and self.amendment <= until.date() else until

    def is_published_known(self, film: Film) -> bool:
        """Whether any observation that is kept tells of the publication."""
        return any(one.is_returned for one in self.kept if one.film is film)

    def _observe(self, run: Run, due: list[Film], is_substitute: bool) -> None:
        today = pacific(run.as_of)
        for film in due:
            self._answered[run.asked_for].add(film.video_id)
            self.kept.append(_seen(film, run.as_of, today, is_substitute))
            before = self.sightings[film.video_id]
            if film.is_public(today):
                self.sightings[film.video_id] = Sighting(before.first or run.as_of, run.as_of)
            elif not is_substitute:
                since = before.missing_since or run.as_of
                self.sightings[film.video_id] = replace(before, missing_since=since)
        until = midnight_after(run.as_of) if is_substitute else None
        self.last, self.answered_at = Answer(run.as_of, None, until), run.as_of


def _seen(film: Film, at: datetime, today: date, is_substitute: bool) -> Seen:
    shown = film.shown(today) if film.is_public(today) else None
    if shown is None:
        left_out = ("not_returned",) * 3
        return Seen(film, at, (None, None, None), left_out, False, None)
    counts = (shown.views, shown.likes, shown.comments)
    reasons = (
        None,
        "hidden" if shown.likes is None else None,
        "disabled" if shown.comments is None else None,
    )
    return Seen(film, at, counts, reasons, True, None if is_substitute else shown.title)
