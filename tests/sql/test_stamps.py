"""Stamps and lengths of time: however a platform writes an instant, the macros read the same local time back.

Here chance picks the instant, or any text at all; what the stamps of a file prove together is a case of `staging`.
"""

import os
from datetime import datetime, timedelta

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

OFTEN = 1_000 if os.environ.get("ALCANCE_PROVE") == "1" else 100
often = settings(max_examples=OFTEN, deadline=None)
# A statement of macros takes long to plan and no time to run: fifty texts are asked about at once.
AT_ONCE = 50
many_at_once = settings(
    max_examples=OFTEN // 10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"
# Order of day, month and year that a file of such stamps proves, and how a stamp is written in it.
LAYOUTS = (
    ("dmy", "{d:02}/{m:02}/{y} {H:02}:{M:02}:{S:02}"),
    ("dmy", "{d}/{m}/{y} {H}:{M:02}"),
    ("dmy", "{d:02}/{m:02}/{y}, {H:02}:{M:02}:{S:02}"),
    ("dmy", "{d:02}-{m:02}-{y} {H:02}:{M:02}"),
    ("dmy", "{d:02}.{m:02}.{y} {H:02}:{M:02}:{S:02}"),
    ("dmy", "{d:02}.{m:02}.{yy:02}, {H:02}:{M:02}"),
    ("dmy", "{d}.{m}.{y}, {H:02}:{M:02} Uhr"),
    ("dmy", "{d:02}/{m:02}/{y} à {H:02}:{M:02}:{S:02}"),
    ("dmy", "{d:02}/{m:02}/{y} às {H:02}:{M:02}"),
    ("dmy", "{d}/{m}/{yy:02} {h}:{M:02} {a}. m."),
    ("dmy", "{d:02}/{m:02}/{y} {h:02}:{M:02}:{S:02} {a}. m."),
    ("dmy", "{d}/{m}/{y}, {h}:{M:02}:{S:02}" + NBSP + "{a}." + NBSP + "m."),
    ("dmy", "{d}/{m}/{y} {h}:{M:02}:{S:02}{a}m"),
    ("dmy", "{d:02}/{m:02}/{y}" + NBSP + "{H:02}:{M:02}"),
    ("mdy", "{m}/{d}/{y} {h}:{M:02}:{S:02} {A}M"),
    ("mdy", "{m:02}/{d:02}/{y} {h:02}:{M:02}:{S:02} {A}M"),
    ("mdy", "{m}/{d}/{yy:02}, {h}:{M:02}:{S:02}" + NARROW + "{A}M"),
    ("mdy", "{m}/{d}/{y}, {h}:{M:02}" + THIN + "{A}M"),
    ("mdy", "{m:02}/{d:02}/{y} {H:02}:{M:02}:{S:02}"),
    ("mdy", "{m:02}-{d:02}-{y} {H:02}:{M:02}"),
    ("ymd", "{y}-{m:02}-{d:02} {H:02}:{M:02}:{S:02}"),
    ("ymd", "{y}-{m:02}-{d:02}T{H:02}:{M:02}:{S:02}.123"),
    ("ymd", "{y}/{m:02}/{d:02} {H:02}:{M:02}"),
    ("ymd", "{y}-{m:02}-{d:02} {h}:{M:02}:{S:02} {A}M"),
    ("ymd", "{en} {d}, {y}, {h}:{M:02}:{S:02} {A}M"),
    ("ymd", "{en_short} {d:02}, {y} {H:02}:{M:02}:{S:02}"),
    ("ymd", "{en_day}, {en} {d}, {y} at {h}:{M:02} {A}M"),
    ("ymd", "{d:02}-{en_short}-{y} {H:02}:{M:02}"),
    ("ymd", "{es_short} {d}, {y} {H:02}:{M:02}:{S:02}"),
    ("ymd", "{d} de {es} de {y}, {H}:{M:02}:{S:02}"),
    ("ymd", "{es_day}, {d} de {es} del {y} {h}:{M:02} {a}. m."),
    ("ymd", "{d} de {pt} de {y} às {H:02}:{M:02}"),
    ("ymd", "{pt_day}, {d} de {pt_short} de {y} {H:02}:{M:02}:{S:02}"),
    ("ymd", "{d} {fr} {y} à {H:02}:{M:02}:{S:02}"),
    ("ymd", "{fr_day} {d} {fr_short} {y} {H:02}:{M:02}"),
    ("ymd", "{d}. {de} {y} um {H:02}:{M:02}:{S:02}"),
    ("ymd", "{de_day}, {d}. {de_short} {y}, {H:02}:{M:02} Uhr"),
    ("ymd", "{y}. {m}. {d}. {ko} {h}:{M:02}:{S:02}"),
    ("ymd", "{y}年{m}月{d}日 {H}:{M:02}"),
    ("ymd", "{y}年{m}月{d}日 {ja}{h}:{M:02}:{S:02}"),
)
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "en_short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "es_short": "ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "pt_short": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "fr_short": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "de_short": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
}
WEEKDAYS = {
    "en_day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "es_day": "lunes martes miércoles jueves viernes sábado domingo",
    "pt_day": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "fr_day": "lun. mar. mer. jeu. ven. sam. dim.",
    "de_day": "Mo. Di. Mi. Do. Fr. Sa. So.",
}
OFFSETS = (
    ("Z", 0),
    (" UTC", 0),
    (" GMT", 0),
    (" +0000", 0),
    (" GMT-5", -300),
    (" GMT-0500", -300),
    ("-05:00", -300),
    (" UTC+05:30", 330),
    (" GMT+12", 720),
)

# To the second, as all platforms write.
FIRST, LAST = datetime.fromisoformat("2019-01-01"), datetime.fromisoformat("2030-12-31")
instants = st.datetimes(FIRST, LAST).map(lambda at: at.replace(microsecond=0))
plain_stamps = st.from_regex(
    r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4},? [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( [AP]M)?", fullmatch=True
)
# Text at large hardly ever looks like a stamp; text made of what stamps are made of often does.
SCRAPS = f"0 1 4 13 31 2021 99 - / . , : T Z AM p. m. de May mayo 5월 年 月 日 午後 GMT+5 UTC -05:00 ' ( foo {NARROW}"
scraps = st.sampled_from([" ", *SCRAPS.split(" ")])
texts = st.text(max_size=40) | st.lists(scraps, max_size=14).map("".join)


@often
@given(at=instants)
def test_an_instant_is_read_back_from_every_layout(
    at: datetime, connection: duckdb.DuckDBPyConnection
) -> None:
    read = connection.execute(
        "with written as (select unnest(?::varchar[]) as text, unnest(?::varchar[]) as date_order),"
        " stamps as materialized (select stamp_text(text) as stamp, date_order from written)"
        " select local_time(stamp, date_order) from stamps",
        [[_written(at, layout) for _, layout in LAYOUTS], [order for order, _ in LAYOUTS]],
    ).fetchall()
    minute = at.replace(second=0)
    expected = {layout: at if "{S" in layout else minute for _, layout in LAYOUTS}
    assert dict(zip(expected, (row[0] for row in read), strict=True)) == expected


@often
@given(at=instants)
def test_a_stamp_that_states_its_offset_is_the_same_instant_in_every_files_zone(
    at: datetime, connection: duckdb.DuckDBPyConnection
) -> None:
    read = connection.execute(
        "select stated_offset(stamp), instant_of(stamp, 'ymd', 'Asia/Tokyo') at time zone 'UTC'"
        " from (select unnest(list_transform(?::varchar[], lambda text: stamp_text(text))) as stamp)",
        [[f"{at:%Y-%m-%d %H:%M:%S}{written}" for written, _ in OFFSETS]],
    ).fetchall()
    assert read == [(minutes, at - timedelta(minutes=minutes)) for _, minutes in OFFSETS]


@settings(many_at_once, max_examples=OFTEN // AT_ONCE)
@given(stamps=st.lists(plain_stamps, min_size=AT_ONCE, max_size=AT_ONCE))
def test_a_plain_stamp_is_read_the_short_way_as_the_long_way_reads_it(
    stamps: list[str], connection: duckdb.DuckDBPyConnection
) -> None:
    """A line break behind the stamp makes it another than a plain one, and says nothing itself."""
    read = connection.execute(
        "select stamp, is_plain_stamp(stamp), is_plain_stamp(stamp || chr(10)), stamp_text(stamp),"
        " stamp_text(stamp || chr(10)) from (select unnest(?::varchar[]) as stamp)",
        [stamps],
    ).fetchall()
    assert [stamp for stamp, *_ in read] == stamps
    assert all((is_plain, is_still_plain) == (True, False) for _, is_plain, is_still_plain, *_ in read)
    assert [row for row in read if row[3] != row[4]] == []


@many_at_once
@given(some=st.lists(texts, min_size=AT_ONCE, max_size=2 * AT_ONCE))
def test_no_text_makes_the_macros_fail_and_none_is_lost(
    some: list[str], connection: duckdb.DuckDBPyConnection
) -> None:
    """A cell that holds something is a stamp that holds something: what cannot be read is no empty cell."""
    read = connection.execute(
        """
        with texts as (select unnest(?::varchar[]) as text),
        stamps as materialized (select text, cell_text(text) as cell, stamp_text(cell_text(text)) as stamp from texts),
        dated as materialized (select *, with_date(stamp, '2021-05-04') as dated from stamps)
        select
            cell, stamp, local_time(stamp, 'dmy'), local_time(stamp, 'mdy'), local_time(stamp, 'ymd'),
            local_time(stamp, null), instant_of(dated, 'ymd', 'America/Mexico_City'), zoneless(stamp),
            minutes_of(cell), is_yes(text), email_key(text), text_key(text), organisation_name_key(text)
        from dated
        """,
        [some],
    ).fetchall()
    assert [row[1] is None for row in read] == [row[0] is None for row in read]


@often
@given(minutes=st.integers(0, 2_000), seconds=st.integers(0, 59))
def test_a_length_of_time_is_read_back_in_every_writing(
    minutes: int, seconds: int, connection: duckdb.DuckDBPyConnection
) -> None:
    hours, rest = divmod(minutes, 60)
    written = [
        f"{hours}:{rest:02}:{seconds:02}",
        f"{hours:02}:{rest:02}:{seconds:02}",
        f"{hours} h {rest} m {seconds} s",
        f"{hours}h {rest}m {seconds}s",
        f"{hours} hr {rest} min {seconds} sec",
        f"{hours} hours, {rest} minutes, {seconds} seconds",
        f"{hours} horas {rest} minutos {seconds} segundos",
        f"{hours} Std. {rest} Min. {seconds} Sek.",
        f"{hours}{NARROW}h {rest}{NARROW}min {seconds}{NARROW}s",
        f"{hours}{NBSP}h{NBSP}{rest}{NBSP}m{NBSP}{seconds}{NBSP}s",
        f"{hours}時間{rest}分{seconds}秒",
        f"{hours}시간 {rest}분 {seconds}초",
        f"{minutes}m {seconds}s",
    ]
    read = connection.execute(
        "with lengths as materialized (select cell_text(unnest(?::varchar[])) as text)"
        " select round(60 * minutes_of(text))::integer from lengths",
        [written],
    ).fetchall()
    assert [row[0] for row in read] == [60 * minutes + seconds] * len(written)


@pytest.mark.parametrize(
    "text", ["", "-", "-5", "-00:10:00", "nan", "inf", "1e3", "9" * 400, f"{'9' * 400}:00", "later"]
)
def test_what_is_no_length_of_time_is_none(text: str, connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute("select minutes_of(?)", [text]).fetchall()[0][0] is None


def _written(at: datetime, layout: str) -> str:
    is_morning = at.hour < 12
    months = {language: names.split()[at.month - 1] for language, names in MONTHS.items()}
    weekdays = {language: names.split()[at.weekday()] for language, names in WEEKDAYS.items()}
    return layout.format(
        y=at.year,
        yy=at.year % 100,
        m=at.month,
        d=at.day,
        H=at.hour,
        h=at.hour % 12 or 12,
        M=at.minute,
        S=at.second,
        a="a" if is_morning else "p",
        A="A" if is_morning else "P",
        ko="오전" if is_morning else "오후",
        ja="午前" if is_morning else "午後",
        **months,
        **weekdays,
    )
