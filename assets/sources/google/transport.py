"""The way to Google's APIs: one HTTP transport of our own, and Google's client library on top of it.

Here neither proxies nor redirects nor log files get to see what is none of their business, and no call is sent
twice unseen. What is asked is each source's own.
"""

import http.client
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httplib2
from googleapiclient.discovery import build

_LIBRARY_LOGGERS = ("googleapiclient.discovery", "googleapiclient.http", "googleapiclient.model")
_HEADER_VALUE = re.compile(r"[!-~]+")


class _HangsUp(http.client.HTTPConnection):
    """A connection whose peer's silence is an error like any other.

    The transport would connect and send anew on its own, and a call that costs would be made that nobody counts.
    """

    def getresponse(self) -> http.client.HTTPResponse:
        """The answer; raises ConnectionResetError where the peer hung up, UnknownProtocol where it speaks no HTTP."""
        try:
            return super().getresponse()
        except http.client.RemoteDisconnected:
            raise ConnectionResetError from None
        except http.client.BadStatusLine:
            raise http.client.UnknownProtocol("?") from None


class _Http(_HangsUp, httplib2.HTTPConnectionWithTimeout):  # type: ignore[misc]  # the library has no types
    """Such a connection in the open."""


class _Https(_HangsUp, httplib2.HTTPSConnectionWithTimeout):  # type: ignore[misc]
    """Such a connection, encrypted."""


class _Transport(httplib2.Http):  # type: ignore[misc]
    def request(self, uri: str, *arguments: Any, **named: Any) -> Any:
        """What the library's own transport answers, over one of our connections; a broken one is not used again."""
        kind = _Https if uri.casefold().startswith("https:") else _Http
        try:
            return super().request(uri, *arguments, **{"connection_type": kind, **named})
        except Exception:
            self.close()
            raise


def is_header_value(text: str) -> bool:
    """Whether a key or token can travel in a header as it is."""
    return _HEADER_VALUE.fullmatch(text) is not None


def transport(endpoint: str | None, timeout_seconds: float) -> Any:
    """A transport that follows no redirect; a named endpoint is asked directly, Google through the machine's proxy."""
    # httplib2 heeds a proxy only where PySocks is installed.
    proxy = httplib2.proxy_info_from_environment if endpoint is None else None
    way = _Transport(timeout=timeout_seconds, proxy_info=proxy)
    # A redirect would carry the key to another host.
    way.follow_redirects = False
    return way


def service(name: str, version: str, endpoint: str, way: Any) -> Any:
    """Google's own client of an API at an address, built offline; to be left with `with`, which closes the `way`."""
    # A transport handed in keeps the library from looking for default credentials.
    options = {"api_endpoint": endpoint, "universe_domain": "googleapis.com"}
    return build(
        name, version, http=way, client_options=options, static_discovery=True, cache_discovery=False
    )


@contextmanager
def key_kept_out_of_logs(key: str) -> Iterator[None]:
    """Replace the key in whatever the library logs meanwhile."""

    # The library logs the bodies of refusals, and a proxy's page may repeat the headers that it was sent.
    def redact(record: logging.LogRecord) -> bool:
        record.msg, record.args = record.getMessage().replace(key, "[key]"), ()
        return True

    with _filtered(redact):
        yield


@contextmanager
def library_kept_silent() -> Iterator[None]:
    """Let the library log nothing meanwhile: its lines hold addresses and bodies, and those may hold people."""
    with _filtered(lambda _: False):
        yield


@contextmanager
def _filtered(decide: Callable[[logging.LogRecord], bool]) -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in _LIBRARY_LOGGERS]
    for logger in loggers:
        logger.addFilter(decide)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(decide)
