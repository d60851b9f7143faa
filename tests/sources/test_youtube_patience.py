"""How patiently a failing call is made again: growing waits, lengthened by chance, within bounds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.sources.google.failures import SOON, Failure
from assets.sources.google.patience import Patience, patiently
from assets.sources.youtube.errors import FAILURES, AudienceUnavailable, unavailable
from assets.sources.youtube.public_counters import YouTubeApi
from pipelines.sample.youtube_api import Refusal, youtube_api
from tests.sources.youtube_counters import KEY, VIDEO, Purse, Waits, observe_all

PASSING = sorted(reason for reason, failure in FAILURES.items() if failure.action == "retry")
LASTING = sorted(reason for reason, failure in FAILURES.items() if failure.action != "retry")


def failing(reason: str, wish: float | None = None) -> AudienceUnavailable:
    failure = unavailable(reason)
    failure.wish = wish
    return failure


def waits_for(failure: AudienceUnavailable, patience: Patience) -> tuple[Waits, int]:
    """What was waited, and how many attempts were made, where every attempt fails alike."""
    waits, attempts = Waits(), []

    def call() -> None:
        attempts.append(1)
        raise failure

    with pytest.raises(AudienceUnavailable) as caught:
        patiently(call, replace(patience, sleep=waits))
    assert caught.value is failure
    return waits, len(attempts)


CHANCES = st.lists(st.floats(0, 1), min_size=3, max_size=3)


@given(CHANCES, st.one_of(st.none(), st.floats(0, 20)), st.floats(1, 40), st.sampled_from(PASSING))
def test_chance_lengthens_each_wait_within_bounds(
    chances: list[float], wish: float | None, longest: float, reason: str
) -> None:
    drawn = iter(chances)
    patience = Patience(Waits(), longest, lambda: next(drawn))
    waits, attempts = waits_for(failing(reason, wish), patience)
    if wish is not None and wish > longest:
        assert (waits, attempts) == ([], 1)
        return
    assert attempts == 4
    for waited, own in zip(waits, SOON, strict=True):
        assert min(longest, max(own, wish or 0)) <= waited <= min(longest, max(2 * own, wish or 0))


@given(CHANCES)
def test_chance_is_drawn_once_per_wait(chances: list[float]) -> None:
    drawn = iter(chances)
    waits, _ = waits_for(failing("backendError"), Patience(Waits(), 60, lambda: next(drawn)))
    assert waits == [own * (1 + chance) for own, chance in zip(SOON, chances, strict=True)]
    assert next(drawn, None) is None


@pytest.mark.parametrize("reason", LASTING)
def test_what_does_not_pass_is_not_asked_again(reason: str) -> None:
    assert waits_for(failing(reason), Patience(Waits(), 60)) == ([], 1)


def test_a_mistake_of_our_own_is_not_asked_again_and_not_hidden() -> None:
    waits, attempts = Waits(), []

    def call() -> None:
        attempts.append(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        patiently(call, Patience(waits, 60))
    assert (waits, len(attempts)) == ([], 1)


def test_a_failure_that_stops_passing_ends_the_attempts() -> None:
    failures = iter([failing("backendError"), failing("keyInvalid")])

    def call() -> None:
        raise next(failures)

    waits = Waits()
    with pytest.raises(AudienceUnavailable, match="keyInvalid"):
        patiently(call, Patience(waits, 60))
    assert waits == [1]


@pytest.mark.parametrize(("action", "waits"), [("retry", ()), ("stop", (1.0,)), ("wait_until", (1.0,))])
def test_a_failure_has_waits_where_it_is_to_be_retried_and_only_there(
    action: str, waits: tuple[float, ...]
) -> None:
    with pytest.raises(ValueError, match="only there"):
        Failure("it broke", "mend it", action, waits)  # type: ignore[arg-type]


def test_chance_lengthens_the_waits_of_a_real_call_and_each_attempt_costs_a_unit() -> None:
    waits, chances, purse = Waits(), iter([0.5, 0.25, 1.0]), Purse()
    with youtube_api([VIDEO], refusal=Refusal(503, "backendError", calls=3)) as server:
        api = YouTubeApi(server.endpoint, KEY, sleep=waits, jitter=lambda: next(chances))
        [row] = observe_all(["EkwubVWQRcc"], api, purse)
    assert row.views == 4321
    assert waits == [1.5, 2.5, 8]
    assert server.units == len(purse.spent) == 4
