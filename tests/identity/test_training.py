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


def shape(settings: Settings) -> Settings:
    """What of a model is decided before anything is learnt: all but the probabilities of the names."""
    levels = [
        {
            **level,
            **({key: 0 for key in ("m_probability", "u_probability") if key in level}),
        }
        for comparison in settings["comparisons"]
        for level in comparison["comparison_levels"]
    ]
    rest = {key: value for key, value in settings.items() if key != "comparisons"}
    return {**rest, "levels": levels, "names": [one["output_column_name"] for one in settings["comparisons"]]}


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


def test_every_probability_is_learnt_and_lies_between_0_and_1(trained: Settings) -> None:
    for settings in (trained, json.loads(MODEL.read_text(encoding="utf-8"))):
        for level in levels_of(settings, "name"):
            assert 0 < level["m_probability"] < 1
            assert 0 < level["u_probability"] < 1


def test_names_that_agree_speak_for_one_person_and_names_that_do_not_against(trained: Settings) -> None:
    for settings in (trained, json.loads(MODEL.read_text(encoding="utf-8"))):
        *agreeing, none = levels_of(settings, "name")
        assert all(level["m_probability"] > 100 * level["u_probability"] for level in agreeing)
        assert none["m_probability"] < none["u_probability"]


def test_the_model_that_ships_is_of_the_shape_that_training_gives(trained: Settings) -> None:
    assert shape(json.loads(MODEL.read_text(encoding="utf-8"))) == shape(trained)


@pytest.mark.parametrize("described", [name_comparison(), email_comparison()], ids=["name", "email"])
def test_the_model_that_ships_has_the_levels_that_the_comparison_describes(described: Settings) -> None:
    shipped = json.loads(MODEL.read_text(encoding="utf-8"))
    (compared,) = (
        one for one in shipped["comparisons"] if one["output_column_name"] == described["output_column_name"]
    )
    told = [(level["sql_condition"], level["label_for_charts"]) for level in described["comparison_levels"]]
    assert [(level["sql_condition"], level["label_for_charts"]) for level in compared["comparison_levels"]] == told


def test_the_levels_are_numbered_from_the_least_sure_up() -> None:
    """Splink numbers them so, and the pairs are read by these numbers."""
    shipped = json.loads(MODEL.read_text(encoding="utf-8"))
    for name, labels in (("name", NAME_LEVELS), ("email", EMAIL_LEVELS)):
        assert [level["label_for_charts"] for level in reversed(levels_of(shipped, name))] == list(labels)
