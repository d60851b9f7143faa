"""Damage: what happens to exports on their way, as small steps that hypothesis chooses and that always end alike.

Here steps are put one after another, from cells over text to bytes, and what is left of a twin is told. What must
survive is said in `claims`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from hypothesis import strategies as st

from tests.sources.twins.cell_damage import CELL_STEPS
from tests.sources.twins.layouts import LAYOUTS
from tests.sources.twins.model import Twin, encoded
from tests.sources.twins.text_damage import TEXT_STEPS, draft_of

ByteStep = Callable[[bytes, int, int, int], bytes]
# The seed of what is appended; twins themselves have smaller ones.
_ANOTHER = 1_000


def flip(content: bytes, place: int, bit: int, _: int) -> bytes:
    """One bit turned round."""
    return _changed(content, place, lambda byte: byte ^ (1 << bit % 8))


def overwrite(content: bytes, place: int, value: int, _: int) -> bytes:
    """One byte become another one."""
    return _changed(content, place, lambda _byte: value % 256)


def truncate(content: bytes, place: int, _: int, __: int) -> bytes:
    """Nothing from a place on."""
    return content[: place % (len(content) + 1)]


def append(content: bytes, layout: int, seed: int, _: int) -> bytes:
    """Another file behind it."""
    return content + LAYOUTS[layout % len(LAYOUTS)](_ANOTHER + seed % 100, 3).content


BYTE_STEPS: tuple[ByteStep, ...] = (flip, overwrite, truncate, append)
STEPS = {step.__name__: step for step in (*CELL_STEPS, *TEXT_STEPS, *BYTE_STEPS)}
_ORDER = list(STEPS)


@dataclass(frozen=True)
class Damage:
    """A twin by its layout's place, seed and rows, and the steps done to it: each a name and three numbers."""

    layout: int
    seed: int
    rows: int
    steps: tuple[tuple[str, int, int, int], ...] = ()

    @cached_property
    def twin(self) -> Twin:
        """The file before anything happened to it."""
        return LAYOUTS[self.layout](self.seed, self.rows)

    @cached_property
    def changed(self) -> Twin:
        """The file after its cells were damaged, and before its text was."""
        twin = self.twin
        for step in CELL_STEPS:
            for _, *numbers in self._named(step.__name__):
                twin = step(twin, *numbers)
        return twin

    @cached_property
    def content(self) -> bytes:
        """The file's bytes after all."""
        content = (
            self.changed.content if self.changed.is_workbook else encoded(self._text(), self.changed.encoding)
        )
        for step in BYTE_STEPS:
            for _, *numbers in self._named(step.__name__):
                content = step(content, *numbers)
        return content

    @property
    def name(self) -> str:
        """The file's name: what became a workbook is called one."""
        stem, _, _ = self.twin.name.rpartition(".")
        return f"{stem}.xlsx" if self.changed.is_workbook else self.twin.name

    def has(self, *steps: str) -> bool:
        """Whether any of these steps was done."""
        return any(name in steps for name, *_ in self.steps)

    def _text(self) -> str:
        draft = draft_of(self.changed)
        for step in TEXT_STEPS:
            for _, *numbers in self._named(step.__name__):
                draft = step(draft, *numbers) if draft.records else draft
        return draft.text

    def _named(self, name: str) -> list[tuple[str, int, int, int]]:
        return [step for step in self.steps if step[0] == name]


def _changed(content: bytes, place: int, change: Callable[[int], int]) -> bytes:
    if not content:
        return content
    at = place % len(content)
    return content[:at] + bytes([change(content[at])]) + content[at + 1 :]


_NUMBERS = st.integers(0, 2**20)
damages = st.builds(
    Damage,
    layout=st.integers(0, len(LAYOUTS) - 1),
    seed=st.integers(0, 50),
    rows=st.integers(3, 12),
    steps=st.lists(
        st.tuples(st.sampled_from(_ORDER), _NUMBERS, _NUMBERS, _NUMBERS), min_size=1, max_size=3
    ).map(tuple),
)
