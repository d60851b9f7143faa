"""A small server on the loopback address that behaves as the YouTube Analytics API does for `reports.query`.

Beside it stands the desk where owners consent and tokens are given. Here requests come in over real HTTP and are
metered; what is answered stands in `analytics_answers` and `owner_desk`, and nothing leaves this machine.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from pipelines.sample.analytics_answers import REPORTS_PATH, Showing, answer_report
from pipelines.sample.audience_history import AudienceHistory
from pipelines.sample.loopback import Call, Response, loopback
from pipelines.sample.owner_desk import (
    CHANNELS_PATH,
    CONSENT_PATH,
    REVOCATION_PATH,
    TOKEN_PATH,
    OwnerDesk,
    said,
)
from pipelines.sample.youtube_answers import Fault, Refusal, refuse

__all__ = ["Fault", "OwnerDesk", "Plan", "Refusal", "RunningAnalytics", "analytics_api"]

# What goes wrong with the call of this number (from 1) among its kind; None where nothing does.
Plan = Callable[[int], Refusal | Fault | None]
_BAD_TOKEN = Refusal(401, "authError", "Request had invalid authentication credentials.")


def _nothing(_: int) -> None:
    return None


@dataclass
class RunningAnalytics:
    """A server under way: where it listens, what it shows, and what it has been asked.

    `today` is the Pacific day it believes to be; days in `withheld`, as pairs of video and day, are not shown.
    """

    history: AudienceHistory
    today: date
    desk: OwnerDesk
    endpoint: str = ""
    withheld: set[tuple[str, date]] = field(default_factory=set)
    _calls: list[Call] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def calls(self) -> list[Call]:
        """Every call, exactly as it came in."""
        with self._lock:
            return list(self._calls)

    @property
    def reports(self) -> list[Call]:
        """The calls of `reports.query`."""
        return self.calls_of(REPORTS_PATH)

    @property
    def units(self) -> int:
        """Units of quota spent: one per call of `reports.query`, refused ones included."""
        return len(self.reports)

    def calls_of(self, path: str) -> list[Call]:
        """The calls of one path."""
        return [call for call in self.calls if urlsplit(call.target).path == path]

    def meter(self, call: Call) -> int:
        """Note one call; gives its number among those of its path, from 1."""
        with self._lock:
            self._calls.append(call)
        return len(self.calls_of(urlsplit(call.target).path))


@contextmanager
def analytics_api(
    history: AudienceHistory,
    today: date,
    *,
    desk: OwnerDesk | None = None,
    plan: Plan = _nothing,
    token_plan: Plan = _nothing,
) -> Iterator[RunningAnalytics]:
    """Serve the history on 127.0.0.1 until the block ends; `plan` spoils reports, `token_plan` the desk's answers.

    Without a `desk` of the caller's any token is good; with one, only those that it gave.
    """
    running = RunningAnalytics(history, today, desk or OwnerDesk())

    def answer(call: Call) -> Response:
        number = running.meter(call)
        if urlsplit(call.target).path == REPORTS_PATH:
            return _spoilt(plan(number), lambda: _report(running, call, desk), refuse)
        return _spoilt(token_plan(number), lambda: _at_the_desk(running.desk, call), said)

    with loopback(answer) as running.endpoint:
        yield running


def _spoilt(
    wrong: Refusal | Fault | None, answer: Callable[[], Response], refused: Callable[[Refusal], Response]
) -> Response:
    if isinstance(wrong, Refusal):
        return refused(wrong)
    return wrong.spoil(answer()) if wrong else answer()


def _report(running: RunningAnalytics, call: Call, desk: OwnerDesk | None) -> Response:
    token = call.headers.get("authorization", "").removeprefix("Bearer ")
    if not token or (desk and not desk.knows(token)):
        return refuse(_BAD_TOKEN)
    return answer_report(Showing(running.history, running.today, running.withheld), call.target)


def _at_the_desk(desk: OwnerDesk, call: Call) -> Response:
    path = urlsplit(call.target).path
    if path == CONSENT_PATH:
        return desk.consent(call)
    if path == TOKEN_PATH:
        return desk.token(call)
    if path == REVOCATION_PATH:
        return desk.revocation(call)
    if path == CHANNELS_PATH and desk.knows(call.headers.get("authorization", "").removeprefix("Bearer ")):
        return desk.channels()
    return refuse(Refusal(404, "notFound", "Not Found"))
