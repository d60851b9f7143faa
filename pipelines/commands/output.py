"""How commands put results out: to a person at a terminal, to a file, or to a program.

Here widths, rows and JSON are settled once; what is put out is each command's own.
"""

import json
from typing import Any

import click
from rich.console import Console

# Wide enough for every column where there is no terminal to measure.
PLAIN_WIDTH = 140


def console() -> Console:
    """A console as wide as the terminal; wide and plain where there is none."""
    width = None if Console().is_terminal else PLAIN_WIDTH
    # A file called [bold].csv and a remedy that says [registers.osc] are text and no markup.
    return Console(width=width, highlight=False, markup=False, emoji=False)


def put_json(data: Any) -> None:
    """Data for a program, on standard output."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False, default=str, allow_nan=False))
