"""What a figure counts, read from the statement that makes it: no filter is written a second time.

Here a column of `sql/reach` is followed back to the counts that it is made of, and each count is turned into the
query of the rows that it counts; whose rows they are is looked up elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import expressions

from assets.tables import SqlTable

# What a row of the people's ledger can be counted as, by the column that is counted.
UNITS = {
    "person_id": "people",
    "organisation_key": "organisations",
    "cve_ent": "states",
    "cvegeo": "municipalities",
    "governs_cvegeo": "municipalities",
}


class FigureError(ValueError):
    """A figure that cannot be followed back to its rows; the text says which and why."""


@dataclass(frozen=True)
class Part:
    """One count that a figure is made of: `rows` gives session_id, person_id and what is counted, as `unit_key`.

    `rows` takes the values of `keys` as parameters, in that order; `is_count` is false for a median of the rows.
    """

    name: str
    unit: str
    unit_column: str
    condition: str
    is_count: bool
    keys: tuple[str, ...]
    rows: str


def parts_of(table: SqlTable, column: str, keys: tuple[str, ...]) -> list[Part]:
    """The counts of people, organisations and places that a column is made of; none for what counts none of them.

    `keys` are the columns that name a row of the table. Raises FigureError where a count does not hang on them.
    """
    return list(_Statement(table, keys).parts(column))


class _Statement:
    """A parsed statement: its selects by name, the last one under the empty name."""

    def __init__(self, table: SqlTable, keys: tuple[str, ...]) -> None:
        self.table, self.keys = table, keys
        last = sqlglot.parse_one(table.text, read="duckdb")
        if not isinstance(last, expressions.Select):
            raise FigureError(
                f"{table.full_name} does not end in one select, so its figures cannot be followed"
            )
        self.ctes = list(last.ctes)
        self.selects: dict[str, expressions.Select] = {
            cte.alias: cte.this for cte in self.ctes if isinstance(cte.this, expressions.Select)
        }
        self.selects[""] = last
        self.equal = [
            (one.this.name, one.expression.name)
            for one in last.find_all(expressions.EQ)
            if _is_of_columns(one)
        ]

    def parts(self, column: str, within: str = "") -> Iterator[Part]:
        """The counts behind a column of one of the selects, followed through those that it reads."""
        select = self.selects[within]
        projection = next((one for one in select.expressions if one.alias_or_name == column), None)
        if projection is None:
            return
        counts = list(projection.find_all(expressions.Count, expressions.Median))
        if counts:
            # What is counted over everything, such as how many sessions there are, is nobody's row.
            if select.args.get("group"):
                yield from (self._part(column, within, count) for count in counts)
            return
        for source, name in sorted(
            {(one.table, one.name) for one in projection.find_all(expressions.Column)}
        ):
            for read in self._sources(select, source):
                yield from self.parts(name, read)

    def _sources(self, select: expressions.Select, named: str) -> list[str]:
        """The selects above that this one reads, all of them or the one that is named."""
        tables = [one.this for one in (select.args["from_"], *select.args.get("joins", []))]
        read = [one.name for one in tables if isinstance(one, expressions.Table) and not one.db]
        found = [name for name in read if named in ("", name)]
        for name in found:
            if name not in self.selects:
                raise FigureError(f"{self.table.full_name} puts {name} together from several selects")
        return found

    def _part(self, column: str, within: str, count: expressions.Expression) -> Part:
        counted = _counted(count)
        condition = _condition(count, counted)
        groups = self._groups(self.selects[within])
        known = [counted, count.this] if isinstance(count, expressions.Median) else [counted]
        wheres: list[expressions.Expression] = [
            expressions.not_(expressions.Is(this=one.copy(), expression=expressions.null())) for one in known
        ]
        wheres += [condition.copy()] if condition else []
        wheres += [
            expressions.EQ(this=group.copy(), expression=expressions.Placeholder())
            for group in groups.values()
        ]
        unit = _unit_column(counted)
        return Part(
            name=column,
            unit=UNITS[unit],
            unit_column=unit,
            condition=condition.sql(dialect="duckdb", comments=False).lower() if condition else "",
            is_count=isinstance(count, expressions.Count),
            keys=tuple(groups),
            rows=self._rows(within, counted, wheres),
        )

    def _rows(
        self, within: str, counted: expressions.Expression, wheres: list[expressions.Expression]
    ) -> str:
        """The select without its counting: the rows that it would count, of whom and in which session."""
        rows = self.selects[within].copy()
        for clause in ("group", "having", "order", "limit", "with_"):
            rows.set(clause, None)
        unit_key = expressions.alias_(counted.copy(), "unit_key")
        rows.set("expressions", [expressions.column("session_id"), expressions.column("person_id"), unit_key])
        rows = rows.where(*wheres)
        rows.set("with_", self._before(within))
        return rows.sql(dialect="duckdb", comments=False)

    def _groups(self, select: expressions.Select) -> dict[str, expressions.Expression]:
        """Key -> what the select groups by for it; the key's own name, or one that a join says is equal."""
        groups = {}
        for group in select.args["group"].expressions:
            equal = {group.name, *(two for one in self.equal for two in one if group.name in one)}
            for key in [key for key in self.keys if key in equal]:
                groups[key] = group
        if set(groups) != set(self.keys):
            missing = ", ".join(key for key in self.keys if key not in groups)
            raise FigureError(f"{self.table.full_name} does not group its counts by {missing}")
        return {key: groups[key] for key in self.keys}

    def _before(self, within: str) -> expressions.With | None:
        names = [cte.alias for cte in self.ctes]
        kept = self.ctes[: names.index(within)] if within else self.ctes
        return expressions.With(expressions=[cte.copy() for cte in kept]) if kept else None


def _is_of_columns(equality: expressions.EQ) -> bool:
    return isinstance(equality.this, expressions.Column) and isinstance(
        equality.expression, expressions.Column
    )


def _counted(count: expressions.Expression) -> expressions.Expression:
    """What is counted: `distinct` counts its expression, `*` counts people, a median is one of people's."""
    if isinstance(count, expressions.Median) or isinstance(count.this, expressions.Star):
        return expressions.column("person_id")
    if isinstance(count.this, expressions.Distinct):
        only: expressions.Expression = count.this.expressions[0]
        return only
    counted: expressions.Expression = count.this
    return counted


def _condition(
    count: expressions.Expression, counted: expressions.Expression
) -> expressions.Expression | None:
    """Which rows count: those of the filter, or of the `case` that leaves nothing of the others."""
    if isinstance(count.parent, expressions.Filter):
        condition: expressions.Expression = count.parent.expression.this
        return condition
    if isinstance(counted, expressions.Case) and len(counted.args["ifs"]) == 1:
        case: expressions.Expression = counted.args["ifs"][0].this
        return case
    return None


def _unit_column(counted: expressions.Expression) -> str:
    named = [one.name for one in counted.find_all(expressions.Column) if one.name in UNITS]
    if not named:
        raise FigureError(
            f"{counted.sql(dialect='duckdb')} counts neither people nor organisations nor places"
        )
    return named[0]
