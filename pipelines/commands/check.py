"""`alcance check`: what each file is, how it was read, and what was accepted and refused and why.

Here findings are shown to a person or a program; they are made in `assets.sources.checking`, and nothing is
written anywhere.
"""

from pathlib import Path
from typing import Any

from assets.sources.checking import check_files
from assets.sources.inbox import visible_files
from assets.workspace import Workspace
from pipelines.commands.output import console, put_json


def check_and_show(paths: list[Path], workspace: Workspace, as_json: bool) -> int:
    """Show a finding per file, a folder standing for the files in it; returns 0 where none was refused, else 1."""
    files = [file for path in paths for file in (visible_files(path) if path.is_dir() else [path])]
    findings = list(check_files(files, workspace))
    if as_json:
        put_json(findings)
    else:
        for finding in findings:
            _show(finding)
    return 1 if any(finding["refused"] for finding in findings) else 0


def _show(finding: dict[str, Any]) -> None:
    screen = console()
    screen.print(f"{finding['file']}", soft_wrap=True)
    screen.print(f"  {_what(finding)}", soft_wrap=True)
    screen.print(f"  {_rows(finding)}", soft_wrap=True)
    if finding["first_join"]:
        screen.print(
            f"  {finding['stays']} stays from {finding['first_join']} to {finding['last_leave']}",
            soft_wrap=True,
        )
    if finding["kind"] == "attendance" and finding["session_id"]:
        screen.print(f"  session {finding['session_id']}")
    if finding["refused"]:
        screen.print(f"  refused: {finding['refused']}", soft_wrap=True)
    for warning in finding["warnings"]:
        screen.print(f"  {warning}", soft_wrap=True)


def _what(finding: dict[str, Any]) -> str:
    if not finding["platform"]:
        return "not an export that is known"
    order = f", dates {finding['date_order']}" if finding["date_order"] else ""
    return (
        f"{finding['platform']} {finding['kind']}, language {finding['language']},"
        f" {finding['encoding']}{order}, times in {finding['time_zone']}"
    )


def _rows(finding: dict[str, Any]) -> str:
    skipped = ", ".join(f"{rows} of {section}" for section, rows in finding["skipped"].items())
    counts = f"{finding['rows']} rows: {finding['accepted']} accepted, {finding['rejected']} rejected"
    return f"{counts}; skipped: {skipped}" if skipped else counts
