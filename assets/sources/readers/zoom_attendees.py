"""The columns of a section of Zoom's attendee report: found by their words and, where those fail, by what they hold.

Sections, their titles and their roles are the business of `zoom_webinar`.
"""

from collections.abc import Sequence

from assets.sources.exports.outline import Record
from assets.sources.readers.questions import questions_of
from assets.sources.readers.reading import fields_of
from assets.sources.readers.shapes import Shape
from assets.sources.readers.zoom_shapes import shapes_below
from assets.sources.readers.zoom_words import columns, is_bracketed, is_in_minutes

_PEOPLE = {
    "name": "|".join(columns("name", "user_name").values()),
    **columns("first_name", "last_name", "email", "attended", "joined", "left"),
    "minutes": columns("session_minutes")["session_minutes"],
}
# Known, so that nothing else is looked for in them.
_UNREAD = columns("submitted_at", "approval", "source")
_WEBINAR = columns("attended", "session_minutes")
_TIMES = ("joined", "left")


def attendee_fields(header: Record, rows: Sequence[Record]) -> dict[str, int]:
    """Field -> position of the header's columns, given the rows below it; no name, no times where nothing tells."""
    known = fields_of(header.cells, _UNREAD | _PEOPLE)
    fields = _with_shapes(known, header, shapes_below(header, rows))
    organisation = questions_of(header.cells, fields.values()).get("organisation")
    if organisation is not None:
        fields["organisation"] = organisation
    return {field: at for field, at in fields.items() if field not in _UNREAD}


def is_header(header: Record, rows: Sequence[Record]) -> bool:
    """Whether it heads a section: it names or shows who, and whether they attended or how many minutes."""
    fields = attendee_fields(header, rows)
    tells = "minutes" in fields or fields_of(header.cells, _WEBINAR)
    return bool(tells and {"name", "first_name", "email"} & fields.keys())


def is_zooms(header: Record) -> bool:
    """Whether the words of the header are those of Zoom's attendee report and of no other export."""
    found = fields_of(header.cells, _WEBINAR | columns(*_TIMES)).keys()
    return "session_minutes" in found or ("attended" in found and bool({*_TIMES} & found))


def _with_shapes(known: dict[str, int], header: Record, shapes: Sequence[Shape]) -> dict[str, int]:
    fields = dict(known)

    def take(field: str, positions: Sequence[int]) -> None:
        free = [at for at in positions if at not in fields.values()]
        if field not in fields and free:
            fields[field] = free[0]

    bracketed = [at for at, cell in enumerate(header.cells) if is_bracketed(cell)]
    if "first_name" not in fields:
        # Who came by telephone is called by a number, in the first column.
        take(
            "name", [at for at in bracketed if shapes[at] in (("text", "minutes") if at == 0 else ("text",))]
        )
    timed = [at for at in bracketed if is_in_minutes(header.cells[at]) and shapes[at] in ("minutes", "blank")]
    take("minutes", [at for at in timed if at > fields.get("name", -1)])
    take("email", [at for at, shape in enumerate(shapes) if shape == "email"])
    fields |= _times(fields, shapes)
    # Before the name stands whether they attended.
    if "minutes" in fields and fields.get("name", 0) > 0 and shapes[0] == "text":
        take("attended", [0])
    return fields


def _times(fields: dict[str, int], shapes: Sequence[Shape]) -> dict[str, int]:
    """The times that no word tells: the last columns of stamps before leaving, or before the minutes.

    A Spanish export has joining under the header of another column, `Puesto de trabajo`.
    """
    missing = [field for field in _TIMES if field not in fields]
    end = fields.get("left", fields.get("minutes", len(shapes)))
    stamps = [at for at in range(end) if shapes[at] == "stamp" and at not in fields.values()]
    # Where nobody came there are no stamps, only the place beside the time of leaving.
    if missing == ["joined"] and not stamps and "left" in fields:
        stamps = [at for at in (end - 1,) if at >= 0 and shapes[at] == "blank" and at not in fields.values()]
    if not missing or len(stamps) < len(missing):
        return {}
    return dict(zip(missing, stamps[-len(missing) :], strict=True))
