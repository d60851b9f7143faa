"""Writes a synthetic workspace: world, then acts, then rows, then files.

Each step has its own modules; here they are called in turn and the files land in the folder.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from assets.cycle import Cycle
from assets.workspace import SHIPPED_CYCLE
from pipelines.sample.acts import Acts, make_acts
from pipelines.sample.attendance_rows import AttendanceRows
from pipelines.sample.audience_history import make_history
from pipelines.sample.audience_truth import audience_files
from pipelines.sample.cycle_file import clock, parse_cycle, sample_cycle_text
from pipelines.sample.layouts.google_forms import registration_file
from pipelines.sample.layouts.platforms import platform_of
from pipelines.sample.page import File
from pipelines.sample.registers import municipality_register, osc_register
from pipelines.sample.registration_rows import RegistrationRow, registration_rows
from pipelines.sample.settings import SampleError, Settings
from pipelines.sample.studio_exports import days_of, write_studio_export
from pipelines.sample.truth import truth_files
from pipelines.sample.videos import make_videos
from pipelines.sample.world import World, make_world

_READ_ME = """\
TODO LO QUE HAY EN ESTA CARPETA ES SINTÉTICO.

Las personas, organizaciones, municipios, correos, teléfonos, respuestas, conexiones y cifras de video
fueron inventados por `alcance sample`; cualquier parecido con personas u organizaciones reales es casual.
Los nombres de los estados y sus claves son los del INEGI.

Semilla {seed}, escala {scale:g}, ruido {noise}. Los mismos argumentos dan los mismos archivos.

inbox/      exportaciones tal como las escriben las plataformas
reference/  padrones inventados de municipios y de organizaciones
truth/      la verdad: quién es quién, quién hizo qué y quién está detrás de cada fila
"""


@dataclass(frozen=True)
class SampleSummary:
    """What was written: how many people of the audience, organisations, forms sent, visits and files."""

    directory: Path
    sessions: int
    people: int
    organisations: int
    registrations: int
    visits: int
    files: int


def write_sample(
    directory: Path, *, seed: int = 2021, scale: float = 1.0, noise: int = 1, cycle_text: str | None = None
) -> SampleSummary:
    """Write a synthetic workspace into `directory`, which must not exist or be empty.

    `scale` 1 is 2,000 people who take part; `noise` goes from 0 to 3; `cycle_text` is the TOML of the cycle,
    without it the one that ships with the project. The same arguments give the same bytes. Raises
    SampleError, or CycleError where the cycle's text is at fault.
    """
    settings = Settings(seed, scale, noise)
    _refuse_what_holds_something(directory)
    given = SHIPPED_CYCLE.read_text(encoding="utf-8") if cycle_text is None else cycle_text
    cycle = parse_cycle(given)
    world = make_world(len(cycle.sessions), settings)
    text = sample_cycle_text(given, seed, _crew_without_role(world, cycle))
    # The sample's owner is the channel of the videos that the sample makes up.
    return _write(directory, text, parse_cycle(text), world, settings, cycle.video_ids)


def _refuse_what_holds_something(directory: Path) -> None:
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise SampleError(f"{directory} already holds something; name a new or an empty folder")


def _crew_without_role(world: World, cycle: Cycle) -> list[str]:
    roleless = [index for index in range(len(cycle.sessions)) if not platform_of(index).knows_roles]
    return list(dict.fromkeys(person.email for index in roleless for person in world.crew(index)))


def _write(
    directory: Path,
    cycle_text: str,
    cycle: Cycle,
    world: World,
    settings: Settings,
    foreign: Sequence[str],
) -> SampleSummary:
    acts = make_acts(world, cycle, settings)
    inbox = [*_registrations(world, acts, cycle, settings), *_attendance(world, acts, cycle, settings)]
    registers = [municipality_register(world), osc_register(world, settings)]
    videos = make_videos(cycle, settings)
    truth = truth_files(world, acts, videos, inbox, cycle.thresholds.attended_minutes)
    history = make_history(videos, clock(cycle), foreign, settings)
    files = [*inbox, *registers, *truth, *audience_files(history)]
    read_me = _READ_ME.format(seed=settings.seed, scale=settings.scale, noise=settings.noise_level)
    _put(directory / "cycle.toml", cycle_text.encode())
    _put(directory / "LEEME.txt", read_me.encode())
    for file in files:
        _put(directory / file.path, file.dialect.encode(file.page))
    # Another channel's owner is not connected, and hands over what YouTube Studio exports.
    handed_over = [
        write_studio_export(
            directory / "inbox", video.video_id, video.title, days_of(history.days, video.video_id)
        )
        for video in videos
        if video.video_id in foreign
    ]
    visits = sum(len(on_call) for on_call in acts.visits.values())
    return SampleSummary(
        directory,
        len(cycle.sessions),
        len(world.with_role("audience")),
        len(world.organisations),
        len(acts.signups),
        visits,
        len(files) + len(handed_over) + 2,
    )


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _registrations(world: World, acts: Acts, cycle: Cycle, settings: Settings) -> Iterator[File]:
    rows = registration_rows(acts.signups, world, settings)
    by_form: dict[str | None, list[RegistrationRow]] = {None: [], **{one: [] for one in cycle.session_ids}}
    for row in rows:
        by_form[row.session_id].append(row)
    order = cycle.source_of("registrations").date_order or "dmy"
    for session_id, sent in by_form.items():
        yield registration_file(session_id, _stamped(sent, cycle), order)


def _stamped(rows: Sequence[RegistrationRow], cycle: Cycle) -> Iterator[tuple[datetime, RegistrationRow]]:
    zone = ZoneInfo(cycle.source_of("registrations").time_zone or cycle.time_zone)
    for row in rows:
        local = row.at.replace(tzinfo=cycle.zone).astimezone(zone) if zone.key != cycle.time_zone else row.at
        yield local.replace(tzinfo=None), row


def _attendance(world: World, acts: Acts, cycle: Cycle, settings: Settings) -> Iterator[File]:
    rows = AttendanceRows(world, acts, cycle, settings)
    for index, session in enumerate(cycle.sessions):
        platform = platform_of(index)
        yield platform.attendance_file(rows.call(session, platform))
