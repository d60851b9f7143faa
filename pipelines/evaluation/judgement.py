"""What the judge finds: scores per task and rule, intervals beside true counts, and the baselines' scores.

Rows are counted by the statements of this folder; here the counts become shares.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from assets.workspace import Workspace
from pipelines.evaluation.baselines import link_by_email, link_plainly
from pipelines.evaluation.ledger import open_ledger, statement

ALL = "all"
PIPELINE = "alcance"
BASELINES = ("exact_email", "plain_splink")


@dataclass(frozen=True)
class Score:
    """Counts of one part of a task: of `given` answers `right` are right, of `wanted` ones `found` were found.

    `abstained` are those wanted ones that got no answer. Shares are None where nothing stands below the line.
    """

    part: str
    given: int
    right: int
    wanted: int
    found: int
    abstained: int = 0

    @property
    def precision(self) -> float | None:
        """Right answers per answer given."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """Found per wanted."""
        return self.found / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; 0 where one of them is, None where one is unknown."""
        if self.precision is None or self.recall is None:
            return None
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def abstained_share(self) -> float | None:
        """Abstentions per wanted."""
        return self.abstained / self.wanted if self.wanted else None


@dataclass(frozen=True)
class Interval:
    """A count of `unit` (people, organisations) in a session or the cycle, its bounds, and the true count."""

    unit: str
    period: str
    low: int
    point: int
    high: int
    truth: int

    @property
    def is_covering(self) -> bool:
        """Whether the true count lies within the bounds."""
        return self.low <= self.truth <= self.high

    @property
    def width(self) -> float | None:
        """The distance between the bounds per count; None where nobody was counted."""
        return (self.high - self.low) / self.point if self.point else None


@dataclass(frozen=True)
class Evaluation:
    """Scores whose first part is `all`, by task; `actor_types` has one per type, `people` one set per system."""

    people: dict[str, list[Score]]
    organisations: list[Score]
    places: list[Score]
    actor_types: list[Score]
    intervals: list[Interval]

    def intervals_of(self, unit: str) -> list[Interval]:
        """The sessions' intervals of a unit, the cycle's left out: a cycle has one, which would be no sample."""
        return [one for one in self.intervals if one.unit == unit and one.period != "cycle"]


def macro_f1(scores: Sequence[Score]) -> float | None:
    """The mean of F1 over what is really there; what is there and was never answered counts 0."""
    present = [score.f1 or 0.0 for score in scores if score.wanted]
    return sum(present) / len(present) if present else None


def mean_width(intervals: Sequence[Interval]) -> float | None:
    """The mean width of intervals, each per its own count; those of nobody are left out."""
    widths = [one.width for one in intervals if one.width is not None]
    return sum(widths) / len(widths) if widths else None


def evaluate(workspace: Workspace) -> Evaluation:
    """Judge a workspace that has been run, by its own truth; raises EvaluationError where one of the two is missing."""
    with open_ledger(workspace) as connection:
        connection.execute(statement("rows"))
        connection.execute(statement("pipeline_links"))
        _link_baselines(connection)
        return Evaluation(
            people=_people(connection),
            organisations=list(_scores(connection, "organisations")),
            places=list(_scores(connection, "places")),
            actor_types=list(_scores(connection, "actor_types")),
            intervals=_intervals(connection),
        )


def evaluate_intervals(workspace: Workspace) -> list[Interval]:
    """Judge the bounds of a workspace alone, which takes a fraction of the time; raises EvaluationError too."""
    with open_ledger(workspace) as connection:
        return _intervals(connection)


def _intervals(connection: duckdb.DuckDBPyConnection) -> list[Interval]:
    return [Interval(*row) for row in connection.execute(statement("intervals")).fetchall()]


def _people(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Score]]:
    rows = connection.execute(statement("people")).fetchall()
    wanted = connection.execute("select count(*) from true_pairs where is_complete").fetchall()[0][0]
    scores: dict[str, list[Score]] = {system: [] for system in (PIPELINE, *BASELINES)}
    for system, *counts in rows:
        scores[system].append(Score(*counts))
    # Who links nobody has found nothing, which is a score too.
    return {system: found or [Score(ALL, 0, 0, wanted, 0)] for system, found in scores.items()}


def _scores(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[Score]:
    return (Score(*row) for row in connection.execute(statement(name)).fetchall())


def _link_baselines(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the baselines link, in memory, and keep their links beside the pipeline's own."""
    connection.execute(statement("baseline_tables"))
    # A connection of their own: Splink makes its tables wherever the connection stands.
    with connection.cursor() as memory:
        memory.execute("use memory")
        for system, link in zip(BASELINES, (link_by_email, link_plainly), strict=True):
            table = link(memory, "attendees", "registrants")
            connection.execute(f"create or replace temp view made_links as from memory.{table}")
            connection.execute("set variable system = ?", [system])
            connection.execute(statement("baseline_links"))
