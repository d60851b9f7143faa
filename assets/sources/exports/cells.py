"""Lines into cells: what stands between separators, with quotation marks as CSV means them.

Here the cutting is said once, as patterns that DuckDB runs over all lines of a file. Which lines belong
together is decided in `lines`.
"""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Cells:
    """How a file's lines are cut into cells, given its separator, and whether whole records may stand in quotes."""

    separator: str
    unwraps: bool = True

    @cached_property
    def patterns(self) -> dict[str, str]:
        """The patterns by name, and the separator itself."""
        mark = re.escape(self.separator)
        closed = f'(?:(?:"(?:[^"]|"")*"|[^{mark}"][^{mark}]*|){mark})*'
        open_cell = '"(?:[^"]|"")*$'
        whole_cell = f'(?:"(?:[^"]|"")*"|[^"{mark}\\n][^{mark}\\n]*|)'
        return {
            "separator": self.separator,
            "cell": f'("(?:[^"]|"")*"|[^{mark}]*){mark}',
            "opens": f"^{closed}{open_cell}",
            "stays_open": f'^(?:[^"]|"")*(?:$|"{mark}{closed}{open_cell})',
            "whole": f"{whole_cell}(?:{mark}{whole_cell})*",
        }

    @property
    def opens(self) -> str:
        """The pattern of a line whose last cell opens quotation marks and does not close them."""
        return self.patterns["opens"]

    @property
    def blank(self) -> str:
        """The pattern of a line that holds nothing."""
        return rf'[{re.escape(self.separator)}"\s]*'

    @property
    def alone(self) -> str:
        """The pattern of a line whose first cell alone holds something."""
        mark = re.escape(self.separator)
        return rf'(?s)("(?:[^"]|"")*"|[^{mark}]*[^{mark}"\s][^{mark}]*)[{mark}"\s]*'

    def of(self, text: str) -> str:
        """The SQL of the cells (varchar[]) of the column `text`.

        A record that was wrapped whole in one pair of quotation marks is unwrapped and cut once more.
        """
        return f"case when contains({text}, '\"') then {self._quoted(text)} else string_split({text}, {self._mark}) end"

    def _quoted(self, text: str) -> str:
        once = self._cut(text)
        if not self.unwraps:
            return once
        return (
            f"case when regexp_full_match({text}, {_literal(self._wrapped)})"
            f" then {self._cut(f'({once})[1]')} else {once} end"
        )

    def _cut(self, text: str) -> str:
        cut = f"regexp_extract_all({text} || {self._mark}, {_literal(self.patterns['cell'])}, 1)"
        unquoted = "replace(cell[2:-2], '\"\"', '\"')"
        bare = f"case when regexp_full_match(cell, '(?s)\".*\"') then {unquoted} else cell end"
        return f"list_transform({cut}, lambda cell: {bare})"

    @property
    def _mark(self) -> str:
        return _literal(self.separator)

    @cached_property
    def _wrapped(self) -> str:
        """One quoted cell, holding separators, and nothing after it but separators."""
        mark = re.escape(self.separator)
        return f'"(?:[^"{mark}]|"")*{mark}(?:[^"]|"")*"[{mark}]*'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
