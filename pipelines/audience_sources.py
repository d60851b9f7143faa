"""Where a workspace asks for public counters: Google, or the sample's own server on loopback.

Here the choice is made and the key is handed over; how the API is spoken to is `assets.sources.youtube`'s.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from assets.sources.audience import AudienceSource
from assets.sources.youtube.errors import unavailable
from assets.sources.youtube.public_counters import YouTubeApi
from assets.workspace import Workspace


@dataclass(frozen=True)
class Google:
    """The YouTube Data API itself, with the agency's key."""

    key: str | None = field(repr=False)

    @contextmanager
    def open(self) -> Iterator[YouTubeApi]:
        """The API; raises AudienceUnavailable where no key is set."""
        if not self.key:
            raise unavailable("keyMissing")
        yield YouTubeApi(endpoint=None, key=self.key, jitter=random.random)


@dataclass(frozen=True)
class SampleServer:
    """A server on loopback that behaves like the API and tells the sample's made-up figures."""

    workspace: Workspace

    @contextmanager
    def open(self) -> Iterator[YouTubeApi]:
        """The server, for as long as the request lasts."""
        from pipelines.sample.youtube_api import read_videos, youtube_api

        with youtube_api(read_videos(self.workspace.root / "truth" / "videos.csv")) as server:
            yield YouTubeApi(endpoint=server.endpoint, key="sample")


def audience_source(workspace: Workspace, key: str | None) -> AudienceSource:
    """The sample's server for a synthetic cycle, which Google knows nothing of; Google for every other."""
    return SampleServer(workspace) if workspace.cycle.synthetic else Google(key)
