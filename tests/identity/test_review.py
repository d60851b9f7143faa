"""`alcance review`: what is asked, what an answer writes, and what the next run makes of it."""

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from assets.identity.private_door import NotThereError
from assets.identity.reviewing import find_item
from assets.workspace import Workspace
from pipelines.command_line import alcance
from tests.build import build_warehouse
from tests.identity.workspaces import copy_of, decided, rows

SIGNED = ("--by", "Ana Coordina", "--reason", "it says so, in the form")
SAME_PERSON = """
    select count(distinct person_rows.person_id)
    from identity.appearances inner join identity.person_rows using (appearance_key)
    where appearances.handle in (?, ?)
"""


# One doubt of each kind about what is in the sample, and more people hang on it than on any that its noise made.
PLANTED = """
insert into core.review by name
with registered as (
    select appearances.handle, person_rows.person_id, appearances.name
    from identity.appearances inner join identity.person_rows using (appearance_key)
    where appearances.ledger = 'registration'
),
two_people as (select arg_min(handle, person_id) as one, arg_max(handle, person_id) as other from registered),
joined as (
    select min((appearances.handle, registered.handle)) as pair
    from identity.person_rows
    inner join identity.appearances using (appearance_key)
    inner join registered using (person_id)
    where person_rows.link_rule = 'name' and appearances.ledger = 'attendance'
),
doubts as (
    select 'people' as kind, 96 as people_at_stake, one, other, 'alone' as doubt from two_people
    union all by name
    select 'people' as kind, 95 as people_at_stake, pair[1] as one, pair[2] as other, 'name' as doubt from joined
    union all by name
    select 'places' as kind, 94 as people_at_stake, min((state_key, municipality_key)) as place,
        place[1] as state, place[2] as municipality, 'unknown' as doubt
    from identity.place_answers where state_key is not null and municipality_key is not null
    union all by name
    select 'organisations' as kind, 93 as people_at_stake, min((text, cve_ent)) as named, named[1] as written,
        named[2] as cve_ent, 'osc:X' as organisation_key, 'typing_error' as doubt
    from identity.organisation_mentions inner join core.organisation_links using (file_id, line)
    where bare_key is not null and cve_ent is not null and organisation_links.organisation_key like 'name:%'
    union all by name
    select 'actor_types' as kind, 92 as people_at_stake, min(organisation_key) as organisation_key, 'unknown' as doubt
    from core.participation where is_attended and organisation_key like 'osc:%'
)
select
    md5(kind || people_at_stake) as item_id, kind, people_at_stake, people_at_stake as registered_at_stake, doubt,
    'subject ' || kind as subject, kind = 'people' or kind = 'organisations' as is_proposal,
    one, other, written, cve_ent, organisation_key, state, municipality,
from doubts
"""


@pytest.fixture(scope="module")
def doubtful(small: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The small sample with a doubt of each kind; not to be changed, only copied."""
    workspace = copy_of(small, tmp_path_factory.mktemp("doubtful") / "workspace")
    with duckdb.connect(str(workspace.warehouse)) as connection:
        connection.execute(PLANTED)
    return workspace


@pytest.fixture
def copied(doubtful: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the sample with its doubts, to be decided upon."""
    return copy_of(doubtful, tmp_path / "copied")


def typed(workspace: Workspace, *words: str, answers: str | None = None) -> Result:
    """`alcance review` as typed; no error may be a traceback."""
    result = CliRunner().invoke(
        alcance, ["review", *words, "--workspace", str(workspace.root)], input=answers
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def listed(workspace: Workspace) -> list[dict[str, Any]]:
    """Every open item."""
    items: list[dict[str, Any]] = json.loads(typed(workspace, "--json", "--limit", "1000").stdout)["items"]
    return items


def first(workspace: Workspace, kind: str) -> dict[str, Any]:
    """The first open item of a kind."""
    return next(item for item in listed(workspace) if item["kind"] == kind)


def decide(workspace: Workspace, verb: str, item: dict[str, Any], *value: str) -> dict[str, Any]:
    """What the decision wrote."""
    result = typed(workspace, verb, item["item_id"][:8], *value, *SIGNED, "--json")
    assert result.exit_code == 0, result.stderr
    written: dict[str, Any] = json.loads(result.stdout)
    return written


def test_most_people_first(doubtful: Workspace) -> None:
    items = listed(doubtful)
    stakes = [(item["people_at_stake"], item["registered_at_stake"]) for item in items]
    assert stakes == sorted(stakes, reverse=True)
    assert len({item["item_id"][:8] for item in items}) == len(items)
    assert {"people", "organisations", "places", "actor_types"} == {item["kind"] for item in items}


def test_a_person_reads_who_and_what_to_type(doubtful: Workspace) -> None:
    items, shown = listed(doubtful), typed(doubtful, "--limit", "2").stdout.splitlines()
    assert [line[:8] for line in shown[:2]] == [item["item_id"][:8] for item in items[:2]]
    assert items[0]["subject"] in shown[0]
    assert shown[2] == f"and {len(items) - 2} more: ask with --limit {len(items)}"
    assert re.search(r"alcance review \w+ [0-9a-f]{8}.* --by NAME --reason TEXT", shown[-1])


def test_a_confirmed_pair_is_one_person_from_the_next_run_on_and_a_refused_pair_two(
    copied: Workspace,
) -> None:
    confirmed, refused = (item for item in listed(copied) if item["people_at_stake"] in (95, 96))
    assert rows(copied, SAME_PERSON, [refused["one"], refused["other"]]) == [(1,)]
    assert rows(copied, SAME_PERSON, [confirmed["one"], confirmed["other"]]) == [(2,)]
    assert decide(copied, "confirm", confirmed)["file"] == "decisions/people.csv"
    assert decide(copied, "refuse", refused)["line"] == 3
    left = {item["item_id"] for item in listed(copied)}
    assert not left & {confirmed["item_id"], refused["item_id"]}
    assert typed(copied, "refuse", confirmed["item_id"], *SIGNED).exit_code == 1

    build_warehouse(copied.root)
    assert rows(copied, SAME_PERSON, [confirmed["one"], confirmed["other"]]) == [(1,)]
    assert rows(copied, SAME_PERSON, [refused["one"], refused["other"]]) == [(2,)]
    assert {row[0] for row in rows(copied, "select status from quality.decisions")} == {"applied"}
    assert not {item["item_id"] for item in listed(copied)} & {confirmed["item_id"], refused["item_id"]}


def test_names_places_and_types_are_what_was_set_from_the_next_run_on(copied: Workspace) -> None:
    place, organisation, untyped = (
        first(copied, kind) for kind in ("places", "organisations", "actor_types")
    )
    assert decide(copied, "set", place, "09003")["cvegeo"] == "09003"
    written = decide(copied, "set", organisation, "gov:09")
    assert (written["decision"], written["written"]) == ("confirm", organisation["written"])
    assert decide(copied, "set", untyped, "local_government:state")["government_level"] == "state"
    build_warehouse(copied.root)
    assert rows(
        copied,
        "select distinct cvegeo, place_rule from identity.place_answers where municipality_key = ?"
        " and state_key is not distinct from ?",
        [place["municipality"], place["state"]],
    ) == [("09003", "decision")]
    assert rows(
        copied,
        "select distinct organisation_key, link_rule from core.organisation_links"
        " inner join core.answers using (file_id, line) where organisation = ? and cve_ent is not distinct from ?",
        [organisation["written"], organisation["cve_ent"]],
    ) == [("gov:09", "decision")]
    assert rows(
        copied,
        "select distinct actor_type, government_level from core.participation where organisation_key = ?",
        [untyped["organisation_key"]],
    ) == [("local_government", "state")]
    assert {row[0] for row in rows(copied, "select status from quality.decisions")} == {"applied"}


def test_a_decision_says_who_took_it_when_and_why(copied: Workspace) -> None:
    item = first(copied, "people")
    result = typed(copied, "confirm", item["item_id"][:8], *SIGNED)
    assert (
        result.stdout
        == "decisions/people.csv, line 2: confirm, written. The next `alcance run` applies it.\n"
    )
    day = copied.as_of.astimezone(copied.cycle.zone).date()
    text = (copied.decisions / "people.csv").read_text(encoding="utf-8")
    assert text.splitlines()[1] == (
        f'confirm,{item["one"]},{item["other"]},Ana Coordina,{day},"it says so, in the form"'
    )


def test_nobodys_name_or_address_gets_into_a_decision_about_people(copied: Workspace) -> None:
    item = first(copied, "people")
    decide(copied, "confirm", item)
    text = (copied.decisions / "people.csv").read_text(encoding="utf-8").lower()
    assert not [
        word
        for word in f"{item['subject']} {item['candidate']}".lower().split()
        if len(word) > 2 and word in text
    ]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("confirm", "ffffffff", *SIGNED), 1, "no item is called ffffffff"),
        (("confirm", "0", *SIGNED), 1, "write all 8 digits"),
        (("set", "{actor_types}", "ngo", *SIGNED), 1, "there is no such actor type"),
        (("set", "{places}", "99999", *SIGNED), 1, "not in the catalogue"),
        (("set", "{places}", "Coyoacán", *SIGNED), 1, "five digits"),
        (("refuse", "{actor_types}", *SIGNED), 1, "of actor_types one can say set, not refuse"),
        (("confirm", "{people}", "--by", "Ana"), 2, "Missing option '--reason'"),
        (("confirm", "{people}", "--reason", "so"), 2, "Missing option '--by'"),
        (("--interactive", "--json"), 2, "take one of them"),
    ],
)
def test_what_cannot_be_decided_is_told_and_nothing_is_written(
    doubtful: Workspace, words: tuple[str, ...], code: int, told: str
) -> None:
    ids = {item["kind"]: item["item_id"][:8] for item in listed(doubtful)}
    result = typed(doubtful, *(word.format(**ids) for word in words))
    assert (result.exit_code, told in result.stderr) == (code, True), result.stderr
    assert not doubtful.decisions.exists()


def test_two_items_of_one_beginning_ask_for_more_of_the_id() -> None:
    items = [{"item_id": f"{'a' * 8}{digit}"} for digit in "12"]
    with pytest.raises(NotThereError, match="may be several items"):
        find_item(items, "a" * 8)
    assert find_item(items, f"{'A' * 8}2") == items[1]


def test_questions_are_asked_one_by_one(copied: Workspace) -> None:
    kinds = [item["kind"] for item in listed(copied)]
    place = kinds.index("places") + 1
    answers = "skip\n" * (place - 1) + "set\n99999\nwrong\n" + "quit\n"
    result = typed(copied, "--interactive", "--by", "Ana", "--limit", str(place + 1), answers=answers)
    assert result.exit_code == 0
    assert "nothing is written" in result.stdout
    assert f"{place + 1} of {place + 1}." in result.stdout
    assert not copied.decisions.exists()
    typed(
        copied,
        "--interactive",
        "--limit",
        str(place),
        answers="Ana\n" + "skip\n" * (place - 1) + "set\n09003\nknown\n",
    )
    assert ",09003,Ana," in (copied.decisions / "places.csv").read_text(encoding="utf-8")


def test_a_decision_that_the_run_could_not_apply_is_told_first(copied: Workspace) -> None:
    decided(copied, "places", "decision,municipality,cvegeo\nset,nowhere,09003\n")
    build_warehouse(copied.root)
    result = typed(copied)
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "cannot be applied: decisions/places.csv, line 2: nobody wrote this municipality"
    )


def test_where_nothing_was_run_or_may_be_opened_there_is_nothing_to_review(
    small: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "cycle.toml").write_bytes(small.cycle_file.read_bytes())
    result = typed(Workspace(tmp_path))
    assert result.exit_code == 1
    assert "alcance run" in result.stderr
    assert not (tmp_path / "private").exists()


def test_where_nothing_is_in_doubt_nobody_is_asked(copied: Workspace) -> None:
    with duckdb.connect(str(copied.warehouse)) as connection:
        connection.execute("delete from core.review")
    assert typed(copied).stdout == "Nothing is waiting for a human.\n"


def test_help_is_in_both_languages() -> None:
    for words in ((), ("confirm",), ("refuse",), ("set",)):
        assert " / " in CliRunner().invoke(alcance, ["review", *words, "--help"]).stdout
