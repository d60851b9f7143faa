"""Public counters as they come over real HTTP from a server that answers as the YouTube Data API does."""

import http.client
import json
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources.youtube.public_counters import (
    AudienceUnavailable,
    VideoCounters,
    YouTubeApi,
    connect,
    observe,
)
from pipelines.sample.youtube_api import Refusal, SampleVideo, youtube_api
from tests.sources.youtube_counters import KEY, Purse, observe_all, video

OPENING = SampleVideo(
    video_id="EkwubVWQRcc",
    title="Conversatorio 1: cooperación y territorio",
    published_at="2021-05-04T17:05:30Z",
    duration="PT1H58M3S",
    views=4321,
    likes=87,
    comments=5,
)


def counters_of(*videos: SampleVideo, ask: list[str]) -> list[VideoCounters]:
    with youtube_api(videos, key=KEY) as server:
        return observe_all(ask, YouTubeApi(server.endpoint, KEY))


def test_a_public_video_has_its_counters_as_numbers() -> None:
    assert counters_of(OPENING, ask=["EkwubVWQRcc"]) == [
        VideoCounters(
            video_id="EkwubVWQRcc",
            is_returned=True,
            title="Conversatorio 1: cooperación y territorio",
            published_at=datetime(2021, 5, 4, 17, 5, 30, tzinfo=UTC),
            duration="PT1H58M3S",
            privacy_status="public",
            views=4321,
            likes=87,
            comments=5,
            views_reason=None,
            likes_reason=None,
            comments_reason=None,
        )
    ]


def test_a_count_of_zero_is_zero_and_needs_no_reason() -> None:
    [row] = counters_of(video(0), ask=["video000000"])
    assert (row.views, row.likes, row.comments) == (0, 0, 0)
    assert (row.views_reason, row.likes_reason, row.comments_reason) == (None, None, None)


def test_hidden_likes_are_unknown_and_not_zero() -> None:
    [row] = counters_of(video(7, likes=None), ask=["video000007"])
    assert (row.likes, row.likes_reason) == (None, "hidden")
    assert (row.comments, row.comments_reason) == (0, None)


def test_comments_that_are_off_are_unknown_and_not_zero() -> None:
    [row] = counters_of(video(7, comments=None), ask=["video000007"])
    assert (row.comments, row.comments_reason) == (None, "disabled")
    assert (row.likes, row.likes_reason) == (0, None)


@pytest.mark.parametrize("left_out", [[], [video(1, privacy_status="private")]])
def test_a_video_that_the_api_leaves_out_is_a_row_without_numbers(left_out: list[SampleVideo]) -> None:
    row, returned = counters_of(*left_out, OPENING, ask=["video000001", "EkwubVWQRcc"])
    assert row.video_id == "video000001"
    assert not row.is_returned
    assert (row.views, row.likes, row.comments) == (None, None, None)
    assert {row.views_reason, row.likes_reason, row.comments_reason} == {"not_returned"}
    assert (row.title, row.published_at, row.duration, row.privacy_status) == (None, None, None, None)
    assert returned.is_returned
    assert returned.views == 4321


def test_an_unlisted_video_says_so() -> None:
    [row] = counters_of(video(1, privacy_status="unlisted"), ask=["video000001"])
    assert row.privacy_status == "unlisted"


def test_a_broadcast_tells_when_it_really_began_and_ended() -> None:
    live = SampleVideo(
        "video000001",
        "En vivo",
        "2021-05-04T17:30:00Z",
        "PT2H",
        10,
        1,
        1,
        live_started_at="2021-05-04T15:03:00Z",
        live_ended_at="2021-05-04T17:01:00Z",
    )
    row, uploaded = counters_of(live, video(2), ask=["video000001", "video000002"])
    assert row.live_started_at == datetime(2021, 5, 4, 15, 3, tzinfo=UTC)
    assert row.live_ended_at == datetime(2021, 5, 4, 17, 1, tzinfo=UTC)
    assert (uploaded.live_started_at, uploaded.live_ended_at) == (None, None)


def live_video(ended_at: str | None) -> SampleVideo:
    return video(1, live_started_at="2021-05-04T15:03:00Z", live_ended_at=ended_at, concurrent_viewers=73)


def test_who_watches_at_the_moment_is_told_while_the_broadcast_lasts() -> None:
    [row] = counters_of(live_video(ended_at=None), ask=["video000001"])
    assert row.concurrent_viewers == 73
    [row] = counters_of(live_video(ended_at="2021-05-04T17:01:00Z"), ask=["video000001"])
    assert row.concurrent_viewers is None


def test_viewers_of_a_broadcast_that_has_ended_are_not_taken_over() -> None:
    over = {
        "actualStartTime": "2021-05-04T15:03:00Z",
        "actualEndTime": "2021-05-04T17:01:00Z",
        "concurrentViewers": "9",
    }
    with youtube_api([], refusal=Refusal(200, "", body=an_answer(liveStreamingDetails=over))) as server:
        [row] = observe_all(["EkwubVWQRcc"], YouTubeApi(server.endpoint, KEY))
    assert row.concurrent_viewers is None


def test_when_the_quota_is_spent_another_call_still_tells_the_counters() -> None:
    purse = Purse()
    with youtube_api([OPENING, video(2, likes=None)], key=KEY, daily_units={"default": 0}) as server:
        api = YouTubeApi(server.endpoint, KEY)
        rows = observe_all(["EkwubVWQRcc", "video000002", "video000003"], api, purse)
        assert server.units_by_bucket == {"default": 1, "batch_get_stats": 1}
    assert purse.spent == [("default", "videos.list"), ("batch_get_stats", "videos.batchGetStats")]
    assert rows[0] == VideoCounters(
        "EkwubVWQRcc",
        is_returned=True,
        published_at=datetime(2021, 5, 4, 17, 5, 30, tzinfo=UTC),
        duration="PT1H58M3S",
        views=4321,
        likes=87,
        comments=5,
    )
    assert (rows[1].views, rows[1].likes, rows[1].likes_reason) == (2, None, "hidden")
    assert (rows[2].is_returned, rows[2].views, rows[2].views_reason) == (False, None, "not_returned")


def test_a_quota_that_ends_midway_leaves_the_rest_to_the_other_call() -> None:
    videos = [video(number) for number in range(160)]
    with youtube_api(videos, key=KEY, daily_units={"default": 2}) as server:
        rows = observe_all([one.video_id for one in videos], YouTubeApi(server.endpoint, KEY))
        assert server.units_by_bucket == {"default": 3, "batch_get_stats": 2}
    assert [row.views for row in rows] == list(range(160))
    assert [row.title is None for row in rows] == [False] * 100 + [True] * 60


def test_where_both_quotas_are_spent_the_first_ones_refusal_counts() -> None:
    spent = {"default": 0, "batch_get_stats": 0}
    with (
        youtube_api([OPENING], daily_units=spent) as server,
        pytest.raises(AudienceUnavailable, match="quotaExceeded"),
    ):
        observe_all(["EkwubVWQRcc"], YouTubeApi(server.endpoint, KEY))


def test_a_client_library_that_lacks_the_other_call_leaves_the_quota_spent() -> None:
    purse = Purse()
    with youtube_api([OPENING], daily_units={"default": 0}) as server:
        with connect(YouTubeApi(server.endpoint, KEY), purse.spend) as youtube:
            older = replace(youtube, videos=SimpleNamespace(list=youtube.videos.list))
            with pytest.raises(AudienceUnavailable, match="quotaExceeded"):
                list(observe(["EkwubVWQRcc"], older, purse))
        assert server.units_by_bucket == {"default": 1}


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (Refusal(403, "forbidden"), "quotaExceeded"),
        (Refusal(404, "notFound"), "quotaExceeded"),
        (Refusal(503, "backendError"), "backendError"),
    ],
)
def test_that_the_other_call_is_not_to_be_had_is_no_news_unless_it_soon_will_be(
    second: Refusal, reason: str
) -> None:
    plan = [Refusal(403, "quotaExceeded"), *[second] * 4]
    with youtube_api([OPENING], faults=plan) as server, pytest.raises(AudienceUnavailable, match=reason):
        observe_all(["EkwubVWQRcc"], YouTubeApi(server.endpoint, KEY, sleep=lambda _: None))


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        (b'{"kind": "youtube#batchGetStatsResponse"}', True),
        (b'{"items": []}', True),
        (b"{}", False),
        (b'{"kind": "youtube#videoListResponse"}', False),
        (b'{"items": [{"id": "video000009", "statistics": {}}]}', False),
        (
            b'{"items": [{"id": "video000001", "statistics": {}, "contentDetails": {"duration": "PT2H"}}]}',
            False,
        ),
    ],
)
def test_only_what_the_other_call_would_answer_is_taken_for_its_answer(body: bytes, is_told: bool) -> None:
    plan = [Refusal(403, "quotaExceeded"), Refusal(200, "", body=body)]
    with youtube_api([], faults=plan) as server:
        api = YouTubeApi(server.endpoint, KEY)
        if is_told:
            assert not observe_all(["video000001"], api)[0].is_returned
        else:
            with pytest.raises(AudienceUnavailable, match="quotaExceeded"):
                observe_all(["video000001"], api)


@pytest.mark.parametrize(
    ("seconds", "duration"),
    [("7086s", "PT1H58M6S"), ("0s", "PT0S"), ("59.5s", "PT59S"), ("60s", "PT1M"), ("90000s", "PT25H")],
)
def test_a_length_in_seconds_is_written_as_the_first_call_writes_it(seconds: str, duration: str) -> None:
    item = {"id": "video000001", "statistics": {}, "contentDetails": {"duration": seconds}}
    plan = [Refusal(403, "quotaExceeded"), Refusal(200, "", body=json.dumps({"items": [item]}).encode())]
    with youtube_api([], faults=plan) as server:
        [row] = observe_all(["video000001"], YouTubeApi(server.endpoint, KEY))
    assert row.duration == duration


def test_120_videos_take_three_calls_of_at_most_50_ids() -> None:
    videos = [video(number) for number in range(120)]
    ids = [one.video_id for one in videos]
    with youtube_api(videos, key=KEY) as server:
        rows = observe_all(ids, YouTubeApi(server.endpoint, KEY))
    assert [row.views for row in rows] == list(range(120))
    assert server.calls == [
        ("/youtube/v3/videos", tuple(ids[:50])),
        ("/youtube/v3/videos", tuple(ids[50:100])),
        ("/youtube/v3/videos", tuple(ids[100:])),
    ]
    assert server.units == 3


def test_exactly_50_videos_take_one_call() -> None:
    ids = [f"video{number:06}" for number in range(50)]
    with youtube_api([], key=KEY) as server:
        observe_all(ids, YouTubeApi(server.endpoint, KEY))
    assert [len(asked) for _, asked in server.calls] == [50]


def test_ids_travel_as_one_comma_joined_value_with_the_parts_that_are_read() -> None:
    with youtube_api([OPENING], key=KEY) as server:
        observe_all(["EkwubVWQRcc", "video000001"], YouTubeApi(server.endpoint, KEY))
    [target] = server.targets
    query = parse_qs(urlsplit(target).query)
    assert query["id"] == ["EkwubVWQRcc,video000001"]
    assert query["part"] == ["snippet,statistics,contentDetails,status,liveStreamingDetails"]


def test_no_videos_cost_no_call() -> None:
    with youtube_api([], key=KEY) as server:
        assert observe_all([], YouTubeApi(server.endpoint, KEY)) == []
    assert server.units == 0


@pytest.mark.parametrize("wrong", ["", "uno,dos", "EkwubVWQRcc ", "https://youtu.be/EkwubVWQRcc"])
def test_what_cannot_be_an_id_is_refused_before_any_call(wrong: str) -> None:
    with youtube_api([], key=KEY) as server:
        api = YouTubeApi(server.endpoint, KEY)
        with pytest.raises(ValueError, match="write the 11 characters"):
            observe_all([wrong], api)
    assert server.units == 0


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 70), max_size=140))
def test_each_video_asked_for_has_one_row_in_the_order_asked(numbers: list[int]) -> None:
    known = [video(number) for number in range(0, 70, 2)]
    with youtube_api(known, key=KEY) as server:
        rows = observe_all([f"video{number:06}" for number in numbers], YouTubeApi(server.endpoint, KEY))
    distinct = list(dict.fromkeys(numbers))
    assert [(row.video_id, row.views) for row in rows] == [
        (f"video{number:06}", number if number % 2 == 0 and number < 70 else None) for number in distinct
    ]
    assert server.units == -(-len(distinct) // 50)


def an_answer(**item: object) -> bytes:
    return json.dumps({"items": [{"id": "EkwubVWQRcc", "statistics": {"viewCount": "1"}, **item}]}).encode()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"kind": "youtube#videoListResponse", "items": [{"id": "Ekw', id="cut JSON"),
        pytest.param(b"<!DOCTYPE html><title>Inicie su sesi\xc3\xb3n</title>", id="a login page"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xfe{", id="not UTF-8"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"null", id="null"),
        pytest.param(b"{}", id="no items"),
        pytest.param(b'{"items": null}', id="null items"),
        pytest.param(b'{"items": ["EkwubVWQRcc"]}', id="an item that is no object"),
        pytest.param(b'{"items": [{"id": "EkwubVWQRcc"}]}', id="no statistics"),
        pytest.param(an_answer(id="anotherone1"), id="a video nobody asked for"),
        pytest.param(an_answer(statistics={"viewCount": "1_000"}), id="a count that is no number"),
        pytest.param(an_answer(statistics={"viewCount": "-1"}), id="a negative count"),
        pytest.param(an_answer(statistics={"viewCount": ""}), id="an empty count"),
        pytest.param(an_answer(statistics={"viewCount": "١٢"}), id="digits of another script"),
        pytest.param(an_answer(snippet={"publishedAt": "2021-05-04T17:05:30"}), id="a time without offset"),
    ],
)
def test_an_answer_that_is_not_the_apis_yields_no_rows(body: bytes) -> None:
    waits: list[float] = []
    with youtube_api([], refusal=Refusal(200, "", body=body)) as server:
        api = YouTubeApi(server.endpoint, KEY, sleep=waits.append)
        with pytest.raises(AudienceUnavailable, match="malformed_answer") as caught:
            observe_all(["EkwubVWQRcc"], api)
    assert caught.value.reason == "malformed_answer"
    assert server.units == 1
    assert waits == []


def test_a_compressed_answer_that_is_damaged_yields_no_rows() -> None:
    damaged = Refusal(200, "", body=b"\x1f\x8b not gzip", headers=(("Content-Encoding", "gzip"),))
    with (
        youtube_api([], refusal=damaged) as server,
        pytest.raises(AudienceUnavailable, match="malformed_answer"),
    ):
        observe_all(["EkwubVWQRcc"], YouTubeApi(server.endpoint, KEY))


def test_the_sample_server_refuses_a_51st_id() -> None:
    ids = ",".join(f"video{number:06}" for number in range(51))
    with youtube_api([]) as server:
        connection = http.client.HTTPConnection(urlsplit(server.endpoint).netloc, timeout=5)
        connection.request("GET", f"/youtube/v3/videos?part=id&id={ids}", headers={"x-goog-api-key": KEY})
        answer = connection.getresponse()
        assert (answer.status, json.load(answer)["error"]["errors"][0]["reason"]) == (400, "invalidFilters")
        connection.close()
