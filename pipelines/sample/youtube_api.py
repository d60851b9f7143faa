"""A small server on the loopback address that behaves as the YouTube Data API does for `videos.list`.

Here requests come in over real HTTP and are metered. What is answered stands in `youtube_answers`;
nothing leaves this machine.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from pipelines.sample.loopback import Call, Response, loopback
from pipelines.sample.youtube_answers import Refusal, SampleVideo, listed, read_videos, refuse, respond

__all__ = ["Refusal", "RunningApi", "SampleVideo", "read_videos", "youtube_api"]


class RunningApi:
    """A server under way: where it listens, and what it has been asked; safe to read from any thread."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._lock = threading.Lock()
        self._targets: list[str] = []

    @property
    def targets(self) -> list[str]:
        """Each call's path and query, exactly as they came in."""
        with self._lock:
            return list(self._targets)

    @property
    def calls(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each call's path and the video ids it asked for."""
        return [(urlsplit(target).path, tuple(listed(target, "id"))) for target in self.targets]

    @property
    def units(self) -> int:
        """Units of quota spent: one per call, refused ones included."""
        return len(self.targets)

    def meter(self, target: str) -> int:
        """Note one call; gives its number, from 1."""
        with self._lock:
            self._targets.append(target)
            return len(self._targets)


@contextmanager
def youtube_api(
    videos: Iterable[SampleVideo], *, key: str | None = None, refusal: Refusal | None = None
) -> Iterator[RunningApi]:
    """Serve `videos` on 127.0.0.1 until the block ends; where `key` is given, any other is refused."""
    by_id = {video.video_id: video for video in videos}
    api = RunningApi("")

    def answer(call: Call) -> Response:
        number = api.meter(call.target)
        if refusal and (refusal.calls is None or number <= refusal.calls):
            return refuse(refusal)
        return respond(by_id, call.target, call.headers.get("x-goog-api-key"), key)

    with loopback(answer) as api.endpoint:
        yield api
