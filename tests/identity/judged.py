"""Tiny workspaces whose links and truth are written by hand, for tests of the judge.

A case names appearances, registrations and organisations row by row; here they become a warehouse and `truth/`.
"""

import csv
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from assets.warehouse import SCHEMAS
from assets.workspace import SHIPPED_CYCLE, Workspace

REGISTRATIONS, ATTENDANCE = "inbox/s1/registrations/form.csv", "inbox/s1/attendance/call.csv"
TABLES = """
    create table raw.files (file_id varchar, path varchar);
    create table identity.person_rows (
        file_id varchar, line bigint, ledger varchar, session_id varchar, appearance_key varchar,
        person_id bigint, link_rule varchar, link_probability double
    );
    create table staging.attendance (
        file_id varchar, line bigint, session_id varchar, email varchar, name varchar, role varchar,
        is_said_attended boolean
    );
    create table staging.registrations (
        file_id varchar, line bigint, email varchar, name varchar, organisation varchar
    );
    create table core.answers (file_id varchar, line bigint, place_rule varchar);
    create table core.registrations (
        session_id varchar, file_id varchar, line bigint, actor_type varchar, organisation_key varchar, cvegeo varchar
    );
    create table core.organisation_links (
        file_id varchar, line bigint, organisation_key varchar, link_rule varchar, is_abstained boolean
    );
    create table core.organisations (organisation_key varchar, cve_ent varchar, cvegeo varchar);
    create table reach.session_reach (
        session_id varchar, actor_type varchar, government_level varchar,
        attended_people_low bigint, attended_people bigint, attended_people_high bigint,
        attended_organisations_low bigint, attended_organisations bigint, attended_organisations_high bigint
    );
    create table reach.cycle_reach as select * exclude (session_id) from reach.session_reach;
"""


@dataclass(frozen=True)
class Person:
    """Who really exists; a name is given names, a comma, surnames."""

    person_id: str
    name: str
    organisation_id: str = ""
    cvegeo: str = "01001"
    role: str = "audience"


@dataclass(frozen=True)
class Organisation:
    """What really exists; `cvegeo` is a government's place."""

    organisation_id: str
    actor_type: str = "osc"
    government_level: str = ""
    cvegeo: str = "01001"
    cluni: str = ""
    seat: str = "01001"


@dataclass(frozen=True)
class Form:
    """A registration for s1: who sent it, and what the pipeline made of it."""

    truth: str
    person_id: int
    email: str | None = None
    name: str = "Nadie"
    key: str | None = None
    rule: str = "name"
    actor_type: str = "osc"
    cvegeo: str | None = "01001"
    is_abstained: bool = False


@dataclass(frozen=True)
class Row:
    """A row of attendance of s1: who stands behind it, how it shows, and what the pipeline made of it."""

    truth: str
    person_id: int
    name: str
    email: str | None = None
    rule: str = "name"
    role: str = "attendee"
    came: bool | None = None


@dataclass
class Case:
    """A cycle of one session; `seats` are the pipeline's organisations with cve_ent and cvegeo."""

    people: Sequence[Person]
    forms: Sequence[Form] = ()
    rows: Sequence[Row] = ()
    organisations: Sequence[Organisation] = ()
    seats: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    attended: Sequence[str] = ()
    bounds: tuple[int, int, int] = (0, 0, 0)

    def workspace(self, root: Path) -> Workspace:
        """The case as a workspace that has been run."""
        root.mkdir(parents=True)
        shutil.copy(SHIPPED_CYCLE, root / "cycle.toml")
        self._write_truth(root / "truth")
        workspace = Workspace(root)
        with duckdb.connect(str(workspace.warehouse)) as connection:
            for schema in SCHEMAS:
                connection.execute(f"create schema {schema}")
            connection.execute(TABLES)
            connection.execute("insert into raw.files values ('f', ?), ('a', ?)", [REGISTRATIONS, ATTENDANCE])
            self._fill(connection)
        return workspace

    def _write_truth(self, folder: Path) -> None:
        folder.mkdir()
        home = {one.person_id: one.organisation_id for one in self.people}
        registered = {form.truth for form in self.forms}
        seen = list(dict.fromkeys([*registered, *self.attended]))
        rows = [(REGISTRATIONS, line, form.truth) for line, form in enumerate(self.forms, start=2)]
        rows += [(ATTENDANCE, line, row.truth) for line, row in enumerate(self.rows, start=2)]
        write(
            folder / "people.csv",
            "person_id given_names surnames organisation_id cvegeo role",
            (
                (
                    p.person_id,
                    *(part.strip() for part in p.name.split(",")),
                    p.organisation_id,
                    p.cvegeo,
                    p.role,
                )
                for p in self.people
            ),
        )
        write(
            folder / "organisations.csv",
            "organisation_id actor_type government_level cvegeo cluni seat",
            (
                (o.organisation_id, o.actor_type, o.government_level, o.cvegeo, o.cluni, o.seat)
                for o in self.organisations
            ),
        )
        write(
            folder / "participation.csv",
            "person_id session_id registered attended",
            ((one, "s1", text(one in registered), text(one in self.attended)) for one in seen),
        )
        write(
            folder / "rows.csv",
            "file line person_id organisation_id",
            ((file, line, one, home[one]) for file, line, one in rows),
        )

    def _fill(self, connection: duckdb.DuckDBPyConnection) -> None:
        for line, form in enumerate(self.forms, start=2):
            key = ["f", line]
            put(
                connection,
                "identity.person_rows",
                [*key, "registration", None, str(line), form.person_id, "", 1.0],
            )
            put(connection, "staging.registrations", [*key, form.email, form.name, None])
            put(connection, "core.answers", [*key, "answer"])
            put(connection, "core.registrations", ["s1", *key, form.actor_type, form.key, form.cvegeo])
            put(connection, "core.organisation_links", [*key, form.key, form.rule, form.is_abstained])
        for line, row in enumerate(self.rows, start=2):
            key = ["a", line]
            shown = f"{row.email}/{row.name}"
            put(
                connection,
                "identity.person_rows",
                [*key, "attendance", "s1", shown, row.person_id, row.rule, 1.0],
            )
            put(connection, "staging.attendance", [*key, "s1", row.email, row.name, row.role, row.came])
        for organisation_key, seat in self.seats.items():
            put(connection, "core.organisations", [organisation_key, *seat])
        put(connection, "reach.session_reach", ["s1", "all", "all", *self.bounds, 0, 0, 0])
        put(connection, "reach.cycle_reach", ["all", "all", *self.bounds, 0, 0, 0])


def put(connection: duckdb.DuckDBPyConnection, table: str, values: Sequence[object]) -> None:
    """Insert one row."""
    connection.execute(f"insert into {table} values ({', '.join('?' * len(values))})", values)


def write(path: Path, header: str, rows: Iterable[Iterable[object]]) -> None:
    """A CSV with these columns, which the header names between spaces."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split())
        writer.writerows(rows)


def text(value: bool) -> str:
    """A boolean as the truth writes it."""
    return "true" if value else "false"
