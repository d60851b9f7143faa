"""Whom a figure counts: every person, organisation or place, how each was linked, and the rows of the exports.

Here are personal data, for who may open the private warehouse; which rows a figure counts is read from its
statement by `figures`.
"""

import duckdb

from assets.identity.figure_questions import Question
from assets.identity.figures import FigureError, Part, parts_of
from assets.identity.private_door import Answer
from assets.warehouse import records

NEEDED = (
    "core.participation",
    "core.people",
    "core.registrations",
    "core.stays",
    "core.doubts",
    "raw.files",
)


def explain_rows(connection: duckdb.DuckDBPyConnection, question: Question, limit: int) -> list[Answer]:
    """What the figure counts: of each of its counts how many, by which rules they were linked, and the first `limit`.

    Who is surest comes last. Raises FigureError where the figure cannot be followed to its rows.
    """
    parts = parts_of(question.table, question.column, question.keys)
    return [_explain(connection, part, question, limit) for part in parts]


def explain_doubts(connection: duckdb.DuckDBPyConnection, question: Question) -> list[Answer]:
    """What might be otherwise in the figure, most probable first; none where it has no low and high.

    Each is a change of the count with its cause and probability, and how many such doubts there are.
    """
    if f"{question.column}_low" not in question.table.columns:
        return []
    return records(
        connection.execute(
            _DOUBTS,
            {
                "scope": question.row.get("session_id", "cycle"),
                "unit": "organisations" if "organisations" in question.column else "people",
                "actor_type": question.row["actor_type"],
                "government_level": question.row["government_level"],
            },
        )
    )


def _explain(connection: duckdb.DuckDBPyConnection, part: Part, question: Question, limit: int) -> Answer:
    _gather(connection, part, question)
    (units,) = connection.execute("select count(distinct unit_key) from counted").fetchall()[0]
    shown = records(connection.execute(_UNITS.format(label=_LABELS[part.unit_column]), [limit]))
    rows = records(connection.execute(_ROWS, [[unit["key"] for unit in shown]]))
    return {
        "count": part.name,
        "is_count": part.is_count,
        "unit": part.unit,
        "condition": part.condition,
        part.unit: units,
        "people_by_link_rule": records(connection.execute(_PEOPLE_BY_RULE)),
        "organisations_by_link_rule": records(connection.execute(_ORGANISATIONS_BY_RULE))
        if part.unit_column == "organisation_key"
        else [],
        "shown": [
            {**unit, "rows": [_without_key(row) for row in rows if row["key"] == unit["key"]]}
            for unit in shown
        ],
    }


def _gather(connection: duckdb.DuckDBPyConnection, part: Part, question: Question) -> None:
    """Leave the rows that the part counts in the temp table `counted`."""
    values = [question.row[key] for key in part.keys]
    try:
        connection.execute(f"create or replace temp table counted as {part.rows}", values)
    except duckdb.BinderException:
        raise FigureError(
            f"{question.table.full_name} counts {part.name} from rows that do not say whose they are"
        ) from None


def _without_key(row: Answer) -> Answer:
    return {name: value for name, value in row.items() if name != "key"}


_DOUBTS = """
select cause, change, probability, sum(events)::bigint as events
from core.doubts
where scope = $scope and unit = $unit and actor_type = $actor_type and government_level = $government_level
group by all
order by probability desc, cause asc, change asc
"""
_LABELS = {
    "person_id": "select person_id::varchar as key, name, email from core.people",
    "organisation_key": "select organisation_key as key, name, null as email from core.organisations",
    "cve_ent": "select cve_ent as key, short_name as name, null as email from reference.states",
    "cvegeo": "select cvegeo as key, name, null as email from reference.municipalities",
    "governs_cvegeo": "select cvegeo as key, name, null as email from reference.municipalities",
}
_PEOPLE_BY_RULE = """
select
    participation.link_rule,
    count(distinct counted.person_id) as people,
    min(participation.link_probability) as least_probability,
from counted
left join core.participation using (session_id, person_id)
group by 1
order by people desc, link_rule asc nulls last
"""
_ORGANISATIONS_BY_RULE = """
select
    organisation_links.link_rule,
    count(distinct counted.unit_key) as organisations,
from counted
inner join core.registrations using (person_id)
inner join core.organisation_links using (file_id, line)
where organisation_links.organisation_key = counted.unit_key
group by 1
order by organisations desc, link_rule asc
"""
# What hangs on the least sure link stands first.
_UNITS = """
with labels as ({label})
select
    counted.unit_key::varchar as key,
    min(labels.name) as name,
    min(labels.email) as email,
    string_agg(distinct participation.link_rule, ', ' order by participation.link_rule) as link_rule,
    min(participation.link_probability) as link_probability,
    count(distinct counted.person_id) as people,
from counted
left join labels on counted.unit_key::varchar = labels.key
left join core.participation using (session_id, person_id)
group by 1
order by link_probability asc nulls last, counted.unit_key::varchar asc
limit ?
"""
# Who came to a session without registering for it is known from their registrations for others.
_ROWS = """
with shown as (
    select unit_key::varchar as key, session_id, person_id
    from counted
    where list_contains(?, unit_key::varchar)
),
registered as (
    select
        shown.key,
        registrations.session_id,
        registrations.file_id,
        registrations.line,
        registrations.session_id = shown.session_id as is_of_session,
        bool_or(registrations.session_id = shown.session_id)
            over (partition by shown.key, shown.person_id, shown.session_id) as has_own,
    from shown
    inner join core.registrations using (person_id)
),
found as (
    select key, 'registration' as ledger, session_id, file_id, line
    from registered
    where is_of_session or not has_own
    union
    select shown.key, 'attendance', stays.session_id, stays.file_id, stays.line
    from shown
    inner join core.stays using (session_id, person_id)
)
select found.key, found.ledger, found.session_id, files.path as file, found.line
from found
inner join raw.files using (file_id)
order by found.key, found.session_id, found.ledger desc, files.path, found.line
"""
