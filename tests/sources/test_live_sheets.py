"""Live sheets in a cycle: what `cycle.toml` names is asked for, kept, and counted like any other file."""

from dataclasses import dataclass

import pytest

from assets.sources.sheets.connection import SheetsApi
from assets.sources.sheets.errors import unavailable
from pipelines.sample.sheets_answers import Value
from pipelines.sample.sheets_api import SampleSpreadsheet, sheets_api
from tests.sources.sheets import SPREADSHEET_ID, api_of, book, form, moment
from tests.sources.test_inbox import Inbox, inbox

__all__ = ["inbox"]
ANA: list[Value] = [moment("2021-04-30T09:58:03"), "Ana López", "ana@example.org", 5512345678, True]
LUIS: list[Value] = [moment("2021-04-30T10:01:00"), "Luis Ruiz", "luis@example.org", 5512345679, True]
SOURCE = f'\n[sources.registro]\nspreadsheet = "{SPREADSHEET_ID}"\nfolder = "s1"\n'
EMAILS = "select email from staging.registrations order by email"
STALE = "select sentence from quality.shortcomings where sentence like 'the live sheet%'"


@dataclass(frozen=True)
class Given:
    """A way to a server that is running."""

    api: SheetsApi

    def open(self) -> SheetsApi:
        return self.api


class Away:
    """No way at all."""

    def open(self) -> SheetsApi:
        raise unavailable("credentialsMissing")


def ask(inbox: Inbox, spreadsheet: SampleSpreadsheet | None, query: str) -> list[tuple[object, ...]]:
    if spreadsheet is None:
        return inbox.ask(query, sheets=Away())
    with sheets_api(spreadsheet) as server:
        return inbox.ask(query, sheets=Given(api_of(server)))


@pytest.fixture
def registro(inbox: Inbox) -> Inbox:
    inbox.cycle += SOURCE
    return inbox


def test_a_sheets_answers_are_registrations_like_any_other(registro: Inbox) -> None:
    assert ask(registro, book(form(ANA, LUIS)), EMAILS) == [("ana@example.org",), ("luis@example.org",)]
    [snapshot] = (registro.root / "private" / "sheets" / "registro").iterdir()
    assert snapshot.stat().st_mode & 0o777 == 0o600


def test_a_sheet_that_grew_supersedes_what_it_was(registro: Inbox) -> None:
    ask(registro, book(form(ANA)), EMAILS)
    assert ask(registro, book(form(ANA, LUIS)), EMAILS) == [("ana@example.org",), ("luis@example.org",)]
    assert len(list((registro.root / "private" / "sheets" / "registro").iterdir())) == 2


def test_a_sheet_that_cannot_be_read_keeps_what_it_last_said_and_says_so(registro: Inbox) -> None:
    ask(registro, book(form(ANA)), EMAILS)
    assert ask(registro, None, EMAILS) == [("ana@example.org",)]
    [(sentence,)] = ask(registro, None, STALE)
    assert "ALCANCE_GOOGLE_CREDENTIALS" in str(sentence)
    assert ask(registro, book(form(ANA)), STALE) == []


def test_a_sheet_that_the_cycle_no_longer_names_is_no_shortcoming(registro: Inbox) -> None:
    ask(registro, None, STALE)
    registro.cycle = registro.cycle.replace(SOURCE, "")
    assert ask(registro, None, STALE) == []
