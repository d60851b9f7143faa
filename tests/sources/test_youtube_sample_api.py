"""The project's own server against what the YouTube Data API is known to answer, over real HTTP."""

import http.client
import json
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipelines.sample.youtube_api import Fault, Refusal, RunningApi, SampleVideo, read_videos, youtube_api

VIDEO = SampleVideo("EkwubVWQRcc", "Conversatorio 1", "2021-05-04T17:05:30Z", "PT1H58M3S", 4321, 87, 5)
SILENT = SampleVideo("video000002", "Sin datos", "2021-05-11T17:00:00Z", "PT2H", 0, None, None)
PATH = "/youtube/v3/videos"
STATS = "/youtube/v3/videos:batchGetStats"
ALL = "part=snippet,statistics,contentDetails"


def get(server: RunningApi, target: str, key: str | None = "any") -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection(urlsplit(server.endpoint).netloc, timeout=5)
    connection.request("GET", target, headers={"x-goog-api-key": key} if key else {})
    with connection.getresponse() as response:
        answer = response.status, json.load(response)
    connection.close()
    return answer


def test_a_video_is_told_with_string_counters_and_the_lists_frame() -> None:
    with youtube_api([VIDEO]) as server:
        status, answer = get(server, f"{PATH}?part=statistics&id=EkwubVWQRcc")
    assert status == 200
    assert answer["kind"] == "youtube#videoListResponse"
    assert answer["pageInfo"] == {"totalResults": 1, "resultsPerPage": 1}
    [item] = answer["items"]
    assert item.keys() == {"kind", "etag", "id", "statistics"}
    assert item["statistics"] == {
        "viewCount": "4321",
        "likeCount": "87",
        "favoriteCount": "0",
        "commentCount": "5",
    }


def test_hidden_likes_and_comments_that_are_off_are_absent() -> None:
    with youtube_api([SILENT]) as server:
        _, answer = get(server, f"{PATH}?part=statistics&id=video000002")
    assert answer["items"][0]["statistics"] == {"viewCount": "0", "favoriteCount": "0"}


def test_only_the_parts_asked_for_are_returned() -> None:
    with youtube_api([VIDEO]) as server:
        _, answer = get(server, f"{PATH}?part=snippet,status&part=liveStreamingDetails&id=EkwubVWQRcc")
    assert answer["items"][0].keys() == {"kind", "etag", "id", "snippet", "status"}


def test_unknown_ids_are_left_out_and_repeated_ones_come_once() -> None:
    with youtube_api([VIDEO, SILENT]) as server:
        status, answer = get(server, f"{PATH}?part=id&id=video000002,nobody00000,EkwubVWQRcc,video000002")
    assert status == 200
    assert [item["id"] for item in answer["items"]] == ["video000002", "EkwubVWQRcc"]


def test_the_same_videos_have_the_same_etag() -> None:
    with youtube_api([VIDEO, SILENT]) as server:
        first, again, other = (
            get(server, f"{PATH}?part=statistics&id={video_id}")[1]["etag"]
            for video_id in ("EkwubVWQRcc", "EkwubVWQRcc", "video000002")
        )
    assert first == again != other


@pytest.mark.parametrize(
    ("target", "key", "status", "reason"),
    [
        (f"{PATH}?part=id", "right", 400, "missingRequiredParameter"),
        (f"{PATH}?part=id&id=", "right", 400, "missingRequiredParameter"),
        (f"{PATH}?id=EkwubVWQRcc", "right", 400, "missingRequiredParameter"),
        (f"{PATH}?part=everything&id=EkwubVWQRcc", "right", 400, "unknownPart"),
        (f"{PATH}?part=id&id={','.join(f'video{n:06}' for n in range(51))}", "right", 400, "invalidFilters"),
        (f"{PATH}?part=id&id=EkwubVWQRcc", "wrong", 400, "keyInvalid"),
        (f"{PATH}?part=id&id=EkwubVWQRcc&key=wrong", None, 400, "keyInvalid"),
        (f"{PATH}?part=id&id=EkwubVWQRcc", None, 403, "forbidden"),
        ("/youtube/v3/search?part=id", "right", 404, "notFound"),
    ],
)
def test_a_wrong_request_is_refused_in_googles_shape(
    target: str, key: str | None, status: int, reason: str
) -> None:
    with youtube_api([VIDEO], key="right") as server:
        answered, body = get(server, target, key)
    assert answered == body["error"]["code"] == status
    assert body["error"]["message"]
    assert body["error"]["errors"][0]["reason"] == reason
    assert server.units == 1


def test_a_key_in_the_address_is_as_good_as_one_in_the_header() -> None:
    with youtube_api([VIDEO], key="right") as server:
        assert get(server, f"{PATH}?part=id&id=EkwubVWQRcc&key=right", key=None)[0] == 200


def test_a_refusal_is_a_value_and_may_pass() -> None:
    with youtube_api([VIDEO], refusal=Refusal(403, "quotaExceeded", calls=1)) as server:
        status, body = get(server, f"{PATH}?part=id&id=EkwubVWQRcc")
        assert (status, body["error"]["errors"][0]["domain"]) == (403, "youtube.quota")
        assert get(server, f"{PATH}?part=id&id=EkwubVWQRcc")[0] == 200
    assert server.units == 2


def test_the_meter_counts_calls_of_several_threads() -> None:
    with youtube_api([VIDEO]) as server:
        threads = [threading.Thread(target=get, args=(server, f"{PATH}?part=id&id=a,b")) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert server.calls == [(PATH, ("a", "b"))] * 20
    assert server.units == 20


def test_the_server_is_gone_after_its_block_and_has_said_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    with youtube_api([VIDEO]) as server:
        get(server, f"{PATH}?part=id&id=EkwubVWQRcc")
    with pytest.raises(ConnectionRefusedError):
        get(server, f"{PATH}?part=id&id=EkwubVWQRcc")
    assert threading.active_count() == before
    assert capfd.readouterr() == ("", "")


def test_the_call_for_counters_alone_tells_neither_title_nor_privacy() -> None:
    with youtube_api([VIDEO, SILENT], key="right") as server:
        status, answer = get(server, f"{STATS}?{ALL}&id=EkwubVWQRcc,nobody00000,video000002", "right")
    assert (status, answer["kind"]) == (200, "youtube#batchGetStatsResponse")
    first, second = answer["items"]
    assert first == {
        "kind": "youtube#videoStats",
        "etag": first["etag"],
        "id": "EkwubVWQRcc",
        "snippet": {"publishTime": "2021-05-04T17:05:30Z"},
        "contentDetails": {"duration": "7083s"},
        "statistics": {"viewCount": "4321", "likeCount": "87", "commentCount": "5"},
    }
    assert second["statistics"] == {"viewCount": "0"}


def test_the_call_for_counters_alone_knows_no_other_parts() -> None:
    with youtube_api([VIDEO]) as server:
        status, body = get(server, f"{STATS}?part=status&id=EkwubVWQRcc")
    assert (status, body["error"]["errors"][0]["reason"]) == (400, "unknownPart")


def test_each_bucket_is_metered_by_itself_and_refuses_when_it_is_spent() -> None:
    limits = {"default": 2, "batch_get_stats": 1}
    with youtube_api([VIDEO], daily_units=limits) as server:
        listed = [get(server, f"{PATH}?part=id&id=EkwubVWQRcc")[0] for _ in range(3)]
        counted = [get(server, f"{STATS}?{ALL}&id=EkwubVWQRcc") for _ in range(2)]
        assert server.units_by_bucket == {"default": 3, "batch_get_stats": 2}
        assert server.units == 5
    assert listed == [200, 200, 403]
    assert [status for status, _ in counted] == [200, 403]
    assert counted[1][1]["error"]["errors"][0]["reason"] == "quotaExceeded"


def test_a_plan_says_what_goes_wrong_with_which_call() -> None:
    plan = [None, Refusal(429, "rateLimitExceeded", headers=(("Retry-After", "7"),)), None]
    with youtube_api([VIDEO], faults=plan) as server:
        assert [get(server, f"{PATH}?part=id&id=a")[0] for _ in range(4)] == [200, 429, 200, 200]
    with youtube_api(
        [VIDEO], faults=lambda number: Refusal(503, "backendError") if number > 1 else None
    ) as api:
        assert [get(api, f"{PATH}?part=id&id=a")[0] for _ in range(3)] == [200, 503, 503]


def body_under(fault: Fault, timeout: float = 5) -> bytes:
    with youtube_api([VIDEO], faults=[fault]) as server:
        connection = http.client.HTTPConnection(urlsplit(server.endpoint).netloc, timeout=timeout)
        try:
            connection.request("GET", f"{PATH}?part=id&id=EkwubVWQRcc", headers={"x-goog-api-key": "any"})
            with connection.getresponse() as response:
                return response.read()
        finally:
            connection.close()


def test_json_may_be_cut_and_say_so_in_its_length() -> None:
    assert body_under(Fault(keep=20)) == body_under(Fault())[:20]


def test_a_body_may_break_off_before_its_stated_length() -> None:
    with pytest.raises(http.client.IncompleteRead) as caught:
        body_under(Fault(cut_at=20))
    assert caught.value.partial == body_under(Fault())[:20]


def test_a_connection_may_be_torn_off() -> None:
    with pytest.raises(ConnectionResetError):
        body_under(Fault(reset=True))


def test_a_body_may_be_slow_and_arrives_whole_for_who_waits() -> None:
    started = time.monotonic()
    assert body_under(Fault(pause_seconds=0.1)) == body_under(Fault())
    assert time.monotonic() - started >= 0.2


def test_a_slow_body_holds_nobody_up_who_gave_up_waiting() -> None:
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        body_under(Fault(pause_seconds=60), timeout=0.1)
    assert time.monotonic() - started < 10


HEADER = "video_id,session_id,title,published_at,duration,views,likes,comments\n"


def test_videos_are_read_from_a_file_with_empty_cells_as_unknown(tmp_path: Path) -> None:
    path = tmp_path / "videos.csv"
    rows = [
        'EkwubVWQRcc,s1,"Uno, dos",2021-05-04T17:05:30Z,PT1H58M3S,4321,87,5\n',
        "video000002,s2,Sin datos,2021-05-11T17:00:00Z,PT2H,0,,\n",
    ]
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    first, second = read_videos(path)
    assert first == SampleVideo(
        "EkwubVWQRcc", "Uno, dos", "2021-05-04T17:05:30Z", "PT1H58M3S", 4321, 87, 5, "public"
    )
    assert second == SILENT


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "lacks the column video_id"),
        (HEADER.replace(",likes", ""), "lacks the column likes"),
        (HEADER + "a,s1,t,2021-05-04T17:05:30Z,PT1H,many,1,1\n", "line 2: `views` is 'many'"),
        (HEADER + "a,s1,t,2021-05-04T17:05:30Z,PT1H,,1,1\n", "line 2: `views` is empty"),
        (HEADER + "a,s1,t,2021-05-04T17:05:30Z,PT1H,1,-1,1\n", "line 2: `likes` is '-1'"),
        (HEADER + "a,s1,t\n", "line 2: `published_at` is empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_what_to_write(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "videos.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=sentence):
        read_videos(path)
