"""Random small cycles at the level of `core`: sessions, who took part as what, and when they were there.

Every draw comes from a seed; odd cases are frequent on purpose. What the reach tables must say of such a cycle is
in `people_oracle` and `organisations_oracle`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from .affiliations import Affiliations
from .registers import Row, chance, draw_organisations, draw_registers

FIRST = datetime(2021, 5, 4, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class SmallCycle:
    """Table -> its rows, as dictionaries that may leave columns out (those are NULL)."""

    seed: int
    tables: dict[str, list[Row]]


def draw_cycle(seed: int, is_contradicted: bool = False) -> SmallCycle:
    """The small cycle of this seed: always the same one.

    Where it is contradicted, people and their organisations may be of different types and levels of government, as
    decisions and shared domains of e-mail make them.
    """
    random = Random(seed)
    registers = draw_registers(random)
    organisations = draw_organisations(random, registers, is_contradicted)
    cycle = _thresholds(random)
    sessions = _sessions(random)
    affiliations = Affiliations(random, registers, organisations, is_contradicted)
    participation, stays = _taking_part(random, cycle, sessions, affiliations)
    return SmallCycle(
        seed,
        {
            "raw.cycle": [cycle],
            "raw.states": registers.states,
            "reference.municipalities": registers.municipalities,
            "reference.osc": registers.osc,
            "core.sessions": sessions,
            "core.organisations": organisations,
            "core.participation": participation,
            "core.stays": stays,
            "core.bounds": [],
        },
    )


def _thresholds(random: Random) -> Row:
    return {
        "cycle_id": "small",
        "time_zone": "America/Mexico_City",
        "attended_minutes": random.choice((0.5, 1, 1, 5)),
        "certificate_share": random.choice((0.3, 0.5, 0.8, 0.8, 1)),
        "certificate_min_sessions": random.choice((1, 1, 2, 3)),
    }


def _sessions(random: Random) -> list[Row]:
    """One to five, sometimes nine or eleven; any of them may lack attendance, and the last ones may lie ahead."""
    number = random.choice((1, 2, 2, 3, 3, 4, 4, 5, 5, 9, 11))
    over = number if chance(random, 0.6) else random.randint(0, number)
    missing = random.choice((0, 0, 0.3, 0.3, 1))
    return [_session(random, order, order <= over, missing) for order in range(1, number + 1)]


def _session(random: Random, order: int, is_over: bool, missing: float) -> Row:
    """A session that is not over may be running: then it can have attendance."""
    has_attendance = chance(random, (1 - missing) if is_over else (1 - missing) * 0.2)
    seconds = random.choice((240, 600, 750, 3600, 3607))
    opens = FIRST + timedelta(days=7 * (order - 1), seconds=random.choice((0, 0, 0, 20, 59)))
    return {
        "session_id": f"s{order}",
        "session_order": order,
        "session_date": date(2021, 5, 4) + timedelta(days=7 * (order - 1)),
        "title": f"Session {order}",
        "opens_at": opens,
        "closes_at": opens + timedelta(seconds=seconds),
        "scheduled_start": opens,
        "scheduled_end": opens + timedelta(seconds=seconds),
        "is_end_assumed": False,
        "session_seconds": seconds,
        "is_over": is_over,
        "has_attendance": has_attendance,
        "has_early_attendance": False,
        "status": "held" if has_attendance else "incomplete" if is_over else "planned",
    }


def _taking_part(
    random: Random, cycle: Row, sessions: list[Row], affiliations: Affiliations
) -> tuple[list[Row], list[Row]]:
    """Rows of `core.participation` and `core.stays`."""
    participation: list[Row] = []
    stays: list[Row] = []
    for person in range(random.choice((0, 1, 2, 4, 8, 12, 12))):
        is_everywhere = chance(random, 0.3)
        usual = affiliations.draw()
        has_attended = False
        for session in sessions:
            row = {"session_id": session["session_id"], "person_id": person, "link_rule": "email"}
            row |= usual if chance(random, 0.8) else affiliations.draw()
            there = _presence(random, session, person, is_everywhere)
            row |= _judged(random, cycle, session, there, is_everywhere, has_attended)
            if row["is_registered"] or there is not None:
                has_attended = has_attended or bool(row["is_attended"])
                participation.append(row)
                stays += there or []
    for session in sessions:
        stays += _staff(random, session)
    return participation, stays


def _presence(random: Random, session: Row, person: int, is_everywhere: bool) -> list[Row] | None:
    """The person's stays; None for somebody who was not on the call."""
    if not session["has_attendance"] or not (is_everywhere or chance(random, 0.5)):
        return None
    if chance(random, 0.15):
        return [_stay(session, person, None, is_timed=False)]
    length = int(str(session["session_seconds"]))
    wanted = random.choice((0, 29, 30, 59, 60, 299, 300, length // 4, length // 2, length - 1, length))
    start = random.randint(0, max(0, length - wanted))
    whole = (start, min(length, start + wanted))
    cuts = sorted(random.randint(*whole) for _ in range(2))
    pieces = random.choice(([whole], [whole, (cuts[0], cuts[1])], [(whole[0], cuts[1]), (cuts[0], whole[1])]))
    if chance(random, 0.2):
        pieces = [(whole[0], cuts[0]), (cuts[1], whole[1])]
    waiting = [_stay(session, person, (0, length), is_present=False)] if chance(random, 0.2) else []
    random.shuffle(pieces)
    stays = [*waiting, *(_stay(session, person, piece) for piece in pieces)]
    return [{**stay, "file_id": random.choice(("f1", "f2")), "line": line} for line, stay in enumerate(stays)]


def _staff(random: Random, session: Row) -> list[Row]:
    """Who organises is on the call too, and is nobody's audience."""
    if not session["has_attendance"] or chance(random, 0.5):
        return []
    return [_stay(session, 900, (0, int(str(session["session_seconds"]))), is_staff=True)]


def _stay(
    session: Row,
    person: int,
    piece: tuple[int, int] | None,
    is_present: bool = True,
    is_timed: bool = True,
    is_staff: bool = False,
) -> Row:
    opens = session["opens_at"]
    assert isinstance(opens, datetime)
    times = [opens + timedelta(seconds=at) for at in piece] if piece else [None, None]
    return {
        "session_id": session["session_id"],
        "person_id": person,
        "file_id": "f1",
        "line": 1,
        "is_staff": is_staff,
        "is_present": is_present,
        "is_timed": is_timed,
        "started_at": times[0],
        "ended_at": times[1],
    }


def covered(session: Row, stays: list[Row]) -> set[int]:
    """The seconds of the session, from 0, of which the presence in these stays covers any."""
    opens = session["opens_at"]
    seconds: set[int] = set()
    for stay in stays:
        first, last = stay["started_at"], stay["ended_at"]
        if stay["is_present"] and isinstance(first, datetime) and isinstance(last, datetime):
            assert isinstance(opens, datetime)
            seconds |= set(range(int((first - opens).total_seconds()), int((last - opens).total_seconds())))
    return seconds


def _judged(
    random: Random, cycle: Row, session: Row, there: list[Row] | None, is_everywhere: bool, has_attended: bool
) -> Row:
    """What `core.participation` says of somebody's presence; what is NULL there is None here."""
    seconds = _seconds(random, session, there)
    least = 60 * float(str(cycle["attended_minutes"]))
    is_attended = there is not None and (seconds is None or seconds >= least)
    share = None if seconds is None else seconds / int(str(session["session_seconds"]))
    wanted = float(str(cycle["certificate_share"]))
    return {
        "is_registered": is_everywhere or chance(random, 0.5),
        "is_attended": is_attended,
        "present_seconds": seconds,
        "is_duration_unknown": is_attended and seconds is None,
        "present_share": share,
        "is_half": is_attended and share is not None and share >= 0.5,
        "is_certified": False if not is_attended else None if share is None else share >= wanted,
        "is_first_attended": is_attended and not has_attended,
    }


def _seconds(random: Random, session: Row, there: list[Row] | None) -> int | None:
    """The union of the timed stays; else a total without times, which may be missing too."""
    if there is None:
        return None
    if any(stay["is_timed"] for stay in there):
        return len(covered(session, there))
    return random.choice((None, None, 45, 150))
