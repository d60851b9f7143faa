"""Random small registers, and the organisations that a random small cycle meets in and outside of them.

Every draw comes from the generator handed in. Who takes part is drawn in `small_cycles`.
"""

from dataclasses import dataclass
from random import Random

Row = dict[str, object]

STATES = {"09": "Ciudad de México", "14": "Jalisco", "20": "Oaxaca", "31": "Yucatán"}
STATUSES = ("Activa", "Activa condicionada", "Inactiva")
OTHER_TYPES = (
    "federal_government",
    "academia",
    "private_sector",
    "international",
    "individual",
    "unknown",
)


@dataclass(frozen=True)
class Registers:
    """Rows of the registers as `raw` and `reference` hold them; none where a register was not handed over."""

    states: list[Row]
    municipalities: list[Row]
    osc: list[Row]


def chance(random: Random, probability: float) -> bool:
    """True with this probability."""
    return random.random() < probability


def draw_registers(random: Random) -> Registers:
    """Two to four states, and with a chance of a quarter each no catalogue of municipalities and no OSC."""
    states = sorted(random.sample(sorted(STATES), random.randint(2, 4)))
    municipalities = [] if chance(random, 0.25) else _municipalities(random, states)
    return Registers(
        states=[_state(random, cve_ent) for cve_ent in states],
        municipalities=municipalities,
        osc=[] if chance(random, 0.25) else _osc(random, states, municipalities),
    )


def draw_organisations(random: Random, registers: Registers, is_contradicted: bool) -> list[Row]:
    """Rows of `core.organisations`: some of each register, some that look like them, some of no register.

    Where they are contradicted, most registrations of a listed one may give it another type or level.
    """
    possible = [
        *(_listed_government(row, registers) for row in registers.municipalities),
        *(_state_government(row) for row in registers.states),
        *(_listed_osc(random, row, registers) for row in registers.osc),
        *(_outside(random, number, registers) for number in range(6)),
    ]
    drawn = random.sample(possible, random.randint(0, min(6, len(possible))))
    return [_contradicted(random, row) for row in drawn] if is_contradicted else drawn


def _contradicted(random: Random, row: Row) -> Row:
    """With a chance of seven in ten a government of another level, or no government at all."""
    if chance(random, 0.3):
        return row
    kinds = (("local_government", "municipal"), ("local_government", "state"), ("academia", None))
    actor_type, level = random.choice(kinds)
    return {**row, "actor_type": actor_type, "government_level": level}


def _state(random: Random, cve_ent: str) -> Row:
    return {
        "cve_ent": cve_ent,
        "name": STATES[cve_ent],
        "short_name": STATES[cve_ent][:4],
        "abbreviation": STATES[cve_ent][:2],
        "municipalities": random.randint(1, 4),
        "population": random.randint(1, 9) * 1000,
    }


def _municipalities(random: Random, states: list[str]) -> list[Row]:
    """Up to three in each state: some states have none in a catalogue that is not whole."""
    return [
        {
            "cvegeo": f"{cve_ent}{number:03d}",
            "cve_ent": cve_ent,
            "name": f"Municipio {number}",
            "municipality_key": f"municipio {number}",
            "is_name_unique": True,
            "population": random.choice((None, 100 * number)),
            "edition": "Catálogo 2021",
        }
        for cve_ent in states
        for number in range(1, random.randint(0, 3) + 1)
    ]


def _osc(random: Random, states: list[str], municipalities: list[Row]) -> list[Row]:
    are_all_inactive = chance(random, 0.15)
    rows: list[Row] = []
    for number in range(random.randint(1, 6)):
        status = "Inactiva" if are_all_inactive else random.choice(STATUSES)
        cve_ent = random.choice([None, *states])
        seats = [row["cvegeo"] for row in municipalities if row["cve_ent"] == cve_ent]
        rows.append(
            {
                "cluni": f"AAA21010{number}ABCD",
                "name": f"Asociación {number}",
                "organisation_text_key": f"asociacion {number}",
                "status": status,
                "is_eligible": status != "Inactiva",
                "cve_ent": cve_ent,
                "cvegeo": random.choice([None, *seats]),
                "edition": "Registro 2021",
            }
        )
    return rows


def _organisation(key: str, **columns: object) -> Row:
    return {"organisation_key": key, "name": key, "is_listed": False, "seat_rule": "unknown", **columns}


def _listed_government(row: Row, registers: Registers) -> Row:
    state = next(state for state in registers.states if state["cve_ent"] == row["cve_ent"])
    return _organisation(
        f"gov:{row['cvegeo']}",
        official_name=f"Gobierno de {row['name']}, {state['short_name']}",
        actor_type="local_government",
        government_level="municipal",
        is_listed=True,
        cve_ent=row["cve_ent"],
        cvegeo=row["cvegeo"],
        governs_cvegeo=row["cvegeo"],
    )


def _state_government(row: Row) -> Row:
    return _organisation(
        f"gov:{row['cve_ent']}",
        official_name=f"Gobierno de {row['name']}",
        actor_type="local_government",
        government_level="state",
        is_listed=True,
        cve_ent=row["cve_ent"],
    )


def _listed_osc(random: Random, row: Row, registers: Registers) -> Row:
    """Where the register tells no seat, what its people said of it stands."""
    seat = (
        {"cve_ent": row["cve_ent"], "cvegeo": row["cvegeo"]} if row["cve_ent"] else _seat(random, registers)
    )
    return _organisation(
        f"osc:{row['cluni']}",
        official_name=row["name"],
        actor_type="osc",
        cluni=row["cluni"],
        is_listed=row["is_eligible"],
        **seat,
    )


def _outside(random: Random, number: int, registers: Registers) -> Row:
    """An OSC or a municipality that no register has, an agency that nobody could place, or something else."""
    seat = _seat(random, registers)
    match number:
        case 0:
            return _organisation("osc:ZZZ210101ZZZZ", actor_type="osc", cluni="ZZZ210101ZZZZ", **seat)
        case 1:
            cve_ent = registers.states[0]["cve_ent"]
            kind = {"actor_type": "local_government", "government_level": "municipal"}
            return _organisation(f"gov:{cve_ent}099", cve_ent=cve_ent, **kind)
        case 2:
            level = random.choice((None, "municipal", "state"))
            seat = {"government_level": level, **seat}
            return _organisation("name:2", actor_type="local_government", **seat)
        case 3:
            return _organisation("name:3", actor_type="osc", **seat)
        case _:
            return _organisation(f"name:{number}", actor_type=random.choice(OTHER_TYPES), **seat)


def _seat(random: Random, registers: Registers) -> Row:
    """Nothing known, the state alone, or a municipality of the catalogue."""
    if chance(random, 0.4):
        return {}
    state = random.choice(registers.states)["cve_ent"]
    seats = [row["cvegeo"] for row in registers.municipalities if row["cve_ent"] == state]
    return {"cve_ent": state, "cvegeo": random.choice([None, *seats])}
