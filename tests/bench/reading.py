"""How long big exports take to read, beside DuckDB's bare reading of the same bytes into a file of its own.

Each figure is taken in a process of its own, so that its peak of memory is its own too. Running the pipeline is
measured in `running`.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from assets.workspace import SHIPPED_CYCLE

MIB = 1024 * 1024

# Every tenth name holds a comma and stands in quotes, as in real exports.
_NAMES = ("Ana Pérez", '"Ruiz, Luis"', *(f"Persona {number}" for number in range(8)))

_BARE = """
import duckdb, json, resource, sys, time
connection = duckdb.connect(sys.argv[2])
connection.execute("set enable_progress_bar = false")
start = time.perf_counter()
connection.execute("create table rows as from read_csv(?, all_varchar = true)", [sys.argv[1]])
seconds = time.perf_counter() - start
rows = connection.execute("select count(*) from rows").fetchall()[0][0]
print(json.dumps([seconds, rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""
_OURS = """
import json, resource, sys, time
from pathlib import Path
from assets.sources.inbox import take_in_folder
from assets.warehouse import open_warehouse
from assets.workspace import Workspace
workspace, kind = Workspace(Path(sys.argv[1])), sys.argv[2]
workspace.cycle
with open_warehouse(workspace) as connection:
    start = time.perf_counter()
    summary = take_in_folder(connection, workspace, f"raw.{kind}", "s1", kind)
    seconds = time.perf_counter() - start
print(json.dumps([seconds, summary.rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def zoom_lines(rows: int) -> Iterator[str]:
    """A Spanish list of participants, synthetic."""
    yield (
        "Nombre (nombre original),Correo electrónico,Hora de entrada,Hora de salida,"
        "Duración (minutos),Invitado,En sala de espera"
    )
    for row in range(rows):
        stamp = f"{row % 60:02d}:{row % 59:02d}"
        yield (
            f"{_NAMES[row % 10]},persona{row}@example.org,05/04/2021 10:{stamp},05/04/2021 11:{stamp},"
            f"{row % 120},Sí,No"
        )


def form_lines(rows: int) -> Iterator[str]:
    """A form's answers, synthetic."""
    yield (
        "Marca temporal,Dirección de correo electrónico,Nombre completo,Tipo de organización,"
        "Nombre de la organización,Entidad federativa,Municipio o alcaldía,Cargo,¿Cómo se enteró?"
    )
    for row in range(rows):
        yield (
            f"{row % 28 + 1:02d}/04/2021 {row % 24:02d}:{row % 60:02d}:{row % 59:02d},persona{row}@example.org,"
            f"{_NAMES[row % 10]},Organización de la sociedad civil,Organización sintética {row % 5000} A.C.,"
            f'Jalisco,Zapopan,"Coordinación, enlace",Redes sociales'
        )


def measure_reading(rows: int) -> None:
    """Measure and print one line per file and reader."""
    for kind, lines in (("attendance", zoom_lines), ("registrations", form_lines)):
        with tempfile.TemporaryDirectory() as folder:
            export = _write(Path(folder), kind, lines, rows)
            bare = _measured(_BARE, str(export), str(Path(folder) / "bare.duckdb"))
            ours = _measured(_OURS, str(Path(folder) / "workspace"), kind)
            size = export.stat().st_size / MIB
        for name, (seconds, read, peak) in (("bare read_csv", bare), ("alcance", ours)):
            sys.stdout.write(
                f"{kind} {size:.0f} MiB, {name:<14} {read:>9,} rows {seconds:6.2f} s {read / seconds:>11,.0f} rows/s"
                f" {seconds / bare[0]:5.2f} x bare {peak / 1024:6.0f} MiB\n"
            )


def _write(folder: Path, kind: str, lines: Callable[[int], Iterator[str]], rows: int) -> Path:
    place = folder / "workspace" / "inbox" / "s1" / kind
    place.mkdir(parents=True)
    shutil.copy(SHIPPED_CYCLE, folder / "workspace" / "cycle.toml")
    export = place / "export.csv"
    with export.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines(rows))
    return export


def _measured(program: str, *arguments: str) -> tuple[float, int, int]:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True
    )
    seconds, rows, peak = json.loads(done.stdout)
    return seconds, rows, peak
