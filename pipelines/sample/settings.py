"""What a sample is asked to be: its seed, its size and how badly its people write.

Here the numbers of each noise level live, and the streams of chance drawn from the seed. What is done
with them is decided by the modules that build the world and its rows.
"""

import random
from dataclasses import dataclass

PEOPLE_AT_SCALE_1 = 2000
ORGANISATIONS_AT_SCALE_1 = 700
UNREACHED_OSC_AT_SCALE_1 = 400


class SampleError(Exception):
    """A sample cannot be written as asked; the message says what to change."""


@dataclass(frozen=True)
class Noise:
    """How far the written rows stray from the truth; every float is a share between 0 and 1."""

    names_vary: bool
    organisation_forms: bool
    without_email: float
    name_typo: float
    nick: float
    device: float
    email_typo: float
    unregistered: float
    namesakes: float
    acronyms: float
    municipality_wrong: float
    shared_email: float


LEVELS = (
    Noise(False, False, 0.0, 0.0, 0.0, 0.0, 0.0, 0.04, 0.0, 0.0, 0.0, 0.0),
    Noise(True, False, 0.2, 0.0, 0.0, 0.0, 0.0, 0.04, 0.0, 0.0, 0.0, 0.0),
    Noise(True, True, 0.4, 0.15, 0.10, 0.03, 0.05, 0.10, 0.03, 0.2, 0.05, 0.0),
    Noise(True, True, 0.6, 0.30, 0.20, 0.06, 0.10, 0.20, 0.06, 0.4, 0.10, 0.02),
)


@dataclass(frozen=True)
class Settings:
    """The arguments of a sample; `scale` 1 is 2,000 people who take part and about 700 organisations."""

    seed: int
    scale: float
    noise_level: int

    def __post_init__(self) -> None:
        if self.noise_level not in range(len(LEVELS)):
            raise SampleError(f"noise {self.noise_level} is unknown; choose 0, 1, 2 or 3")
        if not 0 < self.scale <= 1000:
            raise SampleError(f"scale {self.scale} is out of range; choose a number above 0 and up to 1000")

    @property
    def noise(self) -> Noise:
        """The numbers of the noise level."""
        return LEVELS[self.noise_level]

    def sized(self, at_scale_1: int) -> int:
        """How many there are at this scale of what counts `at_scale_1`; at least one."""
        return max(1, round(at_scale_1 * self.scale))

    def chance(self, part: str) -> random.Random:
        """A stream of chance of its own for each part, so that one part cannot shift another."""
        return random.Random(f"alcance/{self.seed}/{part}")
