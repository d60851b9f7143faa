"""`alcance evaluate`: how right the pipeline was about a sample, shown to a person or a program.

Here scores are shown; they are made in `pipelines.evaluation`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.table import Table

from assets.workspace import Workspace
from pipelines.commands.output import console, put_json
from pipelines.evaluation import Evaluation, Interval, Score, evaluate, macro_f1, mean_width

SYSTEMS = {"alcance": "Alcance", "exact_email": "exact e-mail only", "plain_splink": "plain Splink"}


def evaluate_and_show(workspace: Workspace, as_json: bool) -> int:
    """Show how a workspace fares by its own truth; returns 0. Raises EvaluationError without truth or without a run."""
    evaluation = evaluate(workspace)
    if as_json:
        put_json(as_data(evaluation))
    else:
        _show(evaluation)
    return 0


def as_data(evaluation: Evaluation) -> dict[str, Any]:
    """The overall figures as a program gets them; a share of nothing is None."""
    people = {system: _shares(scores[0]) for system, scores in evaluation.people.items()}
    sessions = evaluation.intervals_of("people")
    covered = sum(one.is_covering for one in sessions) / len(sessions) if sessions else None
    return {
        "people": people.pop("alcance"),
        "organisations": _answers(evaluation.organisations[0]),
        "places": _answers(evaluation.places[0]),
        "actor_type": {"macro_f1": macro_f1(evaluation.actor_types)},
        "intervals": {"cycles": 1, "covered": covered, "mean_width": mean_width(sessions)},
        "baselines": people,
    }


def _shares(score: Score) -> dict[str, float | None]:
    return {"precision": score.precision, "recall": score.recall, "f1": score.f1}


def _answers(score: Score) -> dict[str, float | None]:
    return {"precision": score.precision, "recall": score.recall, "abstained": score.abstained_share}


def _show(evaluation: Evaluation) -> None:
    screen = console()
    for table in _tables(evaluation):
        screen.print(table, no_wrap=True, crop=False, overflow="ignore")
    data = as_data(evaluation)
    screen.print(f"Actor type: macro-F1 {_share(data['actor_type']['macro_f1'])}.")
    screen.print(
        f"Intervals: {_share(data['intervals']['covered'])} of the sessions hold their true count,"
        f" mean width {_share(data['intervals']['mean_width'])} of the count.",
        soft_wrap=True,
    )


def _tables(evaluation: Evaluation) -> Iterable[Table]:
    people = [(SYSTEMS[system], score) for system, scores in evaluation.people.items() for score in scores]
    yield _scores("People: attendees linked to registrants of their session", people)
    organisations = [("", score) for score in evaluation.organisations]
    yield _scores("Organisations of registrations", organisations, may_abstain=True)
    places = [("", score) for score in evaluation.places]
    yield _scores("Municipalities of registrations", places, may_abstain=True)
    yield _scores("Actor types of registrations", [("", score) for score in evaluation.actor_types])
    yield _intervals(evaluation.intervals)


def _scores(title: str, scores: Sequence[tuple[str, Score]], may_abstain: bool = False) -> Table:
    table = Table("", "", title=title, title_justify="left")
    heads = ("answers", "right", "wanted", "found", "precision", "recall", "F1")
    for head in (*heads, *(["abstained"] if may_abstain else [])):
        table.add_column(head, justify="right")
    previous = ""
    for system, score in scores:
        counts = (f"{count:,}" for count in (score.given, score.right, score.wanted, score.found))
        shares = [score.precision, score.recall, score.f1, *([score.abstained_share] if may_abstain else [])]
        table.add_row("" if system == previous else system, score.part, *counts, *map(_share, shares))
        previous = system
    return table


def _intervals(intervals: Sequence[Interval]) -> Table:
    table = Table(title="Attendance counted, with its bounds, and the true count", title_justify="left")
    for position, head in enumerate(("of", "in", "low", "point", "high", "truth", "holds it", "width")):
        table.add_column(head, justify="right" if position > 1 else "left")
    for one in intervals:
        counts = (f"{count:,}" for count in (one.low, one.point, one.high, one.truth))
        table.add_row(one.unit, one.period, *counts, "yes" if one.is_covering else "no", _share(one.width))
    return table


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.4f}"
