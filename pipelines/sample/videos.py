"""The videos of a sample: the cycle's own and one made-up recording per session, with made-up figures.

Here identifiers and figures are drawn; serving them as YouTube would is another module's business.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from assets.cycle import Cycle, Session
from pipelines.sample.settings import Settings
from pipelines.sample.spelling import one_line

_STEM = "sintetico"
_LENGTH = 11


@dataclass(frozen=True)
class MadeUpVideo:
    """A video with its figures; likes are None where hidden, comments None where they are off."""

    video_id: str
    session_id: str
    title: str
    published_at: datetime
    duration: str
    views: int
    likes: int | None
    comments: int | None


def invented_ids(cycle: Cycle) -> dict[str, str]:
    """A new video identifier of eleven characters for each session, none of which the cycle already has."""
    taken, made, number = set(cycle.video_ids), {}, 0
    for session in cycle.sessions:
        number += 1
        while _identifier(number) in taken:
            number += 1
        made[session.session_id] = _identifier(number)
    return made


def make_videos(cycle: Cycle, settings: Settings) -> list[MadeUpVideo]:
    """All videos of the cycle; the last of several hides its likes, the one before has comments off."""
    chance = settings.chance("videos")
    drawn = [video for session in cycle.sessions for video in _of_session(cycle, session, chance)]
    return [_with_gaps(video, len(drawn) - index, len(drawn)) for index, video in enumerate(drawn)]


def _identifier(number: int) -> str:
    digits = f"{number:02d}"
    return f"{_STEM[: _LENGTH - len(digits)]}{digits}"


def _of_session(cycle: Cycle, session: Session, chance: random.Random) -> Iterator[MadeUpVideo]:
    ends = cycle.instant(session.actual_end) if session.actual_end else cycle.scheduled_end(session)
    starts = cycle.instant(session.actual_start) if session.actual_start else cycle.scheduled_start(session)
    for video in session.videos:
        views = round(chance.lognormvariate(6.2, 0.7)) + 20
        seconds = int((ends - starts).total_seconds()) + chance.randint(-120, 900)
        published = (ends + timedelta(minutes=chance.randint(90, 1800))).astimezone(cycle.zone)
        yield MadeUpVideo(
            video.video_id,
            session.session_id,
            f"[Sintético] {one_line(session.title)}",
            published,
            _iso_duration(max(60, seconds)),
            views,
            round(views * chance.uniform(0.02, 0.09)),
            chance.randint(0, views // 60 + 2),
        )


def _with_gaps(video: MadeUpVideo, from_the_end: int, count: int) -> MadeUpVideo:
    likes = None if from_the_end == 1 and count >= 2 else video.likes
    comments = None if from_the_end == 2 and count >= 3 else video.comments
    return MadeUpVideo(
        video.video_id,
        video.session_id,
        video.title,
        video.published_at,
        video.duration,
        video.views,
        likes,
        comments,
    )


def _iso_duration(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return "PT" + "".join(
        f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (left, "S")) if number
    )
