"""No statement adds or averages what has no sum, whatever name it goes by, and views never meet people."""

import csv
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets.quality import additivity_check as checks
from assets.quality.additivity import mixtures_of_people_and_views, sums_of_non_additive
from assets.quality.additivity_check import additivity_check, broken_statements
from assets.sources.registers import SHIPPED, load_catalogues
from assets.tables import SqlTable, build, sql_table, sql_tables
from assets.warehouse import open_warehouse
from assets.workspace import SHIPPED_CYCLE, Workspace

METRICS = list(csv.DictReader((SHIPPED / "audience_metrics.csv").read_text(encoding="utf-8").splitlines()))
NON_ADDITIVE = {
    column
    for metric in METRICS
    if metric["is_additive_over_days"] == metric["is_additive_over_videos"] == "false"
    for column in metric["column_names"].split()
}
VIEWS = {
    column
    for metric in METRICS
    if metric["unit"] in ("views", "minutes")
    for column in metric["column_names"].split()
}

PLANTED = {
    "a sum": "select sum(peak_concurrent_viewers) from t",
    "an average": "select avg(average_view_duration_s) from t",
    "a filtered sum": "select sum(peak_concurrent_viewers) filter (where day > 3) from t",
    "a distinct sum": "select sum(distinct peak_concurrent_viewers) from t",
    "a sum over a window": "select sum(peak_concurrent_viewers) over (partition by video_id) from t",
    "a running sum": """
        select avg(p) over (order by day rows between unbounded preceding and current row) as running
        from (select day, peak_concurrent_viewers as p from t) as peaks
    """,
    "a named window": "select sum(share_of_views) over days from t window days as (order by day)",
    "a sum behind an alias": "with a as (select peak_concurrent_viewers as p from t) select sum(a.p) from a",
    "a sum behind two aliases": """
        with a as (select peak_concurrent_viewers as p from t), b as (select p as q from a) select sum(q) from b
    """,
    "a sum behind a star": """
        with a as (select day, peak_concurrent_viewers as p from t), b as (select * from a)
        select sum(p) from b
    """,
    "a sum behind a table's star": """
        with a as (select peak_concurrent_viewers as p from t), b as (select a.* from a, u) select sum(p) from b
    """,
    "a sum behind renamed columns": """
        with a (x, p) as (select day, peak_concurrent_viewers from t) select sum(p) from a
    """,
    "a sum of a subquery": "select sum(p) from (select peak_concurrent_viewers as p from t) as peaks",
    "a sum in a subquery": "select (select sum(share_of_views) from t) as everything",
    "a sum of what a subquery gives": "select sum((select max(share_of_views) from t)) from u",
    "a sum of a union's second part": """
        select sum(n) from (select views as n from t union all select peak_concurrent_viewers from u) as both
    """,
    "a sum of a union by name": """
        select sum(p) from (select views as n from t union by name select share_of_views as p, 1 as n from u) as both
    """,
    "a sum of an alias in the same select": "select audience_watch_ratio as ratio, sum(ratio) over () from t",
    "a sum behind arithmetic": "select sum(round(coalesce(average_view_duration_s, 0) / 60, 1) + 1) from t",
    "a sum behind a choice": "select sum(case when day > 3 then peak_concurrent_viewers else 0 end) from t",
    "a sum behind a condition": "select sum(if(day > 3, 0, peak_concurrent_viewers)) from t",
    "a sum of the greatest": """
        with a as (select max(average_concurrent_viewers) as most from t group by day) select sum(most) from a
    """,
    "a sum of the last": """
        with a as (select arg_max(peak_concurrent_viewers, day) as last from t) select sum(last) from a
    """,
    "a sum of the one before": """
        with a as (select lag(peak_concurrent_viewers) over (order by day) as before from t)
        select sum(before) from a
    """,
    "a sum of a list": "select list_sum(list(peak_concurrent_viewers)) from t",
    "an average of a list": "select list_avg(list_transform(list(share_of_views), lambda s: s * 2)) from t",
    "a sum of a list by name": "select list_aggregate(array_agg(share_of_views), 'sum') from t",
    "a sum of what comes out of a list": """
        select sum(s) from (select list(share_of_views) as shares from t) as lists, unnest(lists.shares) as one (s)
    """,
    "a sum under another word": "select mean(average_view_duration_s), fsum(share_of_views) from t",
    "a sum that decides": "select day from t group by day having sum(peak_concurrent_viewers) > 9",
    "a sum that sorts": "select day from t group by day order by sum(peak_concurrent_viewers)",
    "a sum in a join's subquery": """
        select t.day from t
        inner join (select day, sum(peak_concurrent_viewers) as n from u group by day) as sums using (day)
    """,
    "a sum of a weight that is a number": "select sum(average_view_duration_s * 60) from t",
}
ALLOWED = {
    "a weighted mean": "select sum(average_view_duration_s * views) / sum(views) from t",
    "a weighted mean behind an alias": """
        with a as (select views as w, average_view_duration_s as d from t)
        select sum(coalesce(d, 0) * coalesce(w, 0)) / nullif(sum(w), 0) as average_view_duration_s from a
    """,
    "an average made anew": "select 60.0 * sum(estimated_minutes_watched) / sum(views) as average_view_duration_s from t",
    "a share made anew": "select views / sum(views) over () as share_of_views from t",
    "a greatest": "select max(peak_concurrent_viewers), min(audience_watch_ratio) from t",
    "a count": "select count(peak_concurrent_viewers), count(distinct share_of_views) from t",
    "a count by a sum": "select sum(case when peak_concurrent_viewers > 9 then 1 else 0 end) from t",
    "a sum chosen by it": "select sum(views) filter (where share_of_views > 0.1) from t",
    "a sum ordered by it": "select sum(views) over (order by audience_watch_ratio) from t",
    "a sum beside it": "select peak_concurrent_viewers, sum(views) over () from t",
    "a list sorted by it": "select list_sum(list(views order by share_of_views)) from t",
}


@pytest.mark.parametrize("sql", PLANTED.values(), ids=PLANTED.keys())
def test_a_sum_of_what_has_no_sum_is_found(sql: str) -> None:
    found = sums_of_non_additive(sql, NON_ADDITIVE)
    assert found
    assert all("adds or averages" in sentence for sentence in found)


@pytest.mark.parametrize("sql", ALLOWED.values(), ids=ALLOWED.keys())
def test_what_is_no_sum_of_it_is_let_through(sql: str) -> None:
    assert sums_of_non_additive(sql, NON_ADDITIVE) == []


def test_the_sentence_names_the_sum_and_the_column_beneath_it() -> None:
    sql = "with a as (select peak_concurrent_viewers as p from t) select sum(p) as total, sum(p) as again from a"
    assert sums_of_non_additive(sql, NON_ADDITIVE) == ["SUM(p) adds or averages peak_concurrent_viewers"]


MIXED = {
    "views per person": "select sum(views) / nullif(sum(attended_people), 0) from t",
    "behind aliases": """
        with a as (select sum(views) as v from t), b as (select attended_people as p from u)
        select coalesce(v, 0) + p from a cross join b
    """,
    "organisations": "select attended_organisations - views_latest from t",
    "minutes": "select registered_people * estimated_minutes_watched from t",
}


@pytest.mark.parametrize("sql", MIXED.values(), ids=MIXED.keys())
def test_people_and_views_in_one_calculation_are_found(sql: str) -> None:
    assert len(mixtures_of_people_and_views(sql, VIEWS)) == 1


def test_people_and_views_may_stand_side_by_side() -> None:
    sql = "select views, attended_people, views / views_latest, attended_people / registered_people from t where views > 1"
    assert mixtures_of_people_and_views(sql, VIEWS) == []


@pytest.mark.parametrize("table", sql_tables(), ids=lambda table: table.full_name)
def test_every_statement_of_the_project_passes(table: SqlTable) -> None:
    assert sums_of_non_additive(table.text, NON_ADDITIVE) == []
    assert mixtures_of_people_and_views(table.text, VIEWS) == []


def test_the_catalogue_says_of_every_metric_whether_it_adds_up_and_why() -> None:
    assert {"average_view_duration_s", "peak_concurrent_viewers", "audience_watch_ratio"} <= NON_ADDITIVE
    assert not NON_ADDITIVE & VIEWS
    columns = [column for metric in METRICS for column in metric["column_names"].split()]
    assert len(columns) == len(set(columns))
    for metric in METRICS:
        assert {metric["is_additive_over_days"], metric["is_additive_over_videos"]} <= {"true", "false"}
        assert all(metric.values())


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "cycle.toml").write_text(SHIPPED_CYCLE.read_text(encoding="utf-8"), encoding="utf-8")
    workspace = Workspace(tmp_path)
    with open_warehouse(workspace) as connection:
        load_catalogues(connection)
        build(connection, sql_table("reference.audience_metrics"))
    return workspace


def test_the_published_catalogue_holds_every_metric(workspace: Workspace) -> None:
    with duckdb.connect(str(workspace.warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select metric, is_additive_over_days from reference.audience_metrics"
        ).fetchall()
    assert dict(rows) == {metric["metric"]: metric["is_additive_over_days"] == "true" for metric in METRICS}


def evaluate(workspace: Workspace) -> dg.AssetCheckEvaluation:
    @dg.asset(key=["reference", "audience_metrics"])
    def audience_metrics() -> None: ...

    result = dg.materialize(
        [audience_metrics, additivity_check()], resources={"workspace": workspace}, raise_on_error=False
    )
    [evaluation] = result.get_asset_check_evaluations()
    assert result.success == evaluation.passed
    return evaluation


def test_the_check_passes_on_the_project(workspace: Workspace) -> None:
    evaluation = evaluate(workspace)
    assert evaluation.passed
    assert evaluation.metadata["statements"].value == len(sql_tables())


def test_the_check_blocks_where_a_statement_adds_peaks(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = SqlTable("reach", "planted", PLANTED["a running sum"])
    monkeypatch.setattr(checks, "sql_tables", lambda: [planted])
    evaluation = evaluate(workspace)
    assert not evaluation.passed
    assert evaluation.severity == dg.AssetCheckSeverity.ERROR
    assert evaluation.metadata["reach.planted"].value == "AVG(p) adds or averages peak_concurrent_viewers"


def test_broken_statements_are_named_by_table(monkeypatch: pytest.MonkeyPatch) -> None:
    fine = SqlTable("reach", "fine", ALLOWED["a weighted mean"])
    mixed = SqlTable("reach", "mixed", "select views / attended_people from t")
    monkeypatch.setattr(checks, "sql_tables", lambda: [fine, mixed])
    assert broken_statements(NON_ADDITIVE, VIEWS) == {
        "reach.mixed": "views / attended_people mixes people and views"
    }
