"""The history of a sample's videos as their owner would see it: day by day, live and on demand, and from where.

Here figures are drawn so that they add up to each video's public counter. Serving them as YouTube would, and
writing them down, is other modules' business.
"""

import random
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from assets.sources.youtube.pacific import pacific_day
from pipelines.sample.settings import Settings
from pipelines.sample.videos import MadeUpVideo

LIVE, ON_DEMAND = "live", "on_demand"
# How the views of a video are usually shared out over the values that YouTube tells apart.
_SHARES = {
    "traffic_source": {
        "EXT_URL": 34,
        "NO_LINK_OTHER": 21,
        "YT_CHANNEL": 14,
        "YT_SEARCH": 12,
        "NOTIFICATION": 8,
        "SUBSCRIBER": 6,
        "RELATED_VIDEO": 4,
        "PLAYLIST": 1,
    },
    "device": {"DESKTOP": 52, "MOBILE": 41, "TABLET": 4, "TV": 2, "UNKNOWN_PLATFORM": 1},
    "country": {"MX": 91, "US": 3, "GT": 2, "CO": 2, "ES": 1, "AR": 1},
    "city": {
        "Ciudad de México": 38,
        "Guadalajara": 9,
        "Oaxaca de Juárez": 8,
        "Puebla": 8,
        "Monterrey": 7,
        "Tuxtla Gutiérrez": 6,
        "Mérida": 6,
        "Xalapa": 5,
        "Morelia": 4,
        "Tijuana": 3,
        "Hermosillo": 2,
        "Colima": 2,
        "Chetumal": 2,
    },
}
_RATIOS = 100


@dataclass(frozen=True)
class DayOfViews:
    """A video's views on a Pacific day in one mode; minutes are those watched, the average is in seconds."""

    video_id: str
    day: date
    mode: str
    views: int
    minutes: int
    average_seconds: int


@dataclass(frozen=True)
class Share:
    """How many of a video's views, and minutes, one value of a dimension accounts for since publication."""

    video_id: str
    dimension: str
    value: str
    views: int
    minutes: int


@dataclass(frozen=True)
class LiveMinute:
    """How many watched at once in a minute of the live broadcast, from 0."""

    video_id: str
    position: int
    average: float
    peak: int


@dataclass(frozen=True)
class WatchedRatio:
    """Which share of a video's views saw its part up to `ratio` (0 to 1) of its length; above 1 where seen again."""

    video_id: str
    ratio: float
    watched: float


@dataclass(frozen=True)
class AudienceHistory:
    """Everything that YouTube knows of the videos' views; `owned` are those of the channel that is connected."""

    days: tuple[DayOfViews, ...]
    shares: tuple[Share, ...]
    minutes: tuple[LiveMinute, ...]
    ratios: tuple[WatchedRatio, ...]
    owned: frozenset[str]


def make_history(
    videos: Sequence[MadeUpVideo], clock: datetime, foreign: Collection[str], settings: Settings
) -> AudienceHistory:
    """The videos' history from publication to the sample's clock; `foreign` videos are another channel's."""
    chance = settings.chance("audience")
    told = [_of_video(video, pacific_day(clock), chance) for video in videos]
    return AudienceHistory(
        days=tuple(day for one in told for day in one.days),
        shares=tuple(share for one in told for share in one.shares),
        minutes=tuple(minute for one in told for minute in one.minutes),
        ratios=tuple(ratio for one in told for ratio in one.ratios),
        owned=frozenset(video.video_id for video in videos) - frozenset(foreign),
    )


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total: what is over goes to the largest rests."""
    of_all = sum(weights) or 1
    exact = [total * weight / of_all for weight in weights]
    whole = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda index: (whole[index] - exact[index], index))
    for index in by_rest[: total - sum(whole)]:
        whole[index] += 1
    return whole


def _of_video(video: MadeUpVideo, today: date, chance: random.Random) -> AudienceHistory:
    days = list(_days(video, today, chance))
    live = sum(day.views for day in days if day.mode == LIVE)
    return AudienceHistory(
        days=tuple(days),
        shares=tuple(_shares(video, days, chance)),
        minutes=tuple(_live_minutes(video, live, chance)),
        ratios=tuple(_ratios(video, chance)),
        owned=frozenset(),
    )


def _days(video: MadeUpVideo, today: date, chance: random.Random) -> Iterator[DayOfViews]:
    first = min(pacific_day(video.published_at), today)
    live = round(video.views * chance.uniform(0.15, 0.4))
    if live:
        yield _day(video, first, LIVE, live, chance.uniform(0.2, 0.4))
    ages = range((today - first).days + 1)
    weights = [chance.lognormvariate(0, 0.4) / (1 + age) ** 1.1 for age in ages]
    depth = chance.uniform(0.06, 0.16)
    for age, views in zip(ages, shared_out(video.views - live, weights), strict=True):
        if views:
            share = depth * chance.uniform(0.8, 1.2)
            yield _day(video, first + timedelta(days=age), ON_DEMAND, views, share)


def _day(video: MadeUpVideo, day: date, mode: str, views: int, share_watched: float) -> DayOfViews:
    seconds = _seconds(video.duration) * share_watched
    minutes = round(views * seconds / 60)
    return DayOfViews(video.video_id, day, mode, views, minutes, round(minutes * 60 / views))


def _shares(video: MadeUpVideo, days: Sequence[DayOfViews], chance: random.Random) -> Iterator[Share]:
    views, minutes = sum(day.views for day in days), sum(day.minutes for day in days)
    for dimension, usual in _SHARES.items():
        weights = [weight * chance.lognormvariate(0, 0.3) for weight in usual.values()]
        of_views = shared_out(views, weights)
        of_minutes = shared_out(minutes, [share * chance.uniform(0.7, 1.3) for share in of_views])
        for value, shown, watched in zip(usual, of_views, of_minutes, strict=True):
            if shown:
                yield Share(video.video_id, dimension, value, shown, watched)


def _live_minutes(video: MadeUpVideo, live_views: int, chance: random.Random) -> Iterator[LiveMinute]:
    minutes = max(1, _seconds(video.duration) // 60)
    for position in range(minutes if live_views else 0):
        # People come in the first quarter of an hour and leave in the last one.
        present = min(1.0, (position + 3) / 15, (minutes - position + 3) / 15)
        average = round(live_views * 0.45 * present * chance.uniform(0.85, 1.1), 2)
        yield LiveMinute(video.video_id, position, average, int(average * chance.uniform(1.0, 1.15)) + 1)


def _ratios(video: MadeUpVideo, chance: random.Random) -> Iterator[WatchedRatio]:
    losses = (chance.uniform(0.002, 0.016) for _ in range(_RATIOS))
    for index, lost in enumerate(accumulate(losses), start=1):
        yield WatchedRatio(video.video_id, index / _RATIOS, round(max(0.05, 1.05 - lost), 4))


def _seconds(duration: str) -> int:
    parts = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", duration)
    hours, minutes, seconds = (int(part or 0) for part in parts.groups()) if parts else (0, 0, 0)
    return (hours * 60 + minutes) * 60 + seconds
