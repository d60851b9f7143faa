"""The world: registers, organisations and stays as the domain knows them."""

import csv
import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.sample.organisation_names import acronym, civil_forms
from pipelines.sample.places import load_states
from pipelines.sample.spelling import folded
from pipelines.sample.stays import Slot, Stay, draw_stays, present_seconds

from .conftest import Sample, table

START = datetime(2021, 5, 4, 10, tzinfo=UTC)
SLOT = Slot("s1", START, START + timedelta(minutes=10))


def osc_register(sample: Sample, noise: int) -> list[dict[str, str]]:
    text = (sample(noise) / "reference" / "osc.csv").read_text(encoding="latin-1")
    return list(csv.DictReader(text.splitlines()))


def test_every_state_has_its_real_number_of_municipalities_and_its_population(sample: Sample) -> None:
    register = table(sample(1), "reference/municipios.csv")
    counts = Counter(row["cve_ent"] for row in register)
    people: Counter[str] = Counter()
    for row in register:
        people[row["cve_ent"]] += int(row["pob_total"])
    for state in load_states():
        assert counts[state.cve_ent] == state.municipalities
        assert people[state.cve_ent] == state.population
    assert (len(register), len(counts)) == (2469, 32)


def test_municipalities_are_unique_in_their_state_and_some_are_homonyms_elsewhere(sample: Sample) -> None:
    names = [(row["cve_ent"], folded(row["nom_mun"])) for row in table(sample(1), "reference/municipios.csv")]
    assert len(names) == len(set(names))
    assert Counter(name for _, name in names)["benito juarez"] > 1


def test_keys_are_text_that_fits_together(sample: Sample) -> None:
    for row in table(sample(1), "reference/municipios.csv"):
        assert row["cvegeo"] == row["cve_ent"] + row["cve_mun"]
        assert (len(row["cve_ent"]), len(row["cve_mun"])) == (2, 3)


def test_a_listed_organisation_is_in_the_register_and_eligible(sample: Sample) -> None:
    register = {row["CLUNI"]: row for row in osc_register(sample, 0)}
    organisations = table(sample(0), "truth/organisations.csv")
    for one in organisations:
        entry = register.get(one["cluni"])
        eligible = entry is not None and entry["estatus"] in ("Activa", "Activa condicionada")
        assert (one["is_listed"] == "true") == eligible
        assert entry is None or entry["nombre"] == one["name"]
    osc = [one for one in organisations if one["actor_type"] == "osc"]
    assert 0.45 < sum(bool(one["cluni"]) for one in osc) / len(osc) < 0.75


def test_the_register_knows_osc_that_do_not_take_part(sample: Sample) -> None:
    taking_part = {one["cluni"] for one in table(sample(1), "truth/organisations.csv")}
    register = osc_register(sample, 1)
    assert sum(row["CLUNI"] not in taking_part for row in register) == 80
    assert {row["estatus"] for row in register} >= {"Activa", "Activa condicionada", "Inactiva"}


def test_cluni_are_unique_and_well_formed(sample: Sample) -> None:
    keys = [row["CLUNI"] for row in osc_register(sample, 1)]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[A-Z]{3}\d{6}(0[1-9]|[12]\d|3[0-2])\d{2}[A-Z]", key) for key in keys)


def test_organisations_are_unique_in_their_state_and_half_are_osc(sample: Sample) -> None:
    organisations = table(sample(1), "truth/organisations.csv")
    names = [(folded(one["name"]), one["cvegeo"][:2]) for one in organisations]
    assert len(names) == len(set(names))
    types = Counter(one["actor_type"] for one in organisations)
    assert 0.5 < types["osc"] / len(organisations) < 0.6
    assert 0.2 < types["local_government"] / len(organisations) < 0.3


def test_addresses_are_unique_without_sharing(sample: Sample) -> None:
    emails = [person["email"] for person in table(sample(2), "truth/people.csv")]
    assert len(emails) == len(set(emails))


def test_initials_leave_out_small_words_and_the_legal_form() -> None:
    assert acronym("Fundación Semillas del Valle, A.C.") == "FSV"
    assert acronym("Red Raíces") == ""


def test_an_association_is_written_in_three_ways_or_more() -> None:
    forms = civil_forms("Red Semillas del Sur, A.C.")
    assert len(set(forms)) >= 3
    assert {
        "Red Semillas del Sur",
        "Red Semillas del Sur AC",
        "Red Semillas del Sur, Asociación Civil",
    } <= set(forms)


seconds = st.integers(min_value=-300, max_value=900)


@given(st.lists(st.tuples(seconds, seconds), max_size=6))
def test_presence_is_the_number_of_the_sessions_seconds_that_a_stay_covers(
    pairs: list[tuple[int, int]],
) -> None:
    stays = [Stay(START + timedelta(seconds=min(p)), START + timedelta(seconds=max(p))) for p in pairs]
    covered = {second for p in pairs for second in range(max(0, min(p)), min(600, max(p)))}
    assert present_seconds(stays, SLOT) == len(covered)


@given(st.integers(), st.integers(min_value=1, max_value=300))
def test_stays_end_after_they_begin_whatever_the_sessions_length(seed: int, minutes: int) -> None:
    slot = Slot("s1", START, START + timedelta(minutes=minutes))
    stays = draw_stays(slot, random.Random(seed))
    assert stays
    assert all(stay.left > stay.joined for stay in stays)
    assert max(stay.left for stay in stays) <= slot.ends + timedelta(seconds=1200)
