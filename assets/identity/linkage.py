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
_BLOCKING = "keys"

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
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": "words_l is null or words_r is null",
            "label_for_charts": "null",
            "is_null_level": True,
        },
        {"sql_condition": "words_l = words_r", "label_for_charts": "same"},
        {"sql_condition": "is_part_of_name(words_l, words_r)", "label_for_charts": "part"},
        {"sql_condition": "name_agreement(words_l, words_r) = 'slip'", "label_for_charts": "slip"},
        {"sql_condition": "ELSE", "label_for_charts": "none"},
    ]
    return {"output_column_name": "name", "comparison_levels": levels}


def email_comparison() -> dict[str, Any]:
    """How two e-mails that are not equal are compared: a slip of the keyboard apart, or other."""
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": "email_l is null or email_r is null",
            "label_for_charts": "null",
            "is_null_level": True,
        },
        {"sql_condition": "is_email_slip(email_l, email_r)", "label_for_charts": "slip"},
        {"sql_condition": "ELSE", "label_for_charts": "other"},
    ]
    return {"output_column_name": "email", "comparison_levels": levels}


def score_names(connection: duckdb.DuckDBPyConnection, model: Path = MODEL) -> None:
    """Leave the temp table `scored`: identity.unlinked against identity.known_names, by the model's weights.

    Splink works in a database in memory of its own, so that nothing of it stays in the warehouse.
    """
    connection.execute(_EMPTY)
    if not connection.execute("select 1 from identity.unlinked limit 1").fetchall():
        return
    home = connection.execute("select current_database()").fetchall()[0][0]
    with _scratch(connection, home):
        pairs = _predicted(connection, home, model)
        if pairs is not None:
            chances = _chance_shares(model)
            connection.execute(_SCORED.format(pairs=pairs), [list(NAME_LEVELS), list(EMAIL_LEVELS), chances])


def _predicted(connection: duckdb.DuckDBPyConnection, home: str, model: Path) -> str | None:
    """The table of compared pairs; None where no known name is like any."""
    from splink import DuckDBAPI, Linker

    for side, table in (("names_to_link", "unlinked"), ("names_known", "known_names")):
        connection.execute(_SIDE.format(side=side, home=home, table=table))
    if not connection.execute("select 1 from names_known limit 1").fetchall():
        return None
    api = DuckDBAPI(connection=connection)
    # No table of the warehouse may have these names: Splink looks columns up by a table's name alone. It takes for
    # the left side what comes first in the alphabet.
    sides = [
        api.register("names_to_link", dataset_display_name="a_unlinked"),
        api.register("names_known", dataset_display_name="b_known"),
    ]
    linker = Linker(sides, json.loads(model.read_text(encoding="utf-8")), log_level=logging.CRITICAL)
    return str(linker.inference.predict().physical_name)


def _chance_shares(model: Path) -> list[float]:
    """The model's u of each name level, in the order of NAME_LEVELS."""
    settings = json.loads(model.read_text(encoding="utf-8"))
    compared = next(one for one in settings["comparisons"] if one["output_column_name"] == "name")
    shares = {
        level["label_for_charts"]: level.get("u_probability") for level in compared["comparison_levels"]
    }
    return [float(shares[level]) for level in NAME_LEVELS]


@contextmanager
def _scratch(connection: duckdb.DuckDBPyConnection, home: str) -> Iterator[None]:
    logger = logging.getLogger("splink")
    level = logger.level
    # It logs its SQL where that fails, and what it compares are names.
    logger.setLevel(logging.CRITICAL)
    connection.execute("attach ':memory:' as linkage")
    connection.execute("use linkage")
    try:
        yield
    finally:
        connection.execute(f"use {home}")
        connection.execute("detach linkage")
        logger.setLevel(level)
