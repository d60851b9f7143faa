"""The dictionary: every published column is described in both languages, in the file and on its page alike."""

import pytest

from assets.publication.dictionary import dictionary_page, published
from assets.publication.release import PUBLISHED_SCHEMAS
from assets.tables import SqlTable
from assets.workspace import PROJECT, Workspace
from tests.pipeline.cycles import published as rows


def test_the_page_is_what_the_headers_say_now() -> None:
    """Where it is not: `make dictionary`."""
    page = (PROJECT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert page == dictionary_page(PUBLISHED_SCHEMAS)


@pytest.mark.parametrize("table", published(PUBLISHED_SCHEMAS), ids=lambda table: table.full_name)
def test_every_column_is_described_in_both_languages(table: SqlTable) -> None:
    texts = [table.purpose, table.grain, *table.columns.values()]
    assert all(text.es.strip(" .") and text.en.strip(" .") for text in texts)


def test_the_published_dictionary_has_every_column_with_its_type(complete: Workspace) -> None:
    in_file = rows(
        complete,
        "select schema_name, table_name, column_name, data_type from duckdb_columns()"
        " where database_name = current_database() and schema_name in ('reach', 'quality', 'reference')"
        " order by all",
    )
    told = rows(
        complete,
        "select schema_name, table_name, column_name, data_type from _diccionario"
        " where column_order > 0 order by all",
    )
    assert in_file
    assert told == in_file


def test_the_published_dictionary_describes_the_tables_too(complete: Workspace) -> None:
    undescribed = rows(
        complete,
        "select table_name from duckdb_tables() as tables where schema_name in ('reach', 'quality', 'reference')"
        " and not exists (select 1 from _diccionario as told where told.column_order = 0"
        " and told.table_name = tables.table_name and told.schema_name = tables.schema_name"
        " and length(told.es) > 5 and length(told.en) > 5)",
    )
    assert undescribed == []
