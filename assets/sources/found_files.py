"""Files as they are found: where each lies, its bytes, and the key by which this version is known for ever.

A zip stands for the files in it. Which folders are looked into is the inbox's business; what a file holds,
that of `raw_files`.
"""

import hashlib
import io
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from assets.sources.exports.archive import members
from assets.sources.exports.decoding import CHUNK_BYTES
from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.workbook import is_archive


@dataclass(frozen=True)
class FoundFile:
    """A file and its bytes. Two versions at one path are two files; `folder` is None where nobody claims it."""

    relative: str
    folder: str | None
    kind: str
    path: Path | None = None
    content: bytes | None = None
    problem: str | None = None

    def open(self) -> BinaryIO:
        """The file's bytes, from the start; a file inside a zip is in memory already."""
        return self.path.open("rb") if self.path else io.BytesIO(self.content or b"")

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes; of bytes that cannot be had, that of the file's place: it is no other file's twin."""
        if self.path is None and self.content is None:
            return hashlib.sha256(self.relative.encode()).hexdigest()
        with self.open() as file:
            digest = hashlib.sha256()
            while piece := file.read(CHUNK_BYTES):
                digest.update(piece)
            return digest.hexdigest()

    @cached_property
    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size if self.path else len(self.content or b"")

    @cached_property
    def file_id(self) -> str:
        """The key of this version at this place."""
        return hashlib.sha256(f"{self.relative}\n{self.problem or self.sha256}".encode()).hexdigest()[:16]


def find(root: Path, path: Path, folder: str | None, kind: str) -> FoundFile:
    """The file at `path`, named by its place below `root`; one that cannot be opened says so."""
    relative = path.relative_to(root).as_posix()
    problem = _why_not_opened(path)
    return FoundFile(relative, folder, kind, None if problem else path, problem=problem)


def _why_not_opened(path: Path) -> str | None:
    try:
        # Whoever opens a pipe waits for somebody to write into it.
        if not stat.S_ISREG(path.stat().st_mode):
            return "no file but a folder, a pipe or a device: put the export itself there"
        with path.open("rb"):
            return None
    except OSError as error:
        return f"cannot be opened ({error.strerror}): let this user read it and run again"


def unpacked(file: FoundFile) -> Iterator[FoundFile]:
    """The file itself, or where it is a zip the files in it, named as if the zip were a folder."""
    if file.problem:
        yield file
        return
    with file.open() as opened:
        if not is_archive(opened):
            yield file
            return
        try:
            for member in members(opened):
                relative = f"{file.relative}/{member.name}"
                yield FoundFile(relative, file.folder, file.kind, None, member.content, member.problem)
        except UnreadableExportError as error:
            yield replace(file, problem=str(error))
