"""`alcance run`: the run's progress while it works, then the reach by session and actor type.

Here a run is shown; it is made by `pipelines.run`. Figures are read from the published file, as an analyst would.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
import duckdb
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assets.publication.release import DATABASE
from assets.sources.decisions import check_decisions
from assets.warehouse import records
from assets.workspace import Workspace
from pipelines.audience_sources import audience_source
from pipelines.commands.output import console, put_json
from pipelines.commands.shortcomings import decisions_to_mend, sentences
from pipelines.progress import StepListener
from pipelines.run import Outcome, SelectionError, dagster_instance, run_cycle

TABLES = {
    "People who attended, by actor type (– is not known; the cycle counts each once)": "attended_people",
    "Organisations that attended, by actor type": "attended_organisations",
}
# More sessions than stand side by side in eighty columns.
MANY = 6
LABELS = {
    "all": "all",
    "low": " at least",
    "high": " at most",
    "osc": "OSC",
    "local_government": "local gov.",
    "federal_government": "federal gov.",
    "academia": "academia",
    "private_sector": "private",
    "international": "internat.",
    "individual": "individual",
    "unknown": "unknown",
}


def run_and_show(workspace: Workspace, select: str | None, as_json: bool) -> int:
    """Run the cycle and show its outcome; returns the exit code. Raises DecisionError before anything is run."""
    check_decisions(workspace)
    youtube = audience_source(workspace, os.environ.get("ALCANCE_YOUTUBE_API_KEY"))
    with _progress() as (listener, announce):
        try:
            outcome = run_cycle(workspace, youtube, dagster_instance(), listener, select, announce)
        except SelectionError as error:
            raise click.UsageError(str(error)) from None
    if as_json:
        put_json(_as_data(workspace, outcome))
    else:
        _show(workspace, outcome)
    return outcome.exit_code


@contextmanager
def _progress() -> Iterator[tuple[StepListener, Callable[[int], None]]]:
    """A bar on a terminal, and nothing anywhere else: what it is told of each step, and of how many there are."""
    terminal = Console(stderr=True)
    columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=terminal, disable=not terminal.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=None)

        def advance(step: str, _succeeded: bool) -> None:
            bar.update(task, advance=1, description=step.replace("__", "."))

        def expect(steps: int) -> None:
            bar.update(task, total=steps)

        yield advance, expect


def _show(workspace: Workspace, outcome: Outcome) -> None:
    screen = console()
    if outcome.manifest:
        _show_reach(screen, workspace)
    for failure in [*outcome.broken_contracts, *outcome.failed_steps]:
        screen.print(f"blocked by {failure}", style="red", soft_wrap=True)
    for sentence in _decisions_to_mend(workspace, outcome):
        screen.print(f"cannot be applied: {sentence}", style="red", soft_wrap=True)
    for sentence in sentences(workspace):
        screen.print(f"incomplete: {sentence}", style="yellow", soft_wrap=True)
    screen.print(_closing_words(workspace, outcome), soft_wrap=True)


def _decisions_to_mend(workspace: Workspace, outcome: Outcome) -> list[str]:
    """What to do about the decisions, where it is they that block."""
    is_blocked_by_them = any(broken.endswith("decisions_contract") for broken in outcome.broken_contracts)
    return decisions_to_mend(workspace) if is_blocked_by_them else []


def _closing_words(workspace: Workspace, outcome: Outcome) -> str:
    if outcome.state == "blocked":
        before = f"; analysts still see release {outcome.manifest.release_id}" if outcome.manifest else ""
        return (
            f"Nothing new was published{before}."
            " See the failed check in Dagster's UI (make ui), mend its cause and run again."
        )
    if outcome.manifest is None:
        return "Nothing is published yet: run everything, without --select."
    return (
        f"Release {outcome.manifest.release_id} ({outcome.state}) of {outcome.manifest.as_of}"
        f"\n  analysts open  {workspace.published / DATABASE}"
        f"\n  everything     {workspace.warehouse} (personal data: keep it private)"
    )


def _show_reach(screen: Console, workspace: Workspace) -> None:
    with duckdb.connect(str(workspace.published / DATABASE), read_only=True) as published:
        if workspace.cycle.synthetic:
            screen.print("Synthetic data: people and organisations are made up. / Datos sintéticos.")
        for title, figure in TABLES.items():
            # A cycle of many sessions grows downwards, a cycle of few fits an ordinary terminal the other way.
            table = _grid(title, _figures(published, figure), is_long=len(workspace.cycle.sessions) > MANY)
            screen.print(table, no_wrap=True, crop=False, overflow="ignore")
        screen.print(_views(published), soft_wrap=True)


def _figures(published: duckdb.DuckDBPyConnection, figure: str) -> dict[str, dict[str, str]]:
    """Session, or `cycle` -> actor type -> the figure as shown."""
    rows = published.execute(
        f"""
        select session_id, actor_type, registered_people, {figure}, {figure}_low, {figure}_high
        from reach.session_reach where government_level = 'all'
        union all
        select 'cycle', actor_type, registered_people, {figure}, {figure}_low, {figure}_high
        from reach.cycle_reach where government_level = 'all'
        """
    ).fetchall()
    figures: dict[str, dict[str, str]] = {}
    for period, actor_type, registered, value, low, high in rows:
        of_period = figures.setdefault(period, {})
        of_period[actor_type] = _number(value)
        if actor_type == "all":
            of_period |= {"registered": _number(registered), "low": _number(low), "high": _number(high)}
    order = [*(period for period in figures if period != "cycle"), "cycle"]
    return {period: figures[period] for period in sorted(order, key=_period_order)}


def _period_order(period: str) -> tuple[bool, int]:
    return period == "cycle", int(period.removeprefix("s")) if period != "cycle" else 0


def _grid(title: str, figures: dict[str, dict[str, str]], is_long: bool) -> Table:
    table = Table(title=title, title_justify="left")
    labels = {**({} if "Organisations" in title else {"registered": "registered"}), **LABELS}
    heads = ["session", *labels.values()] if is_long else ["", *figures]
    for position, head in enumerate(heads):
        table.add_column(head, justify="right" if position else "left", no_wrap=True)
    if is_long:
        for period, of_period in figures.items():
            table.add_row(
                period, *(of_period[key] for key in labels), end_section=period == list(figures)[-2]
            )
    else:
        for key, label in labels.items():
            table.add_row(
                label, *(of_period[key] for of_period in figures.values()), end_section=key == "high"
            )
    return table


def _number(value: int | None) -> str:
    """A figure; a dash where it is not known, which is not 0."""
    return "–" if value is None else f"{value:,}"


def _views(published: duckdb.DuckDBPyConnection) -> str:
    rows = published.execute("select session_id, views_latest, video_status from reach.session").fetchall()
    words = (f"{session} {f'{views:,}' if views is not None else status}" for session, views, status in rows)
    return f"YouTube views, which are not people: {', '.join(words)}"


def _as_data(workspace: Workspace, outcome: Outcome) -> dict[str, Any]:
    data: dict[str, Any] = {
        "state": outcome.state,
        "exit_code": outcome.exit_code,
        "release_id": outcome.manifest.release_id if outcome.manifest else None,
        "database": str(workspace.published / DATABASE) if outcome.manifest else None,
        "broken_contracts": outcome.broken_contracts,
        "failed_steps": outcome.failed_steps,
        "decisions_to_mend": _decisions_to_mend(workspace, outcome),
        "shortcomings": sentences(workspace),
    }
    if outcome.manifest:
        with duckdb.connect(str(workspace.published / DATABASE), read_only=True) as published:
            for table in ("session", "session_reach", "cycle_reach"):
                data[table] = records(published.execute(f"from reach.{table}"))
    return data
