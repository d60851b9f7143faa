"""Nothing is lost, whatever happens to a file on its way: rows add up, and who was not touched stands as before.

10,000 damaged files with ALCANCE_PROVE=1 in the environment, otherwise a tenth of them; fifty are taken in at once,
by the pipeline's own door. What is claimed of each stands in `twins.claims`.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.sources.twins.claims import breaches
from tests.sources.twins.damage import STEPS, Damage
from tests.sources.twins.intake import Intake, Taken, intake
from tests.sources.twins.layouts import LAYOUTS

FILES_PER_EXAMPLE = 50
EXAMPLES = (10_000 if os.environ.get("ALCANCE_PROVE") == "1" else 1_000) // FILES_PER_EXAMPLE

# The usage report has two columns of one name, told apart by their order alone: turned round, they cannot be.
_USAGE_REPORT = next(at for at, layout in enumerate(LAYOUTS) if "usage" in layout.__name__)
_numbers = st.integers(0, 2**20)
_steps = st.tuples(st.sampled_from(sorted(STEPS)), _numbers, _numbers, _numbers)
_damages = st.builds(
    Damage,
    layout=st.integers(0, len(LAYOUTS) - 1),
    seed=st.integers(0, 50),
    rows=st.integers(3, 12),
    steps=_steps.map(lambda step: (step,)),
).filter(lambda damage: not (damage.layout == _USAGE_REPORT and damage.has("reorder_columns")))
# Equal bytes at two places are one file, and count once.
_batches = st.lists(
    _damages, min_size=FILES_PER_EXAMPLE, max_size=FILES_PER_EXAMPLE, unique_by=lambda damage: damage.content
)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Intake]:
    """One warehouse for all files of the module."""
    with intake(tmp_path_factory.mktemp("intake") / "workspace") as door:
        yield door


@pytest.fixture(scope="module")
def whole(door: Intake) -> dict[Damage, list[Taken]]:
    """A file of each layout that nothing happened to, all taken in at once."""
    files = [Damage(layout, seed=7, rows=8) for layout in range(len(LAYOUTS))]
    return dict(
        zip(files, door.take([(file.twin.kind, file.name, file.content) for file in files]), strict=True)
    )


@pytest.mark.parametrize("layout", range(len(LAYOUTS)), ids=[layout.__name__ for layout in LAYOUTS])
def test_a_file_that_nothing_happened_to_keeps_every_promise(
    whole: dict[Damage, list[Taken]], layout: int
) -> None:
    file = Damage(layout, seed=7, rows=8)
    found = whole[file]
    assert breaches(file, found) == []
    assert found[0].file["refused"] is None
    assert found[0].file["accepted"] > 0


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(damages=_batches)
def test_whatever_happens_to_a_file_nothing_is_lost(door: Intake, damages: list[Damage]) -> None:
    found = door.take([(damage.twin.kind, damage.name, damage.content) for damage in damages])
    lost = {damage: breaches(damage, taken) for damage, taken in zip(damages, found, strict=True)}
    assert {damage: sentences for damage, sentences in lost.items() if sentences} == {}
