"""Noise: what each level may change, how often it does, and what it never touches."""

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sample.organisation_names import acronym
from pipelines.sample.spelling import display_name, folded, mistyped, mistyped_email, scuffed

from .conftest import Sample, table
from .exports import read_attendance, stays
from .written import TITLES, Form, forms, shown_on_calls, words

RESERVED = ("example.com", "example.org", "example.net", ".example")


def without_email(workspace: Path) -> float:
    """The share of the audience's people per session whose attendance rows carry no e-mail."""
    roles = {person["person_id"]: person["role"] for person in table(workspace, "truth/people.csv")}
    persons = {(r["file"], int(r["line"])): r["person_id"] for r in table(workspace, "truth/rows.csv")}
    carried: dict[tuple[str, str], bool] = {}
    for path in sorted(workspace.glob("inbox/s*/attendance/*.csv")):
        file = path.relative_to(workspace).as_posix()
        for row in stays(read_attendance(path)):
            if roles[persons[file, row.line]] == "audience":
                carried[file, persons[file, row.line]] = bool(row.email)
    return 1 - sum(carried.values()) / len(carried)


def unregistered(workspace: Path) -> float:
    rows = [row for row in table(workspace, "truth/participation.csv") if row["minutes"]]
    return sum(row["registered"] == "false" for row in rows) / len(rows)


def form_rows(workspace: Path) -> list[tuple[str, list[str]]]:
    """Every form row with the person behind it."""
    persons = {(r["file"], int(r["line"])): r["person_id"] for r in table(workspace, "truth/rows.csv")}
    rows = []
    for path in sorted(workspace.glob("inbox/*/registrations/*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            cells = list(csv.reader(lines))[1:]
        file = path.relative_to(workspace).as_posix()
        rows += [(persons[file, line], row) for line, row in enumerate(cells, start=2)]
    return rows


@pytest.mark.parametrize(("noise", "share"), [(0, 0.0), (1, 0.2), (2, 0.4), (3, 0.6)])
def test_the_share_without_email_is_the_levels(sample: Sample, noise: int, share: float) -> None:
    assert without_email(sample(noise)) == pytest.approx(share, abs=0.07 if share else 0)


@pytest.mark.parametrize(("noise", "share"), [(0, 0.04), (1, 0.04), (2, 0.10), (3, 0.20)])
def test_the_share_who_come_unregistered_is_the_levels(sample: Sample, noise: int, share: float) -> None:
    assert unregistered(sample(noise)) == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("noise", [0, 1, 2, 3])
def test_about_two_in_five_of_the_registered_come(sample: Sample, noise: int) -> None:
    rows = [row for row in table(sample(noise), "truth/participation.csv") if row["registered"] == "true"]
    assert sum(bool(row["minutes"]) for row in rows) / len(rows) == pytest.approx(0.4, abs=0.06)


@pytest.mark.parametrize(("noise", "share"), [(0, 0.0), (1, 0.0), (2, 0.03), (3, 0.06)])
def test_namesakes_appear_from_level_2(sample: Sample, noise: int, share: float) -> None:
    names = [p["name"] for p in table(sample(noise), "truth/people.csv") if p["role"] == "audience"]
    assert sum(names.count(name) > 1 for name in names) / len(names) == pytest.approx(share, abs=0.011)


@pytest.mark.parametrize(("noise", "sharing"), [(0, 0), (1, 0), (2, 0), (3, 8)])
def test_people_share_an_address_at_level_3_only(sample: Sample, noise: int, sharing: int) -> None:
    emails = [person["email"] for person in table(sample(noise), "truth/people.csv")]
    assert sum(emails.count(email) > 1 for email in emails) == sharing


@pytest.mark.parametrize("noise", [0, 1, 2, 3])
def test_every_address_is_at_a_reserved_domain(sample: Sample, noise: int) -> None:
    emails = [row[1] for _, row in form_rows(sample(noise))]
    for path in sample(noise).glob("inbox/s*/attendance/*.csv"):
        emails += [row.email for row in read_attendance(path).rows if row.email]
    assert all(email.lower().endswith(RESERVED) for email in emails)


@pytest.mark.parametrize(("noise", "share"), [(0, 0.0), (1, 0.0), (2, 0.05), (3, 0.10)])
def test_addresses_in_forms_are_mistyped_at_the_levels_rate(sample: Sample, noise: int, share: float) -> None:
    emails = {person["person_id"]: person["email"] for person in table(sample(noise), "truth/people.csv")}
    rows = form_rows(sample(noise))
    wrong = sum(row[1].lower() != emails[person_id] for person_id, row in rows)
    assert wrong / len(rows) == pytest.approx(share, abs=0.035 if share else 0)


def test_at_level_1_organisations_differ_in_accents_case_and_spacing_only(sample: Sample) -> None:
    names = {one["organisation_id"]: one["name"] for one in table(sample(1), "truth/organisations.csv")}
    homes = {one["person_id"]: one["organisation_id"] for one in table(sample(1), "truth/people.csv")}
    written = [(row[3], names.get(homes[person_id], "")) for person_id, row in form_rows(sample(1))]
    assert all(folded(answer) == folded(name) for answer, name in written)
    assert any(answer != name for answer, name in written)


@pytest.mark.parametrize(("noise", "typed", "nick", "device"), [(2, 0.15, 0.10, 0.03), (3, 0.30, 0.20, 0.06)])
def test_names_without_an_address_stray_at_the_levels_rates(
    full_sample: Sample, noise: int, typed: float, nick: float, device: float
) -> None:
    kinds = [shown.kind for shown in shown_on_calls(full_sample(noise)) if not shown.email]
    assert kinds.count("device") / len(kinds) == pytest.approx(device, abs=0.015)
    assert kinds.count("nick") / len(kinds) == pytest.approx(nick, abs=0.03)
    # A slip in a title or in a particle is one that nobody has to bridge.
    assert kinds.count("mistyped") / len(kinds) == pytest.approx(typed, abs=0.04)


@pytest.mark.parametrize("noise", [1, 2, 3])
def test_who_shows_an_address_shows_a_name_that_can_be_read(full_sample: Sample, noise: int) -> None:
    assert {shown.kind for shown in shown_on_calls(full_sample(noise)) if shown.email} == {"plain"}


def test_at_level_1_names_lose_accents_case_order_and_a_surname_and_gain_titles(full_sample: Sample) -> None:
    shown = list(shown_on_calls(full_sample(1)))
    assert {one.kind for one in shown} == {"plain"}
    written = {(one.name, one.person["name"]) for one in shown}
    assert any(folded(name) == folded(full) and name != full for name, full in written)
    assert any("," in name for name, _ in written)
    assert any(name.split(".")[0].lower() in TITLES for name, _ in written)
    dropped = sum(words(full) > words(name) - TITLES for name, full in written)
    assert dropped / len(written) == pytest.approx(0.25, abs=0.04)


@pytest.mark.parametrize(("noise", "share"), [(1, 0.0), (2, 0.05), (3, 0.10)])
def test_addresses_on_calls_are_mistyped_at_the_levels_rate(
    full_sample: Sample, noise: int, share: float
) -> None:
    with_email = [shown for shown in shown_on_calls(full_sample(noise)) if shown.email]
    wrong = sum(shown.email.lower() != shown.person["email"] for shown in with_email)
    assert wrong / len(with_email) == pytest.approx(share, abs=0.02 if share else 0)


@pytest.mark.parametrize(("noise", "share"), [(1, 0.0), (2, 0.05), (3, 0.10)])
def test_municipalities_are_wrong_or_missing_at_the_levels_rate(
    full_sample: Sample, noise: int, share: float
) -> None:
    names = {one["cvegeo"]: one["nom_mun"] for one in table(full_sample(noise), "reference/municipios.csv")}
    answered = list(forms(full_sample(noise)))
    seats = [form.organisation["seat"] if form.organisation else form.person["cvegeo"] for form in answered]
    wrong = sum(
        folded(form.cells[7]) != folded(names[seat]) for form, seat in zip(answered, seats, strict=True)
    )
    assert wrong / len(answered) == pytest.approx(share, abs=0.012 if share else 0)


@pytest.mark.parametrize("noise", [2, 3])
def test_an_organisation_named_three_times_is_written_in_three_forms(full_sample: Sample, noise: int) -> None:
    written: dict[str, list[str]] = {}
    for form in forms(full_sample(noise)):
        if form.organisation:
            written.setdefault(form.organisation["organisation_id"], []).append(form.cells[3].strip().lower())
    often = [names for names in written.values() if len(names) >= 3]
    assert often
    assert all(len(set(names)) >= 3 for names in often)


@pytest.mark.parametrize(("noise", "share"), [(2, 0.2), (3, 0.4)])
def test_initials_stand_for_names_at_the_levels_rate_and_half_of_them_are_explained(
    full_sample: Sample, noise: int, share: float
) -> None:
    workspace = full_sample(noise)
    named = [form for form in forms(workspace) if form.organisation]
    register = (workspace / "reference" / "osc.csv").read_text(encoding="latin-1").upper()
    explained = {form.person["organisation_id"] for form in named if "(" in form.cells[3]}
    explained |= {
        one["organisation_id"]
        for one in table(workspace, "truth/organisations.csv")
        if f"{one['name']} (".upper() in register
    }
    able = [form for form in named if initials(form)]
    short = [form for form in able if form.cells[3].strip().upper() == initials(form)]
    assert len(short) / len(able) == pytest.approx(share, abs=0.03)
    known = sum(form.person["organisation_id"] in explained for form in short)
    assert known / len(short) == pytest.approx(0.5, abs=0.08)


def initials(form: Form) -> str:
    """An organisation's initials; governments have none."""
    assert form.organisation
    return "" if form.organisation["government_level"] else acronym(form.organisation["name"])


def test_who_sends_a_form_twice_answers_the_same_twice(sample: Sample) -> None:
    again = 0
    for path in sorted(sample(3).glob("inbox/*/registrations/*.csv")):
        file = path.relative_to(sample(3)).as_posix()
        marks = [row for row in table(sample(3), "truth/rows.csv") if row["file"] == file]
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        answers: dict[str, list[str]] = {}
        for mark in marks:
            cells = rows[int(mark["line"]) - 1][1:]
            assert answers.setdefault(mark["person_id"], cells) == cells
        again += len(marks) - len(answers)
    assert again > 0


@given(st.text(alphabet="abcdefáéíóúñABC ", min_size=4, max_size=30), st.integers())
def test_scuffing_changes_accents_case_and_spacing_only(text: str, seed: int) -> None:
    assert folded(scuffed(text, random.Random(seed))) == folded(text)


@given(st.text(alphabet="abcdef", min_size=4, max_size=12), st.integers())
def test_a_typing_error_is_an_error_and_a_small_one(word: str, seed: int) -> None:
    slipped = mistyped(word, random.Random(seed))
    assert slipped != word
    assert abs(len(slipped) - len(word)) <= 1


@given(st.integers())
def test_a_mistyped_address_stays_reserved_and_is_never_somebody_elses(seed: int) -> None:
    taken = {"ana.luna@correo.example", "ana.luan@correo.example"}
    slipped = mistyped_email("ana.luna@correo.example", random.Random(seed), taken)
    assert slipped not in taken
    assert slipped.endswith(".example")


@given(st.integers())
def test_a_display_name_keeps_the_given_name_and_the_first_surname(seed: int) -> None:
    shown = folded(display_name("María José", ("Núñez", "Luna"), "Mujer", random.Random(seed)))
    assert {"maria", "jose", "nunez"} <= set(shown.split())
