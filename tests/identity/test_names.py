"""Names: what of the way a name is written does not tell people apart, and what a slip of the keyboard is.

Here the macros are asked with words and names that hypothesis makes up; single cases stand in `tests/sql/identity`.
"""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources.registers import load_catalogues
from assets.tables import build, needed_for, sql_tables
from assets.warehouse import prepare

LETTERS = st.text(st.sampled_from("abcdeñxyz"), min_size=1, max_size=10)
# No title, particle or device has five letters of these.
WORDS = st.text(st.sampled_from("bfgkqw"), min_size=5, max_size=8)
BAGS = st.lists(WORDS, min_size=1, max_size=5, unique=True).map(sorted)
NAMES = st.lists(WORDS, min_size=2, max_size=4, unique=True)
# A name is read by building its table, which takes a little longer.
seldom = settings(max_examples=25, deadline=None)
often = settings(max_examples=100, deadline=None)
AGREEMENTS = {"same", "part", "slip", "none"}
ACCENTS = str.maketrans("aeioun", "áéíóúñ")


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A prepared database in memory with the shipped lists of words and nobody in it."""
    with duckdb.connect() as connection:
        prepare(connection, "America/Mexico_City")
        load_catalogues(connection)
        connection.execute("create table staging.registrations (name varchar)")
        connection.execute("create table staging.attendance (name varchar)")
        for table in needed_for(["identity.word_choices"], sql_tables()):
            build(connection, table)
        yield connection


def asked(connection: duckdb.DuckDBPyConnection, expression: str, *values: object) -> Any:
    """What an expression with `?` for each value gives."""
    return connection.execute(f"select {expression}", list(values)).fetchall()[0][0]


def agreement(connection: duckdb.DuckDBPyConnection, one: list[str], other: list[str]) -> str:
    """How two names agree, given as sorted words."""
    return str(asked(connection, "name_agreement(?::varchar[], ?::varchar[])", one, other))


def written(connection: duckdb.DuckDBPyConnection, names: list[str]) -> dict[str, tuple[str | None, str]]:
    """Name -> its words in alphabetical order and its kind, as identity.names has them."""
    connection.execute("delete from staging.attendance where true")
    connection.executemany("insert into staging.attendance values (?)", [[name] for name in names])
    (table,) = (table for table in sql_tables() if table.full_name == "identity.names")
    build(connection, table)
    rows = connection.execute("select name, name_bag, name_kind from identity.names").fetchall()
    return {name: (bag, kind) for name, bag, kind in rows}


@often
@given(one=BAGS, other=BAGS)
def test_two_names_agree_alike_whichever_comes_first(
    connection: duckdb.DuckDBPyConnection, one: list[str], other: list[str]
) -> None:
    found = agreement(connection, one, other)
    assert found in AGREEMENTS
    assert found == agreement(connection, other, one)


@often
@given(bag=BAGS, data=st.data())
def test_a_name_is_the_same_as_itself_and_any_two_of_its_words_are_part_of_it(
    connection: duckdb.DuckDBPyConnection, bag: list[str], data: st.DataObject
) -> None:
    assert agreement(connection, bag, bag) == "same"
    some = sorted(data.draw(st.lists(st.sampled_from(bag), min_size=1, unique=True)))
    expected = "same" if some == bag else "part" if len(some) >= 2 else "none"
    assert agreement(connection, some, bag) == expected


@often
@given(bag=st.lists(WORDS, min_size=2, max_size=4, unique=True), data=st.data())
def test_a_name_with_one_letter_wrong_is_a_slip_of_it(
    connection: duckdb.DuckDBPyConnection, bag: list[str], data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(bag))
    place = data.draw(st.integers(1, len(word) - 1))
    wrong = f"{word[:place]}z{word[place + 1 :]}"
    mistyped = sorted(wrong if other == word else other for other in bag)
    assert agreement(connection, mistyped, sorted(bag)) == "slip"


@often
@given(one=LETTERS, other=LETTERS)
def test_a_slip_is_never_found_between_words_that_differ_more(
    connection: duckdb.DuckDBPyConnection, one: str, other: str
) -> None:
    allowed = 2 if min(len(one), len(other)) >= 9 else 1
    expected = max(len(one), len(other)) >= 4 and swaps(one, other) <= allowed
    assert asked(connection, "is_slip(?, ?)", one, other) is expected
    assert asked(connection, "is_slip(?, ?)", other, one) is expected


@often
@given(bag=BAGS, other=BAGS)
def test_two_names_of_which_no_word_is_alike_do_not_agree(
    connection: duckdb.DuckDBPyConnection, bag: list[str], other: list[str]
) -> None:
    if not any(swaps(one, two) <= 2 for one in bag for two in other):
        assert agreement(connection, bag, other) == "none"


@often
@given(box=LETTERS, number=st.integers(0, 9), other=st.integers(0, 9))
def test_emails_told_apart_by_a_number_are_no_slip_of_each_other(
    connection: duckdb.DuckDBPyConnection, box: str, number: int, other: int
) -> None:
    mails = [f"{box}{number}@example.org", f"{box}{other}@example.org"]
    assert asked(connection, "is_email_slip(?, ?)", *mails) is False
    assert asked(connection, "is_email_slip(?, ?)", f"{box}@example.org", f"{box}@exmaple.org") is True


@often
@given(known=NAMES, data=st.data())
def test_two_names_that_agree_share_a_key_by_which_they_are_compared(
    connection: duckdb.DuckDBPyConnection, known: list[str], data: st.DataObject
) -> None:
    """The shorter one is written out in full among the keys of the longer one."""
    kept = data.draw(st.lists(st.sampled_from(known), min_size=2, unique=True))
    bag, some = " ".join(sorted(known)), " ".join(sorted(kept))
    sets = "(select word_sets(string_split($name, ' '), choices) from identity.word_choices where word_count = $size)"
    parts = connection.execute(f"select {sets}", {"name": bag, "size": len(known)}).fetchall()[0][0]
    assert some in parts
    assert len(parts) == len(set(parts)) == 2 ** len(known) - len(known) - 1


@often
@given(bag=st.lists(WORDS, min_size=3, max_size=5, unique=True).map(sorted), data=st.data())
def test_a_slip_in_one_of_three_words_leaves_a_key_that_both_names_have(
    connection: duckdb.DuckDBPyConnection, bag: list[str], data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(bag))
    mistyped = sorted(f"{other[:2]}z{other[3:]}" if other == word else other for other in bag)
    ones = set(asked(connection, "words_but_one(?::varchar[])", bag))
    assert len(ones & set(asked(connection, "words_but_one(?::varchar[])", mistyped))) == 1


@seldom
@given(name=NAMES, data=st.data())
def test_order_case_accents_titles_and_pronouns_do_not_tell_people_apart(
    connection: duckdb.DuckDBPyConnection, name: list[str], data: st.DataObject
) -> None:
    other_order = data.draw(st.permutations(name))
    ways = [
        " ".join(name),
        " ".join(other_order).upper(),
        " ".join(word.title() for word in name),
        f"Lic. {' '.join(name)}",
        f"{' '.join(name)} (ella)",
        f"  {'  '.join(name)} ",
        f"{' '.join(name)} - Colectivo Siempre",
        f"iPhone de {' '.join(name)}",
    ]
    found = written(connection, ways)
    assert {found[way] for way in ways} == {(" ".join(sorted(name)), "full")}


@seldom
@given(
    name=st.lists(
        st.text(st.sampled_from("aeioun"), min_size=5, max_size=7), min_size=2, max_size=3, unique=True
    )
)
def test_a_name_with_all_its_accents_is_the_name_without_them(
    connection: duckdb.DuckDBPyConnection, name: list[str]
) -> None:
    plain = " ".join(name)
    found = written(connection, [plain, plain.translate(ACCENTS)])
    assert found[plain] == found[plain.translate(ACCENTS)]


@seldom
@given(name=st.text(max_size=30))
def test_the_words_of_a_name_written_out_are_the_same_words_again(
    connection: duckdb.DuckDBPyConnection, name: str
) -> None:
    connection_names = written(connection, [name.replace("\0", "")])
    for bag, kind in connection_names.values():
        assert kind in ("full", "nick", "device", "none")
        if kind == "full" and bag:
            assert written(connection, [bag])[bag] == (bag, "full")


@often
@given(value=st.text(max_size=30))
def test_a_text_key_is_its_own_key(connection: duckdb.DuckDBPyConnection, value: str) -> None:
    key = asked(connection, "text_key(?)", value.replace("\0", ""))
    assert asked(connection, "text_key(?)", key) == key


def swaps(one: str, other: str) -> int:
    """How many letters must be added, left out, replaced or swapped with the next to make one word the other."""
    rows = [list(range(len(other) + 1))]
    for place, letter in enumerate(one, start=1):
        row = [place]
        for over, wanted in enumerate(other, start=1):
            cost = min(rows[-1][over] + 1, row[-1] + 1, rows[-1][over - 1] + (letter != wanted))
            if place > 1 and over > 1 and letter == other[over - 2] and one[place - 2] == wanted:
                cost = min(cost, rows[-2][over - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
