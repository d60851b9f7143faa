"""`alcance review`: what is worth a human's minute, and the decision that they take.

Here the list is shown, questions are asked and answers are handed on; what is listed and what may be decided is
`assets.identity`'s business.
"""

from datetime import datetime
from typing import Any

import click

from assets.identity.deciding import write_decision
from assets.identity.private_door import Answer, enter
from assets.identity.reviewing import (
    NEEDED,
    SHOWN_DIGITS,
    broken_decisions,
    cells_of,
    find_item,
    open_items,
)
from assets.sources.decisions import DecisionError
from assets.workspace import Workspace
from pipelines.commands.output import console, put_json

NEXT = "The next `alcance run` applies it."
ASKED = {
    "people": "the same person?",
    "organisations": "does this name mean this organisation?",
    "places": "which municipality is meant?",
    "actor_types": "which type of actor is it?",
    "files": "does this newer version count, which names fewer people?",
}
VALUES = {
    "organisations": "the key of another organisation (gov:…, osc:…, name:…)",
    "places": "the municipality's five digits",
    "actor_types": "an actor type, with :municipal or :state behind local_government",
}


def show_review(workspace: Workspace, limit: int, as_json: bool) -> int:
    """Show the most valuable items; returns 0, or 1 where a decision of the files could not be applied."""
    with enter(workspace, NEEDED) as connection:
        items, broken = open_items(connection, workspace), broken_decisions(connection)
    if as_json:
        put_json({"open": len(items), "items": items[:limit], "broken_decisions": broken})
    else:
        _show(items, limit, broken)
    return 1 if broken else 0


def decide(
    workspace: Workspace, item_id: str, verb: str, value: str | None, by: str, reason: str, as_json: bool
) -> int:
    """Write what somebody decided about an item; returns 0. Raises DecisionError, NotThereError."""
    with enter(workspace, NEEDED) as connection:
        item = find_item(open_items(connection, workspace), item_id)
        if verb not in item["verbs"]:
            raise DecisionError(f"of {item['kind']} one can say {' or '.join(item['verbs'])}, not {verb}")
        cells = cells_of(item, verb, value) | _signed(workspace.as_of, workspace, by, reason)
        path, line = write_decision(connection, workspace, item["kind"], cells)
    written = {"file": path.relative_to(workspace.root).as_posix(), "line": line, **cells}
    if as_json:
        put_json(written)
    else:
        click.echo(f"{written['file']}, line {line}: {cells['decision']}, written. {NEXT}")
    return 0


def ask_one_by_one(workspace: Workspace, limit: int, by: str | None) -> int:
    """Ask about the most valuable items, one after the other, until there are no more or the answer is quit."""
    with enter(workspace, NEEDED) as connection:
        items = open_items(connection, workspace)[:limit]
    signed = by or click.prompt("decided by")
    for number, item in enumerate(items, start=1):
        click.echo(f"\n{number} of {len(items)}. {_sentence(item)}")
        verb = click.prompt(
            ASKED[item["kind"]], type=click.Choice([*item["verbs"], "skip", "quit"]), default="skip"
        )
        if verb == "quit":
            break
        if verb == "skip":
            continue
        value = click.prompt(VALUES[item["kind"]]) if verb == "set" else None
        reason = click.prompt("reason")
        try:
            decide(workspace, item["item_id"], verb, value, signed, reason, as_json=False)
        except DecisionError as error:
            click.echo(str(error))
    return 0


def _signed(clock: datetime, workspace: Workspace, by: str, reason: str) -> dict[str, str]:
    """Who decided, on which day in the cycle's time zone, and why."""
    day = clock.astimezone(workspace.cycle.zone).date()
    return {"decided_by": by, "decided_on": day.isoformat(), "reason": reason}


def _show(items: list[Answer], limit: int, broken: list[str]) -> None:
    screen = console()
    for sentence in broken:
        screen.print(f"cannot be applied: {sentence}", soft_wrap=True)
    for item in items[:limit]:
        screen.print(_sentence(item), soft_wrap=True)
    if not items:
        screen.print("Nothing is waiting for a human.")
        return
    hidden = len(items) - limit
    if hidden > 0:
        screen.print(f"and {hidden} more: ask with --limit {len(items)}")
    first = items[0]
    value = " VALUE" if first["verbs"] == ["set"] else ""
    screen.print(
        f"\nDecide with: alcance review {first['verbs'][0]} {_short(first)}{value} --by NAME --reason TEXT",
        soft_wrap=True,
    )


def _sentence(item: Answer) -> str:
    people = item["people_at_stake"]
    parts: list[Any] = [f"{_short(item)}  {people} {'person' if people == 1 else 'people'}  {item['kind']}:"]
    parts += [item["subject"], "→", item["candidate"] or "?"]
    known = "" if item["probability"] is None else f", {item['probability']:.2f}"
    return f"{' '.join(map(str, parts))}  ({item['doubt']}{known}; {', '.join(item['verbs'])})"


def _short(item: Answer) -> str:
    return str(item["item_id"][:SHOWN_DIGITS])
