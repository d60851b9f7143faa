"""What identity must reach on samples that it was not tuned on, at noise 2; five of them with ALCANCE_PROVE=1.

Each is built and judged once; precision and recall are those of `alcance evaluate`.
"""

from pathlib import Path

import pytest

from pipelines.evaluation import Evaluation, Score, evaluate, macro_f1

from .simulated import THRESHOLD_SCALE, THRESHOLD_SEEDS, simulate


@pytest.fixture(scope="module", params=THRESHOLD_SEEDS)
def evaluation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    root = tmp_path_factory.mktemp("judged") / "workspace"
    return evaluate(simulate(root, request.param, THRESHOLD_SCALE))


def shares(score: Score) -> tuple[float, float]:
    assert score.precision is not None
    assert score.recall is not None
    return score.precision, score.recall


def test_people_are_linked_precisely_and_nearly_all_are_found(evaluation: Evaluation) -> None:
    precision, recall = shares(evaluation.people["alcance"][0])
    assert precision >= 0.995
    assert recall >= 0.97


@pytest.mark.parametrize("baseline", ["plain_splink", "exact_email"])
def test_people_are_linked_at_least_as_well_as_by_a_baseline(evaluation: Evaluation, baseline: str) -> None:
    ours, theirs = evaluation.people["alcance"][0], evaluation.people[baseline][0]
    assert ours.wanted == theirs.wanted
    assert ours.f1 is not None
    assert theirs.f1 is not None
    assert ours.f1 >= theirs.f1
    assert shares(ours)[1] >= shares(theirs)[1]


def test_plain_splink_is_no_straw_man(evaluation: Evaluation) -> None:
    precision, recall = shares(evaluation.people["plain_splink"][0])
    assert precision >= 0.98
    assert recall >= 0.8


def test_organisations_are_named_precisely_and_most_are_found(evaluation: Evaluation) -> None:
    score = evaluation.organisations[0]
    precision, recall = shares(score)
    assert score.wanted >= 5000
    assert precision >= 0.99
    assert recall >= 0.93


def test_municipalities_are_right_wherever_one_is_given(evaluation: Evaluation) -> None:
    assert shares(evaluation.places[0])[0] >= 0.99


def test_actor_types_are_right(evaluation: Evaluation) -> None:
    reached = macro_f1(evaluation.actor_types)
    assert reached is not None
    assert reached >= 0.95


def test_where_everybody_writes_what_they_registered_all_are_found_and_nobody_is_mistaken(
    tmp_path: Path,
) -> None:
    evaluation = evaluate(simulate(tmp_path / "workspace", 3100, 0.1, noise=0))
    assert evaluation.people["alcance"][0].wanted > 0
    for scores in (evaluation.people["alcance"], evaluation.organisations):
        assert shares(scores[0]) == (1.0, 1.0)
    assert all(one.is_covering for one in evaluation.intervals_of("people"))
