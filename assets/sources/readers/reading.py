"""An export: a file's records with the lines they stand on, and how a reader has understood them.

Here bytes become text cells and nothing else; what a column means is the readers' business.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from charset_normalizer import from_bytes

Kind = Literal["registrations", "attendance", "municipalities", "osc"]

# What spreadsheets and call platforms leave inside cells without anybody seeing it.
INVISIBLE = dict.fromkeys(map(ord, "\x00\u200b\u200c\u200d\u2060\ufeff"))
ANY_INVISIBLE = re.compile("[" + "".join(map(chr, INVISIBLE)) + "]")
SEPARATORS = ",;\t"
csv.field_size_limit(10_000_000)


class UnreadableExportError(Exception):
    """The file is no table of text; the text says what to do with it."""


@dataclass(frozen=True)
class Record:
    """One record: the line of the file on which it starts, and its cells as text."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Export:
    """A file as records; `cut_line` is the line on which it breaks off, `invisible` the characters removed."""

    records: tuple[Record, ...]
    encoding: str
    separator: str
    invisible: int = 0
    cut_line: int | None = None


@dataclass(frozen=True)
class Section:
    """Consecutive records of one export.

    `fields` maps a field's name to its column's position, and is empty where the section is not read; `role` is
    the role that all its people have.
    """

    name: str
    header: tuple[str, ...]
    header_line: int | None
    records: tuple[Record, ...]
    fields: Mapping[str, int]
    role: str | None = None


@dataclass(frozen=True)
class Reading:
    """What an export is: its platform, kind and language, and its sections in the file's order."""

    platform: str
    kind: Kind
    language: str
    sections: tuple[Section, ...]

    @property
    def names_people(self) -> bool:
        """Whether every section that is read has a name or an e-mail (a register has its own keys)."""
        read = [section.fields for section in self.sections if section.fields]
        return bool(read) and all({"name", "email"} & fields.keys() for fields in read)

    @property
    def data_rows(self) -> int:
        """Rows of the sections that are read."""
        return sum(len(section.records) for section in self.sections if section.fields)


def parse_export(content: bytes) -> Export:
    """Decode and split a file's bytes; raises UnreadableExportError where they are no table of text."""
    text, encoding = _decode(content)
    clean = text.translate(INVISIBLE) if ANY_INVISIBLE.search(text) else text
    if not clean.strip():
        raise UnreadableExportError("the file is empty; download it again from the platform")
    invisible = len(text.removeprefix("\ufeff")) - len(clean)
    separator = _separator(clean)
    return replace(_records(clean, separator), encoding=encoding, invisible=invisible)


def header_key(text: str) -> str:
    """A header without case, accents and double spaces, so that headers can be compared."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


def fields_of(header: Sequence[str], patterns: Mapping[str, str]) -> dict[str, int]:
    """Field -> position: each field takes the first column that its pattern finds and nobody took before."""
    keys = [header_key(cell) for cell in header]
    fields: dict[str, int] = {}
    for field, pattern in patterns.items():
        free = (position for position in range(len(keys)) if position not in fields.values())
        found = next((position for position in free if re.search(pattern, keys[position])), None)
        if found is not None:
            fields[field] = found
    return fields


def up_to_blank(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records before the first blank one."""
    kept = []
    for record in records:
        if record.is_blank:
            break
        kept.append(record)
    return tuple(kept)


def without_blanks(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records that hold something."""
    return tuple(record for record in records if not record.is_blank)


def _decode(content: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decode_strictly(content, encoding), encoding
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_by_likelihood(content)
    if text.count("\x00") > len(text) / 4:
        return _decode_by_likelihood(content)
    return text, "utf-8"


def _decode_strictly(content: bytes, encoding: str) -> str:
    """A file whose mark promises an encoding and whose last character is cut keeps what stands before the cut."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if error.end < len(content):
            raise UnreadableExportError(
                f"the file says that it is {encoding} and is not; download it again from the platform"
            ) from None
        return content[: error.start].decode(encoding) + "\ufffd"


def _decode_by_likelihood(content: bytes) -> tuple[str, str]:
    candidates = ["utf_16_le", "utf_16_be", "cp1252"]
    best = from_bytes(content, cp_isolation=candidates, language_threshold=0.05).best()
    if best is None or _is_binary(str(best)):
        raise UnreadableExportError("the file is not a table of text; export it from the platform as CSV")
    return str(best), str(best.encoding)


def _is_binary(text: str) -> bool:
    controls = sum(
        1 for letter in text[:4096] if unicodedata.category(letter) == "Cc" and letter not in "\r\n\t\x00"
    )
    return controls > len(text[:4096]) / 100


def _separator(text: str) -> str:
    """The separator that stands in most of the first lines, and among those the most frequent one."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def weight(separator: str) -> tuple[int, int]:
        return sum(separator in line for line in lines), sum(line.count(separator) for line in lines)

    return max(SEPARATORS, key=weight)


def _records(text: str, separator: str) -> Export:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    records: list[Record] = []
    start = 1
    for cells in reader:
        # The csv module gives a blank line no cells; every record has at least one.
        records.append(Record(start, tuple(cells) or ("",)))
        start = reader.line_num + 1
    return Export(tuple(records), "", separator, cut_line=_cut_line(records, text, separator))


def _cut_line(records: Sequence[Record], text: str, separator: str) -> int | None:
    """The last record's line where the text stops in the middle of it: inside quotes, or before its last cells."""
    last = records[-1]
    if _ends_inside_quotes(text, last.line, separator):
        return last.line
    if text.endswith(("\n", "\r")) or len(records) < 2:
        return None
    is_cut = len(last.cells) < len(records[-2].cells) or text.endswith("\ufffd")
    return last.line if is_cut else None


def _ends_inside_quotes(text: str, line: int, separator: str) -> bool:
    rest = islice(io.StringIO(text, newline=""), line - 1, None)
    try:
        list(csv.reader(rest, delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False
