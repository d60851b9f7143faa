"""Names compared by Splink: the pairs worth comparing, and the weights that the stored model gives them.

Here Splink is set up and its model is read; how its weights become a decision is written in `sql/identity`.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

MODEL = Path(__file__).resolve().parent / "people_model.json"
NAME_LEVELS = ("none", "slip", "part", "same")
EMAIL_LEVELS = ("other", "slip")

_EMPTY = """
create or replace temp table scored (
    unit varchar, known_unit varchar, name_level varchar, email_level varchar,
    name_weight double, email_weight double, chance_share double
)
"""
# Splink joins on identifiers and keys many times over: numbers are shorter than names. Both sides need one shape.
_SIDE = """
create table {side} as
select
    row_number() over (order by unit)::varchar as unit,
    unit as whole_unit,
    words,
    email,
    list_transform(keys, lambda key: hash(key)) as keys,
from {home}.identity.{table}
"""
_SCORED = """
create or replace temp table scored as
select
    names_to_link.whole_unit as unit,
    names_known.whole_unit as known_unit,
    list_extract(?::varchar[], pairs.gamma_name + 1) as name_level,
    case when pairs.gamma_email >= 0 then list_extract(?::varchar[], pairs.gamma_email + 1) end as email_level,
    pairs.mw_name as name_weight,
    pairs.mw_email as email_weight,
    list_extract(?::double[], pairs.gamma_name + 1) as chance_share,
from {pairs} as pairs
inner join names_to_link on pairs.unit_l = names_to_link.unit
inner join names_known on pairs.unit_r = names_known.unit
"""


def name_comparison() -> dict[str, Any]:
    """How two names are compared: all levels of `name_agreement`, from the surest down."""
    return _comparison(
        "name",
        "words",
        {
            "same": "words_l = words_r",
            "part": "is_part_of_name(words_l, words_r)",
            "slip": "name_agreement(words_l, words_r) = 'slip'",
            "none": "ELSE",
        },
    )


def email_comparison() -> dict[str, Any]:
    """How two e-mails that are not equal are compared: a slip of the keyboard apart, or other."""
    return _comparison("email", "email", {"slip": "is_email_slip(email_l, email_r)", "other": "ELSE"})


def _comparison(name: str, column: str, levels: dict[str, str]) -> dict[str, Any]:
    """A comparison in Splink's words: first what is missing on a side, then each level with its condition."""
    missing = {
        "sql_condition": f"{column}_l is null or {column}_r is null",
        "label_for_charts": "null",
        "is_null_level": True,
    }
    told = [{"sql_condition": condition, "label_for_charts": label} for label, condition in levels.items()]
    return {"output_column_name": name, "comparison_levels": [missing, *told]}


def score_names(connection: duckdb.DuckDBPyConnection, model: Path = MODEL) -> None:
    """Leave the temp table `scored`: identity.unlinked against identity.known_names, by the model's weights.

    Splink works in a database in memory of its own, so that nothing of it stays in the warehouse.
    """
    connection.execute(_EMPTY)
    if not connection.execute("select 1 from identity.unlinked limit 1").fetchall():
        return
    home = connection.execute("select current_database()").fetchall()[0][0]
    settings = json.loads(model.read_text(encoding="utf-8"))
    with _scratch(connection, home):
        pairs = _predicted(connection, home, settings)
        if pairs is not None:
            chances = _chance_shares(settings)
            connection.execute(_SCORED.format(pairs=pairs), [list(NAME_LEVELS), list(EMAIL_LEVELS), chances])


def _predicted(connection: duckdb.DuckDBPyConnection, home: str, settings: dict[str, Any]) -> str | None:
    """The table of compared pairs; None where nobody is known."""
    from splink import Linker

    for side, table in (("names_to_link", "unlinked"), ("names_known", "known_names")):
        connection.execute(_SIDE.format(side=side, home=home, table=table))
    if not connection.execute("select 1 from names_known limit 1").fetchall():
        return None
    linker = Linker(sides_of(connection), settings, log_level=logging.CRITICAL)
    return str(linker.inference.predict().physical_name)


def sides_of(connection: duckdb.DuckDBPyConnection) -> list[Any]:
    """The tables `names_to_link` and `names_known` as Splink takes them, the first for its left side.

    No table of the warehouse may have these names: Splink looks columns up by a table's name alone.
    """
    from splink import DuckDBAPI

    api = DuckDBAPI(connection=connection)
    # Splink takes for the left side what comes first in the alphabet.
    return [
        api.register("names_to_link", dataset_display_name="a_unlinked"),
        api.register("names_known", dataset_display_name="b_known"),
    ]


def _chance_shares(settings: dict[str, Any]) -> list[float]:
    """The model's u of each name level, in the order of NAME_LEVELS."""
    compared = next(one for one in settings["comparisons"] if one["output_column_name"] == "name")
    shares = {
        level["label_for_charts"]: level.get("u_probability") for level in compared["comparison_levels"]
    }
    return [float(shares[level]) for level in NAME_LEVELS]


@contextmanager
def _scratch(connection: duckdb.DuckDBPyConnection, home: str) -> Iterator[None]:
    """A database in memory for what Splink makes, and Splink silent: where its SQL fails it would log names."""
    connection.execute("attach ':memory:' as linkage")
    connection.execute("use linkage")
    try:
        with quiet_splink(logging.CRITICAL):
            yield
    finally:
        connection.execute(f"use {home}")
        connection.execute("detach linkage")


@contextmanager
def quiet_splink(level: int) -> Iterator[None]:
    """Let Splink log nothing below the level inside; it explains each of its steps at length."""
    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.setLevel(before)
