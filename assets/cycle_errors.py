"""What is wrong with a `cycle.toml`, said with the line and the fix.

Here a parser's or a model's complaint becomes sentences for the person who edits the file. What the file may
hold is stated in `cycle`.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

_TABLE = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=")

Place = tuple[str | int, ...]


class CycleError(Exception):
    """The cycle's file cannot be used; the text says which line and what to write instead."""


def explain_syntax(name: str, error: tomllib.TOMLDecodeError) -> str:
    """One sentence for a file that is no TOML."""
    message = str(error)
    found = re.search(r"line (\d+)", message)
    where = f"line {found.group(1)}" if found else "last line"
    reason = re.sub(r"\s*\(at .*\)", "", message)
    return (
        f"{name}, {where}: this is not valid TOML ({reason}). Texts need both quotes, dates are written 2021-05-04 and"
        " times 10:00:00, without quotes; compare the line with the project's own cycle.toml."
    )


def explain_validation(name: str, text: str, error: ValidationError, known_keys: Iterable[str]) -> str:
    """One sentence per finding, in the file's order; `known_keys` are those that a misspelt one may have meant."""
    lines = _lines_by_place(text)
    findings = [
        (_line_of_finding(text, lines, finding), _sentence(finding, known_keys)) for finding in error.errors()
    ]
    return "\n".join(f"{name}, line {line}: {sentence}" for line, sentence in sorted(findings))


def _place(finding: Any) -> Place:
    return tuple(finding["loc"])


def _sentence(finding: Any, known_keys: Iterable[str]) -> str:
    place = _place(finding)
    key = str(place[-1]) if place else "the cycle"
    kind, message = finding["type"], finding["msg"]
    if kind == "extra_forbidden":
        return f"`{key}` is not a known key{_suggestion(key, known_keys)}. Correct it or remove the line."
    if kind == "missing":
        return f"`{key}` is missing in {_table_name(place[:-1])}. Add a line `{key} = ...` there."
    if kind == "value_error":
        return f"{message.removeprefix('Value error, ')}."
    if kind in _UNQUOTED:
        return f"`{key}`{_shown(finding)} is not {_UNQUOTED[kind]}, without quotes."
    if kind == "string_pattern_mismatch":
        form = _FORMS.get(key, "compare it with the shipped file")
        return f"`{key}` = {finding['input']!r} has the wrong form; {form}."
    return f"`{key}`{_shown(finding)}: {message[0].lower()}{message[1:]}. Correct the value."


_UNQUOTED = {
    "date_type": "a date: write it as 2021-05-04",
    "time_type": "a time: write it as 10:00:00",
    "datetime_type": "an instant: write it as 2021-05-04T10:00:00",
}


def _shown(finding: Any) -> str:
    """The refused value where it is a short scalar outside [exclude], which holds people's addresses."""
    value = finding["input"]
    is_safe = isinstance(value, str | int | float) and "exclude" not in _place(finding)
    return f" = {value!r}" if is_safe else ""


_FORMS = {
    "session_id": 'write "s1", "s2" ... in order',
    "video_id": "write the 11 characters after `v=` in the video's address",
    "cycle_id": "use lower-case letters, digits and hyphens",
    "file": "write the file's name alone; it lies in reference/",
}


def _suggestion(key: str, known_keys: Iterable[str]) -> str:
    close = difflib.get_close_matches(key, sorted(known_keys), n=1)
    return f"; did you mean `{close[0]}`" if close else ""


def _table_name(place: Sequence[str | int]) -> str:
    if not place:
        return "the top of the file"
    name = ".".join(str(part) for part in place if isinstance(part, str))
    number = next((part for part in place if isinstance(part, int)), None)
    return f"[{name}]" if number is None else f"[[{name}]] number {number + 1}"


def _line_of_finding(text: str, lines: dict[Place, int], finding: Any) -> int:
    """A complaint about the whole cycle names the value it is about: that value's line, else the finding's place."""
    named = re.search(r"(?:session|video) ([\w-]+) (?:starts|stands)", finding["msg"])
    if named:
        standing = [n for n, line in enumerate(text.splitlines(), 1) if f'"{named.group(1)}"' in line]
        return standing[-1] if standing else 1
    return _line_of(lines, _place(finding))


def _line_of(lines: dict[Place, int], place: Place) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _lines_by_place(text: str) -> dict[Place, int]:
    """Where each table and key stands: tomllib keeps no positions, and the reader of a message needs them."""
    lines: dict[Place, int] = {}
    counts: dict[str, int] = {}
    here: Place = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if table := _TABLE.match(line):
            here = _enter(table.group(2), table.group(1) == "[[", counts)
            lines.setdefault(here, number)
        elif key := _KEY.match(line):
            lines.setdefault((*here, key.group(1)), number)
    return lines


def _enter(name: str, is_list: bool, counts: dict[str, int]) -> Place:
    place: Place = ()
    prefix = ""
    for part in name.split("."):
        prefix = f"{prefix}.{part}".lstrip(".")
        if is_list and prefix == name:
            counts[name] = counts.get(name, -1) + 1
        place = (*place, part, counts[prefix]) if prefix in counts else (*place, part)
    return place
