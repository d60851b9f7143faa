"""Names of organisations and places brought down to keys: what may vary does not matter, and a second time changes nothing.

Here the macros and the tables that read texts are tried on made-up names; what each rule decides stands in the
cases of `tests/sql/identity`.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources.registers import SHIPPED, load_catalogues
from assets.tables import sql_tables
from assets.warehouse import prepare

LEGAL_FORMS = (
    "",
    ", A.C.",
    " A.C.",
    " AC",
    " A. C.",
    ", Asociación Civil",
    ", I.A.P.",
    " IAP",
    " S.A. de C.V.",
)
WORDS = (
    "red",
    "fundación",
    "casa",
    "mujeres",
    "niñas",
    "jóvenes",
    "agua",
    "río",
    "tierra",
    "de",
    "del",
    "sur",
    "café",
)
names = (
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=6)
    .map(" ".join)
    .filter(lambda name: name[:2] != "de")
)
texts = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)
writings = st.sampled_from(
    (str.upper, str.lower, str.title, lambda name: name.replace(" ", "  "), lambda name: f"«{name}» ")
)


@cache
def statement(name: str) -> str:
    return next(table.text for table in sql_tables() if table.full_name == name)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """The shipped catalogues, and the tables that `organisation_texts` reads, empty."""
    # A handful of names is not worth a second thread.
    with duckdb.connect(config={"threads": 1}) as connection:
        prepare(connection, "America/Mexico_City")
        load_catalogues(connection)
        connection.execute("create table reference.osc (name varchar)")
        connection.execute("create table raw.organisation_decisions (written varchar)")
        connection.execute("create table staging.registrations (organisation varchar)")
        connection.execute(f"create table reference.state_names as {statement('reference.state_names')}")
        yield connection


def bare_keys(connection: duckdb.DuckDBPyConnection, *written: str) -> list[str | None]:
    """The names as keys, in their order."""
    connection.execute("delete from staging.registrations")
    connection.execute("insert into staging.registrations select unnest(?::varchar[])", [list(written)])
    found = dict(
        connection.execute(
            f"select text, bare_key from ({statement('identity.organisation_texts')})"
        ).fetchall()
    )
    return [found.get(text) for text in written]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(names, st.sampled_from(LEGAL_FORMS), writings), min_size=1, max_size=20))
def test_case_spaces_and_the_legal_form_are_no_part_of_a_name(
    connection: duckdb.DuckDBPyConnection, written: list[tuple[str, str, Callable[[str], str]]]
) -> None:
    plain = [name for name, _, _ in written]
    varied = [write(name + form) for name, form, write in written]
    keys = bare_keys(connection, *plain, *varied)
    assert keys[: len(plain)] == keys[len(plain) :]


@settings(max_examples=10, deadline=None)
@given(st.lists(texts | st.tuples(names, st.sampled_from(LEGAL_FORMS)).map("".join), min_size=1, max_size=20))
def test_a_key_is_its_own_key(connection: duckdb.DuckDBPyConnection, written: list[str]) -> None:
    keys = [key for key in bare_keys(connection, *written) if key is not None]
    if keys:
        assert bare_keys(connection, *keys) == keys


@settings(max_examples=10, deadline=None)
@given(st.lists(texts, min_size=20, max_size=20))
def test_a_text_as_a_key_is_its_own_key(connection: duckdb.DuckDBPyConnection, some: list[str]) -> None:
    rows = connection.execute(
        "select text, text_key(text), text_key(text_key(text)) from (select unnest(?::varchar[]) as text)",
        [some],
    ).fetchall()
    assert [text for text, *_ in rows] == some
    assert [row for row in rows if row[1] != row[2]] == []


@settings(max_examples=100, deadline=None)
@given(st.from_regex(r"[A-Z]{3}[0-9]{6}[A-Z0-9]{3}", fullmatch=True), st.sampled_from(("", " ", "-", ".")))
def test_an_rfc_is_the_same_with_and_without_punctuation(
    connection: duckdb.DuckDBPyConnection, rfc: str, mark: str
) -> None:
    written = mark.join((rfc[:3].lower(), rfc[3:9], rfc[9:]))
    assert connection.execute("select rfc_key(?), cluni_key(?)", [written, written]).fetchall() == [
        (rfc, None)
    ]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_a_slip_between_two_words_goes_both_ways(
    connection: duckdb.DuckDBPyConnection, one: str, other: str
) -> None:
    ((there, back),) = connection.execute(
        "select is_word_slip($1, $2), is_word_slip($2, $1)", [one, other]
    ).fetchall()
    assert there == back


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.csv")), ids=lambda path: path.stem)
def test_a_shipped_catalogue_says_nothing_twice(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize(
    ("table", "column", "allowed"),
    [
        ("government_names", "government_level", {"municipal", "state", "any"}),
        ("government_names", "position", {"begins", "anywhere"}),
        ("government_names", "strength", {"strong", "weak"}),
        ("actor_patterns", "position", {"begins", "anywhere"}),
        ("actor_patterns", "strength", {"strong", "weak"}),
        ("place_prefixes", "kind", {"municipality", "state"}),
        ("organisation_words", "kind", {"stop", "abbreviation"}),
    ],
)
def test_a_shipped_catalogue_uses_known_words(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, allowed: set[str]
) -> None:
    rows = connection.execute(f"select distinct {column} from raw.{table}").fetchall()
    assert {row[0] for row in rows} <= allowed


@pytest.mark.parametrize(
    "table", ["legal_forms", "actor_patterns", "no_organisation", "organisation_aliases", "email_domains"]
)
def test_a_shipped_catalogue_names_known_actor_types(
    connection: duckdb.DuckDBPyConnection, table: str
) -> None:
    rows = connection.execute(
        f"select actor_type from raw.{table} where actor_type is not null"
        " and actor_type not in (select actor_type from raw.actor_types)"
    ).fetchall()
    assert rows == []
