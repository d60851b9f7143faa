"""Bounds: the changes between which a count lies, against every outcome that its doubts can have, one by one."""

from itertools import product
from math import prod

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.identity import bounds
from assets.identity.bounds import COVERAGE, change_bounds

Doubt = tuple[int, float]

often = settings(max_examples=100, deadline=None)
CHANCES = st.floats(0.001, 0.999).map(lambda chance: round(chance, 3))
DOUBTS = st.lists(st.tuples(st.sampled_from([1, -1]), CHANCES), min_size=1, max_size=8)


def frame(doubts: list[tuple[int, float, int]]) -> pd.DataFrame:
    """The doubts as core.doubts has them: change, probability and how many alike."""
    return pd.DataFrame(doubts, columns=["change", "probability", "events"])


def outcomes(doubts: list[Doubt]) -> dict[int, float]:
    """Each change that can come of the doubts, and how probably."""
    found: dict[int, float] = {}
    for happens in product([False, True], repeat=len(doubts)):
        change = sum(change for (change, _), is_so in zip(doubts, happens, strict=True) if is_so)
        chance = prod(p if is_so else 1 - p for (_, p), is_so in zip(doubts, happens, strict=True))
        found[change] = found.get(change, 0) + chance
    return found


def held(found: dict[int, float], low: int, high: int) -> float:
    """How probable the changes from low to high are."""
    return sum(chance for change, chance in found.items() if low <= change <= high)


@often
@given(doubts=DOUBTS)
def test_the_bounds_hold_what_they_promise_and_none_narrower_do(doubts: list[Doubt]) -> None:
    low, high = change_bounds(frame([(change, chance, 1) for change, chance in doubts]))
    found = outcomes(doubts)
    assert min(min(found), 0) <= low <= 0 <= high <= max(max(found), 0)
    assert held(found, low, high) >= COVERAGE - 1e-9
    for narrower in range(high - low):
        for first in range(-narrower, 1):
            assert held(found, first, first + narrower) < COVERAGE + 1e-9


@often
@given(doubts=DOUBTS)
def test_of_equally_narrow_bounds_the_likeliest_are_taken(doubts: list[Doubt]) -> None:
    low, high = change_bounds(frame([(change, chance, 1) for change, chance in doubts]))
    found = outcomes(doubts)
    width = high - low
    assert (
        held(found, low, high) >= max(held(found, first, first + width) for first in range(-width, 1)) - 1e-9
    )


@often
@given(
    change=st.sampled_from([1, -1]),
    chance=CHANCES,
    events=st.integers(1, 6),
    other=st.lists(CHANCES, max_size=2),
)
def test_like_doubts_counted_are_the_same_as_each_by_itself(
    change: int, chance: float, events: int, other: list[float]
) -> None:
    others = [(-change, one, 1) for one in other]
    assert change_bounds(frame([(change, chance, events), *others])) == change_bounds(
        frame([(change, chance, 1)] * events + others)
    )


def test_what_is_certain_leaves_no_width() -> None:
    """Three that are there for sure and one that is not do not make the point part of what is likely, but of the bounds."""
    assert change_bounds(frame([(1, 1.0, 3)])) == (0, 3)
    assert change_bounds(frame([(-1, 1.0, 2)])) == (-2, 0)
    assert change_bounds(frame([(1, 0.0, 5), (-1, 0.0, 5)])) == (0, 0)


@pytest.mark.parametrize(
    "doubts",
    [
        [(1, 0.1, 900), (-1, 0.2, 600)],
        [(1, 0.5, 1500)],
        [(-1, 0.3, 1000), (1, 0.3, 900)],
        [(1, 0.02, 1990)],
    ],
)
def test_of_very_many_doubts_the_bounds_are_nearly_the_exact_ones(
    doubts: list[tuple[int, float, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all that is likely lies on one side of the point, they are a little wider."""
    exact = change_bounds(frame(doubts))
    monkeypatch.setattr(bounds, "MOST_EXACT", 0)
    near = change_bounds(frame(doubts))
    assert exact[0] - 7 <= near[0] <= exact[0] + 1
    assert exact[1] - 1 <= near[1] <= exact[1] + 7


@pytest.mark.parametrize(
    "doubt", [(1, 0.0001, 3000), (-1, 0.0001, 3000), (1, 0.9999, 3000), (-1, 0.9999, 3000)]
)
def test_of_very_many_doubts_no_bound_lies_beyond_what_can_happen(doubt: tuple[int, float, int]) -> None:
    low, high = change_bounds(frame([doubt]))
    assert min(doubt[0] * doubt[2], 0) <= low <= 0 <= high <= max(doubt[0] * doubt[2], 0)


def test_the_order_of_the_doubts_does_not_matter() -> None:
    doubts = [(1, 0.3, 4), (-1, 0.2, 9), (1, 0.01, 40)]
    assert change_bounds(frame(doubts)) == change_bounds(frame(doubts[::-1]))
