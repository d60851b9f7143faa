"""Big synthetic cycles of one session, for timing who is who: a register with forms, and a crowd on a call.

Names come from the sample's pools under one seed. How long it takes to make sense of them is measured in `identity`.
"""

import csv
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.sample.organisation_names import acronym, civil_forms, invented_name
from pipelines.sample.people_names import given_name, surname
from pipelines.sample.places import make_places
from pipelines.sample.spelling import display_name, folded, mistyped, mistyped_email, scuffed
from tests.sample.cycles import cycle_text

SEED = 20211231
_REGISTERS = """
[registers.osc]
file = "osc.csv"
edition = "Sintética 2021"
[registers.municipalities]
file = "municipios.csv"
edition = "Sintética 2021"
"""
_MONTH_FIRST = '[sources.attendance]\ndate_order = "mdy"\n'
_FORM = (
    "Marca temporal",
    "Dirección de correo electrónico",
    "Nombre completo",
    "Nombre de la organización",
    "Tipo de organización",
    "Estado",
    "Municipio o alcaldía",
)
_CALL = (
    "Nombre (nombre original)",
    "Correo electrónico",
    "Hora de entrada",
    "Hora de salida",
    "Duración (minutos)",
    "Invitado",
    "En sala de espera",
)
_STAMP = "20/12/2021 10:00:00"
_STAY = ("01/01/2022 17:05:00", "01/01/2022 18:25:00", "80", "Sí", "No")


def register_of(root: Path, listed: int, written: int) -> None:
    """A cycle whose register lists so many OSC and whose form holds so many names, each of one of them.

    Names are written in one of their forms; a tenth has a typing error and a tenth is initials.
    """
    chance = random.Random(f"register/{SEED}")
    places = make_places(chance)
    seats = [places.draw_municipality(chance) for _ in range(listed)]
    names = [invented_name("osc", chance) for _ in range(listed)]
    state = {one.cve_ent: one.name for one in places.states}
    root.mkdir(parents=True)
    (root / "cycle.toml").write_text(cycle_text(1, end=_REGISTERS), encoding="utf-8")
    _write(
        root / "reference" / "municipios.csv",
        ("cvegeo", "cve_ent", "cve_mun", "nom_ent", "nom_mun", "pob_total"),
        (
            (one.cvegeo, one.cve_ent, one.cvegeo[2:], state[one.cve_ent], one.name, one.population)
            for one in places.municipalities
        ),
    )
    _write(
        root / "reference" / "osc.csv",
        ("CLUNI", "nombre", "rfc", "estatus", "entidad", "municipio"),
        (
            (f"XYZ{number:06d}{seat.cve_ent}01A", name.upper(), "", "Activa", state[seat.cve_ent], seat.name)
            for number, (name, seat) in enumerate(zip(names, seats, strict=True))
        ),
    )
    drawn = [chance.randrange(listed) for _ in range(written)]
    kind = "Organización de la sociedad civil"
    _write(
        root / "inbox" / "s1" / "registrations" / "form.csv",
        _FORM,
        (
            (
                *(_STAMP, f"persona{number}@correo.example", f"Persona {number} Luna"),
                *(_written(names[one], chance), kind, state[seats[one].cve_ent], seats[one].name),
            )
            for number, one in enumerate(drawn)
        ),
    )


def crowd_of(root: Path, people: int) -> None:
    """A cycle with so many registrants, who all come to its one session: noise 2, but for nicks and devices."""
    chance = random.Random(f"crowd/{SEED}")
    (root / "inbox" / "s1" / "attendance").mkdir(parents=True)
    (root / "cycle.toml").write_text(cycle_text(1, end=_MONTH_FIRST), encoding="utf-8")
    crowd = list(_people(people, chance))
    _write(
        root / "inbox" / "s1" / "registrations" / "form.csv",
        _FORM,
        ((_STAMP, email, f"{given} {' '.join(family)}", "", "", "", "") for given, family, _, email in crowd),
    )
    _write(
        root / "inbox" / "s1" / "attendance" / "call.csv",
        _CALL,
        ((*_shown(given, family, gender, email, chance), *_STAY) for given, family, gender, email in crowd),
    )


def _people(count: int, chance: random.Random) -> Iterator[tuple[str, tuple[str, str], str, str]]:
    for number in range(count):
        gender = chance.choice(("Mujer", "Hombre"))
        given, family = given_name(gender, chance), (surname(chance), surname(chance))
        local = folded(f"{given.split()[0]} {family[0]}").replace(" ", ".")
        yield given, family, gender, f"{local}.{number}@correo.example"


def _shown(
    given: str, family: tuple[str, str], gender: str, email: str, chance: random.Random
) -> tuple[str, str]:
    name = display_name(given, family, gender, chance)
    if chance.random() < 0.4:
        return (mistyped(name, chance) if chance.random() < 0.15 else name), ""
    return name, mistyped_email(email, chance, ()) if chance.random() < 0.05 else email


def _written(name: str, chance: random.Random) -> str:
    form, draw = chance.choice(civil_forms(name)), chance.random()
    if draw < 0.1:
        return mistyped(form, chance)
    return acronym(name) or form if draw < 0.2 else scuffed(form, chance)


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
