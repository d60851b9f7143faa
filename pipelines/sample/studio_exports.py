"""YouTube Studio's export of one video by date, as an owner in Mexico downloads it: a zip of three tables.

Here days become the tables that Studio makes of them, cell for cell. Which figures a video has is drawn in
`audience_history`.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from pipelines.sample.audience_history import DayOfViews

_DAY = tuple[date, int, float]
_COLUMNS = ("Fecha", "Vistas", "Tiempo de reproducción (horas)", "Duración promedio de vistas")
# The oldest instant that a zip can name: the same days make the same bytes.
_PACKED_AT = (1980, 1, 1, 0, 0, 0)


def days_of(history: Iterable[DayOfViews], video_id: str) -> list[_DAY]:
    """A video's days (Pacific day, views, minutes watched), live and on demand together, as Studio tells them."""
    found: dict[date, tuple[int, float]] = {}
    for told in history:
        if told.video_id == video_id:
            views, minutes = found.get(told.day, (0, 0))
            found[told.day] = views + told.views, minutes + told.minutes
    return [(day, views, minutes) for day, (views, minutes) in sorted(found.items())]


def write_studio_export(inbox: Path, video_id: str, title: str, days: Iterable[_DAY]) -> Path:
    """Write a video's days (Pacific day, views, minutes watched) as Studio's zip, in the folder that names the video.

    Returns the zip's path. Raises ValueError where there is no day.
    """
    told = sorted(days)
    if not told:
        raise ValueError(f"video {video_id} has no day to export; give at least one")
    period = f"{told[0][0].isoformat()}_{told[-1][0].isoformat()}"
    folder = inbox / "cycle" / "audience" / video_id
    path = folder / f"Fecha {period} {_as_file_name(title)}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_zip_of(_tables(told)))
    return path


def _tables(days: Sequence[_DAY]) -> dict[str, list[tuple[object, ...]]]:
    """The table with its totals on top, the newest day first, and the two that draw the chart."""
    total = ("Total", *_figures(sum(day[1] for day in days), sum(day[2] for day in days)))
    rows = [(day.isoformat(), *_figures(views, minutes)) for day, views, minutes in reversed(days)]
    chart: list[tuple[object, ...]] = [_COLUMNS[:2], *((day.isoformat(), views) for day, views, _ in days)]
    return {
        "Datos de la tabla.csv": [_COLUMNS, total, *rows],
        "Totales.csv": chart,
        "Datos del gráfico.csv": chart,
    }


def _figures(views: int, minutes: float) -> tuple[object, ...]:
    """Views, hours with four decimals, and the average duration of a view, which Studio leaves empty without any."""
    seconds = round(60 * minutes / views) if views else 0
    clock = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" if views else ""
    return views, f"{minutes / 60:.4f}".rstrip("0").rstrip("."), clock


def _as_file_name(title: str) -> str:
    """Browsers write an underscore for what no file's name may hold."""
    return "".join("_" if letter in '<>:"/\\|?*' else letter for letter in title)[:100].strip()


def _zip_of(tables: dict[str, list[tuple[object, ...]]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(rows)
            entry = zipfile.ZipInfo(name, _PACKED_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.getvalue().encode())
    return packed.getvalue()
