"""The quota ledger: what the calls to YouTube have cost in each of its quotas, and whether more may be spent.

Here units are counted by bucket and Pacific day and held against the cycle's budget. What is asked for them
stands with who asks.
"""

from collections.abc import Callable
from datetime import datetime

import duckdb

from assets.sources.google.failures import GoogleUnavailable
from assets.sources.youtube.errors import unavailable
from assets.sources.youtube.pacific import pacific_day, pacific_midnight, pacific_midnight_after

DEFAULT = "default"
BATCH_GET_STATS = "batch_get_stats"
ANALYTICS = "analytics"

Refuse = Callable[[str, datetime], GoogleUnavailable]


class QuotaLedger:
    """What was spent on the Pacific day of `as_of`, and what a bucket may still cost on it, in units.

    The tables of `audience_tables` must be there. `refuse` makes the error that is raised for a spent budget
    from its reason and the instant from which more may be spent.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        as_of: datetime,
        daily_units: int,
        refuse: Refuse = unavailable,
    ) -> None:
        self._connection = connection
        self._as_of = as_of
        self._daily_units = daily_units
        self._refuse = refuse

    def spend(self, bucket: str, method: str, units: int = 1) -> None:
        """Note units before the call that costs them; raises the refusal `budgetSpent` where they are too many."""
        self.refuse_beyond(bucket, units)
        # Outside of any transaction, so that a run that is killed in mid-call has counted it.
        self._connection.execute(
            "insert into raw.quota_spent (spent_at, bucket, method, units) values (?, ?, ?, ?)",
            [self._as_of, bucket, method, units],
        )

    def refuse_beyond(self, bucket: str, units: int) -> None:
        """Raise the refusal `budgetSpent` where so many units more would exceed the bucket's budget for the day."""
        if self.spent(bucket) + units > self._daily_units:
            raise self._refuse("budgetSpent", self.next_day())

    def spent(self, bucket: str) -> int:
        """The units that the bucket has cost on this Pacific day."""
        # Within a day of the clocks' change it is 23 or 25 hours long, so its end is a midnight too.
        rows = self._connection.execute(
            "select coalesce(sum(units), 0)::bigint from raw.quota_spent"
            " where bucket = ? and spent_at >= ? and spent_at < ?",
            [bucket, pacific_midnight(pacific_day(self._as_of)), self.next_day()],
        ).fetchall()
        return int(rows[0][0])

    def next_day(self) -> datetime:
        """The next Pacific midnight, in UTC, when the quotas return."""
        return pacific_midnight_after(self._as_of)
