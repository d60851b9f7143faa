"""Compares whole tables, figure by figure, and tells the first differences so that a person can look them up.

What a table must hold is the oracle's word; here nothing is computed but differences.
"""

import re
import unicodedata
from numbers import Real

import duckdb
import pandas as pd

from assets.workspace import Workspace

from .planted import Truth

KEYS = {
    "session_reach": ["session_id", "actor_type", "government_level"],
    "cycle_reach": ["actor_type", "government_level"],
    "session_organisation": ["session_id", "organisation_id"],
    "funnel": ["session_id", "actor_type", "stage"],
    "attendance_curve": ["session_id", "actor_type", "threshold"],
}
BOUNDED = ("attended_people", "attended_organisations")
BOUNDS = tuple(f"{figure}_{end}" for figure in BOUNDED for end in ("low", "high"))
TOLERANCE = 1e-6
ROW = "(row)"

Tables = dict[str, pd.DataFrame]


def reach_tables(workspace: Workspace, identity: dict[str, str]) -> Tables:
    """The pipeline's tables of `reach`, organisations by the truth's `organisation_id` instead of key and name."""
    with duckdb.connect(str(workspace.warehouse), read_only=True) as connection:
        tables = {name: connection.execute(f"from reach.{name}").df() for name in KEYS}
    named = tables["session_organisation"]
    # A key that is nobody's stays as it is, and is found among the differences.
    tables["session_organisation"] = named.drop(columns=["organisation_key", "name"]).assign(
        organisation_id=named["organisation_key"].map(lambda key: identity.get(key, key))
    )
    sessions = tables["session_reach"]
    tables["session_reach"] = sessions.assign(session_date=sessions["session_date"].astype(str))
    return tables


def linked_organisations(workspace: Workspace, truth: Truth) -> pd.DataFrame:
    """Each accepted form with its organisation: file, line, organisation_key, link_rule; organisation_id is the truth."""
    with duckdb.connect(str(workspace.warehouse), read_only=True) as connection:
        links = connection.execute(
            "select path as file, line, organisation_key, link_rule"
            " from core.organisation_links join raw.files using (file_id)"
        ).df()
    return links.merge(truth.rows, on=["file", "line"], validate="1:1")


def organisation_ids(truth: Truth, links: pd.DataFrame) -> dict[str, str]:
    """Key -> organisation_id: a CLUNI or a place that is governed tells who it is, any other key whose forms have it.

    Two organisations never share an id's key, nor two keys an id: of several the one with most forms has it.
    """
    found = {}
    for one in truth.organisations.to_dict("records"):
        if one["government_level"]:
            found[f"gov:{one['cvegeo']}"] = one["organisation_id"]
        if one["cluni"]:
            found[f"osc:{one['cluni']}"] = one["organisation_id"]
    counted = links[links["organisation_id"] != ""].value_counts(["organisation_id", "organisation_key"])
    taken = set(links.loc[links["organisation_key"].isin(found), "organisation_key"].map(found))
    for organisation_id, key in counted.index:
        if key not in found and organisation_id not in taken:
            found[key] = organisation_id
            taken.add(organisation_id)
    return found


def folded(text: str) -> str:
    """The text without accents, case, punctuation and double spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower()))


def differences(expected: Tables, got: Tables) -> pd.DataFrame:
    """Each figure that differs: table, row, column, expected, got; a row that only one side has is column `(row)`.

    Bounds are no figures of a truth: nothing is expected of them here.
    """
    found = [
        _table_differences(name, expected[name], got[name].drop(columns=list(BOUNDS), errors="ignore"))
        for name in KEYS
    ]
    return pd.concat(found, ignore_index=True)


def assert_equal(expected: Tables, got: Tables) -> None:
    """Every column, every row and every figure is the same."""
    found = differences(expected, got)
    assert found.empty, f"{len(found)} figures differ; the first are:\n{found.head(30).to_string()}"


def assert_bounded(tables: Tables) -> None:
    """Every figure that has bounds lies between them, and none of them is below 0."""
    for name in ("session_reach", "cycle_reach"):
        for figure in BOUNDED:
            low, point, high = (
                tables[name][column] for column in (f"{figure}_low", figure, f"{figure}_high")
            )
            held = (low >= 0) & (low <= point) & (point <= high)
            assert held.all(), (
                f"{name}:\n{tables[name].loc[~held, [*KEYS[name], figure, low.name, high.name]]}"
            )


def _table_differences(name: str, expected: pd.DataFrame, got: pd.DataFrame) -> pd.DataFrame:
    assert set(expected.columns) == set(got.columns), f"{name}: {set(expected.columns) ^ set(got.columns)}"
    both = pd.concat({"expected": _figures(name, expected), "got": _figures(name, got)}, axis=1)
    both = both[~_same(both)].reset_index()
    # A row that one side lacks differs once, not in each of its columns.
    lacking = both.loc[both["column"] == ROW, "row"]
    both = both[~both["row"].isin(lacking) | (both["column"] == ROW)]
    return both.assign(table=name)[["table", "row", "column", "expected", "got"]]


def _figures(name: str, frame: pd.DataFrame) -> pd.Series:
    """Each figure by its row's key and its column."""
    row = frame[KEYS[name]].astype(str).agg(" ".join, axis=1)
    assert row.is_unique, f"{name} has rows twice: {sorted(row[row.duplicated()])[:10]}"
    figures = frame.drop(columns=KEYS[name]).astype(object).assign(**{ROW: "there"})
    figures = figures.where(figures.notna(), None).set_index(pd.Index(row, name="row"))
    stacked = figures.rename_axis(columns="column").stack(future_stack=True)
    assert isinstance(stacked, pd.Series)
    return stacked


def _same(both: pd.DataFrame) -> pd.Series:
    """Equal, or both NULL, or numbers no further apart than the tolerance; a text is never taken for a number."""
    numbers = both.map(lambda figure: float(figure) if isinstance(figure, Real) else float("nan"))
    close = (numbers["expected"] - numbers["got"]).abs() <= TOLERANCE
    return close | (both["expected"] == both["got"]) | (both["expected"].isna() & both["got"].isna())
