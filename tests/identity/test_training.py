"""Training: the model that ships is one that training would write, for the comparisons that every run makes."""

import json
from pathlib import Path
from typing import Any

import pytest

from assets.identity.linkage import EMAIL_LEVELS, MODEL, NAME_LEVELS, email_comparison, name_comparison
from assets.workspace import Workspace
from pipelines.evaluation.training import train
from pipelines.sample import write_sample
from tests.build import build_warehouse

Settings = dict[str, Any]


@pytest.fixture(scope="module")
def samples(small: Workspace, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two samples with their truth, built."""
    root = tmp_path_factory.mktemp("training") / "workspace"
    write_sample(root, seed=11, scale=0.05, noise=2)
    return [small.root, build_warehouse(root).root]


@pytest.fixture(scope="module")
def trained(samples: list[Path]) -> Settings:
    """The model of both."""
    return train(samples)


@pytest.fixture(scope="module")
def shipped() -> Settings:
    """The model that every run applies."""
    settings: Settings = json.loads(MODEL.read_text(encoding="utf-8"))
    return settings


def shape(settings: Settings) -> Settings:
    """What of a model is decided before anything is learnt: all but the probabilities."""
    comparisons = [
        {**comparison, "comparison_levels": [_undecided(level) for level in comparison["comparison_levels"]]}
        for comparison in settings["comparisons"]
    ]
    return {**settings, "comparisons": comparisons}


def _undecided(level: Settings) -> Settings:
    return {key: value for key, value in level.items() if key not in ("m_probability", "u_probability")}


def levels_of(settings: Settings, name: str) -> list[Settings]:
    """The levels of one comparison, from the surest down, without the one for what is missing."""
    (levels,) = (
        comparison["comparison_levels"]
        for comparison in settings["comparisons"]
        if comparison["output_column_name"] == name
    )
    return [level for level in levels if not level.get("is_null_level")]


def test_training_twice_gives_the_same_model(samples: list[Path], trained: Settings) -> None:
    assert train(samples) == trained


def test_what_is_learnt_lies_between_0_and_1(trained: Settings) -> None:
    """Two tiny samples may hold no pair of one person whose names do not agree: that share is then not learnt."""
    *agreeing, none = levels_of(trained, "name")
    assert all(0 < level["u_probability"] < level["m_probability"] < 1 for level in agreeing)
    assert 0 < none["u_probability"] < 1


def test_the_model_that_ships_knows_every_level(shipped: Settings) -> None:
    for level in levels_of(shipped, "name"):
        assert 0 < level["m_probability"] < 1
        assert 0 < level["u_probability"] < 1


def test_names_that_agree_speak_for_one_person_and_names_that_do_not_against(
    trained: Settings, shipped: Settings
) -> None:
    for settings in (trained, shipped):
        *agreeing, none = levels_of(settings, "name")
        assert all(level["m_probability"] > 100 * level["u_probability"] for level in agreeing)
        assert none.get("m_probability", 0) < none["u_probability"]


def test_the_emails_weights_are_a_judgement_that_training_leaves_alone(
    trained: Settings, shipped: Settings
) -> None:
    assert levels_of(trained, "email") == levels_of(shipped, "email")


def test_the_model_that_ships_is_of_the_shape_that_training_gives(
    trained: Settings, shipped: Settings
) -> None:
    assert shape(shipped) == shape(trained)


@pytest.mark.parametrize("described", [name_comparison(), email_comparison()], ids=["name", "email"])
def test_the_model_that_ships_has_the_levels_that_the_comparison_describes(
    described: Settings, shipped: Settings
) -> None:
    (compared,) = (
        one for one in shipped["comparisons"] if one["output_column_name"] == described["output_column_name"]
    )
    told = [(level["sql_condition"], level["label_for_charts"]) for level in described["comparison_levels"]]
    assert [
        (level["sql_condition"], level["label_for_charts"]) for level in compared["comparison_levels"]
    ] == told


def test_the_levels_are_numbered_from_the_least_sure_up(shipped: Settings) -> None:
    """Splink numbers them so, and the pairs are read by these numbers."""
    for name, labels in (("name", NAME_LEVELS), ("email", EMAIL_LEVELS)):
        assert [level["label_for_charts"] for level in reversed(levels_of(shipped, name))] == list(labels)
