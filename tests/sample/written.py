"""What stands in a sample's files beside who really stands behind it, for tests of how people write.

Here cells are laid beside the truth and told apart; which shares are right is said in the tests.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.sample.spelling import STOP_WORDS, folded

from .conftest import table
from .exports import read_attendance, stays

TITLES = frozenset(("lic", "mtra", "mtro", "dra", "dr", "ing"))


@dataclass(frozen=True)
class Shown:
    """How a person of the audience shows on one session's call at first."""

    name: str
    email: str
    person: dict[str, str]

    @property
    def kind(self) -> str:
        """`plain`, or how it strays: `device`, `nick`, `mistyped`."""
        given, surnames = (words(self.person[part]) for part in ("given_names", "surnames"))
        shown = words(self.name) - TITLES
        if not any(is_near(word, known) for word in shown for known in given | surnames):
            return "device" if not is_initials(self.name) else "nick"
        if not shown - given - surnames and shown & given and shown & surnames:
            return "plain"
        strays = shown - given - surnames
        return "nick" if len(shown) < 2 or any(len(word) == 1 for word in strays) else "mistyped"


@dataclass(frozen=True)
class Form:
    """A form's answers, by column, with the person and the organisation behind it."""

    cells: list[str]
    person: dict[str, str]
    organisation: dict[str, str] | None


def words(text: str) -> set[str]:
    """The words of a name as keys, particles left out."""
    return set(folded(text).split()) - STOP_WORDS


def is_initials(name: str) -> bool:
    return name.isupper() and len(name) <= 4 and name != "PC"


def is_near(word: str, known: str) -> bool:
    """Whether two words of three letters or more share their length within one, and all letters but two."""
    if word == known:
        return True
    if min(len(word), len(known)) < 3 or abs(len(word) - len(known)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known))
    )
    rests = {(word[start + skip :], known[start + other :]) for skip, other in ((0, 1), (1, 0), (1, 1))}
    swapped = (
        word[start : start + 2] == known[start : start + 2][::-1] and word[start + 2 :] == known[start + 2 :]
    )
    return swapped or any(mine == theirs for mine, theirs in rests)


def shown_on_calls(workspace: Path) -> Iterator[Shown]:
    """Everybody of the audience once per session, as on their first row."""
    people = {person["person_id"]: person for person in table(workspace, "truth/people.csv")}
    persons = {
        (row["file"], int(row["line"])): row["person_id"] for row in table(workspace, "truth/rows.csv")
    }
    for path in sorted(workspace.glob("inbox/s*/attendance/*.csv")):
        file = path.relative_to(workspace).as_posix()
        seen: set[str] = set()
        for row in stays(read_attendance(path)):
            person_id = persons[file, row.line]
            if people[person_id]["role"] == "audience" and person_id not in seen:
                seen.add(person_id)
                yield Shown(row.name, row.email, people[person_id])


def forms(workspace: Path) -> Iterator[Form]:
    """Every form once, however often it was sent."""
    people = {person["person_id"]: person for person in table(workspace, "truth/people.csv")}
    organisations = {one["organisation_id"]: one for one in table(workspace, "truth/organisations.csv")}
    persons = {
        (row["file"], int(row["line"])): row["person_id"] for row in table(workspace, "truth/rows.csv")
    }
    for path in sorted(workspace.glob("inbox/*/registrations/*.csv")):
        file = path.relative_to(workspace).as_posix()
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        sent = {persons[file, line]: row for line, row in enumerate(rows[1:], start=2)}
        for person_id, cells in sent.items():
            yield Form(cells, people[person_id], organisations.get(people[person_id]["organisation_id"]))
