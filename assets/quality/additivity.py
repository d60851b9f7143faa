"""Additivity: that no statement adds or averages what has no sum, and that views and people never meet.

Here statements are read and judged by the names of their columns; which metric adds up over what is written in the
catalogue of metrics.
"""

from collections.abc import Collection

from sqlglot import expressions as exp

from assets.quality.lineage import Lineage

SUMMING = {
    "list_sum",
    "array_sum",
    "fsum",
    "sumkahan",
    "kahan_sum",
    "sum_no_overflow",
    "list_avg",
    "list_mean",
    "array_avg",
    "mean",
    "favg",
}
# These take the name of the aggregate as text.
AGGREGATING = {"list_aggregate", "list_aggr", "array_aggregate", "array_aggr", "aggregate"}
SUMMING_BY_NAME = SUMMING | {"sum", "avg"}
ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod)


def sums_of_non_additive(sql: str, columns: Collection[str]) -> list[str]:
    """Each sum or average that the statement makes of one of `columns`, as a sentence; empty where it makes none.

    Aliases are followed. An average times its weight is a quantity that adds up: the weighted mean
    `sum(average * weight) / sum(weight)` is not named.
    """
    if not any(column in sql for column in columns):
        return []
    lineage = Lineage(sql, lambda name: name in columns, is_weighted_lost=True)
    found = []
    for node, scope in lineage.find(exp.Sum, exp.Avg, exp.ArraySum, exp.Anonymous):
        if _is_sum(node):
            summed = node.expressions[0] if isinstance(node, exp.Anonymous) else node.this
            names = lineage.names_in(summed, scope)
            if names:
                found.append(f"{node.sql('duckdb')} adds or averages {', '.join(sorted(names))}")
    return list(dict.fromkeys(found))


def mixtures_of_people_and_views(sql: str, views: Collection[str]) -> list[str]:
    """Each calculation of the statement that has people or organisations on one side and views on the other.

    `views` are the columns that count views and minutes watched; people's columns are known by their names.
    """
    if not any(column in sql for column in views):
        return []
    people = Lineage(sql, _counts_people)
    audience = Lineage(sql, lambda name: name in views)
    found = []
    for (node, scope), (_, same) in zip(people.find(*ARITHMETIC), audience.find(*ARITHMETIC), strict=True):
        left, right = node.this, node.expression
        if (people.names_in(left, scope) and audience.names_in(right, same)) or (
            audience.names_in(left, same) and people.names_in(right, scope)
        ):
            found.append(f"{node.sql('duckdb')} mixes people and views")
    return list(dict.fromkeys(found))


def _is_sum(node: exp.Expr) -> bool:
    if not isinstance(node, exp.Anonymous):
        return True
    name = node.name.lower()
    if name in AGGREGATING and len(node.expressions) > 1:
        return node.expressions[1].name.lower() in SUMMING_BY_NAME
    return name in SUMMING and bool(node.expressions)


def _counts_people(name: str) -> bool:
    return name in ("people", "organisations", "osc_attended", "local_governments_attended") or name.endswith(
        ("_people", "_organisations")
    )
