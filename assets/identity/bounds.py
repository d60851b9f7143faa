"""How far a count may be from the truth: the distribution of the sum of all that is doubted in it.

Each doubt is an event of its own with its probability, and the library knows their sum; what is doubted, and how
much, is written in `sql/core/doubts.sql`.
"""

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

COVERAGE = 0.95
# Beyond this many events their sum is as good as normal, and exact sums cost their square.
MOST_EXACT = 2000
_COUNTS = ["scope", "unit", "actor_type", "government_level"]
_EMPTY = """
create or replace temp table drawn (
    scope varchar, unit varchar, actor_type varchar, government_level varchar,
    lowest_change bigint, highest_change bigint
)
"""


def draw_bounds(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave the temp table `drawn`: for each count of core.doubts, the changes between which it lies."""
    connection.execute(_EMPTY)
    doubts = connection.execute(
        "select scope, unit, actor_type, government_level, change, probability, events from core.doubts order by all"
    ).df()
    if doubts.empty:
        return
    rows = [(*count, *change_bounds(group)) for count, group in doubts.groupby(_COUNTS, sort=True)]
    connection.register("bounds", pd.DataFrame(rows, columns=[*_COUNTS, "lowest_change", "highest_change"]))
    connection.execute("insert into drawn select * from bounds")
    connection.unregister("bounds")


def change_bounds(doubts: pd.DataFrame) -> tuple[int, int]:
    """The narrowest changes, none among them, that hold at least COVERAGE of the sum of all `change`.

    `doubts` has the columns change (1 or -1), probability and events (how many alike, each on its own).
    """
    falls = doubts["change"].to_numpy() < 0
    # An event that takes one away is one that is there from the start and may stay.
    certain = int(doubts["events"][falls].sum())
    chances = np.where(falls, 1 - doubts["probability"], doubts["probability"]).astype("float64")
    events = doubts["events"].to_numpy()
    if events.sum() > MOST_EXACT:
        return _normal_bounds(chances, events, certain)
    return _narrowest(_sum_of(chances, events), certain)


def _sum_of(chances: npt.NDArray[np.float64], events: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """How probable each number of events is, from 0 up."""
    from scipy.stats import binom

    sums = np.ones(1)
    for chance, count in zip(chances, events, strict=True):
        sums = np.convolve(sums, binom.pmf(np.arange(count + 1), count, chance))
    return sums


def _narrowest(sums: npt.NDArray[np.float64], origin: int) -> tuple[int, int]:
    """The narrowest range around `origin`, as changes from it, that holds COVERAGE; of equals the most probable."""
    below = np.concatenate(([0.0], np.cumsum(sums)))
    for width in range(len(sums)):
        first = np.arange(max(origin - width, 0), min(origin, len(sums) - 1 - width) + 1)
        # Rounded: what is equally probable differs by the order in which it was added up, and the lower one counts.
        held = np.round(below[first + width + 1] - below[first], 12)
        if held.size and held.max() >= COVERAGE:
            low = int(first[held.argmax()])
            return low - origin, low + width - origin
    return -origin, len(sums) - 1 - origin


def _normal_bounds(
    chances: npt.NDArray[np.float64], events: npt.NDArray[np.int64], origin: int
) -> tuple[int, int]:
    from scipy.stats import norm

    mean, spread = (chances * events).sum(), np.sqrt((chances * (1 - chances) * events).sum())
    reach = norm.ppf((1 + COVERAGE) / 2) * spread
    low, high = max(int(np.floor(mean - reach)), 0), min(int(np.ceil(mean + reach)), int(events.sum()))
    return min(low - origin, 0), max(high - origin, 0)
