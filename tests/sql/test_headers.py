"""Headers and dependencies: each statement says what it makes, in both languages, and reads only what lies before it.

Here stands too which columns analysts are promised; what the columns hold is proved by the cases.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from assets.tables import SQL, HeaderError, SqlTable, build, in_order, needed_for
from assets.warehouse import SCHEMAS, prepare
from tests.sql.cases import STATEMENTS, Kinds, create

LAYERS = ("raw", "staging", "identity", "core", "reach")
# Who is who is decided once, before anything of core is counted. It has to know when the sessions were and for which
# of them a form counts; both are core's to say, and neither asks who anybody is.
CORE_THAT_IDENTITY_READS = {"core.sessions", "core.signups"}

PROMISED = {
    "reach.session": (
        "session_id session_date title scheduled_start scheduled_end actual_start actual_end is_end_assumed platform"
        " status registered_people attended_people osc_attended local_governments_attended views_latest"
        " views_observed_at views_day_7"
    ),
    "reach.session_reach": (
        "session_id session_date actor_type government_level registered_people registered_organisations"
        " attended_people attended_people_low attended_people_high attended_registered_people"
        " attended_unregistered_people attended_unknown_duration_people attended_organisations"
        " attended_organisations_low attended_organisations_high certificate_people attendance_rate median_minutes"
        " states_with_attendees municipalities_with_attendees municipal_governments_attended first_time_people"
        " returning_people"
    ),
    "reach.cycle_reach": (
        "actor_type government_level registered_people attended_people attended_people_low attended_people_high"
        " attended_organisations attended_organisations_low attended_organisations_high completed_people"
        " certificate_people states_with_attendees municipalities_with_attendees municipal_governments_attended"
        " eligible coverage attended_outside_register edition"
    ),
    "reach.session_organisation": (
        "session_id organisation_key name actor_type cvegeo registered_people attended_people"
    ),
    "reach.session_state": (
        "session_id cve_ent state actor_type registered_people attended_people registered_organisations"
        " attended_organisations"
    ),
    "reach.coverage": (
        "cve_ent state actor_type government_level eligible registered_organisations attended_organisations coverage"
        " attended_outside_register edition"
    ),
    "reach.local_government_reach": (
        "cvegeo name government_level state population reached sessions_attended first_session_id attended_people"
    ),
    "reach.organisation_reach": (
        "organisation_key name actor_type cluni cvegeo sessions_registered sessions_attended"
    ),
    "reach.funnel": "session_id actor_type stage stage_order people share_of_previous share_of_first",
    "reach.retention": "from_session_id to_session_id actor_type people share",
    "reach.session_overlap": "sessions actor_type people organisations",
    "reach.attendance_curve": "session_id actor_type threshold people",
    "reach.minutes": "session_id minute people",
    "reach.audience": (
        "session_id video_id observed_at views likes comments views_gained obtained keep_until"
    ),
    "reach.audience_daily": (
        "video_id day_pacific live_or_on_demand views estimated_minutes_watched average_view_duration_s"
    ),
}

every_statement = pytest.mark.parametrize("table", STATEMENTS.values(), ids=STATEMENTS.keys())


@pytest.fixture(scope="module")
def comments(empty_warehouse: Path) -> dict[str, dict[str, str]]:
    """Table -> column -> comment, as the warehouse has them."""
    with duckdb.connect(str(empty_warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select schema_name || '.' || table_name, column_name, comment from duckdb_columns()"
            " where database_name = current_database()"
        ).fetchall()
    comments: dict[str, dict[str, str]] = {}
    for table, column, comment in rows:
        comments.setdefault(table, {})[column] = comment
    return comments


@pytest.fixture(scope="module")
def bare_connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A prepared database that holds no table between two tests."""
    with duckdb.connect() as connection:
        prepare(connection, "America/Mexico_City")
        yield connection


@every_statement
def test_a_header_lists_the_columns_that_come_out_in_their_order(table: SqlTable, kinds: Kinds) -> None:
    assert list(table.columns) == list(kinds[table.full_name])


@every_statement
def test_a_header_is_written_in_both_languages_throughout(table: SqlTable) -> None:
    for text in (table.purpose, table.grain, *table.columns.values()):
        assert text.es.endswith("."), text
        assert len(text.es) > 1, text
        assert text.en.endswith("."), text
        assert len(text.en) > 1, text


@every_statement
def test_a_grain_says_what_one_row_is(table: SqlTable) -> None:
    assert table.grain.es.startswith("Una fila")
    assert table.grain.en.startswith("One row")


@every_statement
def test_the_header_becomes_the_tables_comments(table: SqlTable, comments: dict[str, dict[str, str]]) -> None:
    expected = {column: f"{text.es} / {text.en}" for column, text in table.columns.items()}
    assert comments[table.full_name] == expected


@every_statement
def test_a_statement_needs_no_table_but_those_it_is_found_to_read(
    table: SqlTable, kinds: Kinds, bare_connection: duckdb.DuckDBPyConnection
) -> None:
    for name in table.reads:
        create(bare_connection, name, kinds[name])
    assert list(build(bare_connection, table).columns) == list(table.columns)
    for name in (*table.reads, table.full_name):
        bare_connection.execute(f"drop table {name}")


@every_statement
def test_a_statement_reads_no_later_layer(table: SqlTable) -> None:
    """Reference and quality stand beside the layers; that nothing reads itself through them is the circle's test."""
    if table.schema in LAYERS:
        later = LAYERS[LAYERS.index(table.schema) + 1 :]
        allowed = CORE_THAT_IDENTITY_READS if table.schema == "identity" else set()
        assert [name for name in table.reads if name.split(".")[0] in later and name not in allowed] == []


def test_what_identity_reads_of_core_knows_of_no_person() -> None:
    read = {name for table in STATEMENTS.values() if table.schema == "identity" for name in table.reads}
    assert {name for name in read if name.startswith("core.")} == CORE_THAT_IDENTITY_READS
    below = {table.schema for table in needed_for(CORE_THAT_IDENTITY_READS, list(STATEMENTS.values()))}
    assert "identity" not in below


def test_only_core_and_quality_read_who_is_who() -> None:
    """Names and e-mails stand in identity: what analysts ask is made of core's people, who have none."""
    readers = {
        table.schema for table in STATEMENTS.values() for name in table.reads if name.startswith("identity.")
    }
    assert readers == {"identity", "core", "quality"}


def test_tables_are_built_after_those_they_read() -> None:
    order = [table.full_name for table in in_order(list(STATEMENTS.values()))]
    assert sorted(order) == sorted(STATEMENTS)
    for table in STATEMENTS.values():
        assert all(
            order.index(name) < order.index(table.full_name) for name in table.reads if name in STATEMENTS
        )


def test_tables_that_read_each_other_are_refused() -> None:
    egg = SqlTable("core", "egg", "select hen from core.hen")
    hen = SqlTable("core", "hen", "select egg from core.egg")
    with pytest.raises(HeaderError, match=r"in a circle: core\.egg, core\.hen"):
        list(in_order([egg, hen]))


def test_a_column_in_one_language_only_is_refused() -> None:
    text = "-- Huevos.\n-- Eggs.\n-- grain: Una fila. / One row.\n-- egg: Huevo.\nselect 1 as egg"
    with pytest.raises(HeaderError, match="lacks one of its two languages"):
        assert SqlTable("core", "egg", text).columns


def test_every_statement_lies_in_the_folder_of_a_schema() -> None:
    assert [path.name for path in SQL.glob("*.sql")] == ["macros.sql"]
    assert {table.schema for table in STATEMENTS.values()} == set(SCHEMAS) - {"raw"}
    assert len(list(SQL.glob("*/*.sql"))) == len(list(SQL.rglob("*.sql"))) - 1


@pytest.mark.parametrize("name", PROMISED)
def test_a_promised_table_has_its_promised_columns(name: str, kinds: Kinds) -> None:
    assert [column for column in PROMISED[name].split() if column not in kinds[name]] == []
