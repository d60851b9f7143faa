"""Nothing personal leaves a check: neither its findings, nor Dagster's events, nor what is logged or printed."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace

import dagster as dg
import duckdb
import pytest

from assets.quality import check_assets
from assets.quality.contracts import Contract, Expectation
from assets.quality.validation import findings
from assets.warehouse import open_warehouse, size_of
from assets.workspace import Workspace
from tests.build import build_warehouse

from .cases import CONTRACTS, Row, fill
from .conftest import write_cycle
from .runs import Run, events_of

NAME = "María Secreta"
EMAIL = "Maria.SECRETA@persona.example"
# Part of each of them, in whatever case it is written.
PERSONAL = "secreta"
# What a failing row may be named by; an organisation's key is shown as a hash where somebody wrote it.
KEYS = {
    "file_id": "f1",
    "kind": "people",
    "line": 0,
    "session_id": "s1",
    "video_id": "abc",
    "observed_at": "2021-06-01",
    "actor_type": "osc",
    "government_level": "all",
    "threshold": "25 %",
    "stage": "half",
    "organisation_key": "name:maria secreta:09",
    "cvegeo": "09001",
    "state": "Oaxaca",
    "minute": 1,
    "from_session_id": "s1",
    "to_session_id": "s2",
    "sessions": ["s1"],
    "indicator_id": "attended_people",
    "period": "cycle",
    "source": "public",
    "obtained": "public",
    "bucket": "default",
    "dimension": "city",
    "value": "Xalapa",
    "live_or_on_demand": "live",
    "livestream_position": 1,
    "elapsed_ratio": 0.5,
    "day_pacific": "2021-06-01",
    "first_day_pacific": "2021-06-01",
}
PLACES = (
    "inbox/s1/attendance",
    "inbox/s2/registrations",
    "inbox",
    "inbox/cycle/registrations",
    "inbox/cycle/audience",
)
OF_A_KIND = {
    "BIGINT": -1,
    "INTEGER": -1,
    "DOUBLE": -1.0,
    "BOOLEAN": False,
    "TIMESTAMP WITH TIME ZONE": "2050-01-01",
}


@dataclass(frozen=True)
class Checked:
    """All checks of a workspace, run by Dagster: their evaluations, its events as text, and what was printed."""

    evaluations: list[dg.AssetCheckEvaluation]
    events: str
    printed: str


@pytest.fixture(scope="module")
def personal(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose files bear a person's name, and whose tables hold that person in rows that fail."""
    root = write_cycle(tmp_path_factory.mktemp("personal"))
    for place in PLACES:
        (root / place).mkdir(parents=True, exist_ok=True)
        (root / place / f"{NAME} (copia).csv").write_text(f"{NAME};{EMAIL}\n{NAME};x\n", encoding="utf-8")
    workspace = build_warehouse(root)
    with open_warehouse(workspace) as connection:
        for table in CONTRACTS:
            fill(connection, table, [personal_row(connection, table)] * 2)
    return workspace


def personal_row(connection: duckdb.DuckDBPyConnection, table: str) -> Row:
    """A row with the person wherever text may be, that breaks what it can."""
    kinds = size_of(connection, table).columns
    texts: dict[str, object] = {
        name: EMAIL if name == "email" else NAME for name, kind in kinds.items() if kind == "VARCHAR"
    }
    lists = {name: [NAME, EMAIL] for name, kind in kinds.items() if kind == "VARCHAR[]"}
    others = {name: OF_A_KIND[kind] for name, kind in kinds.items() if kind in OF_A_KIND}
    return {**texts, **lists, **others, **{name: KEYS[name] for name in CONTRACTS[table].key}}


@pytest.fixture
def checked(
    personal: Workspace, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Checked:
    """All checks of the personal workspace, as they stand."""
    return check(personal, capfd, caplog)


def check(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Checked:
    with dg.DagsterInstance.ephemeral() as instance, caplog.at_level("DEBUG"):
        result = dg.materialize(
            check_assets.checks(),
            selection=dg.AssetSelection.all_asset_checks(),
            resources={"workspace": workspace},
            instance=instance,
            raise_on_error=False,
        )
        printed = "".join([*capfd.readouterr(), caplog.text])
        return Checked(list(result.get_asset_check_evaluations()), events_of(instance), printed)


def test_a_row_is_named_by_keys_that_are_nobodys() -> None:
    assert {name for contract in CONTRACTS.values() for name in contract.key} == set(KEYS)


@pytest.mark.parametrize("table", ["raw.registrations", "staging.attendance", "core.organisations"])
def test_findings_show_nobody(personal: Workspace, table: str) -> None:
    with open_warehouse(personal) as connection:
        found = findings(connection, CONTRACTS[table])
    assert sum(finding.rows for finding in found) > 0
    assert PERSONAL not in str(found).lower()


def test_the_checks_show_nobody(checked: Checked) -> None:
    passed = {check.asset_key.to_user_string() for check in checked.evaluations if check.passed}
    # Registers that were not handed over, and what is about no rows of anybody.
    about_nobody = {"staging/file_versions", "quality/audience_terms", "reference/audience_metrics"}
    assert passed == {"raw/municipalities", "raw/osc"} | about_nobody
    assert len(checked.evaluations) == len(check_assets.checks())
    assert PERSONAL not in str([check.metadata for check in checked.evaluations]).lower()
    assert "first_keys" in checked.events
    assert PERSONAL not in checked.events.lower()
    assert PERSONAL not in checked.printed.lower()


def test_a_query_that_stumbles_over_a_value_does_not_quote_it(
    personal: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    query = "select * from this_table where email::integer > 0"
    sentence = Expectation(
        "E-mails are numbers.", "UnexpectedRowsExpectation", "fail", {"unexpected_rows_query": query}
    )
    contract = replace(CONTRACTS["staging.registrations"], expectations=(sentence,))

    def contracts() -> Iterator[Contract]:
        yield contract

    monkeypatch.setattr(check_assets, "contracts", contracts)
    checked = check(personal, capfd, caplog)
    assert "«E-mails are numbers.» could not be evaluated" in checked.events
    assert PERSONAL not in checked.events.lower()
    assert PERSONAL not in checked.printed.lower()


def test_a_whole_run_writes_down_nobody(published: Run) -> None:
    root = published.workspace.root
    with (root / "truth" / "people.csv").open(encoding="utf-8", newline="") as lines:
        people = [person[column] for person in csv.DictReader(lines) for column in ("name", "email")]
    files = [path.name for path in (root / "inbox").rglob("*") if path.is_file()]
    assert len(people) > 400
    assert len(files) > 10
    assert [word for word in [*people, *files] if word in published.events] == []
