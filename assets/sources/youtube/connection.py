"""The connection to the YouTube Data API: where it is, with which key, and how patiently it is asked.

Here Google's own client library sends the calls. How it is kept from carrying the key elsewhere stands in
`google.transport`, and what the answers say is read in `public_counters`.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from assets.sources.google.diagnosis import LIBRARY_FAILURES
from assets.sources.google.patience import Patience, Sleep, patiently
from assets.sources.google.transport import is_header_value, key_kept_out_of_logs, service, transport
from assets.sources.youtube.diagnosis import diagnose
from assets.sources.youtube.errors import unavailable

GOOGLE = "https://youtube.googleapis.com/"

# The counters are asked for again by the next run anyway.
_LONGEST_WAIT_SECONDS = 4.0


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

    Passing failures are asked again after 1, 2 and 4 seconds, or up to 4 where the API asks for more time. Raises
    AudienceUnavailable.
    """
    if not is_header_value(api.key):
        raise unavailable("keyInvalid")
    http = transport(api.endpoint, api.timeout_seconds)
    patience = Patience(sleep, _LONGEST_WAIT_SECONDS)
    with service("youtube", "v3", api.endpoint or GOOGLE, http) as youtube, key_kept_out_of_logs(api.key):
        calls = [partial(_ask, youtube, batch, parts, api.key) for batch in batches]
        return [patiently(call, patience) for call in calls]


def _ask(youtube: Any, video_ids: Sequence[str], parts: Sequence[str], key: str) -> object:
    request = youtube.videos().list(part=",".join(parts), id=",".join(video_ids))
    request.headers["x-goog-api-key"] = key
    try:
        return request.execute()
    except LIBRARY_FAILURES as error:
        failure = diagnose(error)
    # Raised out here, the failure carries no exception of the library's along, with its address and body.
    raise failure
