"""Lineage: which columns a statement's values are made of, read from its text.

Here names are followed through aliases, subqueries and unions; which names must not meet is judged in `additivity`.
"""

from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import expressions as exp
from sqlglot.optimizer.scope import Scope, traverse_scope

Names = frozenset[str]
NONE: Names = frozenset()

# What is counted, compared or decided passes none of its operands' values on.
TELLING_NO_VALUE = (exp.Predicate, exp.Connector, exp.Not, exp.Count, exp.CountIf, exp.Exists, exp.Ordered)
# Of these only the first argument becomes the value: the rest says which, when and over which rows.
FIRST_ARGUMENT = (exp.Filter, exp.Window, exp.ArgMax, exp.ArgMin)
# A subquery sees what stands around it; a common table expression does not.
SEES_OUTSIDE = ("SUBQUERY", "UDTF")


class Lineage:
    """A DuckDB statement whose values are traced back to the columns for which `is_traced` holds.

    A column under such a name is itself; under another name it is what it was made of. With `is_weighted_lost`, a
    traced column multiplied by an untraced one is a quantity of its own, as an average times its weight is.
    """

    def __init__(self, sql: str, is_traced: Callable[[str], bool], is_weighted_lost: bool = False) -> None:
        self._scopes = traverse_scope(sqlglot.parse_one(sql, read="duckdb"))
        self._scope_of = {id(scope.expression): scope for scope in self._scopes}
        self._is_traced = is_traced
        self._is_weighted_lost = is_weighted_lost
        self._known: dict[tuple[int, str], Names] = {}

    def find(self, *kinds: type[exp.Expr]) -> Iterator[tuple[exp.Expr, Scope]]:
        """Every expression of these kinds, with the scope in which its columns mean something."""
        for scope in self._scopes:
            for node in scope.walk():
                if isinstance(node, kinds):
                    yield node, scope

    def names_in(self, node: exp.Expr, scope: Scope) -> Names:
        """The traced columns that the expression's value is made of."""
        if isinstance(node, exp.Column):
            return self._of_column(node, scope)
        if isinstance(node, TELLING_NO_VALUE):
            return NONE
        if isinstance(node, exp.Query | exp.Subquery):
            return self._of_query(node)
        if isinstance(node, exp.Mul) and self._is_weighted_lost:
            return self._of_product(node, scope)
        return self._of_all(_operands(node), scope)

    def _of_all(self, nodes: list[exp.Expr], scope: Scope) -> Names:
        return NONE.union(*(self.names_in(node, scope) for node in nodes))

    def _of_product(self, product: exp.Mul, scope: Scope) -> Names:
        sides = [(side, self.names_in(side, scope)) for side in (product.this, product.expression)]
        if any(not names and side.find(exp.Column) for side, names in sides):
            return NONE
        return NONE.union(*(names for _, names in sides))

    def _of_query(self, query: exp.Expr) -> Names:
        inner = query.unnest() if isinstance(query, exp.Subquery) else query
        scope = self._scope_of.get(id(inner))
        if scope is None:
            return NONE
        if isinstance(inner, exp.Select):
            return self._of_all(inner.selects, scope)
        return NONE.union(*(self._of_output(scope, name) for name in _names(inner)))

    def _of_column(self, column: exp.Column, scope: Scope) -> Names:
        own = frozenset({column.name}) if self._is_traced(column.name) else NONE
        return own.union(*(self._of_output(source, column.name) for source in _sources(column, scope)))

    def _of_output(self, scope: Scope, name: str) -> Names:
        """What the column that the scope gives under this name is made of."""
        key = (id(scope), name)
        if key not in self._known:
            # Where a name is asked for while it is being traced, it means a column beneath, not itself.
            self._known[key] = NONE
            self._known[key] = self._trace(scope, name)
        return self._known[key]

    def _trace(self, scope: Scope, name: str) -> Names:
        expression = scope.expression
        if isinstance(expression, exp.SetOperation):
            return self._of_union(expression, name)
        if not isinstance(expression, exp.Select):
            return self._of_all(list(expression.iter_expressions()), scope)
        inner = _name_inside(expression, name)
        named = [output for output in expression.selects if output.alias_or_name == inner]
        stars = [output for output in expression.selects if output.is_star]
        beneath = [source for source in _selected(scope) if stars]
        return self._of_all(named, scope).union(*(self._of_output(source, name) for source in beneath))

    def _of_union(self, union: exp.SetOperation, name: str) -> Names:
        """A union's columns are named by its first part and meet by their place, but for `union by name`."""
        parts = [self._scope_of[id(part.unnest())] for part in (union.this, union.expression)]
        first, second = (_names(part.expression) for part in parts)
        is_by_place = name in first and len(first) == len(second) and not union.args.get("by_name")
        other = second[first.index(name)] if is_by_place else name
        return self._of_output(parts[0], name) | self._of_output(parts[1], other)


def _names(query: exp.Expr) -> list[str]:
    return [output.alias_or_name for output in query.selects] if isinstance(query, exp.Query) else []


def _name_inside(query: exp.Select, name: str) -> str:
    """The query's own name of a column that stands renamed behind its alias, as in `with daily (day, views) as`."""
    around = query.parent
    renamed = around.alias_column_names if isinstance(around, exp.CTE | exp.Subquery) else []
    place = renamed.index(name) if name in renamed else len(query.selects)
    return query.selects[place].alias_or_name if place < len(query.selects) else name


def _operands(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, FIRST_ARGUMENT):
        return [node.this]
    if isinstance(node, exp.Case):
        branches = [branch.args["true"] for branch in node.args["ifs"]]
        return [*branches, node.args["default"]] if node.args.get("default") else branches
    if isinstance(node, exp.If):
        return [branch for branch in (node.args.get("true"), node.args.get("false")) if branch]
    return list(node.iter_expressions())


def _sources(column: exp.Column, scope: Scope) -> list[Scope]:
    """The queries from which the column may come; tables tell no more than its name."""
    if column.table:
        around: Scope | None = scope
        while around and column.table not in around.sources:
            around = around.parent
        source = around.sources[column.table] if around else None
        return [source] if isinstance(source, Scope) else []
    outside = scope.parent if scope.scope_type.name in SEES_OUTSIDE else None
    # DuckDB lets a column be named by its alias elsewhere in the same select.
    return [*_selected(scope), scope, *(_selected(outside) if outside else [])]


def _selected(scope: Scope) -> list[Scope]:
    if isinstance(scope.expression, exp.Select):
        sources = [source for _, source in scope.selected_sources.values()]
    else:
        sources = list(scope.sources.values())
    return [source for source in sources if isinstance(source, Scope)]
