"""YouTube Studio: what an owner exports of videos in advanced mode, by video, by day, or by day and video.

Here the tables of an export are told apart by their columns. Of which video a table by day is, and which days an
export covers, stands in names of files and is `audience_exports`' business.
"""

import re

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.reading import Reading, Section, fields_of, header_key, language_of

PACIFIC = "America/Los_Angeles"
TOTAL = "total"

_COLUMNS = {
    "day": r"^(date|fecha|dia)$",
    "video": r"^(content|contenido|video|(id (del )?)video( id)?)$",
    "published": r"^(video publish time|(hora|tiempo|fecha) de publicacion del video)$",
    # Whole names alone: there are engaged views, views per viewer and the views of adverts too.
    "views": r"^(views|vistas|visualizaciones|reproducciones)$",
    "watch_hours": r"^(watch time|tiempo de (visualizacion|reproduccion)) ?\((hours|horas)\)$",
    "average_duration": r"^(average view duration|(duracion|tiempo) (promedio|medi[oa]) de (la |las )?"
    r"(vistas?|visualizaci\w+|reproducci\w+))$",
}
_TITLE = re.compile(r"^(video title|titulo del video)$")
# By these a table by day, which has no column of its own, is told from any other table that begins with a date.
_METRIC = re.compile(
    r"\b(views|vistas|visualizaci|reproducci|watch time|impressions|impresiones|subscribers|suscriptores)"
)
_TOTALS = re.compile(r"^total(s|es)?$")
_FIGURE = re.compile(r"[-+−]?[\d.,:\s]*%?")
# Below a table of which Studio leaves rows away, and nowhere else: "Showing top 500 results".
_LEFT_AWAY = re.compile(r"[^\W\d_]{3,}.*\b500\b|\b500\b.*[^\W\d_]{3,}")
_LANGUAGES = {
    "en": r"^(date|content|video (title|publish time)|views|watch time.*|average view duration)$",
    "es": r"^(fecha|contenido|titulo del video|vistas|visualizaciones|tiempo de .*|duracion .*)$",
}
# Above the header there may be the line in which Excel states the separator.
_FIRST_RECORDS = 3


def read(export: Export) -> Reading | None:
    """One of the tables of an export; its row of totals, and a last line that says what is left away, stay unread."""
    for header in export.outline[:_FIRST_RECORDS]:
        fields = fields_of(header.cells, _COLUMNS)
        name = _name_of(header, fields, export.below(header))
        if name:
            sections = _sections(export, header, name, fields)
            return Reading(
                "youtube_studio",
                "audience",
                language_of(header.cells, _LANGUAGES),
                sections,
                time_zone=PACIFIC,
            )
    return None


def _name_of(header: Record, fields: dict[str, int], rows: tuple[Record, ...]) -> str | None:
    """What a row of the table is; None where it is none of Studio's."""
    has_title = any(_TITLE.search(header_key(cell)) for cell in header.cells)
    if "video" in fields and (has_title or "published" in fields):
        return "days of videos" if "day" in fields else "videos"
    return "days" if _is_by_day(header, fields, rows) else None


def _is_by_day(header: Record, fields: dict[str, int], rows: tuple[Record, ...]) -> bool:
    """Whether figures stand beside days and nothing else does, as a country or a source of traffic would."""
    beside = [at for at, cell in enumerate(header.cells) if at and cell.strip()]
    has_metric = any(_METRIC.search(header_key(header.cells[at])) for at in beside)
    return fields.get("day") == 0 and has_metric and all(_holds_figures(rows, at) for at in beside)


def _holds_figures(rows: tuple[Record, ...], at: int) -> bool:
    """Whether most cells of a column are figures: one that somebody wrote over makes it no other table."""
    cells = [row.cells[at] for row in rows if at < len(row.cells)]
    return 2 * sum(not _FIGURE.fullmatch(cell) for cell in cells) <= len(cells)


def _sections(export: Export, header: Record, name: str, fields: dict[str, int]) -> tuple[Section, ...]:
    rows = export.below(header)
    top = export.outline[0].line
    total = [Section(TOTAL, top, rows[0].line)] if rows and _is_total(rows[0]) else []
    starts = (rows[0].line + 1) if total else top
    table = Section(name, starts, starts if total else header.line + 1, header.cells, fields)
    is_left_away = len(rows) > 1 and rows[-1].stands_alone and _LEFT_AWAY.search(rows[-1].cells[0])
    note = [Section("note", rows[-1].line, rows[-1].line)] if is_left_away else []
    return (*total, table, *note)


def _is_total(row: Record) -> bool:
    first = next((cell for cell in row.cells if cell.strip()), "")
    return bool(_TOTALS.search(header_key(first)))
