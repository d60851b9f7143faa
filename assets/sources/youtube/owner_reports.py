"""The reports that are asked of the owner's history: one table of them, and what each of their cells may be.

Here answers become typed rows. How they are asked for is `analytics`'s business, and where they are kept that of
`owner_history`.

The shapes follow the documentation of channel reports. Not verified against a channel: that `liveOrOnDemand` may
stand beside `day` for a single video, that `livestreamPosition` counts minutes and reaches back to 2021, how cities
are written, and from when on they are told. YouTube tells no breakdown by Mexican state, and of cities only the 250
with most views, and none with few.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import GenericAlias
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, TypeAdapter, ValidationError

from assets.sources.youtube.owner_errors import owner_unavailable

Cells = tuple[Any, ...]
Kind = Literal["daily", "breakdown", "concurrent", "retention"]


def _iso_day(text: object) -> date:
    if not isinstance(text, str):
        raise ValueError("a day is text")  # noqa: TRY004  # only a ValueError is a finding about the answer
    return date.fromisoformat(text)


_MODES = {"LIVE": "live", "ON_DEMAND": "on_demand"}
_Count = Annotated[int, Field(ge=0, lt=2**63)]
_Number = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Name = Annotated[str, StringConstraints(min_length=1)]

# What may stand under each header that YouTube is asked for.
_CELLS: Mapping[str, Any] = {
    "day": Annotated[date, BeforeValidator(_iso_day)],
    "liveOrOnDemand": Annotated[Literal["live", "on_demand"], BeforeValidator(lambda word: _MODES.get(word))],
    "insightTrafficSourceType": _Name,
    "deviceType": _Name,
    "country": _Name,
    "city": _Name,
    "livestreamPosition": Annotated[int, Field(ge=0, lt=2**31)],
    "elapsedVideoTimeRatio": Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)],
    "views": _Count,
    "estimatedMinutesWatched": _Count,
    "averageViewDuration": _Number,
    "averageConcurrentViewers": _Number | None,
    "peakConcurrentViewers": _Count | None,
    "audienceWatchRatio": _Number,
}


@dataclass(frozen=True)
class Report:
    """A report: its dimensions and metrics in the API's words, how it is sorted, and how many rows are wanted."""

    name: str
    kind: Kind
    dimensions: tuple[str, ...]
    metrics: tuple[str, ...]
    sort: str | None = None
    max_results: int | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """The columns of the answer, in order."""
        return (*self.dimensions, *self.metrics)


_WATCHED = ("views", "estimatedMinutesWatched")
REPORTS = (
    Report("daily", "daily", ("day", "liveOrOnDemand"), (*_WATCHED, "averageViewDuration"), "day"),
    Report("traffic_source", "breakdown", ("insightTrafficSourceType",), _WATCHED, "-views"),
    Report("device", "breakdown", ("deviceType",), _WATCHED, "-views"),
    Report("country", "breakdown", ("country",), _WATCHED, "-views"),
    Report("city", "breakdown", ("city",), _WATCHED, "-views", 250),
    Report(
        "concurrent",
        "concurrent",
        ("livestreamPosition",),
        ("averageConcurrentViewers", "peakConcurrentViewers"),
    ),
    Report("retention", "retention", ("elapsedVideoTimeRatio",), ("audienceWatchRatio",)),
)


class _Header(BaseModel):
    name: str


class _Answer(BaseModel):
    columnHeaders: list[_Header]  # noqa: N815  # the API's own name
    rows: list[list[Any]] = []


def read_rows(answer: object, report: Report) -> list[Cells]:
    """The rows of an answer, cells in the order of the report's headers; none where YouTube has no data.

    Raises OwnerUnavailable (`malformed_answer`) where headers or cells are others, or a row comes twice.
    """
    rows = _checked(answer, report)
    if rows is None or len({row[: len(report.dimensions)] for row in rows}) < len(rows):
        raise owner_unavailable("malformed_answer")
    return rows


def _checked(answer: object, report: Report) -> list[Cells] | None:
    try:
        told = _Answer.model_validate(answer)
        if tuple(header.name for header in told.columnHeaders) != report.headers:
            return None
        return _rows_of(report).validate_python(told.rows)
    except ValidationError:
        return None


def _rows_of(report: Report) -> TypeAdapter[list[Cells]]:
    cells = tuple(_CELLS[header] for header in report.headers)
    rows: Any = GenericAlias(list, (GenericAlias(tuple, cells),))
    return TypeAdapter(rows)
