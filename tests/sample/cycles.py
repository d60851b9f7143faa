"""Cycles of any length, as text, for the tests of the sample."""


def cycle_text(sessions: int, *, top: str = "", session: str = "", end: str = "") -> str:
    """A weekly cycle from 4 January 2022; `top`, `session` and `end` are further lines of TOML."""
    head = f'cycle_id = "prueba"\ntitle = "Ciclo de prueba"\ntime_zone = "America/Mexico_City"\n{top}\n'
    return head + "".join(_session(number, session) for number in range(1, sessions + 1)) + end


def _session(number: int, further: str) -> str:
    day, month, year = _date(number)
    return (
        f'[[sessions]]\nsession_id = "s{number}"\ntitle = "Sesión {number}"\n'
        f"session_date = {year}-{month:02d}-{day:02d}\nstarts = 17:00:00\nends = 18:30:00\n{further}\n"
    )


def _date(number: int) -> tuple[int, int, int]:
    months, day = divmod(number - 1, 4)
    return 1 + 7 * day, 1 + months % 12, 2022 + months // 12
