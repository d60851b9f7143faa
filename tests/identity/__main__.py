"""Prints the tables of results in `docs/identity.md`, made anew on this machine; a few minutes for five seeds.

The seeds are those of `make prove`; with numbers as arguments, others. Intervals are judged in `test_intervals`.
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipelines.commands.evaluate import as_data
from pipelines.evaluation import Evaluation, Score, evaluate
from pipelines.evaluation.judgement import ALL

from .simulated import PROVING_SEEDS, THRESHOLD_SCALE, simulate

_COLUMNS = (
    "seed",
    "people: precision",
    "recall",
    "F1",
    "plain Splink: precision",
    "recall",
    "F1",
    "e-mail only: precision",
    "recall",
    "F1",
    "organisations: precision",
    "recall",
    "abstained",
    "municipalities: precision",
    "recall",
    "abstained",
    "actor type: macro-F1",
)


def cells(evaluation: Evaluation) -> Iterator[float | None]:
    """One seed's figures, in the order of the columns."""
    data = as_data(evaluation)
    baselines = data["baselines"]
    for part in (data["people"], baselines["plain_splink"], baselines["exact_email"]):
        yield from part.values()
    yield from data["organisations"].values()
    yield from data["places"].values()
    yield data["actor_type"]["macro_f1"]


def added(scores: Iterable[list[Score]]) -> dict[str, Score]:
    """The scores of several seeds as one, by part."""
    found: dict[str, Score] = {}
    for score in (one for of_seed in scores for one in of_seed):
        so_far = found.get(score.part, Score(score.part, 0, 0, 0, 0))
        found[score.part] = Score(
            score.part,
            so_far.given + score.given,
            so_far.right + score.right,
            so_far.wanted + score.wanted,
            so_far.found + score.found,
            so_far.abstained + score.abstained,
        )
    # A rule that a seed has no use for was asked for as much there as elsewhere.
    return {
        part: replace(score, wanted=found[ALL].wanted) if part.startswith("rule ") else score
        for part, score in found.items()
    }


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A table in Markdown, line by line."""
    columns = list(head)
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"


def share(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def by_rule(title: str, scores: Iterable[list[Score]]) -> Iterator[str]:
    """The parts of a task over all seeds."""
    rows = (
        (
            part,
            score.given,
            score.right,
            score.wanted,
            score.found,
            share(score.precision),
            share(score.recall),
        )
        for part, score in added(scores).items()
    )
    yield from table((title, "answers", "right", "wanted", "found", "precision", "recall"), rows)


def main(seeds: Iterable[int]) -> None:
    """Judge each seed, and print the tables."""
    judged: dict[int, Evaluation] = {}
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            judged[seed] = evaluate(simulate(Path(folder) / "workspace", seed, THRESHOLD_SCALE))
    lines = [*table(_COLUMNS, ((seed, *map(share, cells(one))) for seed, one in judged.items())), ""]
    lines += [*by_rule("people", (one.people["alcance"] for one in judged.values())), ""]
    lines += [*by_rule("organisations", (one.organisations for one in judged.values())), ""]
    lines += [*by_rule("municipalities", (one.places for one in judged.values()))]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main([int(seed) for seed in sys.argv[1:]] or PROVING_SEEDS)
