"""A small server on the loopback address that behaves as the YouTube Data API does about videos.

Here requests come in over real HTTP, are metered, and go wrong as planned. What is answered stands in
`youtube_answers`; nothing leaves this machine.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from pipelines.sample.loopback import Call, Response, loopback
from pipelines.sample.youtube_answers import STATS_PATH, Fault, Refusal, listed, refuse, respond
from pipelines.sample.youtube_videos import SampleVideo, read_videos

__all__ = ["Fault", "Plan", "Refusal", "RunningApi", "SampleVideo", "read_videos", "youtube_api"]

# What goes wrong, call by call: by the call's number from 1, or one after the other from the first call on.
Plan = Callable[[int], Refusal | Fault | None] | Iterable[Refusal | Fault | None]


class RunningApi:
    """A server under way: where it listens, and what it has been asked; safe to read from any thread."""

    def __init__(self, endpoint: str, daily_units: Mapping[str, int] | None = None) -> None:
        self.endpoint = endpoint
        self._daily_units = daily_units or {}
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
        """Units of quota spent in all buckets: one per call, refused ones included."""
        return len(self.targets)

    @property
    def units_by_bucket(self) -> dict[str, int]:
        """Units of quota spent, by bucket: `batch_get_stats` has its own, all else shares `default`."""
        return dict(Counter(_bucket(target) for target in self.targets))

    def meter(self, target: str) -> int:
        """Note one call; gives its number, from 1."""
        with self._lock:
            self._targets.append(target)
            return len(self._targets)

    def is_spent(self, target: str) -> bool:
        """Whether the units of the call's bucket are more than it has."""
        bucket = _bucket(target)
        return bucket in self._daily_units and self.units_by_bucket[bucket] > self._daily_units[bucket]


@contextmanager
def youtube_api(
    videos: Iterable[SampleVideo],
    *,
    key: str | None = None,
    refusal: Refusal | None = None,
    faults: Plan = (),
    daily_units: Mapping[str, int] | None = None,
) -> Iterator[RunningApi]:
    """Serve `videos` on 127.0.0.1 until the block ends; where `key` is given, any other is refused.

    `refusal` is how the server refuses its first calls or all; `faults` is a plan of what goes wrong with which
    call; `daily_units` is the quota that each bucket has, without limit where it is not named.
    """
    by_id = {video.video_id: video for video in videos}
    api = RunningApi("", daily_units)
    fault_of = _planned(faults)

    def answer(call: Call) -> Response:
        number = api.meter(call.target)
        fault = fault_of(number)
        if refusal and (refusal.calls is None or number <= refusal.calls):
            fault = refusal
        if isinstance(fault, Refusal):
            return refuse(fault)
        if api.is_spent(call.target):
            return refuse(Refusal(403, "quotaExceeded"))
        true = respond(by_id, call.target, call.headers.get("x-goog-api-key"), key)
        return fault.spoil(true) if fault else true

    with loopback(answer) as api.endpoint:
        yield api


def _bucket(target: str) -> str:
    return "batch_get_stats" if urlsplit(target).path == STATS_PATH else "default"


def _planned(faults: Plan) -> Callable[[int], Refusal | Fault | None]:
    if callable(faults):
        return faults
    in_order = list(faults)
    return lambda number: in_order[number - 1] if number <= len(in_order) else None
