"""Where a workspace asks for the owner's history: Google, for an owner who connected, or the sample's own server.

Here the choice is made and the authorisation is handed over; how the API is spoken to is `assets.sources.youtube`'s.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assets.sources.owner_history import OwnerSource
from assets.sources.youtube.analytics import AnalyticsApi
from assets.sources.youtube.authorisation import GOOGLE, Endpoints, OwnerAccess, grant_file, read_grant
from assets.sources.youtube.owner_errors import NOT_CONNECTED, owner_unavailable
from assets.sources.youtube.pacific import pacific_day
from assets.workspace import Workspace


@dataclass(frozen=True)
class ConnectedOwner:
    """The YouTube Analytics API itself, with what the owner granted to this workspace."""

    workspace: Workspace
    endpoints: Endpoints = GOOGLE

    @contextmanager
    def open_owner(self) -> Iterator[AnalyticsApi]:
        """The API; raises OwnerUnavailable, `notConnected` where nobody connected."""
        path = grant_file(self.workspace)
        access = OwnerAccess(path, self.endpoints, jitter=random.random)
        yield AnalyticsApi(
            self.endpoints.apis, access.token, read_grant(path).connected_at, jitter=random.random
        )


@dataclass(frozen=True)
class SampleOwner:
    """A server on loopback that behaves like the API and tells the history of the sample's made-up videos."""

    workspace: Workspace

    @contextmanager
    def open_owner(self) -> Iterator[AnalyticsApi]:
        """The server, for as long as the step lasts; its day is the workspace's.

        Raises OwnerUnavailable (`notConnected`) in a sample that was made before samples had owners.
        """
        from pipelines.sample.analytics_api import analytics_api
        from pipelines.sample.audience_truth import has_history, read_history

        if not has_history(self.workspace.root / "truth"):
            raise owner_unavailable(NOT_CONNECTED)
        history = read_history(self.workspace.root / "truth")
        with analytics_api(history, pacific_day(self.workspace.as_of)) as server:
            yield AnalyticsApi(server.endpoint, lambda: "sample")


def owner_source(workspace: Workspace) -> OwnerSource:
    """The sample's server for a synthetic cycle, which Google knows nothing of; the connected owner for every other."""
    return SampleOwner(workspace) if workspace.cycle.synthetic else ConnectedOwner(workspace)
