"""What the Sheets API v4 would answer to `spreadsheets.get` and `spreadsheets.values.get`: values, and refusals.

Here a request's target and its caller become a status and a body. How they travel is the business of `sheets_api`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pipelines.sample.youtube_answers import Refusal, Response

ANYONE = "anyone"

# A naive moment is a cell with a date and time, local to the spreadsheet; None is an empty cell.
Value = str | int | float | bool | datetime | None

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  # local to the spreadsheet
_TARGET = re.compile(r"/v4/spreadsheets/([^/:]+)(?:/values/([^/]+))?")
_ROWS = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!([1-9]\d*):([1-9]\d*)")
_STATUS_WORDS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
_FORBIDDEN = Refusal(403, "forbidden", "The caller does not have permission")
_NOT_FOUND = Refusal(404, "notFound", "Requested entity was not found.")
_WORKBOOK = Refusal(400, "failedPrecondition", "This operation is not supported for this document")


@dataclass
class SampleSheet:
    """One sheet: its rows' values, and the rows and columns that it has room for, used or not.

    A sheet of the kind OBJECT holds a chart, one of the kind DATA_SOURCE shows an outside database.
    """

    title: str
    rows: list[list[Value]] = field(default_factory=list)
    row_count: int = 1000
    column_count: int = 26
    kind: str = "GRID"


@dataclass
class SampleSpreadsheet:
    """A spreadsheet: who may read it (addresses, or `anyone` with the link), and whether it is an Excel file."""

    spreadsheet_id: str
    sheets: list[SampleSheet]
    title: str = "Registro (respuestas)"
    locale: str = "es_MX"
    time_zone: str = "America/Mexico_City"
    readers: frozenset[str] = frozenset({ANYONE})
    is_workbook: bool = False


def respond(spreadsheets: Mapping[str, SampleSpreadsheet], target: str, caller: str) -> Response:
    """Answer one GET: `target` is path and query, `caller` an account's address or `anyone`."""
    asked = _TARGET.fullmatch(urlsplit(target).path)
    found = spreadsheets.get(unquote(asked[1])) if asked else None
    if asked is None or found is None:
        return refuse(_NOT_FOUND)
    if not {caller, ANYONE} & found.readers:
        return refuse(_FORBIDDEN)
    if found.is_workbook:
        return refuse(_WORKBOOK)
    options = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
    answer = _outline(found, options) if asked[2] is None else _values(found, unquote(asked[2]), options)
    return refuse(answer) if isinstance(answer, Refusal) else Response(200, json.dumps(answer).encode())


def refuse(refusal: Refusal) -> Response:
    """The refusal in Google's shape, or with its own body.

    A reason in capitals is the newer way of saying it and stands alone; any other stands under `errors` too.
    """
    is_newer = refusal.reason.isupper()
    status = refusal.reason if is_newer else _STATUS_WORDS.get(refusal.status, "UNKNOWN")
    error: dict[str, Any] = {"code": refusal.status, "message": refusal.message, "status": status}
    if not is_newer:
        error["errors"] = [{"message": refusal.message, "domain": "global", "reason": refusal.reason}]
    if refusal.detail:
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": refusal.detail}
        error["details"] = [{**info, "domain": "googleapis.com"}]
    body = json.dumps({"error": error}).encode() if refusal.body is None else refusal.body
    return Response(refusal.status, body, refusal.headers)


def serial_of(moment: datetime) -> float:
    """Days since 30 December 1899, in the moment's own zone."""
    return (moment - _DAY_ZERO) / timedelta(days=1)


def _outline(spreadsheet: SampleSpreadsheet, options: Mapping[str, str]) -> dict[str, Any] | Refusal:
    whole = {
        "spreadsheetId": spreadsheet.spreadsheet_id,
        "properties": {
            "title": spreadsheet.title,
            "locale": spreadsheet.locale,
            "timeZone": spreadsheet.time_zone,
            "autoRecalc": "ON_CHANGE",
        },
        "sheets": [{"properties": _properties(at, sheet)} for at, sheet in enumerate(spreadsheet.sheets)],
    }
    try:
        return dict(_masked(whole, _mask(options.get("fields", "*"))))
    except KeyError as unknown:
        return Refusal(400, "INVALID_ARGUMENT", f"Invalid field selection {unknown}")


def _properties(index: int, sheet: SampleSheet) -> dict[str, Any]:
    grid = {"gridProperties": {"rowCount": sheet.row_count, "columnCount": sheet.column_count}}
    stated = {"sheetId": index, "title": sheet.title, "index": index, "sheetType": sheet.kind}
    return stated | ({} if sheet.kind == "OBJECT" else grid)


def _mask(fields: str) -> dict[str, Any]:
    """A field mask such as `a(b,c),d.e` as nested names; an empty mask below a name takes everything."""
    mask: dict[str, Any] = {}
    for item in re.findall(r"[^,()]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?", fields):
        path, _, inner = item.partition("(")
        *outer, last = path.split(".")
        below = mask
        for name in outer:
            below = below.setdefault(name, {})
        below[last] = _mask(inner.removesuffix(")")) if inner else {}
    return mask


def _masked(whole: Any, mask: Mapping[str, Any]) -> Any:
    if not mask or "*" in mask:
        return whole
    if isinstance(whole, list):
        return [_masked(item, mask) for item in whole]
    # A sheet without a grid has no size to tell; any other name that is not there is a mistake of the asker's.
    names = [name for name in mask if name in whole or name != "gridProperties"]
    return {name: _masked(whole[name], mask[name]) for name in names}


def _values(
    spreadsheet: SampleSpreadsheet, text: str, options: Mapping[str, str]
) -> dict[str, Any] | Refusal:
    asked = _ROWS.fullmatch(text)
    title = (asked[1] or asked[2]).replace("''", "'") if asked else ""
    sheet = next((sheet for sheet in spreadsheet.sheets if sheet.title.casefold() == title.casefold()), None)
    if asked is None or sheet is None:
        return Refusal(400, "badRequest", f"Unable to parse range: {text}")
    first, last = int(asked[3]), min(int(asked[4]), sheet.row_count)
    if first > sheet.row_count:
        limits = f"Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
        return Refusal(400, "badRequest", f"Range ({text}) exceeds grid limits. {limits}")
    values = list(_without_empty_ends(sheet.rows[first - 1 : last], options))
    while values and not values[-1]:
        values.pop()
    covered = f"'{title}'!A{first}:{_letters(sheet.column_count)}{last}"
    return {"range": covered, "majorDimension": "ROWS"} | ({"values": values} if values else {})


def _without_empty_ends(
    rows: list[list[Value]], options: Mapping[str, str]
) -> Iterator[list[str | int | float | bool]]:
    for row in rows:
        cells = [_rendered(value, options) for value in row]
        while cells and cells[-1] == "":
            cells.pop()
        yield cells


def _rendered(value: Value, options: Mapping[str, str]) -> str | int | float | bool:
    is_formatted = options.get("valueRenderOption", "FORMATTED_VALUE") == "FORMATTED_VALUE"
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime):
        as_text = is_formatted or options.get("dateTimeRenderOption") == "FORMATTED_STRING"
        return value.strftime("%d/%m/%Y %H:%M:%S") if as_text else serial_of(value)
    if not is_formatted:
        return value
    return str(value).upper() if isinstance(value, bool) else f"{value:,}"


def _letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
