"""What is asked of the owner's history and what its answers may be: seven reports, their cells, and what is refused."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from assets.sources.youtube.analytics import AnalyticsApi, connect_owner
from assets.sources.youtube.owner_errors import OwnerUnavailable
from assets.sources.youtube.owner_reports import REPORTS, Report, read_rows
from pipelines.sample.analytics_answers import Showing, answer_report
from pipelines.sample.analytics_api import Refusal, RunningAnalytics, analytics_api
from tests.sources.owner import MINE, NOON, PUBLISHED, a_history, report

LAST = date(2021, 5, 19)
ROWS: dict[str, list[Any]] = {
    "daily": ["2021-05-04", "LIVE", 10, 50, 300],
    "traffic_source": ["YT_SEARCH", 10, 50],
    "device": ["DESKTOP", 10, 50],
    "country": ["MX", 10, 50],
    "city": ["Oaxaca de Juárez", 10, 50],
    "concurrent": [0, 4.5, 6],
    "retention": [0.01, 1.02],
}


def answer(one: Report, *rows: list[Any], **more: object) -> dict[str, object]:
    """An answer of the API with the report's headers."""
    headers = [{"name": header, "columnType": "METRIC", "dataType": "INTEGER"} for header in one.headers]
    return {"kind": "youtubeAnalytics#resultTable", "columnHeaders": headers, "rows": list(rows)} | more


@contextmanager
def serving() -> Iterator[tuple[RunningAnalytics, AnalyticsApi]]:
    with analytics_api(a_history(), NOON.date()) as server:
        yield server, AnalyticsApi(server.endpoint, lambda: "sample")


@pytest.mark.parametrize("one", REPORTS, ids=lambda one: one.name)
def test_a_report_is_asked_for_one_video_of_the_own_channel(one: Report) -> None:
    with serving() as (server, api), connect_owner(api) as history:
        history.ask(one, MINE, PUBLISHED, LAST, lambda: None)
        [call] = server.calls
    asked = dict(parse_qsl(urlsplit(call.target).query))
    wanted = {
        "ids": "channel==MINE",
        "filters": f"video=={MINE}",
        "startDate": "2021-05-04",
        "endDate": "2021-05-19",
    }
    assert wanted.items() <= asked.items()
    assert call.headers["authorization"] == "Bearer sample"
    assert "key" not in asked
    assert "access_token" not in asked


def test_cities_are_asked_for_as_the_documentation_wants() -> None:
    assert (report("city").sort, report("city").max_results) == ("-views", 250)


@pytest.mark.parametrize("name", ROWS)
def test_each_reports_row_is_read_in_the_order_of_its_headers(name: str) -> None:
    expected = [date(2021, 5, 4), "live", *ROWS[name][2:]] if name == "daily" else ROWS[name]
    assert read_rows(answer(report(name), ROWS[name]), report(name)) == [tuple(expected)]


def test_no_data_is_no_rows() -> None:
    empty = answer(report("daily"))
    del empty["rows"]
    assert read_rows(empty, report("daily")) == []


def test_viewers_at_once_may_be_unknown() -> None:
    assert read_rows(answer(report("concurrent"), [3, None, None]), report("concurrent")) == [(3, None, None)]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("daily", "<html>"),
        ("daily", {}),
        ("daily", []),
        ("daily", {"errors": {"code": "GLOBAL"}}),
        ("daily", answer(report("city"), ROWS["city"])),
        ("daily", answer(report("daily"), ["2021-05-04", "LIVE", 10, 50])),
        ("daily", answer(report("daily"), ["20210504x", "LIVE", 10, 50, 300])),
        ("daily", answer(report("daily"), [1620086400, "LIVE", 10, 50, 300])),
        ("daily", answer(report("daily"), ["2021-05-04", "PREMIERE", 10, 50, 300])),
        ("daily", answer(report("daily"), ["2021-05-04", "LIVE", -1, 50, 300])),
        ("daily", answer(report("daily"), ["2021-05-04", "LIVE", 2**63, 50, 300])),
        ("daily", answer(report("daily"), ["2021-05-04", "LIVE", None, 50, 300])),
        ("daily", answer(report("daily"), ["2021-05-04", "LIVE", 10.5, 50, 300])),
        ("daily", answer(report("daily"), ["2021-05-04", "LIVE", 10, 50, float("nan")])),
        ("daily", answer(report("daily"), ROWS["daily"], ROWS["daily"])),
        ("city", answer(report("city"), ["", 10, 50])),
        ("city", answer(report("city"), [None, 10, 50])),
        ("country", answer(report("country"), ["MX", 10, 50], ["MX", 1, 5])),
        ("retention", answer(report("retention"), [1.5, 0.4])),
        ("retention", answer(report("retention"), [0.5, float("inf")])),
        ("concurrent", answer(report("concurrent"), [-1, 4.5, 6])),
        ("concurrent", answer(report("concurrent"), ROWS["concurrent"], rows="none")),
    ],
)
def test_what_is_no_such_report_is_malformed(name: str, wrong: object) -> None:
    with pytest.raises(OwnerUnavailable) as caught:
        read_rows(wrong, report(name))
    assert caught.value.reason == "malformed_answer"
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("day", ["2021-05-03", "2021-05-20"])
def test_a_day_outside_of_the_window_is_malformed(day: str) -> None:
    body = json.dumps(answer(report("daily"), [day, "LIVE", 10, 50, 300])).encode()
    with analytics_api(a_history(), NOON.date(), plan=lambda _: Refusal(200, "", body=body)) as server:
        api = AnalyticsApi(server.endpoint, lambda: "sample")
        with pytest.raises(OwnerUnavailable) as caught, connect_owner(api) as history:
            history.ask(report("daily"), MINE, PUBLISHED, LAST, lambda: None)
    assert caught.value.reason == "malformed_answer"


@pytest.mark.parametrize("token", ["", " ", "two words", "a\r\nX-Injected: b", "ñ"])
def test_a_token_that_no_header_can_carry_is_refused_before_any_call(token: str) -> None:
    with analytics_api(a_history(), NOON.date()) as server:
        api = AnalyticsApi(server.endpoint, lambda: token)
        with pytest.raises(OwnerUnavailable) as caught, connect_owner(api):
            pass
    assert (caught.value.reason, server.calls) == ("unauthorized", [])


GOOD = {
    "ids": "channel==MINE",
    "startDate": "2021-05-04",
    "endDate": "2021-05-19",
    "metrics": "views,estimatedMinutesWatched",
    "dimensions": "city",
    "filters": f"video=={MINE}",
    "sort": "-views",
    "maxResults": "250",
}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 200),
        ({"ids": ""}, 400),
        ({"metrics": ""}, 400),
        ({"startDate": "2021-05-20"}, 400),
        ({"endDate": "yesterday"}, 400),
        ({"metrics": "viewerPercentage"}, 400),
        ({"dimensions": "province"}, 400),
        ({"sort": ""}, 400),
        ({"maxResults": "251"}, 400),
        ({"filters": ""}, 400),
        ({"filters": f"video=={MINE},ajeno000001"}, 400),
        ({"ids": "channel==UCsomebodyelse"}, 403),
    ],
)
def test_the_samples_api_refuses_what_google_would(change: dict[str, str], status: int) -> None:
    query = "&".join(f"{name}={value}" for name, value in (GOOD | change).items())
    assert answer_report(Showing(a_history(), NOON.date()), f"/v2/reports?{query}").status == status
