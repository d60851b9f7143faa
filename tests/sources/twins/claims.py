"""What must hold of every file, whatever happened to it on its way: nothing is lost, and nothing changes unseen.

Each claim gives a sentence per breach. How files come in is `intake`'s, what remains of them `remains`'.
"""

import re
from collections.abc import Callable, Iterator

from tests.sources.twins.damage import Damage
from tests.sources.twins.intake import Judged, Taken
from tests.sources.twins.model import Planted
from tests.sources.twins.remains import Remains, Standing

Claim = Callable[[Remains, Taken], Iterator[str]]

_WORDS_OF_A_SENTENCE = 5
# So many rows tell what a column holds, whatever one more says.
_A_FEW = 3


def breaches(damage: Damage, found: list[Taken]) -> list[str]:
    """A sentence for every claim that does not hold of the damaged file, given its rows in `quality.files`."""
    if len(found) != 1:
        return [f"{len(found)} rows in quality.files"]
    remains = Remains(damage)
    return [breach for claim in CLAIMS for breach in claim(remains, found[0])]


def rows_add_up(_: Remains, taken: Taken) -> Iterator[str]:
    """Rows are accepted and rejected rows, and those of `raw` are the ones that were counted and judged."""
    file = taken.file
    if file["rows"] != file["accepted"] + file["rejected"]:
        yield f"{file['rows']} rows are not {file['accepted']} accepted and {file['rejected']} rejected"
    if file["refused"]:
        return
    data = {line for line, (_, is_data) in taken.cells.items() if is_data}
    if len(data) != file["rows"] or len(taken.cells) - len(data) != file["skipped"]:
        yield f"raw holds {len(data)} data rows of {len(taken.cells)}, not {file['rows']} and {file['skipped']} skipped"
    if set(taken.judged) != data:
        yield f"rows were not judged: {sorted(data ^ set(taken.judged))}"


def refusals_say_why(_: Remains, taken: Taken) -> Iterator[str]:
    """A refused file has a sentence, and a rejected row a reason."""
    reasons = [taken.file["refused"]] if taken.file["refused"] is not None else []
    reasons += [reason for _, reason in taken.reasons]
    for reason in reasons:
        if reason is None or len(reason.split()) < _WORDS_OF_A_SENTENCE:
            yield f"no reason: {reason!r}"


def every_line_is_kept(remains: Remains, taken: Taken) -> Iterator[str]:
    """Of a file that is not refused, every line that names somebody stands in `raw`; others are few."""
    if taken.file["refused"] or remains.is_mixed:
        return
    kept = _covered(taken)
    furniture = {stood.number for stood in remains.standing if not stood.line.is_row}
    names = {text for one in remains.damage.twin.planted for text in (one.name, one.email) if text}
    stray = [number for number in remains.filled if number not in kept and number not in furniture]
    for number in stray:
        if any(name in remains.lines[number - 1] for name in names):
            yield f"line {number} names somebody and is not kept"
    if len(stray) > 2 * len(remains.damage.steps) + 1:
        yield f"lines {stray} are neither kept nor titles and headers"


def rows_stand_as_they_were(remains: Remains, taken: Taken) -> Iterator[str]:
    """A row that nobody touched stands in `raw` on its own line, cell by cell, and was judged."""
    if taken.file["refused"] or remains.is_mixed:
        return
    kept = "\n".join(cell for cells, _ in taken.cells.values() for cell in cells)
    for stood, planted in remains.rows:
        if remains.may_run_together:
            longest = max(stood.line.cells, key=len)
            if longest not in kept and longest.replace('"', '""') not in kept:
                yield f"line {stood.number} of {planted.name} is in no cell"
        else:
            yield from _row_stands(stood, planted, taken, remains)


def rows_say_what_they_said(remains: Remains, taken: Taken) -> Iterator[str]:
    """An accepted row that nobody touched is about whom it was about and has its times; what it lacks is told."""
    if taken.file["refused"] or remains.is_mixed or remains.may_run_together:
        return
    for stood, planted in remains.rows:
        row = taken.judged.get(stood.number)
        if row and row.reason is None and planted.is_read:
            yield from _is_about_them(stood, planted, row, remains)
            if planted.stay in remains.whole_stays:
                yield from _times_stand(stood, planted, row, remains, taken.file["date_order"])


def one_damaged_row_never_takes_the_file_with_it(remains: Remains, taken: Taken) -> Iterator[str]:
    """Where all but one row stand, and all titles and headers, the file is not refused."""
    is_whole = remains.furniture_stands and remains.lost_rows <= 1 and len(remains.rows) >= _A_FEW
    is_zipped = remains.damage.changed.is_workbook
    if is_whole and taken.file["refused"] and not (is_zipped or remains.damage.has("repeat_header")):
        yield f"refused for one row: {taken.file['refused']}"


CLAIMS: tuple[Claim, ...] = (
    rows_add_up,
    refusals_say_why,
    every_line_is_kept,
    rows_stand_as_they_were,
    rows_say_what_they_said,
    one_damaged_row_never_takes_the_file_with_it,
)


def _covered(taken: Taken) -> set[int]:
    """The lines that the rows of `raw` stand on, with those on which they go on."""
    return {
        line + more
        for line, (cells, _) in taken.cells.items()
        for more in range(sum(cell.count("\n") for cell in cells) + 1)
    }


def _row_stands(stood: Standing, planted: Planted, taken: Taken, remains: Remains) -> Iterator[str]:
    if stood.number not in taken.cells:
        yield f"line {stood.number} of {planted.name} is not in raw"
        return
    cells, is_data = taken.cells[stood.number]
    if _filled(cells) != _filled(stood.line.cells):
        yield f"line {stood.number} of {planted.name} reads {cells}, not {list(stood.line.cells)}"
    # A section whose title is gone may be kept unread; its rows then count as skipped.
    is_titled = remains.furniture_stands and not remains.damage.has("drop_column")
    must_be_read = remains.has_true_header(stood) and is_titled
    if planted.is_read and must_be_read and not is_data and not _is_read_elsewhere(planted, taken):
        yield f"line {stood.number} of {planted.name} was not read"


def _is_read_elsewhere(planted: Planted, taken: Taken) -> bool:
    """Whether another section, which is read in the place of this one, names the person too."""
    return any(is_data and planted.name in cells for cells, is_data in taken.cells.values())


def _filled(cells: tuple[str, ...] | list[str]) -> list[str]:
    filled = list(cells)
    while filled and not filled[-1].strip():
        filled.pop()
    return filled


def _is_about_them(stood: Standing, planted: Planted, row: Judged, remains: Remains) -> Iterator[str]:
    if not remains.has_true_header(stood):
        return
    has_all = not remains.damage.has("drop_column")
    if row.email != (planted.email or None) and (has_all or row.email):
        yield f"line {stood.number} of {planted.email}: {row.email}"
    if row.name != planted.name and (has_all or not _words(row.name) <= _words(planted.name)):
        yield f"line {stood.number} of {planted.name}: {row.name}"


def _words(name: str | None) -> set[str]:
    return set(re.findall(r"\w+", name or ""))


def _times_stand(
    stood: Standing, planted: Planted, row: Judged, remains: Remains, order: str | None
) -> Iterator[str]:
    has_header = remains.has_true_header(stood)
    may_lack = not has_header or remains.damage.has("drop_column")
    may_err = remains.is_relabelled(stood) or (
        row.is_time_unreadable and not (has_header and order == remains.damage.twin.order)
    )
    for found, meant in (
        (row.joined, planted.joined),
        (row.left, planted.left),
        (row.submitted, planted.submitted),
    ):
        if found != meant and not may_err and not (may_lack and found is None):
            yield f"line {stood.number} of {planted.name}: {found}, not {meant}"
