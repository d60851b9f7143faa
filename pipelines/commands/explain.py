"""`alcance explain`: why a figure is what it is, and why a row of an export is whose it is.

Here answers are put together from the warehouse, or from the published file for who may open nothing else, and are
shown; what is looked up is `assets.identity`'s business.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
from rich.console import Console

from assets.identity import figure_rows, link_rows
from assets.identity.figure_questions import Question, describe_figure
from assets.identity.figures import FigureError
from assets.identity.private_door import Answer, NotThereError, enter, may_enter
from assets.publication.release import DATABASE, current_manifest
from assets.workspace import Workspace
from pipelines.commands.output import console, put_json

SHUT = (
    "The rows behind this figure are shown only to who may open the private warehouse (private/warehouse.duckdb);"
    " what stands here is from the published file."
)


def show_figure(workspace: Workspace, question: Question, limit: int, as_json: bool) -> int:
    """Show why the figure is what it is; returns 0. Raises NotThereError where there is no such row."""
    answer = figure(workspace, question, limit)
    if as_json:
        put_json(answer)
    else:
        _show_figure(console(), answer)
    return 0


def show_link(
    workspace: Workspace, file: str | None, line: int | None, person: int | None, as_json: bool
) -> int:
    """Show why the row is whose it is, or all that is taken for a person; returns 0. Raises NotThereError."""
    with enter(workspace, link_rows.NEEDED) as connection:
        if person is not None:
            answer = link_rows.explain_person(connection, person)
        else:
            answer = link_rows.explain_line(connection, str(file), int(line or 0))
    if as_json:
        put_json(answer)
    elif person is not None:
        _show_person(console(), answer)
    else:
        _show_line(console(), answer)
    return 0


def figure(workspace: Workspace, question: Question, limit: int) -> Answer:
    """The explanation of a figure, with the rows that it counts where they may be seen."""
    if may_enter(workspace):
        with enter(workspace, (question.table.full_name, *figure_rows.NEEDED)) as connection:
            answer = describe_figure(connection, question) | _counted(connection, question, limit)
    else:
        with _published(workspace) as connection:
            answer = describe_figure(connection, question) | {"counted": None, "doubts": [], "note": SHUT}
    manifest = current_manifest(workspace)
    release = manifest and {"release_id": manifest.release_id, "as_of": manifest.as_of}
    return answer | {"release": release, "inputs": manifest.inputs if manifest else {}}


def _counted(connection: duckdb.DuckDBPyConnection, question: Question, limit: int) -> Answer:
    try:
        return {
            "counted": figure_rows.explain_rows(connection, question, limit),
            "doubts": figure_rows.explain_doubts(connection, question),
            "note": None,
        }
    except FigureError as error:
        return {"counted": None, "doubts": [], "note": f"Its rows cannot be shown: {error}."}


@contextmanager
def _published(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    file = workspace.published / DATABASE
    if not file.is_file():
        raise NotThereError(
            "nothing is published yet, and the private warehouse is shut: type `alcance run`."
        )
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("set timezone = ?", [workspace.cycle.time_zone])
        yield connection


def _show_figure(screen: Console, answer: Answer) -> None:
    where = ", ".join(f"{key} = {value}" for key, value in answer["row"].items())
    screen.print(f"{answer['figure']} ({where})", soft_wrap=True)
    screen.print(f"value: {_value(answer)}\n", soft_wrap=True)
    _say(screen, answer["definition"]["es"], answer["definition"]["en"])
    screen.print("\nrules of counting:")
    for rule in answer["rules"]:
        _say(screen, f"{rule['number']}. {rule['es']}", f"{rule['number']}. {rule['en']}")
    _say(screen, f"\nmade by {answer['figure'].rpartition('.')[0]} from {', '.join(answer['reads'])}")
    _say(screen, f"which stand on {', '.join(answer['sources'])}")
    for part in answer["counted"] or []:
        _show_part(screen, part)
    _show_doubts(screen, answer["doubts"])
    if answer["counted"] == []:
        _say(screen, "\nIt counts neither people nor organisations, so there are no rows of theirs to show.")
    if answer["note"]:
        _say(screen, f"\n{answer['note']}")
        _show_inputs(screen, answer)


def _value(answer: Answer) -> str:
    if answer["value"] is None:
        return "NULL, which means that it is not known"
    if answer["low"] is None:
        return str(answer["value"])
    return f"{answer['value']} (low {answer['low']}, high {answer['high']})"


def _show_part(screen: Console, part: Answer) -> None:
    counts = "counts" if part["is_count"] else "is a median over"
    condition = f" where {part['condition']}" if part["condition"] else ""
    _say(screen, f"\n{part['count']} {counts} {part[part['unit']]} {part['unit']}{condition}")
    for rule in part["people_by_link_rule"]:
        least = rule["least_probability"]
        sure = (
            "" if least is None else f", with a probability of {least:.3g}{'' if least == 1 else ' or more'}"
        )
        _say(
            screen,
            f"  {rule['people']} people linked by {rule['link_rule'] or 'no rule: not audience'}{sure}",
        )
    for rule in part["organisations_by_link_rule"]:
        _say(screen, f"  {rule['organisations']} organisations recognised by {rule['link_rule']}")
    for unit in part["shown"]:
        named = " ".join(str(unit[name]) for name in ("key", "name", "email") if unit[name] is not None)
        _say(screen, f"  {named}{_linked(unit)}")
        for row in unit["rows"]:
            _say(screen, f"      {row['session_id']} {row['ledger']}: {row['file']}, line {row['line']}")
    hidden = part[part["unit"]] - len(part["shown"])
    if hidden:
        _say(screen, f"  and {hidden} more: ask with --limit {part[part['unit']]}")


def _show_doubts(screen: Console, doubts: list[Answer]) -> None:
    if doubts:
        _say(screen, "\nits low and high come from what might be otherwise:")
    for doubt in doubts:
        each = "" if doubt["events"] == 1 else f", {doubt['events']} times"
        _say(
            screen,
            f"  {doubt['change']:+d} with a probability of {doubt['probability']:.2g}: {doubt['cause']}{each}",
        )


def _show_inputs(screen: Console, answer: Answer) -> None:
    if answer["release"]:
        _say(screen, f"\nrelease {answer['release']['release_id']} was made from these inputs (SHA-256):")
    for name, digest in sorted(answer["inputs"].items()):
        _say(screen, f"  {digest[:16]}… {name}")


def _show_line(screen: Console, answer: Answer) -> None:
    _say(
        screen,
        f"{answer['file']}, line {answer['line']}: {answer['ledger']} {answer['session_id'] or ''}".rstrip(),
    )
    _say(screen, f"\nperson {answer['person']['person_id']}{_linked(answer)}")
    for candidate in answer["candidates"]:
        who = (
            f"person {candidate['person_id']} {candidate['name'] or ''} {candidate['email'] or ''}".strip()
            if candidate["person_id"] is not None
            else "nobody known"
        )
        evidence = _facts(candidate, without=("person_id", "name", "email", "probability"))
        _say(screen, f"  {candidate['probability']:.3f} {who} ({evidence})")
    for decision in answer["decisions"]:
        _say(screen, f"  decided: {_facts(decision)}")
    for part in ("organisation", "place_and_type"):
        if answer[part]:
            _say(screen, f"\n{part.replace('_', ' ')}: {_facts(answer[part])}")
    screen.print()
    _show_person(screen, answer["person"])


def _show_person(screen: Console, person: Answer) -> None:
    _say(screen, f"person {person['person_id']}: {_facts(person, without=('person_id', 'rows', 'sessions'))}")
    _say(screen, "rows taken for this person:")
    for row in person["rows"]:
        shown = " ".join(filter(None, (row["name"], row["email"])))
        _say(
            screen,
            f"  {row['file']}, line {row['line']}: {row['ledger']} {row['session_id']} {shown}{_linked(row)}",
        )
    _say(
        screen,
        "counted as:" if person["sessions"] else "counted nowhere: not audience, or registered for nothing",
    )
    for session in person["sessions"]:
        _say(screen, f"  {session['session_id']}: {_facts(session, without=('session_id',))}")


def _linked(row: Answer) -> str:
    """The rule and probability of a link, in brackets; nothing where no rule made it."""
    if not row.get("link_rule"):
        return ""
    probability = row.get("link_probability")
    return f" [{row['link_rule']}{'' if probability is None else f', {probability:.3g}'}]"


def _facts(row: Answer, without: Sequence[str] = ()) -> str:
    return ", ".join(
        f"{name} {_told(value)}" for name, value in row.items() if name not in without and value is not None
    )


def _told(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _say(screen: Console, *lines: str) -> None:
    for line in lines:
        screen.print(line, soft_wrap=True)
