"""Reads a sample's exports back, line by line, with nothing but `csv` and the layouts' documented columns.

It is a second opinion on what was written; it shares no code with the project's own readers or writers.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MONTHS = ("ene.", "feb.", "mar.", "abr.", "may.", "jun.", "jul.", "ago.", "sep.", "oct.", "nov.", "dic.")


@dataclass(frozen=True)
class Row:
    """One person's row of an export; `line` counts physical lines from 1, a no-show has neither time."""

    line: int
    section: str
    name: str
    email: str
    joined: datetime | None
    left: datetime | None
    duration: str
    role: str = ""
    is_waiting: bool = False
    registered: str = ""
    came: str = ""

    @property
    def identity(self) -> str:
        return self.email.lower() or self.name

    @property
    def seconds(self) -> int:
        return int((self.left - self.joined).total_seconds()) if self.joined and self.left else 0


@dataclass(frozen=True)
class Export:
    """A file read back: what kind it is, the platform's own counts by label, and its rows."""

    kind: str
    counts: dict[str, str]
    rows: list[Row]


def cells_of(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    if raw.startswith(b"\xff\xfe"):
        return [line.split("\t") for line in raw.decode("utf-16").removesuffix("\r\n").split("\r\n")]
    text = raw.decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


def read_attendance(path: Path) -> Export:
    lines = cells_of(path)
    first = lines[0][0]
    if first == "Informe de asistentes":
        return webinar(lines)
    if first in ("ID de reunión", "Nombre (nombre original)"):
        return meeting(lines)
    return teams_2021(lines) if first == "Resumen de la reunión" else teams_sections(lines)


def webinar(lines: list[list[str]]) -> Export:
    counts = dict(zip(lines[2], lines[3], strict=True))
    section, header, rows = "", [""], []
    for number, cells in enumerate(lines, start=1):
        if cells[0].startswith("Detalles"):
            section = cells[0]
        elif cells[0] == "Asistió":
            header = cells
        elif section:
            found = dict(zip(header, cells, strict=True))
            rows.append(
                Row(
                    number,
                    section,
                    found["Nombre de usuario (nombre original)"],
                    found["Correo electrónico"],
                    webinar_time(found["Hora para unirse"]),
                    webinar_time(found["Hora de salida"]),
                    found["Tiempo en la sesión (minutos)"],
                    registered=found.get("Hora de registro", ""),
                    came=found["Asistió"],
                )
            )
    return Export("webinar", counts, rows)


def wall_time(text: str, pattern: str) -> datetime:
    """A clock's reading as it stands in a file; labelled UTC only so that readings can be compared."""
    return datetime.strptime(text, pattern).replace(tzinfo=UTC)


def webinar_time(text: str) -> datetime | None:
    if text == "--":
        return None
    if text[0].isdigit():
        return wall_time(text, "%m/%d/%Y %H:%M:%S")
    month, rest = text.split(" ", 1)
    return wall_time(f"{MONTHS.index(month) + 1} {rest}", "%m %d, %Y %H:%M:%S")


def meeting(lines: list[list[str]]) -> Export:
    if lines[0][0] != "ID de reunión":
        return Export(
            "meeting 2023", {}, [meeting_row(n, cells) for n, cells in enumerate(lines[1:], start=2)]
        )
    assert lines[2] == []
    rows = [meeting_row(number, cells) for number, cells in enumerate(lines[4:], start=5)]
    return Export("meeting 2021", dict(zip(lines[0], lines[1], strict=True)), rows)


def meeting_row(line: int, cells: list[str]) -> Row:
    joined, left = (wall_time(cell, "%d/%m/%Y %I:%M:%S %p") for cell in cells[2:4])
    is_waiting = len(cells) == 8 and cells[7] == "Sí"
    return Row(line, "", cells[0], cells[1], joined, left, cells[4], is_waiting=is_waiting)


def teams_2021(lines: list[list[str]]) -> Export:
    counts = {cells[0]: cells[1] for cells in lines[1:5]}
    assert lines[5] == [""]
    assert lines[6][0] == "Nombre completo"
    rows = [teams_row(n, "", cells, "%d/%m/%Y, %H:%M:%S") for n, cells in enumerate(lines[7:], start=8)]
    return Export("teams 2021", counts, rows)


def teams_sections(lines: list[list[str]]) -> Export:
    pattern = "%m/%d/%y, %I:%M:%S %p" if lines[0][0] == "1. Summary" else "%d/%m/%y, %H:%M:%S"
    counts = {cells[0]: cells[1] for cells in lines[1:7]}
    section, rows = "", []
    for number, cells in enumerate(lines, start=1):
        if cells[0][:2] in ("2.", "3."):
            section = cells[0][:2]
        elif section and len(cells) > 5 and cells[0] not in ("Name", "Nombre"):
            rows.append(teams_row(number, section, cells, pattern))
    return Export("teams sections", counts, rows)


def teams_row(line: int, section: str, cells: list[str], pattern: str) -> Row:
    joined, left = (wall_time(cell, pattern) for cell in cells[1:3])
    return Row(line, section, cells[0], cells[4], joined, left, cells[3], role=cells[-1])


def stays(export: Export) -> list[Row]:
    """The rows that are one stay each: no no-shows, no waiting, and no section that sums stays up."""
    return [row for row in export.rows if row.joined and not row.is_waiting and row.section != "2."]
