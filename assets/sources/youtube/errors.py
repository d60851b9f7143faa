"""Why YouTube's counters may be unavailable: the table `failures.csv`, and the one error that carries its reasons.

Here the table is read and held to its form. How a reason is recognised is `diagnosis`'s business.
"""

import csv
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, get_args

from assets.sources.google.failures import SOON, Action, Failure, GoogleUnavailable, failure_of

_COLUMNS = ["reason", "action", "meaning", "remedy"]
_ACTIONS: tuple[Action, ...] = get_args(Action)


def read_failures(path: Path) -> dict[str, Failure]:
    """A table of failures by reason; what is to be retried is so after 1, 2 and 4 seconds.

    Columns: reason, action (retry, wait_until, stop), meaning and remedy as halves of a sentence. Raises
    ValueError with file and line where a row is not in this form.
    """
    failures: dict[str, Failure] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != _COLUMNS:
            raise ValueError(f"{path.name}: the header is not {','.join(_COLUMNS)}; correct it.")
        for row in reader:
            place = f"{path.name}, line {reader.line_num}"
            if row["reason"] in failures:
                raise ValueError(f"{place}: the reason {row['reason']} stands twice; keep one.")
            failures[row["reason"]] = _failure(row, place)
    return failures


def _failure(row: Mapping[str | Any, str | Any], place: str) -> Failure:
    if None in row or not all(row[column] for column in _COLUMNS):
        raise ValueError(f"{place}: a row has {len(_COLUMNS)} cells, and none is empty; correct it.")
    action = next((known for known in _ACTIONS if known == row["action"]), None)
    if action is None:
        raise ValueError(f"{place}: the action {row['action']!r} is not one of {', '.join(_ACTIONS)}.")
    return Failure(row["meaning"], row["remedy"], action, SOON if action == "retry" else ())


FAILURES: Mapping[str, Failure] = read_failures(Path(__file__).with_name("failures.csv"))


class AudienceUnavailable(GoogleUnavailable):
    """YouTube's public counters could not be read; the text is one sentence, without address and key.

    `reason` is a word of the table: the API's own (quotaExceeded ...) or one of ours (`unreachable`, `budgetSpent`
    ...); `remedy` says what to do; `retry_after` is the instant from which asking again makes sense, where known.
    """

    what: ClassVar[str] = "YouTube's public counters"
    failures: ClassVar[Mapping[str, Failure]] = FAILURES


def unavailable(reason: str, retry_after: datetime | None = None) -> AudienceUnavailable:
    """The error for a reason, with the remedy that the table gives."""
    return AudienceUnavailable(reason, failure_of(FAILURES, reason).remedy, retry_after)
