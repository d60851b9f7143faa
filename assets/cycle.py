"""The cycle: its sessions, sources and thresholds, as `cycle.toml` states them.

Here the file becomes validated values, or a sentence that names the line and the fix. Where the cycle's data
lie is the workspace's business.
"""

import tomllib
from datetime import date, datetime, time, timedelta
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, ValidationError, model_validator
from pydantic.functional_validators import AfterValidator

from assets.cycle_errors import CycleError, explain_syntax, explain_validation


def _known_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"'{name}' is no time zone; write one such as \"America/Mexico_City\"")
    return name


def _email(text: str) -> str:
    if "@" not in text:
        raise ValueError("`people` takes e-mail addresses; a name would match nobody")
    return text.strip().lower()


def _domain(text: str) -> str:
    return text.strip().lower().removeprefix("@")


TimeZoneName = Annotated[str, AfterValidator(_known_time_zone)]
EmailAddress = Annotated[str, AfterValidator(_email)]
Domain = Annotated[str, AfterValidator(_domain)]
SessionId = Annotated[str, StringConstraints(pattern=r"^s[1-9][0-9]*$")]
VideoId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{11}$")]
# TOML has dates and times of its own; anything else under these keys is a slip, not a number of seconds.
LocalDate = Annotated[date, Strict()]
LocalTime = Annotated[time, Strict()]
Instant = Annotated[datetime, Strict()]
Share = Annotated[float, Field(gt=0, le=1)]
DateOrder = Literal["dmy", "mdy", "ymd"]
ExportKind = Literal["registrations", "attendance", "audience"]
FieldName = Literal[
    "submitted_at",
    "email",
    "name",
    "first_name",
    "last_name",
    "organisation",
    "actor_type",
    "cluni",
    "rfc",
    "state",
    "municipality",
    "position",
    "gender",
    "how_heard",
    "telephone",
    "privacy_accepted",
    "sessions",
    "approval",
    "joined",
    "left",
    "minutes",
    "role",
    "attended",
    "waiting_room",
    "day",
    "video",
    "published",
    "views",
    "watch_hours",
    "average_duration",
]
Role = Literal["host", "panelist", "organizer", "presenter", "waiting_room", "anonymous"]


ActorType = Literal[
    "all",
    "osc",
    "local_government",
    "federal_government",
    "academia",
    "private_sector",
    "international",
    "individual",
    "unknown",
]
# As in `sources/shipped/indicators.csv`, which says what each measures.
IndicatorId = Literal[
    "registered_people",
    "attended_people",
    "attended_unregistered_people",
    "attendance_rate",
    "certificate_people",
    "completed_people",
    "first_time_share",
    "attended_organisations",
    "coverage",
    "states_with_attendees",
    "municipal_governments_attended",
]


DEFAULT_SOURCES = ("registrations", "attendance", "audience")
# Where snapshots of live sheets are kept, one folder per source.
SHEETS = "private/sheets"


class _Part(BaseModel):
    """A part of the file: what it does not know, it refuses, because a misspelt key would silently not count."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Video(_Part):
    """A recording of a session on YouTube; `is_assumed` where nobody has confirmed that it is this session's."""

    video_id: VideoId
    is_assumed: bool = False


class Session(_Part):
    """One session of the cycle; times without an offset are local to the cycle's time zone.

    `also_called` holds the words by which a form lets people choose it, where they are neither its title, its
    number nor its date.
    """

    session_id: SessionId
    title: Annotated[str, StringConstraints(min_length=1)]
    session_date: LocalDate
    starts: LocalTime
    ends: LocalTime
    is_end_assumed: bool = False
    actual_start: Instant | None = None
    actual_end: Instant | None = None
    platform: str | None = None
    also_called: tuple[str, ...] = ()
    videos: tuple[Video, ...] = ()

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends <= self.starts:
            raise ValueError(f"session {self.session_id} ends before it starts; set `ends` after `starts`")
        return self


class Thresholds(_Part):
    """Where attendance and the certificate begin; minutes are minutes, shares are shares of the session."""

    attended_minutes: Annotated[float, Field(gt=0)] = 1
    certificate_share: Share = 0.8
    certificate_min_sessions: Annotated[int, Field(ge=1)] = 1


class Exclusions(_Part):
    """Who is kept with their role and is not audience: e-mails, domains, and roles as the platforms name them."""

    people: tuple[EmailAddress, ...] = ()
    domains: tuple[Domain, ...] = ()
    roles: tuple[Role, ...] = ("host", "panelist", "organizer", "presenter", "waiting_room", "anonymous")


class Source(_Part):
    """What no export says of itself, for the files that the source is about.

    `files` are patterns of names (`*asistencia*.csv`) or of places below the inbox (`s1/attendance/*`), `platform`
    is one that the readers know. `columns` gives the header under which a field stands. A `spreadsheet` is read
    live into `folder`: a session, or `cycle`.
    """

    files: tuple[str, ...] = ()
    platform: str | None = None
    kind: ExportKind | None = None
    time_zone: TimeZoneName | None = None
    date_order: DateOrder | None = None
    columns: dict[FieldName, str] = {}
    spreadsheet: str | None = None
    sheet: str | None = None
    folder: str | None = None

    def is_about(self, path: str, platform: str | None) -> bool:
        """Whether a file at this place below the inbox, of this platform, is one of the source's."""
        if self.files:
            return any(_matches(path, pattern) for pattern in self.files)
        return self.platform is not None and self.platform == platform


def _matches(path: str, pattern: str) -> bool:
    name = path if "/" in pattern else path.rsplit("/", 1)[-1]
    return fnmatch(name.casefold(), pattern.casefold())


class Register(_Part):
    """An official register as handed over: its file in `reference/` and the edition every figure will carry."""

    file: Annotated[str, StringConstraints(pattern=r"^[^/\\]+$")]
    edition: Annotated[str, StringConstraints(min_length=1)]


class Registers(_Part):
    """The registers that coverage is measured against; without one, its figures are NULL."""

    municipalities: Register | None = None
    osc: Register | None = None


class Audience(_Part):
    """How the recordings' statistics are asked for, and how long they may be kept.

    `daily_units` bounds what a Pacific day may spend in each of YouTube's quotas (less than 10,000 where the key
    serves others too), `trailing_days` are asked of the owner's history again because YouTube still corrects them,
    and `terms_amendment` is the day on which YouTube accepted that public statistics are kept beyond 30 days.
    """

    daily_units: Annotated[int, Field(ge=1)] = 10_000
    trailing_days: Annotated[int, Field(ge=3)] = 7
    terms_amendment: LocalDate | None = None


class Target(_Part):
    """What the cycle wants to reach, or what was reached before it, in an indicator's own unit (a share is 0 to 1).

    `period` is a session or `cycle`.
    """

    indicator_id: IndicatorId
    period: SessionId | Literal["cycle"] = "cycle"
    actor_type: ActorType = "all"
    baseline: Annotated[float, Field(ge=0)] | None = None
    target: Annotated[float, Field(ge=0)] | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        """The one figure that it is about."""
        return self.indicator_id, self.period, self.actor_type


class Synthetic(_Part):
    """Marks a workspace of made-up people: its seed, and the fixed instant at which it is looked at."""

    seed: int
    clock: Instant

    @model_validator(mode="after")
    def _clock_has_an_offset(self) -> Self:
        if self.clock.tzinfo is None:
            raise ValueError("`clock` needs an offset, such as 2021-06-15T18:00:00Z")
        return self


class Cycle(_Part):
    """An outreach cycle: what its sessions are, how presence is judged, and what is not audience."""

    cycle_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: Annotated[str, StringConstraints(min_length=1)]
    time_zone: TimeZoneName
    registration_scope: Literal["session", "cycle"] = "session"
    sessions: tuple[Session, ...]
    thresholds: Thresholds = Thresholds()
    exclude: Exclusions = Exclusions()
    sources: dict[str, Source] = {}
    registers: Registers = Registers()
    audience: Audience = Audience()
    targets: tuple[Target, ...] = ()
    synthetic: Synthetic | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The cycle's time zone: a session's day is its day here."""
        return ZoneInfo(self.time_zone)

    @property
    def session_ids(self) -> list[str]:
        """The sessions' ids, in the order they take place."""
        return [session.session_id for session in self.sessions]

    @property
    def video_ids(self) -> list[str]:
        """Every video that the file gives, in the order of its sessions."""
        return [video.video_id for session in self.sessions for video in session.videos]

    def instant(self, moment: datetime) -> datetime:
        """The moment with an offset: one without is local to the cycle."""
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def scheduled_start(self, session: Session) -> datetime:
        """When the session was to start, with its offset."""
        return datetime.combine(session.session_date, session.starts, self.zone)

    def scheduled_end(self, session: Session) -> datetime:
        """When the session was to end, with its offset."""
        return datetime.combine(session.session_date, session.ends, self.zone)

    def source_of(self, kind: ExportKind, path: str = "", platform: str | None = None) -> Source:
        """What the cycle says of a file: its own source before its platform's, and that before its kind's."""
        about = [
            source
            for name, source in sorted(self.sources.items(), key=lambda item: not item[1].files)
            if source.is_about(path, platform) or path.startswith(f"{SHEETS}/{name}/")
        ]
        stated = [*about, self.sources.get(kind, Source())]
        return Source(
            kind=next((source.kind for source in stated if source.kind), None),
            time_zone=next((source.time_zone for source in stated if source.time_zone), self.time_zone),
            date_order=next((source.date_order for source in stated if source.date_order), None),
            columns={
                field: header for source in reversed(stated) for field, header in source.columns.items()
            },
        )

    @model_validator(mode="after")
    def _every_source_is_about_something(self) -> Self:
        places = {*self.session_ids, "cycle"}
        for name, source in self.sources.items():
            if name not in DEFAULT_SOURCES and not (source.files or source.platform or source.spreadsheet):
                raise ValueError(
                    f"source {name} is about no file: give it `files`, a `platform` or a `spreadsheet`,"
                    " or call it `registrations`, `attendance` or `audience` to speak of all files of that kind"
                )
            if source.spreadsheet and source.folder not in places:
                raise ValueError(
                    f"source {name} needs the `folder` that its spreadsheet is for: s1 ..., or cycle"
                )
        return self

    @model_validator(mode="after")
    def _sessions_are_numbered_in_order(self) -> Self:
        if not self.sessions:
            raise ValueError("the cycle has no session; add a [[sessions]] table")
        expected = [f"s{number}" for number in range(1, len(self.sessions) + 1)]
        if self.session_ids != expected:
            raise ValueError(f"sessions are named s1, s2 ... in order; found {', '.join(self.session_ids)}")
        starts = [self.scheduled_start(session) for session in self.sessions]
        ends = [self.scheduled_end(session) for session in self.sessions]
        for earlier_end, later_start, session in zip(ends, starts[1:], self.sessions[1:], strict=False):
            if later_start - earlier_end < timedelta(0):
                raise ValueError(
                    f"session {session.session_id} starts before the one above it ends; order them by date"
                )
        return self

    @model_validator(mode="after")
    def _sessions_last_for_a_while(self) -> Self:
        for session in self.sessions:
            opens = (
                self.instant(session.actual_start) if session.actual_start else self.scheduled_start(session)
            )
            closes = self.instant(session.actual_end) if session.actual_end else self.scheduled_end(session)
            if closes <= opens:
                raise ValueError(
                    f"session {session.session_id} starts at or after its end; correct `actual_start` or `actual_end`"
                )
        return self

    @model_validator(mode="after")
    def _a_figure_has_one_target(self) -> Self:
        places = [target.place for target in self.targets]
        repeated = sorted({place for place in places if places.count(place) > 1})
        if repeated:
            raise ValueError(
                f"the target of {' '.join(repeated[0])} stands twice; keep one [[targets]] with both its numbers"
            )
        unknown = sorted({target.period for target in self.targets} - {"cycle", *self.session_ids})
        if unknown:
            raise ValueError(f'a target is for {unknown[0]}, which is no session; write one, or "cycle"')
        return self

    @model_validator(mode="after")
    def _a_video_shows_one_session(self) -> Self:
        repeated = {video for video in self.video_ids if self.video_ids.count(video) > 1}
        if repeated:
            raise ValueError(
                f"video {sorted(repeated)[0]} stands twice; attach it to one session, or its views count twice"
            )
        return self


def _known_keys() -> set[str]:
    return {key for part in _Part.__subclasses__() for key in part.model_fields}


def load_cycle(path: Path) -> Cycle:
    """Read `cycle.toml`; raise CycleError with the line and the fix where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CycleError(
            f"{path.name} is missing in {path.parent}."
            " Copy the project's cycle.toml there, or run `alcance sample DIR`."
        ) from None
    except UnicodeDecodeError:
        raise CycleError(f"{path.name} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    try:
        return Cycle.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise CycleError(explain_syntax(path.name, error)) from None
    except ValidationError as error:
        raise CycleError(explain_validation(path.name, text, error, _known_keys())) from None
