"""The random small cycles are odd often enough that agreement on them says something.

Here the first two hundred cycles are looked at as they are drawn; what is counted of them is in `test_small_cycles`.
"""

from collections.abc import Callable

import pytest

from .frames import Frames, frames_of
from .small_cycles import draw_cycle

CYCLES = 200
Oddity = Callable[[Frames], bool]


@pytest.fixture(scope="module")
def cycles() -> list[Frames]:
    """The frames of the first two hundred cycles."""
    return [frames_of(draw_cycle(seed)) for seed in range(1, CYCLES + 1)]


def _is_somebody_in_all(frames: Frames) -> bool:
    return bool((frames.came.groupby("person_id").size() == len(frames.sessions)).any())


def _has_changed_type(frames: Frames) -> bool:
    return bool((frames.came.groupby("person_id")["actor_type"].nunique() > 1).any())


def _has_outsiders(frames: Frames) -> bool:
    came = frames.organisations["organisation_key"].isin(frames.came["organisation_key"])
    return bool((came & ~frames.organisations["is_listed"].eq(True)).any())


def _has_eligible(frames: Frames) -> bool:
    came = frames.organisations["organisation_key"].isin(frames.came["organisation_key"])
    return bool((came & frames.organisations["is_listed"].eq(True)).any())


def _has_undecided(frames: Frames) -> bool:
    return bool(frames.came["is_duration_unknown"].any())


ODDITIES: dict[str, tuple[Oddity, int]] = {
    "no session has attendance": (lambda frames: not frames.has_attendance, 40),
    "some sessions have attendance and some not": (
        lambda frames: len({bool(session["has_attendance"]) for session in frames.sessions}) == 2,
        40,
    ),
    "a session lies ahead": (lambda frames: any(not session["is_over"] for session in frames.sessions), 40),
    "a session is running": (
        lambda frames: any(
            session["has_attendance"] and not session["is_over"] for session in frames.sessions
        ),
        5,
    ),
    "a single session": (lambda frames: len(frames.sessions) == 1, 10),
    "more sessions than all sets are listed of": (lambda frames: len(frames.sessions) > 8, 20),
    "nobody took part": (lambda frames: frames.took_part.empty, 20),
    "somebody came to every session": (_is_somebody_in_all, 20),
    "somebody came as two types": (_has_changed_type, 30),
    "somebody came whose type is unknown": (lambda frames: "unknown" in set(frames.came["actor_type"]), 30),
    "somebody came whose state is unknown": (lambda frames: bool(frames.came["cve_ent"].isna().any()), 50),
    "somebody came for an unknown time": (_has_undecided, 40),
    "somebody came without an organisation": (
        lambda frames: bool(frames.came["organisation_key"].isna().any()),
        40,
    ),
    "no organisation takes part": (lambda frames: not frames.took_part["organisation_key"].notna().any(), 20),
    "an organisation outside the register came": (_has_outsiders, 30),
    "an organisation of the register came": (_has_eligible, 30),
    "no catalogue of municipalities": (lambda frames: not frames.municipalities, 30),
    "no register of OSC": (lambda frames: not frames.osc, 30),
    "a register of OSC without anybody eligible": (
        lambda frames: bool(frames.osc) and not any(row["is_eligible"] for row in frames.osc),
        10,
    ),
}


@pytest.mark.parametrize("oddity", ODDITIES)
def test_odd_cycles_are_frequent(oddity: str, cycles: list[Frames]) -> None:
    is_odd, least = ODDITIES[oddity]
    assert sum(is_odd(frames) for frames in cycles) >= least


def test_the_cycle_of_a_seed_is_always_the_same() -> None:
    assert draw_cycle(7) == draw_cycle(7)
    assert draw_cycle(7) != draw_cycle(8)
