"""A small HTTP server on the loopback address that gives each call to a function and sends what it answers.

Here requests come in and go out; nothing leaves this machine. What is answered is each sample API's own.
"""

import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from pipelines.sample.youtube_answers import Response

__all__ = ["Call", "Response", "loopback"]


@dataclass(frozen=True)
class Call:
    """One request: `target` is path and query as they came in, `headers` have their names in small letters."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@contextmanager
def loopback(answer: Callable[[Call], Response]) -> Iterator[str]:
    """Serve on 127.0.0.1 until the block ends; gives the address. `answer` may be called from several threads."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.answer = answer
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.is_over.set()
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    """Waits for its handlers when it closes, so that no connection outlives the block."""

    daemon_threads = False
    answer: Callable[[Call], Response]

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        # Slow answers stop waiting when the block ends.
        self.is_over = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that hangs up is no news; anything else is a mistake here and is printed.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    timeout = 10

    def do_GET(self) -> None:
        """Send what the server's answer says."""
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(cast("_Server", self.server).answer(Call(self.command, self.path, headers, body)))

    do_POST = do_GET  # noqa: N815  # the name by which the server finds it

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the inherited name
        """Say nothing: who serves keeps the calls."""

    def _send(self, response: Response) -> None:
        if response.reset:
            self._tear_off()
            return
        usual = {
            "Date": self.date_time_string(),
            "Content-Type": "application/json; charset=UTF-8",
            "Content-Length": str(len(response.body)),
        }
        self.send_response_only(response.status)
        for name, value in {**usual, **dict(response.headers)}.items():
            self.send_header(name, value)
        self.end_headers()
        sent = response.body[: response.cut_at]
        for half in (sent[: len(sent) // 2], sent[len(sent) // 2 :]):
            cast("_Server", self.server).is_over.wait(response.pause_seconds)
            self.wfile.write(half)

    def _tear_off(self) -> None:
        # Closed while lingering for no time, a connection ends in a reset instead of an orderly goodbye.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()
