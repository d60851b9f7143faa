"""Zip files, which workbooks and archives are: opening one within bounds, and reading what is packed in it.

Here only sizes and bytes are judged. What the packed files are is decided in `workbook` and `archive`.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import BinaryIO

from assets.sources.exports.errors import UnreadableExportError

DAMAGED = "the file is damaged or was not downloaded completely; download it again"
# What damage looks like by the time Python's zipfile notices it.
FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
MEGABYTE = 1_000_000
MAX_FILE_BYTES = 300 * MEGABYTE
# Text packs to a tenth or a fiftieth; what packs better, and is big, was made to fill a disk.
MAX_RATIO = 200
RATIO_MATTERS_FROM_BYTES = 50 * MEGABYTE
# zipfile loads the list of packed files whole, and makes ten times as much memory of it.
MAX_LIST_BYTES = 16 * MEGABYTE

_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Other methods want packers of their own, and some of them any amount of memory.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_IS_ENCRYPTED = 0x1


class _Source:
    """The file as zipfile reads it: `at_most` so many bytes at a time, where that is not None."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.at_most: int | None = MAX_LIST_BYTES
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if self.at_most is not None and size > self.at_most:
            raise UnreadableExportError(
                "too many files are packed into this one; unpack it and put the exports into the folder"
            )
        return self._file.read(size)


class Packed(zipfile.ZipFile):
    """A zip file open for reading; `packed_bytes` is its own size. Raises UnreadableExportError."""

    def __init__(self, file: BinaryIO) -> None:
        self.packed_bytes = file.seek(0, 2)
        file.seek(0)
        source = _Source(file)
        try:
            super().__init__(source)
        except FAULTS:
            raise UnreadableExportError(DAMAGED) from None
        source.at_most = None

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """The packed file's bytes, unpacked piece by piece, so that no more comes out than its entry says."""
        with self.open(name, pwd=pwd) as stream:
            return b"".join(iter(lambda: stream.read(MEGABYTE), b""))


def starts_as_zip(file: BinaryIO) -> bool:
    """Whether the file begins as zip files do; the file is left at its start."""
    file.seek(0)
    beginning = file.read(4)
    file.seek(0)
    return beginning in _BEGINNINGS


def is_encrypted(info: zipfile.ZipInfo) -> bool:
    """Whether a password protects the packed file."""
    return bool(info.flag_bits & _IS_ENCRYPTED)


def is_unusual(info: zipfile.ZipInfo) -> bool:
    """Whether it was packed by a method that spreadsheets and operating systems do not use."""
    return info.compress_type not in _METHODS


def is_swollen(unpacked_bytes: int, packed_bytes: int) -> bool:
    """Whether so much comes out of so little that it was made to fill a disk."""
    return unpacked_bytes > RATIO_MATTERS_FROM_BYTES and unpacked_bytes > MAX_RATIO * packed_bytes


def total_bytes(infos: Iterable[zipfile.ZipInfo]) -> int:
    """How large the packed files say they are together; zipfile reads no more of each than it says."""
    return sum(info.file_size for info in infos)
