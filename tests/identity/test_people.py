"""People: who is taken for whom, from the rows of forms and calls to the person of each row.

Each test gives a handful of rows beside sixty other people's, and reads one letter for each row: the same letter is the
same person. What each statement does by itself stands in `tests/sql/identity`.
"""

from collections.abc import Iterator

import duckdb
import pytest

from assets.workspace import Workspace
from tests.identity.gatherings import Row, handles, identity_database, take_for

ANA = {"name": "Ana Ruiz Pardo", "email": "ana.ruiz@example.org"}
EVA = {"name": "Eva Luna Vidal", "email": "eva@example.org"}
AT_S2 = {"session_id": "s2"}


@pytest.fixture(scope="module")
def connection(small: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database for gatherings of the sample's cycle."""
    with identity_database(small) as connection:
        yield connection


def test_who_registered_is_known_by_the_name_however_it_is_written(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    ways = [
        "Ana Ruiz Pardo",
        "PARDO RUIZ ANA",
        "Aná Ruíz Pardo",
        "Lic. Ana Ruiz Pardo (ella)",
        "anita (Ana Ruiz Pardo)",
        "Ana Ruiz Pardo - Colectivo Siempre Verde",
        "iPhone de Ana Ruiz Pardo",
        "Ana Ruiz P.",
        "Ana R. Pardo",
        "Ana Riuz Pardo",
    ]
    assert take_for(connection, [ANA], [{"name": name} for name in ways]) == "A" + "A" * len(ways)


def test_who_shows_too_little_or_another_name_is_somebody_alone(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    ways = ["Ana", "iPhone", "A. R. P.", "Luz Sosa Vidal", "Ana Luna", "***", None, None]
    assert take_for(connection, [ANA], [{"name": name} for name in ways]) == "ABCDEFGHI"


@pytest.mark.parametrize(
    ("registered", "attended", "letters"),
    [
        ([ANA, ANA], [{**ANA, "name": "iPhone"}, {**ANA, "name": "Colectivo Siempre", **AT_S2}], "AAAA"),
        ([ANA, {**EVA, "email": ANA["email"]}], [{**EVA, "email": ANA["email"]}], "ABB"),
        ([ANA, {**ANA, "email": "ana.riuz@example.org"}], [], "AA"),
        ([{**ANA, "email": "ana1@example.org"}, {**ANA, "email": "ana2@example.org"}], [], "AB"),
        ([ANA, {**EVA, "email": "ana.riuz@example.org"}], [], "AB"),
        ([{**ANA, "telephone": "5512345678"}, {"name": "Ana Ruiz", "telephone": "5215512345678"}], [], "AA"),
        ([{**ANA, "telephone": "5512345678"}, {**EVA, "telephone": "5512345678"}], [], "AB"),
    ],
    ids=[
        "one e-mail is one person whatever the call shows",
        "two people share an e-mail",
        "an e-mail with a slip",
        "e-mails with different numbers",
        "an e-mail with a slip and another name",
        "one telephone",
        "one telephone and two names",
    ],
)
def test_an_exact_key_joins_where_the_names_allow_it(
    connection: duckdb.DuckDBPyConnection, registered: list[Row], attended: list[Row], letters: str
) -> None:
    assert take_for(connection, registered, attended) == letters


def test_of_two_namesakes_who_registered_none_is_taken_for_who_came(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    namesake = {**ANA, "email": "apardo.legal@example.net"}
    assert take_for(connection, [ANA, namesake], [{"name": ANA["name"]}]) == "ABC"


def test_a_namesake_who_is_there_by_email_leaves_the_other_for_who_shows_the_name_alone(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    namesake = {**ANA, "email": "apardo.legal@example.net"}
    assert take_for(connection, [ANA, namesake], [ANA, {"name": ANA["name"]}]) == "ABAB"


def test_a_form_without_an_email_that_its_telephone_explains_does_not_join_two_emails(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    telephone = {"telephone": "5512345678"}
    forms = [{**ANA, **telephone}, {"name": ANA["name"], **telephone}, {**ANA, "email": "apardo@example.net"}]
    assert take_for(connection, forms) == "AAB"


def test_one_full_name_that_nobody_registered_is_one_person_at_two_sessions(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    name = {"name": ANA["name"]}
    assert take_for(
        connection, [], [name, {**name, **AT_S2}, {"name": "Eva Luna"}, {"name": "Eva Luna", **AT_S2}]
    ) == ("AABC")


def test_one_full_name_that_two_registered_people_bear_stays_a_question_at_each_session(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    name, namesake = {"name": ANA["name"]}, {**ANA, "email": "apardo.legal@example.net"}
    assert take_for(connection, [ANA, namesake], [name, {**name, **AT_S2}]) == "ABCD"


def test_a_confirmed_pair_is_one_person_and_a_refused_pair_is_two(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows: list[Row] = [{"name": ANA["name"]}, {"name": "Anita", **AT_S2}, {"name": ANA["name"], **AT_S2}]
    assert take_for(connection, [], rows) == "ABA"
    first, nick, second = handles(connection)
    assert take_for(connection, [], rows, [{"one": first, "other": nick}])[:2] == "AA"
    assert take_for(connection, [], rows, [{"decision": "refuse", "one": first, "other": second}]) == "ABC"


def test_a_refused_name_is_not_taken_for_whom_it_names(connection: duckdb.DuckDBPyConnection) -> None:
    rows: list[Row] = [{"name": ANA["name"]}]
    assert take_for(connection, [ANA], rows) == "AA"
    registered, shown = handles(connection)
    assert (
        take_for(connection, [ANA], rows, [{"decision": "refuse", "one": shown, "other": registered}]) == "AB"
    )


def test_a_refusal_tells_all_apart_that_is_one_with_what_it_names(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Who shows under one unknown e-mail at two sessions is one person, and so is whom somebody said they are not."""
    rows: list[Row] = [
        {"name": ANA["name"], "email": "ana.ruiz.p@example.net"},
        {"name": ANA["name"], "email": "ana.ruiz.p@example.net", **AT_S2},
    ]
    forms = [{**ANA, "folder": "s1"}, {**ANA, "folder": "s2"}]
    assert take_for(connection, forms, rows) == "AAAA"
    registered, _, shown, _ = handles(connection)
    assert (
        take_for(connection, forms, rows, [{"decision": "refuse", "one": shown, "other": registered}])
        == "AABB"
    )


def test_whom_somebody_told_from_the_owner_of_an_email_leaves_it_and_the_owner_keeps_it(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """The registration says whose it is, and so is what else comes under it."""
    rows: list[Row] = [{**ANA, "name": "Luz Mora"}, {**ANA, **AT_S2}]
    assert take_for(connection, [ANA], rows) == "AAA"
    registered, other, _ = handles(connection)
    assert (
        take_for(connection, [ANA], rows, [{"decision": "refuse", "one": registered, "other": other}])
        == "ABA"
    )


def test_two_forms_without_an_email_are_never_taken_for_each_other_crosswise(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Each would be joined to the other, and both stay what they are, though the rule says that a name joined them."""
    forms = [{"name": "Xochitl Zarur", "folder": "s1"}, {"name": "Xochitl Zarur", "folder": "s2"}]
    letters = take_for(connection, forms)
    rules = {
        rule
        for (rule,) in connection.execute(
            "select link_rule from identity.person_rows where file_id = 'forms'"
        ).fetchall()
    }
    assert (letters, rules) in [("AB", {"alone"}), ("AA", {"name"})]


def test_rows_that_name_only_the_absent_put_nobody_at_the_session(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    absent = {**ANA, "is_said_attended": False}
    assert take_for(connection, [ANA], [absent, {"name": ANA["name"]}]) == "AAA"
    there = connection.execute(
        "select is_there from identity.session_seeds where seed = ? and session_id = 's1'", [ANA["email"]]
    ).fetchall()
    assert there == [(False,)]


def test_the_rows_of_others_are_each_their_own(connection: duckdb.DuckDBPyConnection) -> None:
    take_for(connection)
    people = connection.execute(
        "select count(distinct person_id), count(*) from identity.person_rows"
    ).fetchall()
    assert people == [(60, 90)]
