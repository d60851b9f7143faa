"""`alcance explain`: what is told of a figure or a row, to whom, and what nobody is told."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assets.publication.release import publish
from assets.warehouse import open_warehouse
from assets.workspace import Workspace
from pipelines.command_line import alcance
from tests.identity.workspaces import copy_of, rows

FIGURE = ("reach.session_reach", "attended_people", "session_id=s3")
ROW = """
    select files.path, person_rows.line, person_rows.person_id, person_rows.link_rule
    from identity.person_rows inner join raw.files using (file_id)
    where person_rows.ledger = ? and person_rows.link_rule = ?
    order by all limit 1
"""


@pytest.fixture(scope="module")
def published(small: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """What somebody has who was handed the published files and nothing private."""
    workspace = copy_of(small, tmp_path_factory.mktemp("published") / "workspace")
    with open_warehouse(workspace) as connection:
        publish(connection, workspace, "")
    for folder in ("private", "inbox", "truth", "reference"):
        shutil.rmtree(workspace.root / folder)
    return workspace


def typed(workspace: Workspace, *words: str) -> Result:
    """`alcance explain` as typed; no error may be a traceback."""
    result = CliRunner().invoke(alcance, ["explain", *words, "--workspace", str(workspace.root)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def told(workspace: Workspace, *words: str) -> dict[str, Any]:
    result = typed(workspace, *words, "--json")
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_a_figure_tells_its_value_meaning_rules_and_everybody_it_counts(small: Workspace) -> None:
    answer = told(small, "figure", *FIGURE, "--limit", "1000")
    expected = rows(
        small,
        "select attended_people, attended_people_low, attended_people_high from reach.session_reach"
        " where session_id = 's3' and actor_type = 'all' and government_level = 'all'",
    )
    assert [(answer["value"], answer["low"], answer["high"])] == expected
    assert answer["definition"]["en"].startswith("People who attended")
    assert answer["definition"]["es"].startswith("Personas que asistieron")
    assert [rule["number"] for rule in answer["rules"]] == [1, 2, 3, 4, 5, 6, 8, 9]
    assert "core.participation" in answer["reads"]
    assert "raw.attendance" in answer["sources"]
    (part,) = answer["counted"]
    assert part["people"] == len(part["shown"]) == answer["value"]
    assert {doubt["change"] for doubt in answer["doubts"]} <= {1, -1}
    assert answer["doubts"] or answer["low"] == answer["high"]
    assert sum(rule["people"] for rule in part["people_by_link_rule"]) == answer["value"]
    assert all(any(row["ledger"] == "attendance" for row in unit["rows"]) for unit in part["shown"])


def test_every_row_that_is_told_is_a_row_of_that_person_in_that_file(small: Workspace) -> None:
    (part,) = told(small, "figure", *FIGURE, "--limit", "1000")["counted"]
    found = {(unit["key"], row["file"], row["line"]) for unit in part["shown"] for row in unit["rows"]}
    known = rows(
        small,
        "select person_id::varchar, path, line from identity.person_rows inner join raw.files using (file_id)",
    )
    assert found <= set(known)
    assert len(found) >= part["people"]


def test_who_hangs_on_the_least_sure_link_is_told_first(small: Workspace) -> None:
    (part,) = told(small, "figure", *FIGURE, "--limit", "1000")["counted"]
    sure = [unit["link_probability"] for unit in part["shown"] if unit["link_probability"] is not None]
    assert sure == sorted(sure)
    shown = typed(small, "figure", *FIGURE, "--limit", "1").stdout
    assert f"and {part['people'] - 1} more: ask with --limit {part['people']}" in shown
    assert part["shown"][0]["rows"][0]["file"] in shown


def test_organisations_are_told_with_their_people_and_how_they_were_recognised(small: Workspace) -> None:
    answer = told(
        small, "figure", "reach.cycle_reach", "attended_organisations", "actor_type=osc", "--limit", "1000"
    )
    (part,) = answer["counted"]
    assert part["organisations"] == len(part["shown"]) == answer["value"]
    assert all(unit["people"] > 0 and unit["rows"] for unit in part["shown"])
    assert {rule["link_rule"] for rule in part["organisations_by_link_rule"]} & {
        "cluni",
        "name_in_register",
        "name",
    }


def test_a_rate_is_told_by_its_numerator_and_denominator(small: Workspace) -> None:
    answer = told(small, "figure", "reach.session_reach", "attendance_rate", "session_id=s1")
    counts = {part["count"]: part["people"] for part in answer["counted"]}
    assert counts.keys() == {"attended_registered_people", "registered_people"}
    assert answer["value"] == counts["attended_registered_people"] / counts["registered_people"]
    assert 10 in [rule["number"] for rule in answer["rules"]]


def test_views_are_nobodys_and_have_no_rows(small: Workspace) -> None:
    shown = typed(small, "figure", "reach.session", "views_latest", "session_id=s1").stdout
    assert "value: NULL, which means that it is not known" in shown
    assert "no rows of theirs to show" in shown


@pytest.mark.parametrize(
    ("figure", "sentence"),
    [
        (
            ("reach.funnel", "people", "session_id=s1", "stage=half"),
            "puts stages together from several selects",
        ),
        (
            ("reach.attendance_curve", "people", "session_id=s1", "threshold=25 %"),
            "from rows that do not say whose they are",
        ),
    ],
)
def test_a_figure_that_cannot_be_followed_says_so_and_is_told_without_rows(
    small: Workspace, figure: tuple[str, ...], sentence: str
) -> None:
    answer = told(small, "figure", *figure)
    assert answer["value"] is not None
    assert answer["counted"] is None
    assert sentence in answer["note"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("figure", "reach.nothing", "people"), 2, "there is no table reach.nothing of figures"),
        (("figure", "core.people", "email"), 2, "there is no table core.people of figures"),
        (("figure", "reach.session", "people"), 2, "reach.session has no figure people; it has"),
        (("figure", "reach.session", "session_id", "session_id=s1"), 2, "has no figure session_id"),
        (("figure", "reach.session", "attended_people"), 2, "which session_id?"),
        (("figure", "reach.session", "attended_people", "s1"), 2, "names no row: write session_id="),
        (("figure", "reach.session", "attended_people", "day=1"), 2, "names no row: write session_id="),
        (("figure", "reach.session", "attended_people", "session_id=s9"), 1, "session_id is one of s1, s2"),
        (("figure",), 2, "Missing argument"),
        (("link",), 2, "name a row by FILE and LINE, or a person by --person"),
        (("link", "a.csv"), 2, "name a row by FILE and LINE"),
        (("link", "a.csv", "0"), 2, "0 is not in the range"),
        (("link", "a.csv", "2", "--person", "1"), 2, "name a row by FILE and LINE"),
        (("link", "a.csv", "2"), 1, "no such file has been read"),
        (("link", ".csv", "2"), 1, "no such file has been read"),
        (("link", "--person", "0"), 1, "nobody has the person_id 0"),
    ],
)
def test_a_question_about_what_is_not_there_gets_a_sentence(
    small: Workspace, words: tuple[str, ...], code: int, sentence: str
) -> None:
    result = typed(small, *words)
    assert (result.exit_code, sentence in result.stderr) == (code, True), result.stderr


def test_a_row_tells_whose_it_is_by_which_rule_and_against_whom(small: Workspace) -> None:
    ((path, line, person, rule),) = rows(small, ROW, ["attendance", "name"])
    answer = told(small, "link", path, str(line))
    assert (answer["person"]["person_id"], answer["link_rule"]) == (person, rule)
    assert 0.5 < answer["link_probability"] < 1
    likeliest = answer["candidates"][0]
    assert likeliest["person_id"] == person
    assert likeliest["name_level"] in ("same", "part", "slip")
    assert abs(sum(one["probability"] for one in answer["candidates"]) - 1) < 1e-9
    others = [(row["file"], row["line"]) for row in answer["person"]["rows"]]
    assert (path, line) in others
    assert len(others) > 1
    shown = typed(small, "link", path.rpartition("/")[2], str(line)).stdout
    assert all(f"{file}, line {number}:" in shown for file, number in others)
    assert "nobody known" in shown


def test_a_registration_tells_its_organisation_place_and_type_too(small: Workspace) -> None:
    ((path, line),) = rows(
        small,
        "select path, line from core.answers inner join core.organisation_links using (file_id, line)"
        " inner join raw.files using (file_id) where link_rule = 'name_in_register' order by all limit 1",
    )
    answer = told(small, "link", str(small.root / path), str(line))
    assert answer["organisation"]["link_rule"] == "name_in_register"
    assert answer["organisation"]["organisation_key"].startswith("osc:")
    assert {"actor_rule", "place_rule", "state_written"} <= answer["place_and_type"].keys()
    assert answer["person"]["sessions"]


def test_a_person_is_told_with_all_rows_and_sessions(small: Workspace) -> None:
    ((*_, person, _rule),) = rows(small, ROW, ["attendance", "name"])
    answer = told(small, "link", "--person", str(person))
    expected = rows(small, "select count(*) from identity.person_rows where person_id = ?", [person])
    assert [(len(answer["rows"]),)] == expected
    assert f"person {person}:" in typed(small, "link", "--person", str(person)).stdout


def test_a_row_that_is_given_to_nobody_says_why(small: Workspace, tmp_path: Path) -> None:
    workspace = copy_of(small, tmp_path / "rejecting")
    with open_warehouse(workspace) as connection:
        connection.execute(
            "insert into quality.rejects select file_id, folder, kind, 1, 'no name and no e-mail', 1 from raw.files"
        )
        ((path,),) = connection.execute(
            "select min(path) from raw.files where kind = 'attendance'"
        ).fetchall()
    result = typed(workspace, "link", path, "1")
    assert result.exit_code == 1
    assert "line 1 is given to nobody: no name and no e-mail" in result.stderr
    assert "holds no row of data" in typed(workspace, "link", path, "999999").stderr


def test_who_may_not_open_the_private_warehouse_is_told_of_nobody(
    small: Workspace, published: Workspace
) -> None:
    answer = told(published, "figure", *FIGURE)
    private = told(small, "figure", *FIGURE)
    assert answer["counted"] is None
    assert {**answer, **dict.fromkeys(("counted", "doubts", "note", "release", "inputs"))} == {
        **private, **dict.fromkeys(("counted", "doubts", "note", "release", "inputs"))
    }  # fmt: skip
    assert answer["inputs"]["cycle.toml"]
    shown = typed(published, "figure", *FIGURE).stdout
    assert "shown only to who may open the private warehouse" in shown
    assert answer["inputs"]["cycle.toml"][:16] in shown
    assert "@" not in shown
    emails = {email for (email,) in rows(small, "select email from core.people where email is not null")}
    assert not [email for email in emails if email in shown + json.dumps(answer)]
    assert not (published.root / "private").exists()


def test_rows_of_people_are_behind_the_private_door_alone(
    published: Workspace, small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (("link", "a.csv", "2"), ("link", "--person", "1")):
        result = typed(published, *words)
        assert result.exit_code == 1
        assert "shown only to who may open private/warehouse.duckdb" in result.stderr
    assert not (published.root / "private").exists()
    # As it is for a user whom the file's mode shuts out; an administrator's tests pass through any mode.
    asked = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: "private" not in str(path) and asked(path, mode))
    assert "shown only to who" in typed(small, "link", "--person", "1").stderr
    assert "nothing is published yet" in typed(small, "figure", *FIGURE).stderr


def test_before_the_first_run_there_is_nothing_to_explain(small: Workspace, tmp_path: Path) -> None:
    (tmp_path / "cycle.toml").write_bytes(small.cycle_file.read_bytes())
    with open_warehouse(Workspace(tmp_path)):
        pass
    result = typed(Workspace(tmp_path), "figure", *FIGURE)
    assert result.exit_code == 1
    assert "is not made yet: type `alcance run`" in result.stderr
