"""What a broken contract does to publication: one that fails blocks it, one that warns does not."""

import hashlib
from pathlib import Path
from typing import Literal

import pytest

from assets.quality.contracts import Expectation
from assets.workspace import Workspace

from .runs import Run, add_sentence, run

WITH_RELEASE = "key:reach/session or key:published/release"


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def never(query: str, severity: Literal["fail", "warn"]) -> Expectation:
    return Expectation("Never.", "UnexpectedRowsExpectation", severity, {"unexpected_rows_query": query})


@pytest.fixture
def changed(published: Run) -> Workspace:
    """The published workspace with another cycle.toml: a run of it makes another release."""
    with published.workspace.cycle_file.open("a", encoding="utf-8") as cycle:
        cycle.write("# one line more\n")
    return Workspace(published.workspace.root)


def test_a_sample_breaks_no_contract(published: Run) -> None:
    assert (published.outcome.state, published.outcome.exit_code) == ("complete", 0)
    assert published.outcome.manifest is not None


@pytest.mark.parametrize(
    ("query", "broken"),
    [
        ("select * from this_table", ["reach/session: session_contract"]),
        ("select * from this_table where title::integer > 0", []),
    ],
    ids=["broken", "not to be evaluated"],
)
def test_nothing_is_published_where_a_contract_fails(
    changed: Workspace, monkeypatch: pytest.MonkeyPatch, query: str, broken: list[str]
) -> None:
    before = changed.published.readlink(), contents(changed.releases)
    add_sentence(monkeypatch, "reach.session", never(query, "fail"))
    outcome = run(changed, WITH_RELEASE).outcome
    assert (outcome.state, outcome.exit_code) == ("blocked", 1)
    assert outcome.broken_contracts == broken
    assert outcome.failed_steps == ["reach__session_session_contract"]
    assert outcome.manifest is not None
    assert outcome.manifest.release_id == before[0].name
    assert (changed.published.readlink(), contents(changed.releases)) == before


def test_what_only_warns_is_published_and_told(changed: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = changed.published.readlink()
    add_sentence(monkeypatch, "reach.session", never("select * from this_table", "warn"))
    after = run(changed, WITH_RELEASE)
    assert (after.outcome.state, after.outcome.exit_code) == ("complete", 0)
    assert changed.published.readlink() != before
    assert '"Never."' in after.events
