"""Public counters as they come over real HTTP from a server that answers as the YouTube Data API does."""

import http.client
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources.youtube.public_counters import AudienceUnavailable, VideoCounters, YouTubeApi, observe
from pipelines.sample.youtube_api import Refusal, SampleVideo, youtube_api

KEY = "AIzaSy-sample-key-0123456789"
OPENING = SampleVideo(
    video_id="EkwubVWQRcc",
    title="Conversatorio 1: cooperación y territorio",
    published_at="2021-05-04T17:05:30Z",
    duration="PT1H58M3S",
    views=4321,
    likes=87,
    comments=5,
)


def video(
    number: int, likes: int | None = 0, comments: int | None = 0, privacy: str = "public"
) -> SampleVideo:
    return SampleVideo(
        f"video{number:06}", "Sesión", "2021-05-04T17:00:00Z", "PT2H", number, likes, comments, privacy
    )


def counters_of(*videos: SampleVideo, ask: list[str]) -> list[VideoCounters]:
    with youtube_api(videos, key=KEY) as server:
        return observe(ask, YouTubeApi(server.endpoint, KEY))


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


@pytest.mark.parametrize("left_out", [[], [video(1, privacy="private")]])
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
    [row] = counters_of(video(1, privacy="unlisted"), ask=["video000001"])
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


def test_120_videos_take_three_calls_of_at_most_50_ids() -> None:
    videos = [video(number) for number in range(120)]
    ids = [one.video_id for one in videos]
    with youtube_api(videos, key=KEY) as server:
        rows = observe(ids, YouTubeApi(server.endpoint, KEY))
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
        observe(ids, YouTubeApi(server.endpoint, KEY))
    assert [len(asked) for _, asked in server.calls] == [50]


def test_ids_travel_as_one_comma_joined_value_with_the_parts_that_are_read() -> None:
    with youtube_api([OPENING], key=KEY) as server:
        observe(["EkwubVWQRcc", "video000001"], YouTubeApi(server.endpoint, KEY))
    [target] = server.targets
    query = parse_qs(urlsplit(target).query)
    assert query["id"] == ["EkwubVWQRcc,video000001"]
    assert query["part"] == ["snippet,statistics,contentDetails,status,liveStreamingDetails"]


def test_no_videos_cost_no_call() -> None:
    with youtube_api([], key=KEY) as server:
        assert observe([], YouTubeApi(server.endpoint, KEY)) == []
    assert server.units == 0


@pytest.mark.parametrize("wrong", ["", "uno,dos", "EkwubVWQRcc ", "https://youtu.be/EkwubVWQRcc"])
def test_what_cannot_be_an_id_is_refused_before_any_call(wrong: str) -> None:
    with youtube_api([], key=KEY) as server:
        api = YouTubeApi(server.endpoint, KEY)
        with pytest.raises(ValueError, match="write the 11 characters"):
            observe([wrong], api)
    assert server.units == 0


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 70), max_size=140))
def test_each_video_asked_for_has_one_row_in_the_order_asked(numbers: list[int]) -> None:
    known = [video(number) for number in range(0, 70, 2)]
    with youtube_api(known, key=KEY) as server:
        rows = observe([f"video{number:06}" for number in numbers], YouTubeApi(server.endpoint, KEY))
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
        api = YouTubeApi(server.endpoint, KEY)
        with pytest.raises(AudienceUnavailable, match="malformed_answer") as caught:
            observe(["EkwubVWQRcc"], api, waits.append)
    assert caught.value.reason == "malformed_answer"
    assert server.units == 1
    assert waits == []


def test_a_compressed_answer_that_is_damaged_yields_no_rows() -> None:
    damaged = Refusal(200, "", body=b"\x1f\x8b not gzip", headers=(("Content-Encoding", "gzip"),))
    with (
        youtube_api([], refusal=damaged) as server,
        pytest.raises(AudienceUnavailable, match="malformed_answer"),
    ):
        observe(["EkwubVWQRcc"], YouTubeApi(server.endpoint, KEY))


def test_the_sample_server_refuses_a_51st_id() -> None:
    ids = ",".join(f"video{number:06}" for number in range(51))
    with youtube_api([]) as server:
        connection = http.client.HTTPConnection(urlsplit(server.endpoint).netloc, timeout=5)
        connection.request("GET", f"/youtube/v3/videos?part=id&id={ids}", headers={"x-goog-api-key": KEY})
        answer = connection.getresponse()
        assert (answer.status, json.load(answer)["error"]["errors"][0]["reason"]) == (400, "invalidFilters")
        connection.close()
