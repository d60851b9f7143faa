"""Bytes into text: which encoding a file has, and its characters without those that nobody sees.

Here text flows by in chunks, so that a file of any size takes the memory of one chunk. Where lines and cells
end is decided in `lines` and `cells`.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from charset_normalizer import from_bytes

from assets.sources.exports.errors import UnreadableExportError

# No table has such a line: what holds one is no table.
MAX_LINE_CHARACTERS = 1_000_000
CHUNK_BYTES = 4 * 1024 * 1024
# How much of a file is looked at before its encoding is decided.
HEAD_BYTES = 256 * 1024
# What spreadsheets and call platforms leave inside cells without anybody seeing it.
INVISIBLE = dict.fromkeys(map(ord, "\x00\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufeff"))
ANY_INVISIBLE = re.compile("[" + "".join(map(chr, INVISIBLE)) + "]")
REPLACED = "\ufffd"
_REPLACED_IN_UTF_8 = REPLACED.encode()

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; open it and save it as .xlsx or as CSV",
    b"%PDF": "a PDF; export the table from the platform as CSV",
    b"\x89PNG": "a picture; export the table from the platform as CSV",
    b"\x1f\x8b": "a compressed file; unpack it, or pack it as .zip",
    b"Rar!": "a RAR archive; unpack it, or pack it as .zip",
    b"7z\xbc\xaf": "a 7-Zip archive; unpack it, or pack it as .zip",
}
_OLD_ENCODINGS = ("cp1252", "mac_roman")
_ACCENTED = "áéíóúüñÁÉÍÓÚÜÑ¿¡ºªçãõâêôàèäößÇÃÕÂÊÔÀÈÄÖ"
_WEB_PAGE = re.compile(rb"^\s*<(!doctype|html|\?xml|table)", re.IGNORECASE)


@dataclass
class Decoded:
    """What decoding found out on its way: complete once `chunks` is exhausted."""

    encoding: str
    invisible: int = 0
    replaced: int = 0
    ends_in_newline: bool = field(default=False)


def encoding_of(file: BinaryIO) -> str:
    """The file's encoding, by its mark, its bytes and, failing both, by likelihood; raises UnreadableExportError."""
    head = file.read(HEAD_BYTES)
    file.seek(0)
    _refuse_other_formats(head)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if _is_utf_16_without_mark(head):
        return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    return "utf-8" if _is_mostly_utf_8(file) else _likely_encoding(head)


def chunks(file: BinaryIO, decoded: Decoded) -> Iterator[str]:
    """The file's text in pieces, without invisible characters; what cannot be decoded is replaced and counted."""
    decoder = codecs.getincrementaldecoder(decoded.encoding)("replace")
    while True:
        raw = file.read(CHUNK_BYTES)
        text = decoder.decode(raw, final=not raw)
        if text:
            decoded.replaced += text.count(REPLACED)
            yield _visible(text, decoded)
        if not raw:
            return


def is_text(sample: str) -> bool:
    """Whether the text is one that people could have written: hardly any control characters."""
    controls = sum(
        1 for letter in sample[:4096] if unicodedata.category(letter) == "Cc" and letter not in "\r\n\t\x00"
    )
    return controls <= 4 + len(sample[:4096]) / 100


def _visible(text: str, decoded: Decoded) -> str:
    decoded.ends_in_newline = text.endswith(("\n", "\r"))
    if not ANY_INVISIBLE.search(text):
        return text
    clean = text.translate(INVISIBLE)
    decoded.invisible += len(text) - len(clean)
    return clean


def _refuse_other_formats(head: bytes) -> None:
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise UnreadableExportError(f"the file is {what}")
    if _WEB_PAGE.match(head):
        raise UnreadableExportError(
            "the file is a web page; sign in to the platform and download the export again"
        )


def _is_utf_16_without_mark(head: bytes) -> bool:
    """Whether empty bytes are frequent and stand on one side, as the halves of separators and Latin letters do."""
    first, second = head[0::2].count(0), head[1::2].count(0)
    return max(first, second) > max(len(head) / 50, 10 * min(first, second))


def _is_mostly_utf_8(file: BinaryIO) -> bool:
    """Whether the bytes are UTF-8 but for a few: one flipped byte must not change all accents of a file.

    In other encodings hardly any accent comes out as UTF-8, and nearly all are damaged.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    damaged = accented = 0
    while raw := file.read(CHUNK_BYTES):
        text = decoder.decode(raw)
        if not text.isascii():
            # What was damaged before, and written down as such, is as good UTF-8 as any.
            damaged += text.count(REPLACED) - raw.count(_REPLACED_IN_UTF_8)
            accented += len(text) - len(text.encode("ascii", "ignore"))
    file.seek(0)
    # Letters that happen to be UTF-8 hardly occur in files that are not.
    return damaged <= 3 * (accented - damaged)


def _likely_encoding(head: bytes) -> str:
    # Empty bytes are left out of the text later on, and would pass for no text at all here.
    head = head.replace(b"\x00", b"")
    best = from_bytes(head, cp_isolation=list(_OLD_ENCODINGS), language_threshold=0.05).best()
    if best is None or not is_text(str(best)):
        raise UnreadableExportError("the file is not a table of text; export it from the platform as CSV")
    # With few accents the likelihoods are close; Windows' own encoding stands unless it spells them worse.
    return max(_OLD_ENCODINGS, key=lambda encoding: _accents(head.decode(encoding, "replace")))


def _accents(text: str) -> int:
    return sum(text.count(letter) for letter in _ACCENTED)
