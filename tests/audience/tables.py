"""The ledger's tables as they should be at an instant: every row, worked out from what the ledger should know.

Here columns stand as docs/audience.md and the tables' own headers describe them; the pipeline's statements are not
looked at.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from assets.sources import youtube
from tests.audience.expected_owner import TRAILING, ExpectedOwner
from tests.audience.expected_public import Answer, ExpectedPublic, Seen
from tests.audience.world import Film, pacific

Row = tuple[Any, ...]
_COUNTERS = ("views", "likes", "comments")
_DAILY_UNITS = 10_000
_FAILURES = {"public": "failures.csv", "owner": "owner_failures.csv"}


def _remedy(source: str, reason: str | None) -> str | None:
    with (Path(youtube.__path__[0]) / _FAILURES[source]).open(encoding="utf-8", newline="") as file:
        return {row["reason"]: row["remedy"] for row in csv.DictReader(file)}.get(reason or "")


def audience(public: ExpectedPublic) -> Iterator[Row]:
    """`reach.audience`: each observation that is kept."""
    told: dict[Film, list[Seen]] = defaultdict(list)
    for seen in sorted(public.kept, key=lambda one: one.at):
        before = told[seen.film]
        views = [one.counts[0] for one in before if one.counts[0] is not None]
        gained = seen.counts[0] - views[-1] if seen.counts[0] is not None and views else None
        fallen = [
            name
            for place, name in enumerate(_COUNTERS)
            if (now := seen.counts[place]) is not None
            and any(past is not None and past > now for past in (one.counts[place] for one in before))
        ]
        before.append(seen)
        yield (
            *(seen.film.session_id, seen.film.video_id, False, seen.at),
            *(*seen.counts, *seen.reasons, gained, ", ".join(fallen) or None),
            *("public", public.keep_until(seen.at)),
        )


def audience_daily(owner: ExpectedOwner) -> Iterator[Row]:
    """`reach.audience_daily`: each day and mode that was told."""
    for (film, day), kept in owner.days.items():
        is_settled = (kept.told_on - day).days > TRAILING
        for row in kept.rows:
            figures = (row.mode, row.views, row.minutes, float(row.average_seconds))
            status = ("owner", is_settled, kept.is_withdrawn, owner.keep_until)
            yield film.session_id, film.video_id, day, *figures, *status


def audience_curve(public: ExpectedPublic, owner: ExpectedOwner, today: date) -> Iterator[Row]:
    """`reach.audience_curve`: growth by the history, up to its first gap, and by the counters."""
    for film in {film for film, _ in owner.days}:
        gap = next((start for start, _, _ in owner.gaps(film, today)), date.max)
        total = 0
        for day in sorted(day for one, day in owner.days if one is film):
            views = sum(row.views for row in owner.days[film, day].rows)
            total += views
            known = total if day < gap else None
            age = (day - film.published_day).days
            yield film.session_id, film.video_id, "history", day, age, views, known, "owner", owner.keep_until
    last = {(one.film, pacific(one.at)): one for one in sorted(_with_views(public), key=lambda one: one.at)}
    for (film, day), seen in last.items():
        age = (day - film.published_day).days
        rest = (seen.counts[0], "public", public.keep_until(seen.at))
        yield film.session_id, film.video_id, "counter", day, age, None, *rest


def missing_videos(public: ExpectedPublic, films: list[Film]) -> Iterator[Row]:
    """`quality.missing_videos`: who is left out, and what was last known of them and may still be kept."""
    for film in films:
        sighting = public.sightings[film.video_id]
        if sighting.missing_since is None:
            continue
        known = [one for one in public.kept if one.film is film and one.is_returned]
        last: Row = (None,) * 6
        if known:
            seen = max(known, key=lambda one: one.at)
            last = (seen.at, seen.title, *seen.counts, public.keep_until(seen.at))
        times = (sighting.first, sighting.last, sighting.missing_since)
        yield film.session_id, film.video_id, *times, *last


def audience_gaps(owner: ExpectedOwner, films: list[Film], today: date) -> Iterator[Row]:
    """`quality.audience_gaps`: days that nobody told."""
    for film in films:
        for start, end, reason in owner.gaps(film, today):
            yield film.session_id, film.video_id, start, end, (end - start).days + 1, reason


def audience_quota(units: Counter[tuple[date, str]]) -> Iterator[Row]:
    """`quality.audience_quota`: what the servers counted."""
    for (day, bucket), spent in units.items():
        yield day, bucket, spent, spent, _DAILY_UNITS


def audience_status(public: ExpectedPublic, owner: ExpectedOwner) -> Iterator[Row]:
    """`quality.audience_status`: how the last asking of each source ended."""
    yield _status("public", "stale", public.last, public.answered_at)
    yield _status("owner", "not_connected", owner.last, owner.answered_at)


def audience_terms(public: ExpectedPublic, owner: ExpectedOwner) -> Iterator[Row]:
    """`quality.audience_terms`: how much is kept and until when, how much was removed."""
    ends = [until for one in public.kept if (until := public.keep_until(one.at))]
    rows = len(public.kept)
    if rows or public.removed:
        yield "public", rows, min(ends, default=None), 0, public.removed, public.removed_at
    rows = owner.row_count
    if rows or owner.removed:
        yield "owner", rows, owner.keep_until if rows else None, 0, owner.removed, owner.removed_at


def _with_views(public: ExpectedPublic) -> list[Seen]:
    return [one for one in public.kept if one.counts[0] is not None]


def _status(source: str, without: str, last: Answer | None, answered_at: datetime | None) -> Row:
    if last is None:
        return source, without, None, None, None, None, None
    status = "stale" if last.reason else "fresh"
    return source, status, last.at, answered_at, last.reason, _remedy(source, last.reason), last.not_before
