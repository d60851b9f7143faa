"""The contracts: one YAML file per table, `<schema>/<table>.yaml`, and how they are read.

A contract names the table's key and lists sentences with the expectation that proves each; how it is run is
`assets.quality.validation`'s business.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Expectation:
    """A sentence a person understands, and the Great Expectations name and arguments that prove it."""

    says: str
    expect: str
    severity: Literal["fail", "warn"] = "fail"
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Contract:
    """What must hold of `table`; `key` holds the columns by which a failing row is named, never personal ones."""

    table: str
    key: tuple[str, ...]
    expectations: tuple[Expectation, ...]


def contracts() -> Iterator[Contract]:
    """Every contract, by table."""
    for path in sorted(FOLDER.glob("*/*.yaml")):
        yield read_contract(path)


def read_contract(path: Path) -> Contract:
    """The contract of one file; the file's place names its table."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    expectations = tuple(_expectation(entry) for entry in content["expectations"])
    return Contract(f"{path.parent.name}.{path.stem}", tuple(content["key"]), expectations)


def _expectation(entry: dict[str, Any]) -> Expectation:
    arguments = {name: value for name, value in entry.items() if name not in ("says", "expect", "severity")}
    return Expectation(entry["says"], entry["expect"], entry.get("severity", "fail"), arguments)
