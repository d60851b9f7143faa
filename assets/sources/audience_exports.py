"""Audience exports: what an owner without OAuth downloads from YouTube Studio, taken in from `inbox/cycle/audience`.

Here names of folders, zips and files say of which video a table is and which days it covers. What the tables hold
is read by `readers.youtube_studio`, and counted in `sql/staging`.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

import duckdb

from assets.cycle import ExportKind
from assets.sources.exports.outline import Export
from assets.sources.found_files import FoundFile, find, unpacked
from assets.sources.inbox import CYCLE_FOLDER, door_of, visible_files
from assets.sources.raw_files import Door, FolderSummary, ensure_tables, mark_present, take_in
from assets.sources.readers.reading import Fact, Reading, header_key
from assets.sources.understanding import Understood
from assets.warehouse import little_memory
from assets.workspace import Workspace

KIND: ExportKind = "audience"
TABLE = "raw.audience_exports"
PLACE = f"inbox/{CYCLE_FOLDER}/{KIND}"

_PERIOD = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})(?!\d)")
# An identifier, and no word of eleven letters: somewhere in it a digit, a mark or a capital stands.
_IDENTIFIER = re.compile(r"(?=.*[0-9_-]|.+[A-Z])[A-Za-z0-9_-]{11}")
_BY_CONTENT = re.compile(r"^(content|contenido)\b")
_UNREAD = "sums of several videos"
_SUMS = re.compile(r"^(totals|totales)\b")

_NO_VIDEO = (
    "no video: a table by day does not say of which video it is;"
    f" put it into {PLACE}/<video_id>/, or write the video's id into the name of the file or the zip"
)
_TWO_VIDEOS = "two videos: the names of its folder, zip and file hold two videos' ids; leave the right one"
_NO_PERIOD = (
    "no period: a table by video does not say which days it covers; keep the name that YouTube Studio gives"
    " the zip, such as Content 2021-05-04_2021-06-15 Title.zip"
)


def take_in_audience_exports(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> FolderSummary:
    """Bring `raw.audience_exports` up to date with what lies in `inbox/cycle/audience/` and its folders."""
    ensure_tables(connection)
    with little_memory(connection):
        file_ids = take_in(connection, audience_door(workspace), _lying(workspace))
    return mark_present(connection, CYCLE_FOLDER, KIND, file_ids, is_told_by_place=True)


def audience_door(workspace: Workspace) -> Door:
    """How audience exports come in: names are looked through for the cycle's videos, which take part in the version."""
    video_ids = workspace.cycle.video_ids
    door = door_of(workspace, TABLE, KIND)
    videos = hashlib.sha256(" ".join(video_ids).encode()).hexdigest()[:8]

    def understood(export: Export, path: str) -> Understood:
        found = door.understand(export, path)
        if found.reading is None or found.reading.kind != KIND:
            return found
        return _placed(found, found.reading, path.removeprefix(f"{PLACE}/").split("/"), video_ids)

    return replace(door, understand=understood, version=f"{door.version}-{videos}")


def _lying(workspace: Workspace) -> Iterator[FoundFile]:
    for path in visible_files(workspace.root / PLACE):
        yield from unpacked(find(workspace.root, path, CYCLE_FOLDER, KIND))


def _placed(
    found: Understood, reading: Reading, parts: Sequence[str], video_ids: Collection[str]
) -> Understood:
    """The reading with what names say: the video, and the first and last day; or why it is refused."""
    if _sums_several_videos(parts):
        unread = tuple(
            replace(section, name=_UNREAD, fields={}) if section.fields else section
            for section in reading.sections
        )
        return replace(found, reading=replace(reading, sections=unread))
    named, period = videos_named(parts, video_ids), period_of(parts)
    facts: dict[Fact, str] = {}
    if period:
        facts |= {"first_day": period[0].isoformat(), "last_day": period[1].isoformat()}
    if len(named) == 1 and not _has(reading, "video"):
        facts["video_id"] = named[0]
    problem = _problem(reading, named, has_period=period is not None)
    return replace(found, reading=replace(reading, facts={**reading.facts, **facts}), problem=problem)


def _problem(reading: Reading, named: Sequence[str], *, has_period: bool) -> str | None:
    if _has(reading, "video"):
        return None if _has(reading, "day") or has_period else _NO_PERIOD
    if not named:
        return _NO_VIDEO
    return _TWO_VIDEOS if len(named) > 1 else None


def _has(reading: Reading, field: str) -> bool:
    return any(field in section.fields for section in reading.sections)


def videos_named(parts: Sequence[str], video_ids: Collection[str]) -> list[str]:
    """The cycle's videos whose ids stand in any of these names; without one, what a folder's name says alone."""
    known = [video_id for video_id in video_ids if any(video_id in part for part in parts)]
    return known or [part for part in parts[:-1] if _IDENTIFIER.fullmatch(part)][:1]


def period_of(parts: Sequence[str]) -> tuple[date, date] | None:
    """The first and last day that the innermost of these names gives, as Studio writes them; None without any."""
    for part in reversed(parts):
        for first, last in _PERIOD.findall(part):
            days = _days(first, last)
            if days:
                return days
    return None


def _days(first: str, last: str) -> tuple[date, date] | None:
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return days if days[0] <= days[1] else None


def _sums_several_videos(parts: Sequence[str]) -> bool:
    """Whether these are the totals of an export by content: each day's sum over whatever videos it lists."""
    is_by_content = any(_BY_CONTENT.search(header_key(part)) and _PERIOD.search(part) for part in parts[:-1])
    return is_by_content and bool(_SUMS.search(header_key(parts[-1])))
