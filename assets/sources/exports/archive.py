"""Archives: the exports that somebody packed into one zip file, one after the other.

Here an archive is unpacked in memory, within bounds, and nothing is written to disk. What each file in it holds
is decided as if it lay in the folder itself.
"""

import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.packed import (
    FAULTS,
    MAX_FILE_BYTES,
    MEGABYTE,
    Packed,
    is_encrypted,
    is_swollen,
    is_unusual,
    total_bytes,
)
from assets.sources.exports.workbook import is_archive

MAX_MEMBERS = 1_000
MAX_TOTAL_BYTES = 600 * MEGABYTE
MAX_NAME_CHARACTERS = 255

_NAME_IS_UTF_8 = 0x800
_LEFTOVERS = {"__macosx", "desktop.ini", "thumbs.db"}
_UNPACK = "unpack it and put the files into the folder"
_LOCKED = f"protected by a password: {_UNPACK}"
_UNUSUAL = f"packed in an unusual way: {_UNPACK}, or pack them again as a plain .zip"
_LARGE = f"larger than {MAX_FILE_BYTES // MEGABYTE} MB: export it in parts from the platform"
_SWOLLEN = "unpacks to far more than its size, as no table does: export it again from the platform"
_DAMAGED = "damaged inside the archive: pack it again, or put the file itself into the folder"
_NESTED = f"an archive inside an archive: {_UNPACK}"
_LINK = "a link: pack the file itself"
_TWICE = "the archive has another file of this name: rename one of them and pack them again"


@dataclass(frozen=True)
class Member:
    """A packed file: its path inside the archive, safe to show, and its bytes, or else why there are none."""

    name: str
    content: bytes | None = None
    problem: str | None = None


def members(file: BinaryIO) -> Iterator[Member]:
    """The packed files, one in memory at a time, without folders and without what systems and Office leave behind.

    Raises UnreadableExportError where the archive as a whole cannot be read.
    """
    archive = Packed(file)
    infos = [info for info in archive.infolist() if not _is_folder(info) and not is_leftover(name_of(info))]
    _refuse_out_of_bounds(archive, infos)
    seen: set[str] = set()
    for info in infos:
        name = name_of(info)
        yield Member(name, problem=_TWICE) if name in seen else _member(archive, info, name)
        seen.add(name)


def name_of(info: zipfile.ZipInfo) -> str:
    """The path inside the archive as text that cannot lead out of a folder, nor hide what it says."""
    text = unicodedata.normalize("NFC", _decoded(info))
    shown = "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    parts = [part.strip() for part in re.split(r"[/\\]", shown[-MAX_NAME_CHARACTERS:])]
    kept = [part for part in parts if part not in ("", ".", "..") and not re.fullmatch("[A-Za-z]:", part)]
    return "/".join(kept) or "unnamed"


def is_leftover(name: str) -> bool:
    """Whether operating systems or Office left this behind, or mean to hide it."""
    parts = PurePosixPath(name).parts
    is_hidden = any(part.startswith((".", "~$")) for part in parts)
    return is_hidden or any(part.casefold() in _LEFTOVERS for part in (parts[0], parts[-1]))


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.filename.endswith(("/", "\\"))


def _decoded(info: zipfile.ZipInfo) -> str:
    """Many packers write UTF-8 and forget to say so; what is no UTF-8 is read as DOS wrote it."""
    if info.flag_bits & _NAME_IS_UTF_8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _refuse_out_of_bounds(archive: Packed, infos: list[zipfile.ZipInfo]) -> None:
    unpacked = total_bytes(info for info in infos if not _problem(info))
    for is_refused, sentence in (
        (not infos, f"the archive holds no file; {_UNPACK}"),
        (len(infos) > MAX_MEMBERS, f"the archive holds more than {MAX_MEMBERS:,} files; {_UNPACK}"),
        (
            unpacked > MAX_TOTAL_BYTES,
            f"the archive unpacks to more than {MAX_TOTAL_BYTES // MEGABYTE} MB; {_UNPACK}",
        ),
        (
            is_swollen(unpacked, archive.packed_bytes),
            f"the archive unpacks to far more than its size; {_UNPACK}",
        ),
    ):
        if is_refused:
            raise UnreadableExportError(sentence)


def _problem(info: zipfile.ZipInfo) -> str | None:
    """Why a packed file is not to be unpacked, as far as its entry in the list tells."""
    problems = (
        (is_encrypted(info), _LOCKED),
        (is_unusual(info), _UNUSUAL),
        (stat.S_ISLNK(info.external_attr >> 16), _LINK),
        (info.file_size > MAX_FILE_BYTES, _LARGE),
        (is_swollen(info.file_size, info.compress_size), _SWOLLEN),
    )
    return next((sentence for is_one, sentence in problems if is_one), None)


def _member(archive: Packed, info: zipfile.ZipInfo, name: str) -> Member:
    problem = _problem(info)
    if problem:
        return Member(name, problem=problem)
    try:
        content = archive.read(info)
    except FAULTS:
        return Member(name, problem=_DAMAGED)
    return Member(name, problem=_NESTED) if is_archive(BytesIO(content)) else Member(name, content)
