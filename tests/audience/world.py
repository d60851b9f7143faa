"""A made-up channel: what YouTube knows of its videos on each Pacific day, and what it tells of that on a later one.

Here stands the truth that the ledger is compared with, drawn from a seed; nothing of the pipeline decides it.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipelines.sample.audience_history import AudienceHistory, DayOfViews, LiveMinute, Share, WatchedRatio
from pipelines.sample.youtube_videos import SampleVideo

PACIFIC = ZoneInfo("America/Los_Angeles")
MEXICO = ZoneInfo("America/Mexico_City")
DAY = timedelta(days=1)
DIMENSIONS = {"traffic_source": "YT_SEARCH", "device": "DESKTOP", "country": "MX", "city": "Xalapa"}
# YouTube corrects a day no longer than this, and the shipped cycle asks for it again for a day more.
LAST_CORRECTION = 6
STEADY, RESERVED, DELETED, PRIVATE, LATE, NEVER = (
    "constante01",
    "reservado01",
    "borrado0001",
    "privado0001",
    "agregado001",
    "inexistente",
)


def pacific(moment: datetime) -> date:
    """The Pacific day of an instant."""
    return moment.astimezone(PACIFIC).date()


@dataclass(frozen=True)
class TrueDay:
    """A day of a video: its final views by mode, what was told of them at an earlier age, and when it is not told.

    `early` has by age in days the share of the views that is told; from `LAST_CORRECTION` on it is all of them.
    """

    views: dict[str, int]
    appears: int
    early: dict[int, float]
    withheld: tuple[date, date] | None

    def told(self, age: int, today: date) -> dict[str, int]:
        """Views by mode as told at that age; nothing where YouTube keeps silent."""
        if age < self.appears or (self.withheld and self.withheld[0] <= today < self.withheld[1]):
            return {}
        return {mode: max(1, round(views * self.early.get(age, 1))) for mode, views in self.views.items()}


@dataclass(eq=False)
class Film:
    """A video of the channel with everything that will happen to it."""

    video_id: str
    session_id: str
    session_day: date
    published_at: datetime
    configured_from: date
    is_there: bool = True
    likes_hidden: bool = False
    comments_off_from: date = date.max
    deleted_from: date = date.max
    private: tuple[date, date] = (date.max, date.max)
    counters: dict[date, tuple[int, int, int]] = field(default_factory=dict)
    days: dict[date, TrueDay] = field(default_factory=dict)

    @property
    def published_day(self) -> date:
        """The Pacific day on which it was published."""
        return pacific(self.published_at)

    def is_public(self, today: date) -> bool:
        """Whether everybody can see it on that day, of which it may be the first."""
        is_known = self.is_there and self.published_day < today < self.deleted_from
        return is_known and not self.private[0] <= today < self.private[1]

    def shown(self, today: date) -> SampleVideo | None:
        """As the Data API has it; None where there is no such video (any more)."""
        if not self.is_there or not self.published_day < today < self.deleted_from:
            return None
        views, likes, comments = self.counters[today]
        return SampleVideo(
            self.video_id,
            f"Sesión {self.session_id}",
            self.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "PT1H58M3S",
            views,
            None if self.likes_hidden else likes,
            comments if today < self.comments_off_from else None,
            "public" if self.is_public(today) else "private",
        )

    def told(self, day: date, today: date) -> list[DayOfViews]:
        """What the owner is told on `today` of an earlier day: one row per mode."""
        if day not in self.days:
            return []
        told = self.days[day].told((today - day).days, today)
        return [
            DayOfViews(self.video_id, day, mode, views, views * 7, 400 + day.day)
            for mode, views in sorted(told.items())
        ]


class World:
    """The channel from its first Pacific day on, for so many days; the same seed is the same channel."""

    def __init__(self, seed: int, first_day: date, days: int) -> None:
        self.seed, self.chance = seed, random.Random(seed)
        self.first_day, self.days = first_day, days
        self.films = tuple(self._films())
        for film in self.films:
            self._let_happen(film)

    def configured(self, today: date) -> list[Film]:
        """The videos that cycle.toml gives on that day, in its order."""
        return [film for film in self.films if film.configured_from <= today]

    def history(self, today: date) -> AudienceHistory:
        """Everything that the owner would be told on that day."""
        days = [row for film in self.films for day in film.days for row in film.told(day, today)]
        ids = [film.video_id for film in self.films]
        return AudienceHistory(
            days=tuple(days),
            shares=tuple(Share(i, name, value, 1, 1) for i in ids for name, value in DIMENSIONS.items()),
            minutes=tuple(LiveMinute(i, minute, 4.5, 6) for i in ids for minute in range(2)),
            ratios=tuple(WatchedRatio(i, ratio, 0.5) for i in ids for ratio in (0.5, 1.0)),
            owned=frozenset(ids),
        )

    def at(self, share: float) -> date:
        """The day when so much of the time has passed, give or take some days."""
        return self.first_day + DAY * (round(self.days * share) + self.chance.randint(0, 5))

    def _films(self) -> list[Film]:
        private = self.at(0.55)
        return [
            self._film(STEADY, 1),
            self._film(RESERVED, 2, likes_hidden=True, comments_off_from=self.at(0.5)),
            self._film(NEVER, 2, is_there=False),
            self._film(DELETED, 3, deleted_from=self.at(0.45)),
            self._film(PRIVATE, 4, private=(private, private + DAY * self.chance.randint(15, 40))),
            self._film(LATE, 5, uploaded_after=2, configured_from=self.at(0.35)),
        ]

    def _film(self, video_id: str, number: int, uploaded_after: int = 0, **happens: object) -> Film:
        session_day = self.first_day + DAY * 3 * number
        published_at = datetime.combine(session_day + DAY * uploaded_after, time(18, 30), UTC)
        said = {"configured_from": self.first_day, **happens}
        return Film(video_id, f"s{number}", session_day, published_at, **said)  # type: ignore[arg-type]

    def _let_happen(self, film: Film) -> None:
        views = likes = comments = 0
        for number in range((self.first_day + DAY * (self.days + 2) - film.published_day).days):
            day = film.published_day + DAY * number
            if film.is_there and day < film.deleted_from and not film.private[0] <= day < film.private[1]:
                film.days[day] = self._true_day(day, number)
            gained = sum(film.days[day].views.values()) if day in film.days else 0
            # YouTube takes views back that it thinks are none.
            taken = self.chance.randint(1, 30) if self.chance.random() < 0.06 else 0
            views = max(0, views + gained - taken)
            likes = max(0, likes + self.chance.choice((0, 0, 1, 2, -1)))
            comments = max(0, comments + self.chance.choice((0, 0, 0, 1, -1)))
            film.counters[day] = (views, likes, comments)

    def _true_day(self, day: date, age: int) -> TrueDay:
        views = {"on_demand": int(self.chance.expovariate((1 + age) ** 0.4 / 30))}
        if age == 0:
            views |= {"live": self.chance.randint(30, 90), "on_demand": 1 + views["on_demand"]}
        appears = self.chance.choice((2, 3))
        early = {old: self.chance.uniform(0.5, 1.1) for old in range(appears, self.chance.randint(3, 6) + 1)}
        early.pop(LAST_CORRECTION + 1, None)
        withheld = None
        if age and self.chance.random() < 0.07:
            since = day + DAY * self.chance.randint(3, 12)
            withheld = (since, self.chance.choice((date.max, since + DAY * self.chance.randint(1, 6))))
        return TrueDay({mode: count for mode, count in views.items() if count}, appears, early, withheld)
