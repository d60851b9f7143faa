"""What is worth a human's minute, most valuable first: the doubts that a decision would settle.

Here the list that the last run made is read; what is listed is written in `sql/core/review.sql`, and how a
decision gets into its file is `deciding`'s business.
"""

from collections.abc import Iterator

import duckdb

from assets.identity.private_door import Answer, NotThereError
from assets.sources.decisions import KINDS, decisions_file, read_decisions
from assets.warehouse import records
from assets.workspace import Workspace

NEEDED = (
    "core.review",
    "quality.decisions",
    "identity.appearances",
    "identity.organisation_mentions",
    "identity.place_answers",
)
# So many digits of an item's id are shown; they are enough to name one among thousands.
SHOWN_DIGITS = 8
# By which columns a decision and an item are about the same thing.
_ABOUT = {
    "people": ("one", "other"),
    "organisations": ("written", "cve_ent", "organisation_key"),
    "places": ("state", "municipality"),
    "actor_types": ("organisation_key",),
    "files": ("file",),
}
# Of a name that was confirmed to mean something, nothing else is asked.
ANYTHING = "*"
_MOST_VALUABLE_FIRST = """
select *
from core.review
order by
    people_at_stake desc,
    registered_at_stake desc,
    abs(coalesce(probability, 0.5) - 0.5) asc,
    kind asc,
    item_id asc
"""


def open_items(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> list[Answer]:
    """Every item that no file of decisions speaks of yet, most valuable first, with `verbs` that can be said of it."""
    found = records(connection.execute(_MOST_VALUABLE_FIRST))
    spoken_of = {name: set(_spoken_of(workspace, name)) for name in KINDS}
    return [{**item, "verbs": _verbs(item)} for item in found if not _about(item) & spoken_of[item["kind"]]]


def find_item(items: list[Answer], item_id: str) -> Answer:
    """The one item whose id begins so; raises NotThereError."""
    found = [item for item in items if item["item_id"].startswith(item_id.strip().lower())]
    if len(item_id.strip()) < SHOWN_DIGITS or len(found) > 1:
        raise NotThereError(
            f"{item_id} may be several items: write all {SHOWN_DIGITS} digits, or more, which --json shows"
        )
    if not found:
        raise NotThereError(
            f"no item is called {item_id}: `alcance review` lists those that are open; it may be decided already"
        )
    return found[0]


def broken_decisions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What to do about each decision that the last run could not apply."""
    rows = connection.execute(
        "select sentence from quality.decisions where status <> 'applied' order by kind, line"
    ).fetchall()
    return [row[0] for row in rows]


def _verbs(item: Answer) -> list[str]:
    """What can be said of an item: only what is proposed is refused; a name may be confirmed to be its own."""
    if item["kind"] == "organisations" and item["organisation_key"] is None:
        return ["set"]
    verbs = {
        "people": ["confirm", "refuse"],
        "organisations": ["confirm", "refuse", "set"] if item["is_proposal"] else ["confirm", "set"],
        "places": ["confirm", "set"] if item["is_proposal"] else ["set"],
        "actor_types": ["set"],
        "files": ["confirm", "refuse"],
    }
    return verbs[item["kind"]]


def _about(item: Answer) -> set[tuple[str | None, ...]]:
    """What a decision on the item would be about; of a name also whatever it may be confirmed to mean."""
    about = tuple(item[column] for column in _ABOUT[item["kind"]])
    either_way = {about, about[::-1]} if item["kind"] == "people" else {about}
    return either_way | {(*about[:2], ANYTHING)}


def _spoken_of(workspace: Workspace, name: str) -> Iterator[tuple[str | None, ...]]:
    """What the decisions of a file are about, in the words of `_about`."""
    for _, decision in read_decisions(decisions_file(workspace, name), KINDS[name]):
        cells = decision.model_dump()
        about = tuple(cells[column] for column in _ABOUT[name])
        yield about
        if name == "organisations" and cells["decision"] == "confirm":
            yield (*about[:2], ANYTHING)


def cells_of(item: Answer, verb: str, value: str | None) -> dict[str, str]:
    """What a decision about the item says in the columns of its file, but for who decided, when and why."""
    cells = {name: item[name] for name in KINDS[item["kind"]].model_fields if item.get(name) is not None}
    return cells | _said(item["kind"], verb, value)


def _said(kind: str, verb: str, value: str | None) -> dict[str, str]:
    """What the verb and its value add; a value set for an organisation confirms another than the one proposed."""
    if kind == "organisations" and verb == "set":
        return {"decision": "confirm", "organisation_key": value or ""}
    if kind == "places":
        return {"decision": "set", **({"cvegeo": value} if value else {})}
    if kind == "actor_types":
        actor_type, _, level = (value or "").partition(":")
        return {"decision": "set", "actor_type": actor_type, **({"government_level": level} if level else {})}
    return {"decision": verb}
