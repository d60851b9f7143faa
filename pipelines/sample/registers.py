"""The registers of a sample as an authority would hand them over: municipalities, and OSC with their CLUNI.

They list who exists, reached or not; the world is made elsewhere.
"""

import random
from pathlib import Path

from pipelines.sample.organisations import Organisation
from pipelines.sample.page import Dialect, File, Page
from pipelines.sample.settings import Settings
from pipelines.sample.world import World

MUNICIPALITIES = "municipios.csv"
OSC = "osc.csv"
EDITION = "Sintética 2021"


def municipality_register(world: World) -> File:
    """Every municipality with its keys, its state and its population."""
    page = Page()
    page.write("cvegeo", "cve_ent", "cve_mun", "nom_ent", "nom_mun", "pob_total")
    for place in world.places.municipalities:
        state = world.places.state[place.cve_ent]
        page.write(
            place.cvegeo, place.cve_ent, place.cvegeo[2:], state.name, place.name, str(place.population)
        )
    return File(Path("reference", MUNICIPALITIES), page, Dialect("utf-8"))


def osc_register(world: World, settings: Settings) -> File:
    """Every OSC that the register knows, of those that take part and of those that do not, by CLUNI."""
    chance = settings.chance("register of OSC")
    listed = [organisation for organisation in (*world.organisations, *world.unreached) if organisation.entry]
    page = Page()
    page.write("CLUNI", "nombre", "rfc", "estatus", "entidad", "municipio")
    for organisation in sorted(listed, key=lambda one: one.cluni):
        page.write(*_cells(organisation, world, settings, chance))
    return File(Path("reference", OSC), page, Dialect("latin-1", line_end="\r\n"))


def _cells(organisation: Organisation, world: World, settings: Settings, chance: random.Random) -> list[str]:
    seat, entry = world.places.municipality[organisation.seat], organisation.entry
    assert entry is not None
    name = organisation.name
    if settings.noise.acronyms and organisation.explains_acronym and organisation.acronym:
        name = f"{name} ({organisation.acronym})"
    if settings.noise.names_vary and chance.random() < 0.8:
        name = name.upper()
    return [entry.cluni, name, entry.rfc, entry.status, world.places.state[seat.cve_ent].name, seat.name]
