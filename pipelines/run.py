"""One run of the whole pipeline, in this process, over every session of the cycle.

Here Dagster is asked to materialise everything and its outcome is summed up; how it is shown is the command
line's business.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

import dagster as dg

from assets.publication.release import Manifest, current_manifest
from assets.sources.audience import AudienceSource
from assets.warehouse import warehouse_kept_open
from assets.workspace import PROJECT, Workspace
from pipelines.assembly import assemble
from pipelines.event_log import event_log_kept_open
from pipelines.progress import StepListener, step_logger


class SelectionError(Exception):
    """What was to be run alone is not there."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended: the release that analysts see now, and what went wrong on the way to it."""

    state: Literal["complete", "incomplete", "blocked"]
    manifest: Manifest | None
    broken_contracts: list[str]
    failed_steps: list[str]

    @property
    def exit_code(self) -> int:
        """0 where everything is fine, 1 where something is missing or nothing was published."""
        return 0 if self.state == "complete" else 1


def dagster_instance() -> dg.DagsterInstance:
    """The instance whose runs the UI shows: the project's own, unless DAGSTER_HOME names another."""
    os.environ.setdefault("DAGSTER_HOME", str(PROJECT))
    # dagster.yaml names its folders from here; Dagster would look for them wherever one stands.
    os.chdir(os.environ["DAGSTER_HOME"])
    return dg.DagsterInstance.get()


def run_cycle(
    workspace: Workspace,
    youtube: AudienceSource,
    instance: dg.DagsterInstance,
    listener: StepListener,
    select: str | None = None,
    announce: Callable[[int], None] = lambda _steps: None,
) -> Outcome:
    """Materialise everything, or what `select` (Dagster's asset selection) names; raises WorkspaceBusyError.

    A run of everything tells `announce` how many steps it will have.
    """
    with workspace.lock(timeout_seconds=0), warehouse_kept_open(workspace):
        project = assemble(workspace, youtube, steps=step_logger(listener))
        job = project.resolve_implicit_global_asset_job_def()
        selection = _selected(select, project) if select else None
        if selection is None:
            announce(len(job.all_node_defs))
        run_id = str(uuid4())
        with event_log_kept_open(instance, run_id):
            result = job.execute_in_process(
                instance=instance,
                asset_selection=sorted(selection) if selection is not None else None,
                tags=_all_sessions(workspace),
                run_config={"loggers": {"steps": {}}},
                raise_on_error=False,
                run_id=run_id,
            )
        return _outcome(workspace, result)


def _selected(select: str, project: dg.Definitions) -> set[dg.AssetKey]:
    try:
        selection = dg.AssetSelection.from_string(select).resolve(project.resolve_asset_graph())
    except dg.DagsterError as error:
        raise SelectionError(f"--select {select!r} is not understood: {str(error).splitlines()[0]}") from None
    if not selection:
        raise SelectionError(f"--select {select!r} names no asset; `make ui` shows them all")
    return set(selection)


def _all_sessions(workspace: Workspace) -> dict[str, str]:
    """One run over the range of all partitions, instead of one run for each."""
    first, last = workspace.cycle.session_ids[0], workspace.cycle.session_ids[-1]
    return {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last}


def _outcome(workspace: Workspace, result: dg.ExecuteInProcessResult) -> Outcome:
    broken = [
        f"{check.asset_key.to_user_string()}: {check.check_name}"
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    ]
    failed = [event.step_key for event in result.all_events if event.is_step_failure and event.step_key]
    manifest = current_manifest(workspace)
    if broken or failed or not result.success:
        return Outcome("blocked", manifest, broken, failed)
    is_complete = manifest is not None and manifest.is_complete
    return Outcome("complete" if is_complete else "incomplete", manifest, broken, failed)
