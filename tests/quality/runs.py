"""Runs: the pipeline's own, with everything that Dagster wrote down about them.

Here a run is made and its event log kept as text; contracts are changed by the tests that want it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import dagster as dg
import pytest

from assets.quality import check_assets
from assets.quality.contracts import Contract, Expectation, contracts
from assets.workspace import Workspace
from pipelines.audience_sources import audience_source
from pipelines.run import Outcome, run_cycle


@dataclass(frozen=True)
class Run:
    """A run of a workspace: its outcome, and every event of it as text."""

    workspace: Workspace
    outcome: Outcome
    events: str


def run(workspace: Workspace, select: str | None = None) -> Run:
    """Run the workspace, or what `select` names of it."""
    with dg.DagsterInstance.ephemeral() as instance:
        youtube = audience_source(workspace, None)
        outcome = run_cycle(workspace, youtube, instance, lambda _step, _succeeded: None, select)
        return Run(workspace, outcome, events_of(instance))


def events_of(instance: dg.DagsterInstance) -> str:
    """All that the instance wrote down about its runs, as it stores it but for letters, which stay as they are."""
    entries = [entry for made in instance.get_runs() for entry in instance.all_logs(made.run_id)]
    stored = (json.loads(dg.serialize_value(entry)) for entry in entries)
    return "\n".join(json.dumps(entry, ensure_ascii=False) for entry in stored)


def add_sentence(monkeypatch: pytest.MonkeyPatch, table: str, sentence: Expectation) -> None:
    """Let the table's contract have one sentence more."""

    def longer() -> Iterator[Contract]:
        for contract in contracts():
            own = contract.expectations
            yield replace(contract, expectations=(*own, sentence)) if contract.table == table else contract

    monkeypatch.setattr(check_assets, "contracts", longer)
