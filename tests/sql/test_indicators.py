"""The indicators: their catalogue, the columns that it names, and what `cycle.toml` may name agree."""

from typing import get_args

import duckdb
import pytest

from assets.cycle import IndicatorId
from assets.sources.registers import SHIPPED
from assets.tables import sql_table

FIGURES = ("figure", "low_figure", "high_figure", "numerator", "denominator")


@pytest.fixture(scope="module")
def catalogue() -> list[dict[str, str | None]]:
    found = duckdb.sql(f"from read_csv('{SHIPPED / 'indicators.csv'}', all_varchar = true, header = true)")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def test_a_target_may_be_set_for_each_indicator_and_for_nothing_else(
    catalogue: list[dict[str, str | None]],
) -> None:
    assert [indicator["indicator_id"] for indicator in catalogue] == list(get_args(IndicatorId))


def test_each_figure_that_an_indicator_names_is_computed(catalogue: list[dict[str, str | None]]) -> None:
    text = sql_table("reach.indicators").text
    listed = [block.split(")", 1)[0] for block in text.split("value for figure in (")[1:]]
    computed = {name.strip() for block in listed for name in block.split(",")}
    named = {indicator[column] for indicator in catalogue for column in FIGURES} - {None}
    assert named - computed == set()
    assert computed - named == set()


def test_an_indicator_is_a_count_of_its_unit_or_a_share_of_two_figures(
    catalogue: list[dict[str, str | None]],
) -> None:
    for indicator in catalogue:
        is_share = indicator["unit"] == "share"
        assert is_share == (indicator["figure"] is None)
        assert is_share == (indicator["numerator"] is not None and indicator["denominator"] is not None)


def test_each_indicator_is_told_in_both_languages(catalogue: list[dict[str, str | None]]) -> None:
    for indicator in catalogue:
        assert all(
            indicator[f"{part}_{language}"]
            for part in ("name", "definition", "limits")
            for language in ("es", "en")
        )
