"""A small server on the loopback address that behaves as the YouTube Data API does for `videos.list`.

Here requests come in over real HTTP and are metered. What is answered stands in `youtube_answers`;
nothing leaves this machine.
"""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import urlsplit

from pipelines.sample.youtube_answers import (
    Refusal,
    Response,
    SampleVideo,
    listed,
    read_videos,
    refuse,
    respond,
)

__all__ = ["Refusal", "RunningApi", "SampleVideo", "read_videos", "youtube_api"]

_Answer = Callable[[str, str | None], Response]


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
    with _Server(("127.0.0.1", 0), _Handler) as server:
        api = RunningApi(f"http://127.0.0.1:{server.server_port}")

        def answer(target: str, stated_key: str | None) -> Response:
            number = api.meter(target)
            if refusal and (refusal.calls is None or number <= refusal.calls):
                return refuse(refusal)
            return respond(by_id, target, stated_key, key)

        server.answer = answer
        with _serving(server):
            yield api


@contextmanager
def _serving(server: "_Server") -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


class _Server(ThreadingHTTPServer):
    """Waits for its handlers when it closes, so that no connection outlives the block."""

    daemon_threads = False
    answer: _Answer

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that hangs up is no news; anything else is a mistake here and is printed.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    timeout = 10

    def do_GET(self) -> None:
        """Send what the server's answer says."""
        response = cast("_Server", self.server).answer(self.path, self.headers.get("x-goog-api-key"))
        usual = {
            "Date": self.date_time_string(),
            "Content-Type": "application/json; charset=UTF-8",
            "Content-Length": str(len(response.body)),
        }
        self.send_response_only(response.status)
        for name, value in {**usual, **dict(response.headers)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the inherited name
        """Say nothing: the meter keeps the calls."""
