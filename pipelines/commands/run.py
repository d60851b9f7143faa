"""`alcance run`: the run's progress while it works, then the reach by session and actor type.

Here a run is shown; it is made by `pipelines.run`. Figures are read from the published file, as an analyst would.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assets.publication.release import DATABASE
from assets.workspace import Workspace
from pipelines.audience_sources import audience_source
from pipelines.commands.output import console, put_json, records
from pipelines.commands.shortcomings import sentences
from pipelines.progress import StepListener
from pipelines.run import Outcome, count_steps, dagster_instance, run_cycle

ACTOR_TYPES = {
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
    """Run the cycle and show its outcome; returns the exit code."""
    youtube = audience_source(workspace, os.environ.get("ALCANCE_YOUTUBE_API_KEY"))
    with _progress(None if select else count_steps(workspace, youtube)) as listener:
        outcome = run_cycle(workspace, youtube, dagster_instance(), listener, select)
    if as_json:
        put_json(_as_data(workspace, outcome))
    else:
        _show(workspace, outcome)
    return outcome.exit_code


@contextmanager
def _progress(steps: int | None) -> Iterator[StepListener]:
    """A bar on a terminal, and nothing anywhere else."""
    terminal = Console(stderr=True)
    columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=terminal, disable=not terminal.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=steps)

        def advance(step: str, _succeeded: bool) -> None:
            bar.update(task, advance=1, description=step.replace("__", "."))

        yield advance


def _show(workspace: Workspace, outcome: Outcome) -> None:
    screen = console()
    if outcome.manifest:
        _show_reach(screen, workspace)
    for failure in [*outcome.broken_contracts, *outcome.failed_steps]:
        screen.print(f"blocked by {failure}", style="red", soft_wrap=True)
    for sentence in sentences(workspace):
        screen.print(f"incomplete: {sentence}", style="yellow", soft_wrap=True)
    screen.print(_closing_words(workspace, outcome), soft_wrap=True)


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
        screen.print(
            _table(published, "People who attended, by actor type", "attended_people", with_people=True)
        )
        screen.print(
            _table(published, "Organisations that attended, by actor type", "attended_organisations")
        )
        screen.print(_views(published))


def _table(published: duckdb.DuckDBPyConnection, title: str, figure: str, with_people: bool = False) -> Table:
    table = Table(title=title, title_justify="left")
    heads = ["session", "date", *(["registered"] if with_people else []), "all", *ACTOR_TYPES.values()]
    for position, head in enumerate(heads):
        table.add_column(head, justify="left" if position < 2 else "right", no_wrap=True)
    for session_id, session_date in published.execute(
        "select session_id, session_date from reach.session"
    ).fetchall():
        source = f"reach.session_reach where session_id = '{session_id}'"
        table.add_row(session_id, str(session_date), *_cells(published, source, figure, with_people))
    table.add_section()
    table.add_row(
        "cycle", "each once", *_cells(published, "reach.cycle_reach where true", figure, with_people)
    )
    return table


def _cells(published: duckdb.DuckDBPyConnection, source: str, figure: str, with_people: bool) -> list[str]:
    rows = published.execute(
        f"select actor_type, registered_people, {figure} from {source} and government_level = 'all'"
    ).fetchall()
    registered = {actor_type: people for actor_type, people, _ in rows}
    figures = {actor_type: value for actor_type, _, value in rows}
    return [
        *([_number(registered["all"])] if with_people else []),
        *(_number(figures[actor_type]) for actor_type in ("all", *ACTOR_TYPES)),
    ]


def _number(value: int | None) -> str:
    return "not known" if value is None else f"{value:,}"


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
        "shortcomings": sentences(workspace),
    }
    if outcome.manifest:
        with duckdb.connect(str(workspace.published / DATABASE), read_only=True) as published:
            for table in ("session", "session_reach", "cycle_reach"):
                data[table] = records(published.execute(f"from reach.{table}"))
    return data
