"""The numbered rules of counting, and which of them shape a column of `reach`.

Here they are read from `counting_rules.yaml`; the statements of `sql/` are what follows them.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import yaml

from assets.tables import Text

FILE = Path(__file__).with_name("counting_rules.yaml")


@dataclass(frozen=True)
class Rule:
    """A rule by its number, and the patterns of the columns that it shapes."""

    number: int
    text: Text
    columns: tuple[str, ...]


def rules_of(column: str) -> list[Rule]:
    """The rules that shape a column of `reach`, by number."""
    return [rule for rule in _rules() if any(fnmatchcase(column, pattern) for pattern in rule.columns)]


@cache
def _rules() -> tuple[Rule, ...]:
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        Rule(entry["number"], Text(entry["es"], entry["en"]), tuple(entry["columns"])) for entry in entries
    )
