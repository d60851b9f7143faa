"""The sample's `cycle.toml`: the given cycle with what only a synthetic workspace has.

The text is edited and its comments stay; whether the result is a valid cycle is judged by `assets.cycle`.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomlkit
from tomlkit.items import AoT

from assets.cycle import Cycle, load_cycle
from pipelines.sample.people import ORGANISER_DOMAIN
from pipelines.sample.registers import EDITION, MUNICIPALITIES, OSC
from pipelines.sample.videos import invented_ids

_FIRST_LINE = "# Synthetic: the people, organisations, answers and figures of this workspace are made up.\n"


def parse_cycle(text: str) -> Cycle:
    """The cycle that the text states; raises CycleError with the line and the fix."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "cycle.toml")
        path.write_text(text, encoding="utf-8")
        return load_cycle(path)


def sample_cycle_text(text: str, seed: int, crew_without_role: Iterable[str]) -> str:
    """The text marked as synthetic, with registers, exclusions and one more video per session."""
    cycle = parse_cycle(text)
    # tomlkit types every item as a container of containers; the cycle was validated above.
    document: Any = tomlkit.parse(text)
    _exclude(document, crew_without_role)
    _register(document, "municipalities", MUNICIPALITIES)
    _register(document, "osc", OSC)
    document["synthetic"] = _synthetic(cycle, seed)
    new_ids = invented_ids(cycle)
    for session in document["sessions"]:
        _add_video(session, new_ids[str(session["session_id"])])
    return _FIRST_LINE + tomlkit.dumps(document)


def _exclude(document: Any, emails: Iterable[str]) -> None:
    exclude = document.setdefault("exclude", tomlkit.table())
    people = [*exclude.get("people", []), *emails]
    exclude["people"] = list(dict.fromkeys(people))
    exclude["domains"] = list(dict.fromkeys([*exclude.get("domains", []), ORGANISER_DOMAIN]))


def _register(document: Any, name: str, file: str) -> None:
    registers = document.setdefault("registers", tomlkit.table(is_super_table=True))
    table = tomlkit.table()
    table["file"] = file
    table["edition"] = EDITION
    registers[name] = table


def _synthetic(cycle: Cycle, seed: int) -> Any:
    table = tomlkit.table()
    table["seed"] = seed
    table["clock"] = clock(cycle)
    return table


def clock(cycle: Cycle) -> datetime:
    """The instant at which the sample is looked at: noon, seven days after the last session's date."""
    day = cycle.sessions[-1].session_date + timedelta(days=7)
    noon = datetime.combine(day, time(12), cycle.zone)
    return datetime.fromisoformat(noon.isoformat())


def _add_video(session: Any, video_id: str) -> None:
    made_up = tomlkit.inline_table()
    made_up["video_id"] = video_id
    videos = session.setdefault("videos", tomlkit.array())
    if isinstance(videos, AoT):
        table = tomlkit.table()
        table["video_id"] = video_id
        videos.append(table)
    else:
        session["videos"].append(made_up)
