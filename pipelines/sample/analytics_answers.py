"""What the YouTube Analytics API would answer to `reports.query`: the sample's history, and Google's refusals.

Here a request's parameters become a status and a body. How they travel, and whose token came along, is the business
of `analytics_api`.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pipelines.sample.audience_history import LIVE, AudienceHistory, DayOfViews, shared_out
from pipelines.sample.youtube_answers import Refusal, Response, refuse

REPORTS_PATH = "/v2/reports"

_WATCHED = frozenset({"views", "estimatedMinutesWatched"})
# Which metrics each combination of dimensions is told with.
_METRICS: Mapping[tuple[str, ...], frozenset[str]] = {
    ("day", "liveOrOnDemand"): _WATCHED | {"averageViewDuration"},
    ("insightTrafficSourceType",): _WATCHED,
    ("deviceType",): _WATCHED,
    ("country",): _WATCHED,
    ("city",): _WATCHED,
    ("livestreamPosition",): frozenset({"averageConcurrentViewers", "peakConcurrentViewers"}),
    ("elapsedVideoTimeRatio",): frozenset({"audienceWatchRatio"}),
}
_DIMENSIONS = {
    "insightTrafficSourceType": "traffic_source",
    "deviceType": "device",
    "country": "country",
    "city": "city",
}
_TEXT = frozenset({"day", "liveOrOnDemand", *_DIMENSIONS})
_MOST_CITIES = 250
# YouTube keeps silent about places from which few watch.
_FEWEST_VIEWS_OF_A_CITY = 3
_UNSUPPORTED = Refusal(
    400,
    "badRequest",
    "The query is not supported. Check the documentation for a list of supported queries.",
)
_NOT_MINE = Refusal(403, "forbidden", "Forbidden")


@dataclass(frozen=True)
class Showing:
    """What YouTube shows of the history on a Pacific day: yesterday not yet, the day before in part.

    Days in `withheld`, as pairs of video and day, are not shown any more.
    """

    history: AudienceHistory
    today: date
    withheld: Collection[tuple[str, date]] = ()

    def days(self, video_id: str, first: date, last: date) -> list[DayOfViews]:
        """The video's days within these that are shown, as far as they are."""
        days = (day for day in self.history.days if day.video_id == video_id and first <= day.day <= last)
        return [shown for day in days if (shown := self._shown(day))]

    def _shown(self, day: DayOfViews) -> DayOfViews | None:
        age = (self.today - day.day).days
        if age < 2 or (day.video_id, day.day) in self.withheld or day.video_id not in self.history.owned:
            return None
        if age > 2:
            return day
        views, minutes = day.views * 3 // 5, day.minutes * 3 // 5
        return (
            DayOfViews(day.video_id, day.day, day.mode, views, minutes, day.average_seconds)
            if views
            else None
        )


def answer_report(showing: Showing, target: str) -> Response:
    """Answer one GET: `target` is path and query."""
    query = dict(parse_qsl(urlsplit(target).query))
    if complaint := _complaint(query):
        return refuse(complaint)
    video_id = query["filters"].removeprefix("video==")
    shown = showing.days(
        video_id, date.fromisoformat(query["startDate"]), date.fromisoformat(query["endDate"])
    )
    headers = [*query["dimensions"].split(","), *query["metrics"].split(",")]
    rows = _sorted([*_rows(showing.history, shown, headers[0])] if shown else [], query.get("sort"))
    return _table(headers, rows[: int(query.get("maxResults", len(rows)))])


def _complaint(query: Mapping[str, str]) -> Refusal | None:
    for name in ("ids", "startDate", "endDate", "metrics"):
        if not query.get(name):
            return Refusal(400, "required", f"Required parameter: {name}")
    if query["ids"] != "channel==MINE":
        return _NOT_MINE
    try:
        is_in_order = date.fromisoformat(query["startDate"]) <= date.fromisoformat(query["endDate"])
    except ValueError:
        return Refusal(400, "invalid", "Invalid value for a date. Values must match YYYY-MM-DD.")
    return None if is_in_order and _is_supported(query) else _UNSUPPORTED


def _is_supported(query: Mapping[str, str]) -> bool:
    dimensions = tuple(query.get("dimensions", "").split(","))
    metrics = query["metrics"].split(",")
    filters = query.get("filters", "")
    sort = query.get("sort", "").removeprefix("-")
    if not filters.startswith("video==") or "," in filters or ";" in filters:
        return False
    if dimensions == ("city",) and not (
        sort == "views" and int(query.get("maxResults", _MOST_CITIES + 1)) <= _MOST_CITIES
    ):
        return False
    return set(metrics) <= _METRICS.get(dimensions, frozenset()) and sort in {"", *dimensions, *metrics}


def _rows(history: AudienceHistory, shown: Sequence[DayOfViews], dimension: str) -> Iterator[dict[str, Any]]:
    video_id = shown[0].video_id
    if dimension == "day":
        yield from map(_of_day, shown)
    elif dimension == "livestreamPosition":
        yield from _concurrent(history, shown)
    elif dimension == "elapsedVideoTimeRatio":
        for ratio in history.ratios:
            if ratio.video_id == video_id:
                yield {"elapsedVideoTimeRatio": ratio.ratio, "audienceWatchRatio": ratio.watched}
    else:
        yield from _shares(history, shown, dimension)


def _of_day(day: DayOfViews) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "liveOrOnDemand": day.mode.upper(),
        "views": day.views,
        "estimatedMinutesWatched": day.minutes,
        "averageViewDuration": day.average_seconds,
    }


def _concurrent(history: AudienceHistory, shown: Sequence[DayOfViews]) -> Iterator[dict[str, Any]]:
    if not any(day.mode == LIVE for day in shown):
        return
    for minute in history.minutes:
        if minute.video_id == shown[0].video_id:
            yield {
                "livestreamPosition": minute.position,
                "averageConcurrentViewers": minute.average,
                "peakConcurrentViewers": minute.peak,
            }


def _shares(
    history: AudienceHistory, shown: Sequence[DayOfViews], dimension: str
) -> Iterator[dict[str, Any]]:
    """The shares of what is shown; where all is shown, exactly the history's."""
    shares = [
        share
        for share in history.shares
        if share.video_id == shown[0].video_id and share.dimension == _DIMENSIONS[dimension]
    ]
    views = shared_out(sum(day.views for day in shown), [share.views for share in shares])
    minutes = shared_out(sum(day.minutes for day in shown), [share.minutes for share in shares])
    fewest = _FEWEST_VIEWS_OF_A_CITY if dimension == "city" else 1
    for share, of_views, of_minutes in zip(shares, views, minutes, strict=True):
        if of_views >= fewest:
            yield {dimension: share.value, "views": of_views, "estimatedMinutesWatched": of_minutes}


def _sorted(rows: list[dict[str, Any]], sort: str | None) -> list[dict[str, Any]]:
    if not sort:
        return rows
    return sorted(rows, key=lambda row: row[sort.removeprefix("-")], reverse=sort.startswith("-"))


def _table(headers: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Response:
    columns = [
        {
            "name": header,
            "columnType": "METRIC" if header in frozenset().union(*_METRICS.values()) else "DIMENSION",
            "dataType": "STRING" if header in _TEXT else "INTEGER",
        }
        for header in headers
    ]
    answer: dict[str, Any] = {"kind": "youtubeAnalytics#resultTable", "columnHeaders": columns}
    # Without data there is no such key, rather than an empty one.
    if rows:
        answer["rows"] = [[row[header] for header in headers] for row in rows]
    return Response(200, json.dumps(answer, ensure_ascii=False).encode())
