"""Why a row of an export is whose it is: the person, organisation, place and type it was given, and by which rules.

Here are personal data, for who may open the private warehouse; the rules themselves are written in `sql/`.
"""

from pathlib import PurePath

import duckdb

from assets.identity.private_door import Answer, NotThereError
from assets.warehouse import records

NEEDED = (
    "identity.person_rows",
    "identity.person_candidates",
    "identity.seeds",
    "core.answers",
    "core.organisation_links",
    "core.participation",
    "quality.files",
    "quality.rejects",
)


def explain_line(connection: duckdb.DuckDBPyConnection, file: str, line: int) -> Answer:
    """The row's person, organisation, place and type, with rules and evidence; `file` is a path, its end, or a key.

    Raises NotThereError with the reason where the row was given to nobody.
    """
    file_id, path = _file(connection, file)
    rows = records(connection.execute(_ROW, [file_id, line]))
    if not rows:
        raise NotThereError(_why_nobodys(connection, file_id, line))
    row = rows[0]
    return {
        "file": path,
        "line": line,
        "ledger": row["ledger"],
        "session_id": row["session_id"],
        "handle": row["handle"],
        "link_rule": row["link_rule"],
        "link_probability": row["link_probability"],
        "candidates": records(connection.execute(_CANDIDATES, [row["appearance_key"]])),
        "decisions": records(connection.execute(_DECISIONS, {"person": row["person_id"]})),
        "organisation": _first(connection, _ORGANISATION, [file_id, line]),
        "place_and_type": _first(connection, _PLACE_AND_TYPE, [file_id, line]),
        "person": explain_person(connection, row["person_id"]),
    }


def explain_person(connection: duckdb.DuckDBPyConnection, person_id: int) -> Answer:
    """A person: every row that is taken for theirs, and what they count as in each session.

    Raises NotThereError where nobody has this person_id.
    """
    person = _first(connection, "select * from core.people where person_id = ?", [person_id])
    if person is None:
        raise NotThereError(
            f"nobody has the person_id {person_id}; a run may give others, so take one from the last"
        )
    return {
        **person,
        "rows": records(connection.execute(_ROWS_OF_PERSON, [person_id])),
        "sessions": records(connection.execute(_SESSIONS_OF_PERSON, [person_id])),
    }


def _file(connection: duckdb.DuckDBPyConnection, typed: str) -> tuple[str, str]:
    """The key and path of the one file that was read under this path, the end of a path, or the start of a key."""
    path = PurePath(typed).as_posix()
    found = connection.execute(_FILES, {"path": path}).fetchall()
    exact = [row for row in found if row[1] == path]
    if len(exact or found) != 1:
        raise NotThereError(
            "several files end so: name more of its path"
            if found
            else "no such file has been read; `alcance status` lists those that were, `alcance run` reads the others"
        )
    file_id, full_path = (exact or found)[0]
    return file_id, full_path


def _why_nobodys(connection: duckdb.DuckDBPyConnection, file_id: str, line: int) -> str:
    """Why a line of a file that was read is given to nobody."""
    for query, values in ((_REJECTED, [file_id, line]), (_NOT_COUNTED, [file_id])):
        reasons = connection.execute(query, values).fetchall()
        if reasons:
            return f"line {line} is given to nobody: {reasons[0][0]}"
    return f"line {line} holds no row of data: it is a header, blank, or behind the file's end"


def _first(connection: duckdb.DuckDBPyConnection, query: str, values: list[object]) -> Answer | None:
    return next(iter(records(connection.execute(query, values))), None)


_FILES = """
select distinct file_id, path
from raw.files
where path = $path or ends_with(path, '/' || $path) or ends_with($path, '/' || path)
    or (length($path) >= 8 and starts_with(file_id, $path))
order by path, file_id
"""
_ROW = """
select person_rows.*, appearances.handle
from identity.person_rows
inner join identity.appearances using (appearance_key)
where person_rows.file_id = ? and person_rows.line = ?
order by person_rows.ledger
"""
_REJECTED = (
    "select reason from quality.rejects where file_id = ? and (line = ? or line is null) order by line"
)
_NOT_COUNTED = """
select coalesce(refused, 'the file is superseded by ' || superseded_by)
from quality.files
where file_id = ? and (refused is not null or superseded_by is not null)
"""
# Whom the names were compared with, and what came of it; without a name it is nobody known.
_CANDIDATES = """
with known as (
    select
        seeds.seed,
        min(person_rows.person_id) as person_id,
        coalesce(
            min(appearances.name) filter (where appearances.ledger = 'registration'), min(appearances.name)
        ) as name,
        min(appearances.email) as email,
    from identity.seeds
    inner join identity.appearances using (appearance_key)
    inner join identity.person_rows using (appearance_key)
    group by seeds.seed
)
select person_candidates.* exclude (unit, seed), known.person_id, known.name, known.email
from identity.person_candidates
left join known using (seed)
where person_candidates.unit = ?
order by person_candidates.probability desc, known.person_id asc nulls last
"""
_DECISIONS = """
with handles as (
    select distinct appearances.handle
    from identity.person_rows
    inner join identity.appearances using (appearance_key)
    where person_rows.person_id = $person
)
select 'people' as kind, line, decision, decided_by, decided_on, reason
from raw.person_decisions
where one in (select handle from handles) or other in (select handle from handles)
order by line
"""
_ORGANISATION = """
select organisations.name, organisation_links.* exclude (file_id, line), organisations.is_listed
from core.organisation_links
left join core.organisations using (organisation_key)
where organisation_links.file_id = ? and organisation_links.line = ?
"""
_PLACE_AND_TYPE = """
select
    answers.* exclude (file_id, line, folder, submitted_at, chosen_sessions),
    registrations.state_key as state_written,
    registrations.municipality_key as municipality_written,
    registrations.actor_answer_key as actor_type_written,
    states.short_name as state,
    municipalities.name as municipality,
from core.answers
inner join staging.registrations using (file_id, line)
left join reference.states on answers.cve_ent = states.cve_ent
left join reference.municipalities on answers.cvegeo = municipalities.cvegeo
where answers.file_id = ? and answers.line = ?
"""
_ROWS_OF_PERSON = """
select
    files.path as file,
    person_rows.line,
    person_rows.ledger,
    coalesce(person_rows.session_id, files.folder) as session_id,
    appearances.name,
    appearances.email,
    person_rows.link_rule,
    person_rows.link_probability,
from identity.person_rows
inner join identity.appearances using (appearance_key)
inner join raw.files using (file_id)
where person_rows.person_id = ?
order by files.path, person_rows.line
"""
_SESSIONS_OF_PERSON = """
select
    session_id,
    is_registered,
    is_attended,
    round(present_seconds / 60, 1) as minutes,
    actor_type,
    government_level,
    organisation_key,
    cve_ent,
    cvegeo,
    link_rule,
    link_probability,
from core.participation
where person_id = ?
order by session_id
"""
