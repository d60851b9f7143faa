"""YouTube Studio's exports, from the table that a reader knows to the day that counts and the line it stands on."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources.audience_exports import PLACE, period_of, videos_named
from assets.sources.checking import check_files
from assets.sources.exports.decoding import MAX_LINE_CHARACTERS
from assets.sources.exports.packed import MEGABYTE
from pipelines.sample.audience_history import DayOfViews
from pipelines.sample.studio_exports import days_of, write_studio_export
from tests.sources.packing import patched, zip_of
from tests.sources.reading import read_text
from tests.sources.studio import OPENING, Studio, studio

FOREIGN = "-BObt8inVs8"

BY_CONTENT = {
    "English": (
        "en",
        (
            "Content,Video title,Video publish time,Views,Watch time (hours),Subscribers,Impressions,"
            "Impressions click-through rate (%)"
        ),
    ),
    "Mexico": (
        "es",
        (
            "Contenido,Título del video,Tiempo de publicación del video,Vistas,Tiempo de reproducción (horas),Suscriptores,"
            "Impresiones,Tasa de clics de las impresiones (%)"
        ),
    ),
    "Spain": (
        "es",
        (
            "Contenido,Título del vídeo,Hora de publicación del vídeo,Visualizaciones,Tiempo de visualización (horas),"
            "Suscriptores,Impresiones,Porcentaje de clics de las impresiones (%)"
        ),
    ),
}
BY_DAY = {
    "English": ("en", "Date,Views,Watch time (hours),Average view duration"),
    "Mexico": ("es", "Fecha,Vistas,Tiempo de reproducción (horas),Duración promedio de vistas"),
    "Latin America": ("es", "Fecha,Vistas,Tiempo de visualización (horas),Duración promedio de las vistas"),
    "Spain": (
        "es",
        "Fecha,Visualizaciones,Tiempo de visualización (horas),Duración media de las visualizaciones",
    ),
}
BY_DAY_AND_VIDEO = {
    "English": ("en", "Date,Content,Video title,Video publish time,Duration,Views"),
    "Mexico": ("es", "Fecha,Contenido,Título del video,Tiempo de publicación del video,Duración,Vistas"),
    "Spain": (
        "es",
        "Fecha,Contenido,Título del vídeo,Hora de publicación del vídeo,Duración,Visualizaciones",
    ),
}

DAYS = "Date,Views,Watch time (hours),Average view duration\n"
MAY_4 = "2021-05-04,20,2.0,0:06:00\n"
MAY_5 = "2021-05-05,11,1.1,0:06:00\n"
TABLE = f"{DAYS}Total,31,3.1,0:06:00\n{MAY_4}{MAY_5}"
CONTENT = BY_CONTENT["English"][1] + "\n"
CHART = BY_DAY_AND_VIDEO["English"][1] + "\n"
DATE_ZIP = "Date 2021-05-04_2021-06-15 Conversatorio 1.zip"
CONTENT_ZIP = "Content 2021-05-04_2021-06-15 Canal.zip"


@pytest.fixture
def exports(tmp_path: Path) -> Iterator[Studio]:
    with studio(tmp_path / "workspace") as made:
        yield made


def days(exports: Studio) -> list[tuple[Any, ...]]:
    return exports.ask("select video_id, day_pacific::varchar, views from staging.studio_daily order by all")


def reasons(exports: Studio) -> list[tuple[Any, ...]]:
    return exports.ask("select line, split_part(reason, ':', 1) from quality.rejects order by all")


def refusal(exports: Studio) -> str:
    [(_, refused)] = exports.told().values()
    return str(refused)


@pytest.mark.parametrize(("language", "header"), BY_CONTENT.values(), ids=BY_CONTENT.keys())
def test_a_table_by_content_has_a_row_per_video_below_its_total(language: str, header: str) -> None:
    file = read_text(
        f'{header}\nTotal,,,40,3.5,1,222,1.35\n{OPENING},"Uno, apertura","May 4, 2021",30,3.04,1,100,2\n'
    )
    reading = file.known
    assert (reading.platform, reading.kind, reading.language) == ("youtube_studio", "audience", language)
    assert reading.time_zone == "America/Los_Angeles"
    assert [(section.name, section.rows_from) for section in reading.sections] == [
        ("total", 2),
        ("videos", 3),
    ]
    assert file.data == [{"video": OPENING, "published": "May 4, 2021", "views": "30", "watch_hours": "3.04"}]


@pytest.mark.parametrize(("language", "header"), BY_DAY.values(), ids=BY_DAY.keys())
def test_a_table_by_day_has_a_row_per_day_below_its_total(language: str, header: str) -> None:
    file = read_text(f"{header}\nTotal,31,3.1,0:06:00\n{MAY_4}")
    assert file.known.language == language
    assert [(section.name, section.rows_from) for section in file.known.sections] == [
        ("total", 2),
        ("days", 3),
    ]
    assert file.data == [
        {"day": "2021-05-04", "views": "20", "watch_hours": "2.0", "average_duration": "0:06:00"}
    ]


@pytest.mark.parametrize(("language", "header"), BY_DAY_AND_VIDEO.values(), ids=BY_DAY_AND_VIDEO.keys())
def test_the_data_of_a_chart_have_a_row_per_day_and_video(language: str, header: str) -> None:
    file = read_text(f"{header}\n2021-05-04, {FOREIGN},Título,4 may 2021,3600,7\n")
    assert file.known.language == language
    assert [section.name for section in file.known.sections] == ["days of videos"]
    assert file.data == [
        {"day": "2021-05-04", "video": f" {FOREIGN}", "published": "4 may 2021", "views": "7"}
    ]


def test_views_of_another_kind_are_not_taken_for_views() -> None:
    file = read_text("Date,Engaged views,Average views per viewer,Views\n2021-05-04,7,1.5,20\n")
    assert file.data == [{"day": "2021-05-04", "views": "20"}]


@pytest.mark.parametrize(
    "text",
    [
        "Date,Traffic source,Views\n2021-05-04,YouTube search,20\n2021-05-04,Direct,3\n",
        "Date,Geography,Views\n2021-05-04,MX,20\n2021-05-04,US,3\n",
        "Traffic source,Views,Watch time (hours)\nTotal,31,3.1\nYouTube search,31,3.1\n",
        "Date,Visitors\n2021-05-04,20\n",
        "Views,Date\n20,2021-05-04\n",
        "Content,Views\nChapter 1,20\n",
    ],
)
def test_a_table_by_anything_else_is_none_of_these(text: str) -> None:
    assert read_text(text).reading is None


def test_a_damaged_figure_makes_it_no_other_table() -> None:
    assert read_text(f"{DAYS}{MAY_4}{MAY_5}2021-05-06,n/a,1,0:06:00\n").known.sections[0].name == "days"


def test_the_line_that_says_what_is_left_away_is_no_row() -> None:
    file = read_text(f"{TABLE}Showing top 500 results\n")
    assert [section.name for section in file.known.sections] == ["total", "days", "note"]
    assert len(file.data) == 2


def test_a_day_without_figures_at_the_end_is_a_row_all_the_same() -> None:
    assert len(read_text(f"{TABLE}2021-05-06,,,\n").data) == 3


def test_a_zip_in_the_folder_of_its_video_gives_each_day_with_its_file_and_line(exports: Studio) -> None:
    packed: dict[str, bytes | str] = {
        "Table data.csv": TABLE,
        "Totals.csv": "Date,Views\n2021-05-04,20\n2021-05-05,11\n",
    }
    exports.put(f"{OPENING}/{DATE_ZIP}", zip_of(packed))
    found = exports.ask(
        "select day_pacific::varchar, views, estimated_minutes_watched, average_view_duration_s, line, path"
        " from staging.studio_daily inner join raw.files using (file_id) order by day_pacific"
    )
    path = f"{PLACE}/{OPENING}/{DATE_ZIP}/Table data.csv"
    assert found == [("2021-05-04", 20, 120.0, 360.0, 3, path), ("2021-05-05", 11, 66.0, 360.0, 4, path)]


def test_the_cell_behind_a_figure_stands_in_raw(exports: Studio) -> None:
    exports.put(f"{OPENING}/{DATE_ZIP}", zip_of({"Table data.csv": TABLE}))
    query = (
        "select cells from raw.audience_exports inner join staging.studio_daily using (file_id, line)"
        " where day_pacific = '2021-05-05'"
    )
    assert exports.ask(query) == [(["2021-05-05", "11", "1.1", "0:06:00"],)]


def test_an_export_by_content_gives_the_cycles_videos_and_tells_of_the_others(exports: Studio) -> None:
    table = f'{CONTENT}Total,,,40,3.5,,,\n{OPENING},Uno,"May 4, 2021",31,3.1,,,\n {FOREIGN},Otro,"May 5, 2021",9,0.4,,,\n'
    chart = f"{CHART}2021-05-04,{OPENING},Uno,x,9,20\n2021-05-05,{OPENING},Uno,x,9,11\n2021-05-04, {FOREIGN},Otro,x,9,9\n"
    totals = "Date,Views\n2021-05-04,29\n2021-05-05,11\n"
    packed: dict[str, bytes | str] = {"Table data.csv": table, "Chart data.csv": chart, "Totals.csv": totals}
    exports.put(CONTENT_ZIP, zip_of(packed))
    assert days(exports) == [(OPENING, "2021-05-04", 20), (OPENING, "2021-05-05", 11)]
    assert reasons(exports) == [(4, "video_not_of_this_cycle")] * 2
    [total] = exports.ask("select * exclude (file_id) from staging.studio_totals")
    assert total == (OPENING, date(2021, 5, 4), date(2021, 6, 15), date(2021, 5, 4), 31, 186.0, 3)
    assert exports.ask("select rows, skipped, accepted, rejected from quality.files order by all") == [
        (0, 2, 0, 0),
        (2, 1, 1, 1),
        (3, 0, 2, 1),
    ]


def test_the_totals_of_an_export_by_content_are_no_videos_even_in_its_folder(exports: Studio) -> None:
    exports.put(f"{OPENING}/{CONTENT_ZIP}", zip_of({"Totals.csv": "Date,Views\n2021-05-04,9999\n"}))
    assert days(exports) == []
    assert exports.ask("select rows, skipped, refused from quality.files") == [(0, 1, None)]


def test_the_totals_of_an_export_by_content_are_no_videos_when_unpacked(exports: Studio) -> None:
    exports.put(f"{OPENING}/Totals.csv", "Date,Views\n2021-05-04,9999\n")
    exports.put(f"{OPENING}/Chart data.csv", f"{CHART}2021-05-04,{OPENING},Uno,x,9,20\n")
    assert days(exports) == [(OPENING, "2021-05-04", 20)]
    assert reasons(exports) == [(2, "sum of several videos")]


@pytest.mark.parametrize(
    "place",
    [
        f"{OPENING}/Table data.csv",
        f"{OPENING}/mayo/Datos de la tabla.csv",
        f"Conversatorio 1 {OPENING}.csv",
        f"Date 2021-05-04_2021-06-15 {OPENING}/Table data.csv",
    ],
)
def test_a_table_by_day_is_of_the_video_that_a_name_gives(exports: Studio, place: str) -> None:
    exports.put(place, TABLE)
    assert days(exports) == [(OPENING, "2021-05-04", 20), (OPENING, "2021-05-05", 11)]


def test_equal_tables_of_two_videos_are_two(exports: Studio) -> None:
    other = "sintetico02"
    exports.cycle = exports.cycle.replace(
        'session_id = "s2"', f'session_id = "s2"\nvideos = [{{ video_id = "{other}" }}]'
    )
    exports.put(f"{OPENING}/Table data.csv", DAYS + MAY_4)
    exports.put(f"{other}/Table data.csv", DAYS + MAY_4)
    assert days(exports) == [(OPENING, "2021-05-04", 20), (other, "2021-05-04", 20)]


def test_a_table_by_day_of_no_known_video_says_where_to_put_it(exports: Studio) -> None:
    exports.put(DATE_ZIP, zip_of({"Table data.csv": TABLE}))
    assert refusal(exports) == (
        "no video: a table by day does not say of which video it is; put it into"
        " inbox/cycle/audience/<video_id>/, or write the video's id into the name of the file or the zip"
    )
    assert days(exports) == []


def test_a_refused_table_counts_once_it_is_moved_to_its_video(exports: Studio) -> None:
    lost = exports.put("Table data.csv", TABLE)
    assert days(exports) == []
    lost.unlink()
    exports.put(f"{OPENING}/Table data.csv", TABLE)
    assert len(days(exports)) == 2


def test_a_file_is_read_again_once_the_cycle_names_its_video(exports: Studio) -> None:
    without = exports.cycle.replace(f'videos = [{{ video_id = "{OPENING}", is_assumed = true }}]\n', "")
    whole, exports.cycle = exports.cycle, without
    exports.put(f"tabla {OPENING}.csv", TABLE)
    assert refusal(exports).startswith("no video")
    exports.cycle = whole
    assert len(days(exports)) == 2


def test_the_folder_of_a_video_of_no_session_is_told_and_not_counted(exports: Studio) -> None:
    exports.put("dQw4w9WgXcQ/Table data.csv", TABLE)
    assert reasons(exports) == [(3, "video_not_of_this_cycle"), (4, "video_not_of_this_cycle")]


def test_names_that_hold_two_videos_are_refused(exports: Studio) -> None:
    exports.cycle = exports.cycle.replace(
        'session_id = "s2"', 'session_id = "s2"\nvideos = [{ video_id = "sintetico02" }]'
    )
    exports.put(f"{OPENING}/sintetico02.csv", TABLE)
    assert refusal(exports).startswith("two videos")


def test_a_table_by_content_without_its_period_says_which_name_to_keep(exports: Studio) -> None:
    exports.put("Table data.csv", f'{CONTENT}{OPENING},Uno,"May 4, 2021",31,3.1,,,\n')
    assert "keep the name that YouTube Studio gives the zip" in refusal(exports)


def test_a_table_without_views_and_watch_time_says_what_to_export(exports: Studio) -> None:
    exports.put(f"{OPENING}/Totals.csv", "Date,Engaged views\n2021-05-04,7\n")
    assert "show the metric Views" in refusal(exports)


def test_a_table_without_rows_says_so(exports: Studio) -> None:
    exports.put(f"{OPENING}/Table data.csv", f"{DAYS}Total,0,0,\n")
    assert refusal(exports).startswith("no rows")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty"),
        (b"Fuente,Vistas\nB\xc3\xbasqueda,3\n", "not understood"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"PK\x03\x04 broken", "the file is damaged"),
        (zip_of({}), "the archive holds no file"),
        (zip_of({"Table data.csv": zip_of({"inner.csv": TABLE})}), "an archive inside an archive"),
        (
            patched(zip_of({"Table data.csv": TABLE}), "Table data.csv", CRC=1),
            "damaged inside the archive",
        ),
        (
            patched(zip_of({"Table data.csv": TABLE}), "Table data.csv", file_size=900 * MEGABYTE),
            "larger than",
        ),
        (zip_of({"Table data.csv": b"0\n" * (26 * MEGABYTE)}), "far more than its size"),
        (DAYS.encode() + b"x" * (MAX_LINE_CHARACTERS + 1), "a line is longer"),
    ],
)
def test_a_damaged_or_hostile_file_is_refused_with_a_sentence(
    exports: Studio, content: bytes, sentence: str
) -> None:
    exports.put(f"{OPENING}/export", content)
    exports.put(f"{OPENING}/Table data.csv", TABLE)
    told = {Path(path).parts[4]: refused for path, (_, refused) in exports.told().items()}
    assert sentence in str(told["export"])
    assert told["Table data.csv"] is None


def test_rows_add_up_in_whatever_is_damaged(exports: Studio) -> None:
    exports.put(
        f"{OPENING}/Table data.csv",
        f'{TABLE}{MAY_4}2021-05-06,many,1,0:06:00\nnever,3,1,0:06:00\n2021-05-07,3,1,0:06:00,extra\n2021-05-08,"3',
    )
    assert exports.ask("select rows, accepted, rejected, skipped from quality.files") == [(7, 2, 5, 1)]
    assert reasons(exports) == [
        (5, "repeated"),
        (6, "figure not readable"),
        (7, "day not readable"),
        (8, "more cells than columns"),
        (9, "cut line"),
    ]


def test_a_file_that_excel_saved_again_is_read(exports: Studio) -> None:
    text = f"{BY_DAY['Mexico'][1].replace(',', ';')};;\nTotal;1.031;3,1;0:06:00;;\n13/05/2021;1.020;2,0;00:06:00;;\n"
    exports.put(f"{OPENING}/tabla.csv", text.encode("cp1252"))
    assert days(exports) == [(OPENING, "2021-05-13", 1020)]
    assert exports.ask("select estimated_minutes_watched from staging.studio_daily") == [(120.0,)]


def test_the_order_of_dates_may_be_stated_in_the_cycle(exports: Studio) -> None:
    exports.put(f"{OPENING}/tabla.csv", "Fecha,Vistas\n04/05/2021,20\n")
    assert reasons(exports) == [(2, "date_order ambiguous")]
    exports.cycle += '\n[sources.audience]\ndate_order = "dmy"\n'
    assert days(exports) == [(OPENING, "2021-05-04", 20)]


def test_columns_that_nobody_foresaw_are_named_in_the_cycle(exports: Studio) -> None:
    exports.cycle += '\n[sources.audience]\ncolumns = { day = "Dia del dato", views = "Aufrufe" }\n'
    exports.put(f"{OPENING}/tabla.csv", "Dia del dato,Aufrufe\n2021-05-04,20\n")
    assert days(exports) == [(OPENING, "2021-05-04", 20)]


def test_a_newer_export_replaces_its_days_and_an_older_one_keeps_the_rest(exports: Studio) -> None:
    exports.put(f"{OPENING}/Date 2021-05-04_2021-05-05 a.zip", zip_of({"Table data.csv": TABLE}))
    newer = f"{DAYS}2021-05-05,12,1.2,0:06:00\n2021-05-06,1,0.1,0:06:00\n"
    exports.put(f"{OPENING}/Date 2021-05-05_2021-06-15 b.zip", zip_of({"Table data.csv": newer}))
    assert days(exports) == [
        (OPENING, "2021-05-04", 20),
        (OPENING, "2021-05-05", 12),
        (OPENING, "2021-05-06", 1),
    ]
    assert exports.ask("select count(*) from raw.audience_exports where is_data") == [(4,)]


def test_a_file_taken_away_counts_no_more(exports: Studio) -> None:
    path = exports.put(f"{OPENING}/Table data.csv", TABLE)
    assert len(days(exports)) == 2
    path.unlink()
    assert days(exports) == []
    assert exports.told() == {}


def test_the_total_is_compared_with_the_sum_of_the_days(exports: Studio) -> None:
    exports.put(f"{OPENING}/Table data.csv", TABLE.replace("Total,31", "Total,40"))
    found = exports.ask(
        "select session_id, measure, platform_count, our_count, difference, split_part(explanation, ':', 1)"
        " from quality.reconciliation order by measure"
    )
    assert found == [
        ("s1", "minutes_watched", 186, 186, 0, "none to explain"),
        ("s1", "views", 40, 31, 9, "unexplained"),
    ]


def test_what_is_taken_in_is_summed_up_and_taken_in_once(exports: Studio) -> None:
    exports.put(f"{OPENING}/Table data.csv", TABLE)
    exports.put("lost.csv", TABLE)
    first, second = exports.take_in(), exports.take_in()
    assert (first.files, first.rows, first.refused) == (2, 2, 1)
    assert second == first
    assert exports.ask("select count(*) from raw.audience_exports") == [(6,)]


def test_the_folder_of_audience_is_claimed_and_one_inside_a_session_is_not(exports: Studio) -> None:
    exports.put(f"{OPENING}/Table data.csv", TABLE)
    stray = exports.root / "inbox" / "s1" / "audience" / "Table data.csv"
    stray.parent.mkdir(parents=True)
    stray.write_text(TABLE, encoding="utf-8")
    assert exports.told() == {
        f"{PLACE}/{OPENING}/Table data.csv": ("audience", None),
        "inbox/s1/audience/Table data.csv": (
            "unclaimed",
            "wrong folder: audience is kept for the whole cycle; move the file to inbox/cycle/audience",
        ),
    }


def test_a_form_among_audience_exports_is_in_the_wrong_folder(exports: Studio) -> None:
    exports.put(
        "form.csv", "Marca temporal,Dirección de correo electrónico\n04/05/2021 10:00:00,a@example.org\n"
    )
    assert refusal(exports).startswith("wrong folder: this is an export of registrations")


def test_a_check_says_what_an_export_of_studio_is(exports: Studio) -> None:
    path = exports.put(f"{OPENING}/{DATE_ZIP}", zip_of({"Table data.csv": TABLE}))
    [finding] = check_files([path], exports.workspace)
    told = {name: finding[name] for name in ("platform", "kind", "rows", "accepted", "skipped", "refused")}
    assert told == {
        "platform": "youtube_studio",
        "kind": "audience",
        "rows": 2,
        "accepted": 2,
        "skipped": {"total": 1},
        "refused": False,
    }
    assert finding["time_zone"] == "America/Los_Angeles"


def test_a_check_knows_an_export_of_studio_wherever_it_lies(exports: Studio, tmp_path: Path) -> None:
    path = tmp_path / f"{OPENING}.csv"
    path.write_text(TABLE, encoding="utf-8")
    [finding] = check_files([path], exports.workspace)
    assert (finding["kind"], finding["accepted"], finding["refused"]) == ("audience", 2, False)


def test_a_check_of_an_export_in_a_folder_of_people_says_where_it_belongs(exports: Studio) -> None:
    path = exports.root / "inbox" / "s1" / "attendance" / "Table data.csv"
    path.parent.mkdir(parents=True)
    path.write_text(TABLE, encoding="utf-8")
    [finding] = check_files([path], exports.workspace)
    assert finding["refused"] == (
        "wrong folder: this is an export of audience; move it to the folder inbox/cycle/audience"
    )


@pytest.mark.parametrize(
    ("parts", "period"),
    [
        (["Date 2021-05-04_2021-06-15 Uno.zip", "Totals.csv"], (date(2021, 5, 4), date(2021, 6, 15))),
        (["2021-01-01_2021-01-31", "2021-05-04_2021-05-04.csv"], (date(2021, 5, 4), date(2021, 5, 4))),
        (["2021-13-04_2021-06-15.zip", "Totals.csv"], None),
        (["2021-06-15_2021-05-04.zip", "Totals.csv"], None),
        (["2021-05-04.zip", "Totals.csv"], None),
    ],
)
def test_the_period_is_what_the_innermost_name_gives(
    parts: list[str], period: tuple[date, date] | None
) -> None:
    assert period_of(parts) == period


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ([OPENING, "Totals.csv"], [OPENING]),
        (["dQw4w9WgXcQ", "Totals.csv"], ["dQw4w9WgXcQ"]),
        (["dQw4w9WgXcQ", f"{OPENING}.csv"], [OPENING]),
        (["cooperacion", "Totals.csv"], []),
        (["Cooperacion", "Totals.csv"], []),
        (["dQw4w9WgXcQ.csv"], []),
    ],
)
def test_a_word_of_eleven_letters_is_no_video(parts: list[str], named: list[str]) -> None:
    assert videos_named(parts, [OPENING]) == named


_figures = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with studio(tmp_path_factory.mktemp("sampled") / "workspace") as made:
        yield made


@settings(max_examples=8, deadline=None)
@given(st.lists(_figures, min_size=1, max_size=8))
def test_what_the_sample_writes_is_read_back_day_by_day(
    sampled: Studio, figures: list[tuple[int, int]]
) -> None:
    first = date(2021, 5, 4)
    told = [(first + timedelta(days=at), views, minutes) for at, (views, minutes) in enumerate(figures)]
    inbox = sampled.root / "inbox"
    rmtree(inbox, ignore_errors=True)
    path = write_studio_export(inbox, OPENING, "[Sintético] Conversatorio 1: ¿qué?", told)
    assert path.parent.name == OPENING
    found = sampled.ask(
        "select day_pacific, views, round(estimated_minutes_watched)::bigint from staging.studio_daily order by 1"
    )
    assert found == told
    sums = sampled.ask(
        "select abs(platform_count - our_count) <= explaining from staging.studio_sums order by measure"
    )
    assert sums == [(True,), (True,)]


def test_the_sample_writes_the_same_bytes_for_the_same_days(tmp_path: Path) -> None:
    told = [(date(2021, 5, 4), 20, 120), (date(2021, 5, 5), 0, 0)]
    one, other = (write_studio_export(tmp_path / name, OPENING, "Uno", told) for name in ("a", "b"))
    assert one.read_bytes() == other.read_bytes()


def test_the_sample_exports_no_empty_table(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no day to export"):
        write_studio_export(tmp_path, OPENING, "Uno", [])


def test_live_and_on_demand_are_one_day_in_studio() -> None:
    day = date(2021, 5, 4)
    history = [
        DayOfViews(OPENING, day, "live", 7, 60, 514),
        DayOfViews(OPENING, day, "on_demand", 3, 9, 180),
        DayOfViews("sintetico02", day, "on_demand", 5, 5, 60),
    ]
    assert days_of(history, OPENING) == [(day, 10, 69)]
