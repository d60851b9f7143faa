"""The connection to the YouTube Data API: where it is, with which key, and how patiently it is asked.

Here Google's own client library sends the calls. How it is kept from carrying the key elsewhere stands in
`google.transport`, and what the answers say is read in `answers`.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from assets.sources.google.diagnosis import LIBRARY_FAILURES
from assets.sources.google.patience import Jitter, Patience, Sleep, no_jitter, patiently
from assets.sources.google.transport import is_header_value, key_kept_out_of_logs, service, transport
from assets.sources.youtube.diagnosis import diagnose
from assets.sources.youtube.errors import unavailable

GOOGLE = "https://youtube.googleapis.com/"

# Who must wait longer than this comes back with the next tick: the run has other things to do.
LONGEST_WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class YouTubeApi:
    """Where to ask (None is Google's own address), with which key, and how long one answer may take.

    `sleep` takes seconds, and is called between repeated attempts; `jitter` gives numbers from 0 to 1 that
    lengthen each wait.
    """

    endpoint: str | None
    key: str = field(repr=False)
    timeout_seconds: float = 30
    sleep: Sleep = time.sleep
    jitter: Jitter = no_jitter


@dataclass(frozen=True)
class Method:
    """A call of the API that tells of videos: its name, the quota that it costs one unit of, and what it tells."""

    name: str
    bucket: str
    parts: tuple[str, ...]


Spend = Callable[[str, str], None]


@dataclass(frozen=True)
class Connection:
    """The API's calls about videos; each attempt is handed to `spend`, as bucket and method, before it is sent."""

    videos: Any
    key: str = field(repr=False)
    patience: Patience
    spend: Spend

    def has(self, method: Method) -> bool:
        """Whether the client library that is installed knows the method."""
        return hasattr(self.videos, _name_of(method))

    def ask(self, method: Method, video_ids: Sequence[str]) -> object:
        """What the method says of at most 50 videos, as decoded from its JSON and not yet checked.

        Passing failures are asked again after 1, 2 and 4 seconds, lengthened by chance, or later where the API
        asks for that, up to 30 seconds. Raises AudienceUnavailable.
        """
        return patiently(partial(self._ask, method, video_ids), self.patience)

    def _ask(self, method: Method, video_ids: Sequence[str]) -> object:
        call = getattr(self.videos, _name_of(method))
        request = call(part=",".join(method.parts), id=",".join(video_ids))
        request.headers["x-goog-api-key"] = self.key
        self.spend(method.bucket, method.name)
        try:
            return request.execute()
        except LIBRARY_FAILURES as error:
            # The library's frames keep the error that refers to them: without its traceback both go at once, and
            # with them the socket of an answer that came too slowly.
            failure = diagnose(error.with_traceback(None))
        # Raised out here, the failure carries no exception of the library's along, with its address and body.
        raise failure


def _name_of(method: Method) -> str:
    return method.name.removeprefix("videos.")


@contextmanager
def connect(api: YouTubeApi, spend: Spend) -> Iterator[Connection]:
    """The way to the API; raises AudienceUnavailable, and what `spend` raises ends an attempt before it is sent."""
    if not is_header_value(api.key):
        raise unavailable("keyInvalid")
    patience = Patience(api.sleep, LONGEST_WAIT_SECONDS, api.jitter)
    http = transport(api.endpoint, api.timeout_seconds)
    with service("youtube", "v3", api.endpoint or GOOGLE, http) as youtube, key_kept_out_of_logs(api.key):
        yield Connection(youtube.videos(), api.key, patience, spend)
