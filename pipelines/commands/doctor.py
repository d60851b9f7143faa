"""`alcance doctor`: whether this machine and this workspace are ready for a run, each finding with its remedy.

Here nothing is changed; whether the data are right is not asked.
"""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from packaging.requirements import Requirement

from assets.cycle_errors import CycleError
from assets.workspace import Workspace
from pipelines.commands.output import put_json

LEAST_FREE_BYTES = 2 * 1024**3
LEAST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Finding:
    """One question, whether its answer is good, and what to do where it is not."""

    question: str
    is_good: bool
    answer: str
    remedy: str = ""


def show_findings(workspace: Workspace, as_json: bool) -> int:
    """Show every finding; returns 1 where one of them is bad."""
    found = [finding for examine in EXAMINATIONS for finding in examine(workspace)]
    if as_json:
        put_json([asdict(finding) for finding in found])
    else:
        for finding in found:
            click.echo(_line(finding))
    return 0 if all(finding.is_good for finding in found) else 1


def _line(finding: Finding) -> str:
    mark = "ok  " if finding.is_good else "BAD "
    remedy = f". {finding.remedy}" if finding.remedy and not finding.is_good else ""
    return f"{mark}{finding.question}: {finding.answer}{remedy}"


def _python(_workspace: Workspace) -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        "Python",
        sys.version_info >= LEAST_PYTHON,
        found,
        "Install Python 3.11 or newer and run `make clean setup`",
    )


def _packages(_workspace: Workspace) -> Iterator[Finding]:
    wrong = [
        name
        for name in map(Requirement, requires("alcance") or [])
        if not name.marker and not _is_installed(name)
    ]
    answer = f"{', '.join(map(str, wrong))} not installed" if wrong else "as required"
    yield Finding("packages", not wrong, answer, "Run `make clean setup`")


def _is_installed(requirement: Requirement) -> bool:
    try:
        return requirement.specifier.contains(version(requirement.name))
    except PackageNotFoundError:
        return False


def _cycle(workspace: Workspace) -> Iterator[Finding]:
    try:
        cycle = workspace.cycle
    except CycleError as error:
        yield Finding("cycle.toml", False, str(error))
        return
    yield Finding("cycle.toml", True, f"{len(cycle.sessions)} sessions, {len(cycle.video_ids)} videos")
    yield _zone(cycle.time_zone)
    unconfigured = [session.session_id for session in cycle.sessions if not session.videos]
    answer = (
        f"not configured for {', '.join(unconfigured)}" if unconfigured else "one or more for each session"
    )
    yield Finding("videos", True, answer)


def _registers(workspace: Workspace) -> Iterator[Finding]:
    try:
        registers = workspace.cycle.registers
    except CycleError:
        return
    for kind in ("municipalities", "osc"):
        register = getattr(registers, kind)
        if register:
            is_there = (workspace.reference / register.file).is_file()
            remedy = f"Put {register.file} in reference/, or remove [registers.{kind}] from cycle.toml"
            yield Finding(f"register {kind}", is_there, "there" if is_there else "missing", remedy)


def _zone(name: str) -> Finding:
    try:
        ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return Finding("time zone", False, f"no data for {name}", "Install the package tzdata")
    return Finding("time zone", True, name)


def _folders(workspace: Workspace) -> Iterator[Finding]:
    is_writable = os.access(workspace.root, os.W_OK)
    yield Finding("workspace", is_writable, str(workspace.root), "Make the folder writable for this user")
    if is_writable:
        mode = stat.S_IMODE(workspace.private.stat().st_mode)
        remedy = f"Run `chmod 700 {workspace.private}`: it holds personal data"
        yield Finding("private folder", mode & 0o077 == 0, f"mode {mode:o}", remedy)


def _disk(workspace: Workspace) -> Iterator[Finding]:
    free = shutil.disk_usage(workspace.root).free
    yield Finding("disk", free >= LEAST_FREE_BYTES, f"{free / 1024**3:.1f} GiB free", "Free at least 2 GiB")


def _youtube_key(workspace: Workspace) -> Iterator[Finding]:
    try:
        needs_key = bool(workspace.cycle.video_ids) and workspace.cycle.synthetic is None
    except CycleError:
        return
    is_set = bool(os.environ.get("ALCANCE_YOUTUBE_API_KEY"))
    answer = "set" if is_set else "not set" if needs_key else "not needed"
    remedy = (
        "Set ALCANCE_YOUTUBE_API_KEY to a key of the YouTube Data API v3, or remove the videos from cycle.toml:"
        " the audience ledger stays stale otherwise"
    )
    yield Finding("YouTube key", is_set or not needs_key, answer, remedy)


EXAMINATIONS: tuple[Callable[[Workspace], Iterator[Finding]], ...] = (
    _python,
    _packages,
    _cycle,
    _registers,
    _folders,
    _disk,
    _youtube_key,
)
