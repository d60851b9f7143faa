"""The connection to the YouTube Data API: where it is, with which key, and how patiently it is asked.

Here Google's own client library sends the calls, and the key is kept out of addresses, logs and errors. What
the answers say is read in `public_counters`.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httplib2
from googleapiclient.discovery import build

from assets.sources.youtube.diagnosis import LIBRARY_FAILURES, diagnose
from assets.sources.youtube.errors import AudienceUnavailable, unavailable

GOOGLE = "https://youtube.googleapis.com/"

Sleep = Callable[[float], None]

# The library's own retries have no ceiling, sleep by the global clock and pass over answers cut off half-way.
_WAITS_SECONDS = (1.0, 2.0, 4.0)
_LIBRARY_LOGGERS = ("googleapiclient.discovery", "googleapiclient.http", "googleapiclient.model")
_HEADER_VALUE = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class YouTubeApi:
    """Where to ask (None is Google's own address), with which key, and how long one answer may take."""

    endpoint: str | None
    key: str = field(repr=False)
    timeout_seconds: float = 30


def list_videos(
    batches: Sequence[Sequence[str]], parts: Sequence[str], api: YouTubeApi, sleep: Sleep = time.sleep
) -> list[object]:
    """One answer of `videos.list` per batch of at most 50 ids, as decoded from its JSON and not yet checked.

    Passing failures are asked again after 1, 2 and 4 seconds. Raises AudienceUnavailable.
    """
    if not _HEADER_VALUE.fullmatch(api.key):
        raise unavailable("keyInvalid")
    with _youtube(api) as youtube, _key_kept_out_of_logs(api.key):
        calls = [partial(_ask, youtube, batch, parts, api.key) for batch in batches]
        return [_patiently(call, sleep) for call in calls]


def _youtube(api: YouTubeApi) -> Any:
    # A transport of our own keeps the library from looking for default credentials. A named endpoint is asked
    # directly, Google through the machine's proxy, which httplib2 heeds only where PySocks is installed.
    proxy = httplib2.proxy_info_from_environment if api.endpoint is None else None
    transport = httplib2.Http(timeout=api.timeout_seconds, proxy_info=proxy)
    # A redirect would carry the key to another host.
    transport.follow_redirects = False
    options = {"api_endpoint": api.endpoint or GOOGLE, "universe_domain": "googleapis.com"}
    return build(
        "youtube", "v3", http=transport, client_options=options, static_discovery=True, cache_discovery=False
    )


def _ask(youtube: Any, video_ids: Sequence[str], parts: Sequence[str], key: str) -> object:
    request = youtube.videos().list(part=",".join(parts), id=",".join(video_ids))
    request.headers["x-goog-api-key"] = key
    try:
        return request.execute()
    except LIBRARY_FAILURES as error:
        failure = diagnose(error)
    # Raised out here, the failure carries no exception of the library's along, with its address and body.
    raise failure


def _patiently(call: Callable[[], object], sleep: Sleep) -> object:
    for wait in _WAITS_SECONDS:
        try:
            return call()
        except AudienceUnavailable as failure:
            if not failure.is_passing:
                raise
        sleep(wait)
    return call()


@contextmanager
def _key_kept_out_of_logs(key: str) -> Iterator[None]:
    # The library logs the bodies of refusals, and a proxy's page may repeat the headers that it was sent.
    def redact(record: logging.LogRecord) -> bool:
        record.msg, record.args = record.getMessage().replace(key, "[key]"), ()
        return True

    loggers = [logging.getLogger(name) for name in _LIBRARY_LOGGERS]
    for logger in loggers:
        logger.addFilter(redact)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(redact)
