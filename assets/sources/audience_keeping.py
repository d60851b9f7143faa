"""How the audience ledger keeps public counters: observations, requests, and when each video was last returned.

Here rows are written and read back, none of an earlier observation ever changed. When YouTube is asked, and what
a refusal entails, is `audience`'s business.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb
import pandas as pd

from assets.sources.audience_tables import OBSERVATIONS
from assets.sources.youtube.answers import VideoCounters
from assets.warehouse import append_frame, transaction


@dataclass(frozen=True)
class Standing:
    """What the latest request left behind: a reason, or None where answers came, and an instant to heed."""

    reason: str | None
    remedy: str | None
    not_before: datetime


@dataclass(frozen=True)
class AudienceRequest:
    """One asking for a tick of the schedule, at the instant `asked_at`; a tick may be asked for several times."""

    connection: duckdb.DuckDBPyConnection
    tick: datetime
    asked_at: datetime

    def unanswered(self, video_ids: Sequence[str]) -> list[str]:
        """Those of the videos that are not observed yet: neither for this tick, nor at this very instant."""
        # An observation belongs to the tick for which it was asked at that instant.
        seen = self.connection.execute(
            "select video_id from raw.video_observations where obtained = 'public' and ("
            " observed_at = ? or observed_at in (select requested_at from raw.audience_requests where tick = ?))",
            [self.asked_at, self.tick],
        ).fetchall()
        if not seen and self._is_answered():
            # The terms had its observations removed since: asking now would tell nothing of then.
            return []
        known = {video_id for (video_id,) in seen}
        return [video_id for video_id in dict.fromkeys(video_ids) if video_id not in known]

    def _is_answered(self) -> bool:
        return bool(
            self.connection.execute(
                "select 1 from raw.audience_requests where tick = ? and reason is null", [self.tick]
            ).fetchall()
        )

    def standing(self) -> Standing | None:
        """The latest request's `not_before` and its reason, where that instant is still to come."""
        latest = self.connection.execute(
            "select reason, remedy, not_before from raw.audience_requests"
            " where requested_at <= ? order by requested_at desc, tick desc nulls last limit 1",
            [self.asked_at],
        ).fetchall()
        alive = [Standing(*row) for row in latest if row[2] is not None and row[2] > self.asked_at]
        return alive[0] if alive else None

    def note(
        self, videos: int, reason: str | None, remedy: str | None, not_before: datetime | None = None
    ) -> None:
        """Write how this asking ended, in place of what was written of it before."""
        with transaction(self.connection):
            self.connection.execute(
                "delete from raw.audience_requests where tick = ? and requested_at = ?",
                [self.tick, self.asked_at],
            )
            self.connection.execute(
                "insert into raw.audience_requests"
                " (tick, requested_at, videos, reason, remedy, not_before) values (?, ?, ?, ?, ?, ?)",
                [self.tick, self.asked_at, videos, reason, remedy, not_before],
            )

    def keep(self, counters: Sequence[VideoCounters], is_absence_certain: bool) -> None:
        """Append one observation per video, and note whom YouTube returned; all or nothing.

        Who is left out counts as missing from now on only where the absence is certain.
        """
        said = {"observed_at": self.asked_at, "obtained": "public"}
        rows = [said | asdict(video) for video in counters]
        with transaction(self.connection):
            append_frame(
                self.connection,
                "raw.video_observations",
                pd.DataFrame(rows, columns=list(OBSERVATIONS), dtype=object),
            )
            self._sight([video.video_id for video in counters if video.is_returned])
            if is_absence_certain:
                self._miss([video.video_id for video in counters if not video.is_returned])

    def _sight(self, video_ids: list[str]) -> None:
        self.connection.execute(
            "update raw.video_sightings set"
            " first_returned_at = coalesce(first_returned_at, $at), last_returned_at = $at, missing_since = null"
            " where list_contains($ids, video_id)",
            {"at": self.asked_at, "ids": video_ids},
        )
        self.connection.execute(
            "insert into raw.video_sightings (video_id, first_returned_at, last_returned_at)"
            " select video_id, $at, $at from (select unnest($ids::varchar[]) as video_id) as returned"
            " anti join raw.video_sightings using (video_id)",
            {"at": self.asked_at, "ids": video_ids},
        )

    def _miss(self, video_ids: list[str]) -> None:
        self.connection.execute(
            "update raw.video_sightings set missing_since = $at"
            " where missing_since is null and list_contains($ids, video_id)",
            {"at": self.asked_at, "ids": video_ids},
        )
        self.connection.execute(
            "insert into raw.video_sightings (video_id, missing_since)"
            " select video_id, $at from (select unnest($ids::varchar[]) as video_id) as absent"
            " anti join raw.video_sightings using (video_id)",
            {"at": self.asked_at, "ids": video_ids},
        )
