"""The separator of a file: what stands between the cells of its lines.

Here it is found in the first lines; how cells are cut is decided in `cells`.
"""

import re
from collections.abc import Sequence

SEPARATORS = ",;\t|"
_STATED = re.compile(r'^"?sep=(.)"?$', re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def stated_separator(lines: Sequence[str]) -> str | None:
    """The separator that Excel's own first line states (`sep=;`)."""
    stated = _STATED.match(lines[0].strip()) if lines else None
    return stated.group(1) if stated else None


def separator_of(lines: Sequence[str]) -> str:
    """The separator that stands in most of the lines outside quotes, and among those the most frequent one."""
    bare = [line for line in _without_quoted(lines) if line.strip()]

    def weight(separator: str) -> tuple[int, int]:
        return sum(separator in line for line in bare), sum(line.count(separator) for line in bare)

    best = max(SEPARATORS, key=weight)
    return (
        best if weight(best)[0] else max(SEPARATORS, key=lambda mark: sum(line.count(mark) for line in lines))
    )


def _without_quoted(lines: Sequence[str]) -> list[str]:
    """The lines without what stands in quotes, over several lines too where the marks pair up."""
    text = "\n".join(lines)
    if text.count('"') % 2 == 0:
        return _QUOTED.sub("", text).splitlines()
    return [_QUOTED.sub("", line) for line in lines]
