"""Trains the model of names once: from samples whose truth is known to the weights that every run applies.

`python -m pipelines.evaluation.training WORKSPACE...` reads workspaces made by `alcance sample` and run, and writes
`assets/identity/people_model.json`; nothing else may write that file, and no run trains anything.
"""

import json
import sys
from pathlib import Path
from typing import Any

import duckdb

from assets.identity.linkage import MODEL, email_comparison, name_comparison, sides_of
from assets.warehouse import prepare

SEED = 2021
_MOST_PAIRS = 2_000_000
# Samples know of no second address, people have them: these are judgement, and training leaves them alone.
_EMAIL_PROBABILITIES = {"slip": (0.9, 1e-4), "other": (0.1, 1.0)}
_UNLINKED = """
insert into names_to_link
select distinct on (unlinked.unit)
    ? || unlinked.unit, unlinked.words, unlinked.email, unlinked.keys, ? || truth.person_id
from world.identity.unlinked
inner join world.identity.appearance_rows on unlinked.unit = appearance_rows.appearance_key
inner join world.raw.files using (file_id)
inner join truth on files.path = truth.file and appearance_rows.line = truth.line::bigint
order by unlinked.unit, truth.person_id
"""
_KNOWN = """
insert into names_known
select distinct on (known_names.unit)
    ? || known_names.unit, known_names.words, known_names.email, known_names.keys, ? || truth.person_id
from world.identity.known_names
inner join world.identity.seeds using (seed)
inner join world.identity.appearance_rows using (appearance_key)
inner join world.raw.files using (file_id)
inner join truth on files.path = truth.file and appearance_rows.line = truth.line::bigint
order by known_names.unit, truth.person_id
"""


def train(workspaces: list[Path]) -> dict[str, Any]:
    """The settings of the model with the probabilities that the workspaces' truth gives."""
    from splink import Linker

    with duckdb.connect() as connection:
        prepare(connection, "UTC")
        _gather(connection, workspaces)
        linker = Linker(sides_of(connection), _settings())
        linker.training.estimate_u_using_random_sampling(max_pairs=_MOST_PAIRS, seed=SEED)
        linker.training.estimate_m_from_label_column("label")
        return _with_rounded_probabilities(linker.misc.save_model_to_json())


def _gather(connection: duckdb.DuckDBPyConnection, workspaces: list[Path]) -> None:
    for table in ("names_to_link", "names_known"):
        connection.execute(
            f"create table {table} (unit varchar, words varchar[], email varchar, keys varchar[], label varchar)"
        )
    for place, workspace in enumerate(workspaces):
        warehouse = str(workspace / "private" / "warehouse.duckdb")
        connection.execute(f"attach '{warehouse}' as world (read_only)")
        rows = str(workspace / "truth" / "rows.csv")
        connection.execute("create temp table truth as from read_csv(?, all_varchar = true)", [rows])
        for statement in (_UNLINKED, _KNOWN):
            connection.execute(statement, [f"{place}|", f"{place}|"])
        connection.execute("drop table truth")
        connection.execute("detach world")


def _settings() -> dict[str, Any]:
    from splink import SettingsCreator, block_on

    email = email_comparison()
    for level in email["comparison_levels"][1:]:
        level["m_probability"], level["u_probability"] = _EMAIL_PROBABILITIES[level["label_for_charts"]]
        level["fix_m_probability"] = level["fix_u_probability"] = True
    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="unit",
        comparisons=[name_comparison(), email],
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        retain_intermediate_calculation_columns=True,
        retain_matching_columns=True,
        additional_columns_to_retain=["label"],
    ).create_settings_dict("duckdb")


def _with_rounded_probabilities(settings: dict[str, Any]) -> dict[str, Any]:
    """Without what differs from machine to machine, and without the label, which only training knows."""
    settings["additional_columns_to_retain"] = []
    settings.pop("linker_uid", None)
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            for kind in ("m_probability", "u_probability"):
                if kind in level:
                    level[kind] = float(f"{level[kind]:.4g}")
    return settings


if __name__ == "__main__":
    MODEL.write_text(
        json.dumps(train([Path(one) for one in sys.argv[1:]]), indent=2, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )
