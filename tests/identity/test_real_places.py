"""Places as people write them against the country's real catalogue of municipalities, read where it lies.

The answers are made up, the places are public facts; without the catalogue these tests are skipped and say so.
"""

import csv
import os
from pathlib import Path

import duckdb
import pytest

from assets.workspace import SHIPPED_CYCLE
from tests.build import build_warehouse

PROJECT = Path(__file__).resolve().parents[2]
CATALOGUE = (
    Path(os.environ.get("ALCANCE_SHARED", PROJECT.parent / "shared")) / "reference" / "municipios_2020.csv"
)
pytestmark = pytest.mark.skipif(
    not CATALOGUE.is_file(),
    reason=f"no catalogue here: set ALCANCE_SHARED to the folder that holds reference/ ({CATALOGUE})",
)

# State and municipality as written, and the official name meant; None where it must stay open.
WRITTEN: list[tuple[str, str, str | None]] = [
    ("Ciudad de México", "Coyoacán", "Coyoacán"),
    ("CDMX", "Del. Coyoacán", "Coyoacán"),
    ("D.F.", "alcaldía coyoacan", "Coyoacán"),
    ("México", "Coyoacán", "Coyoacán"),
    ("CDMX", "GAM", "Gustavo A. Madero"),
    ("CDMX", "Benito Juárez, CDMX", "Benito Juárez"),
    ("Distrito Federal", "Cuajimalpa", "Cuajimalpa de Morelos"),
    ("", "Benito Juárez", None),
    ("", "Zapopan", "Zapopan"),
    ("", "Monterrey, Nuevo León", "Monterrey"),
    ("", "Guadalupe", None),
    ("Oaxaca", "Oaxaca de Juárez, Oaxaca", "Oaxaca de Juárez"),
    ("Oax.", "Oaxaca", "Oaxaca de Juárez"),
    ("Oaxaca, México", "Oaxaca", "Oaxaca de Juárez"),
    ("Oaxaca", "San Juan Mixtepec", None),
    ("Oaxaca", "San Pedro Mixtepec", None),
    ("Oaxaca", "San Juan", None),
    ("Oaxaca", "Tlaxiaco", "Heroica Ciudad de Tlaxiaco"),
    ("Oaxaca", "Juchitán", "Juchitán de Zaragoza"),
    ("Oaxaca", "Villa de Tututepec de Melchor Ocampo", "Villa de Tututepec"),
    ("Oaxaca", "Sta. Ma. Huatulco", "Santa María Huatulco"),
    ("Oaxaca", "Xoxocotlan", "Santa Cruz Xoxocotlán"),
    ("N.L.", "Monterrey N.L.", "Monterrey"),
    ("Nuevo Leon", "Gral. Escobedo", "General Escobedo"),
    ("NL", "San Nicolas", "San Nicolás de los Garza"),
    ("Edo. Mex.", "Toluca de Lerdo", "Toluca"),
    ("México", "Neza", "Nezahualcóyotl"),
    ("Estado de México", "Tlalnepantla", "Tlalnepantla de Baz"),
    ("Quintana Roo", "Playa del Carmen", "Solidaridad"),
    ("Q. Roo", "Cancún", "Benito Juárez"),
    ("Chiapas", "Cintalapa de Figueroa", "Cintalapa"),
    ("Tabasco", "Villahermosa", "Centro"),
    ("Jalisco", "Tlaquepaque", "San Pedro Tlaquepaque"),
    ("Jalico", "Guadaljara", "Guadalajara"),
    ("Jalisco", "Mpio. de Tonalá", "Tonalá"),
    ("Sonora", "Cd. Obregón", "Cajeme"),
    ("Chihuahua", "Cd. Juárez", "Juárez"),
    ("Tamaulipas", "Cd. Victoria", "Victoria"),
    ("Veracruz", "Xalapa-Enríquez", "Xalapa"),
    ("Guanajuato", "Dolores Hidalgo", "Dolores Hidalgo Cuna de la Independencia Nacional"),
    ("Michoacan de Ocampo", "Ciudad Hidalgo", "Hidalgo"),
    ("Puebla", "Cholula", None),
    ("Puebla", "Guadalajara", None),
    ("Pachuca, Hidalgo", "Pachuca", "Pachuca de Soto"),
    ("Guerrero", "H. Ayuntamiento de Acapulco", "Acapulco de Juárez"),
    ("Colima", "Villa de Alvarez", "Villa de Álvarez"),
]
HEADER = ("Marca temporal", "Correo electrónico", "Nombre completo", "Organización", "Estado", "Municipio")
STATED = '\n[registers.municipalities]\nfile = "municipios.csv"\nedition = "2020"\n'


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[str | None, str]]:
    """Line of the form -> the official name found, and the rule."""
    root = tmp_path_factory.mktemp("real_places")
    cycle = SHIPPED_CYCLE.read_text(encoding="utf-8")
    (root / "cycle.toml").write_text(
        cycle.replace("[[sessions]]", f"{STATED}\n[[sessions]]", 1), encoding="utf-8"
    )
    (root / "reference").mkdir()
    (root / "reference" / "municipios.csv").write_bytes(CATALOGUE.read_bytes())
    folder = root / "inbox" / "s1" / "registrations"
    folder.mkdir(parents=True)
    with (folder / "registro.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, (state, municipality, _) in enumerate(WRITTEN):
            address = f"persona{number}@example.org"
            writer.writerow(
                ["13/04/2021 10:00:00", address, f"Persona {number}", "Casa Sol", state, municipality]
            )
    with duckdb.connect(str(build_warehouse(root).warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select line, municipalities.name, place_rule from core.answers"
            " left join reference.municipalities using (cvegeo)"
        ).fetchall()
    return {line: (name, rule) for line, name, rule in rows}


@pytest.mark.parametrize("number", range(len(WRITTEN)), ids=lambda number: "|".join(WRITTEN[number][:2]))
def test_a_place_is_found_as_written_or_left_open(
    found: dict[int, tuple[str | None, str]], number: int
) -> None:
    name, rule = found[number + 2]
    assert name == WRITTEN[number][2], rule


def test_homonyms_inside_oaxaca_are_said_to_be_ambiguous(found: dict[int, tuple[str | None, str]]) -> None:
    line = WRITTEN.index(("Oaxaca", "San Juan Mixtepec", None)) + 2
    assert found[line] == (None, "ambiguous")
