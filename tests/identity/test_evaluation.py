"""The judge, judged: given links and a truth written by hand, every share is known beforehand."""

import json
import random
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from assets.workspace import SHIPPED_CYCLE
from pipelines.command_line import alcance
from pipelines.evaluation import Evaluation, Interval, Score, evaluate, macro_f1, mean_width
from pipelines.sample.people_names import given_name, surname
from pipelines.sample.spelling import folded

from .judged import Case, Form, Organisation, Person, Row

ANA = Person("p1", "Ana María, Luna Paz")
LUIS = Person("p2", "Luis, de la Cruz Ruiz")
EVA = Person("p3", "Eva, Gómez Solís")
HOST = Person("p9", "Rosa, Soto Vera", role="host")


def judged(case: Case, tmp_path: Path) -> Evaluation:
    return evaluate(case.workspace(tmp_path / "w"))


def part(scores: list[Score], name: str) -> Score:
    (found,) = (score for score in scores if score.part == name)
    return found


def people(case: Case, tmp_path: Path) -> Score:
    return judged(case, tmp_path).people["alcance"][0]


def test_of_three_links_two_are_right_and_one_pair_was_missed(tmp_path: Path) -> None:
    case = Case(
        [ANA, LUIS, EVA, Person("p4", "Iván, Mora Rey")],
        forms=[Form("p1", 1), Form("p2", 2), Form("p3", 3), Form("p4", 4)],
        rows=[
            Row("p1", 1, "Ana Luna", rule="email", email="ana@example.org"),
            Row("p2", 2, "LUIS DE LA CRUZ"),
            Row("p3", 4, "Eva Gómez"),
            Row("p4", 44, "Iván Mora"),
        ],
    )
    scores = judged(case, tmp_path).people["alcance"]
    assert scores[0] == Score("all", given=3, right=2, wanted=4, found=2)
    assert scores[0].precision == pytest.approx(2 / 3)
    assert scores[0].recall == 0.5
    assert scores[0].f1 == pytest.approx(4 / 7)
    assert part(scores, "with e-mail") == Score("with e-mail", 1, 1, 1, 1)
    assert part(scores, "without e-mail") == Score("without e-mail", 2, 1, 3, 1)
    assert part(scores, "rule email") == Score("rule email", 1, 1, 4, 1)
    assert part(scores, "rule name") == Score("rule name", 2, 1, 4, 1)


@pytest.mark.parametrize(
    ("shown", "is_wanted"),
    [
        ("Ana Luna", True),
        ("Lic. Ana Lnua", True),
        ("PAZ, MARIA", True),
        ("Ana", False),
        ("A. Luna", False),
        ("Ana L.", False),
        ("AML", False),
        ("Ana María", False),
        ("Luna Paz", False),
        ("iPhone", False),
    ],
)
def test_only_names_with_a_given_name_and_a_surname_are_asked_for(
    shown: str, is_wanted: bool, tmp_path: Path
) -> None:
    case = Case([ANA], forms=[Form("p1", 1)], rows=[Row("p1", 99, shown)])
    assert people(case, tmp_path).wanted == int(is_wanted)


def test_a_particle_is_no_surname(tmp_path: Path) -> None:
    case = Case([LUIS], forms=[Form("p2", 2)], rows=[Row("p2", 99, "Luis de")])
    assert people(case, tmp_path).wanted == 0


def test_a_right_link_of_a_nick_is_right_and_was_not_asked_for(tmp_path: Path) -> None:
    case = Case([ANA], forms=[Form("p1", 1)], rows=[Row("p1", 1, "Ana")])
    assert people(case, tmp_path) == Score("all", given=1, right=1, wanted=0, found=0)


def test_several_rows_of_one_appearance_are_one_answer(tmp_path: Path) -> None:
    case = Case([ANA], forms=[Form("p1", 1)] * 2, rows=[Row("p1", 1, "Ana Luna")] * 3)
    assert people(case, tmp_path) == Score("all", 1, 1, 1, 1)


def test_an_appearance_of_two_people_is_two_pairs_and_one_link_finds_one(tmp_path: Path) -> None:
    twin = Person("p5", "Ana María, Luna Paz")
    rows = [Row("p1", 1, "Ana Luna"), Row("p5", 1, "Ana Luna")]
    case = Case([ANA, twin], forms=[Form("p1", 1), Form("p5", 5)], rows=rows)
    assert people(case, tmp_path) == Score("all", given=1, right=1, wanted=2, found=1)


def test_a_registrant_is_whom_most_of_its_rows_belong_to(tmp_path: Path) -> None:
    forms = [Form("p1", 1), Form("p2", 1), Form("p2", 1)]
    case = Case([ANA, LUIS], forms=forms, rows=[Row("p1", 1, "Ana Luna")])
    assert people(case, tmp_path) == Score("all", given=1, right=0, wanted=1, found=0)


def test_those_who_did_not_register_are_not_asked_for_and_a_link_of_theirs_is_wrong(tmp_path: Path) -> None:
    rows = [Row("p1", 1, "Ana Luna"), Row("p2", 77, "Luis Ruiz"), Row("p9", 1, "Rosa Soto")]
    case = Case([ANA, LUIS, HOST], forms=[Form("p1", 1)], rows=rows)
    assert people(case, tmp_path) == Score("all", given=2, right=1, wanted=1, found=1)


def test_the_absent_and_the_waiting_are_no_attendees(tmp_path: Path) -> None:
    rows = [Row("p1", 1, "Ana Luna", came=False), Row("p1", 1, "Ana María Luna", role="waiting_room")]
    case = Case([ANA], forms=[Form("p1", 1)], rows=rows)
    assert people(case, tmp_path) == Score("all", 0, 0, 0, 0)


def test_exact_email_links_those_who_show_the_address_they_registered_with(tmp_path: Path) -> None:
    case = Case(
        [ANA, LUIS, EVA],
        forms=[
            Form("p1", 1, "ana@example.org"),
            Form("p2", 2, "luis@example.org"),
            Form("p3", 3, "eva@example.org"),
        ],
        rows=[
            Row("p1", 1, "Ana Luna", "ana@example.org"),
            Row("p2", 2, "Luis de la Cruz", "lius@example.org"),
            Row("p3", 3, "Eva Gómez", "luis@example.org"),
        ],
    )
    assert judged(case, tmp_path).people["exact_email"][0] == Score(
        "all", given=2, right=1, wanted=3, found=1
    )


def test_plain_splink_links_those_who_share_an_address_or_a_name(tmp_path: Path) -> None:
    chance = random.Random(3)
    names = [f"{given_name('Mujer', chance)}, {surname(chance)} {surname(chance)}" for _ in range(150)]
    everybody = [Person(f"p{number}", name) for number, name in enumerate(names)]
    forms = [
        Form(
            one.person_id,
            number,
            f"{folded(one.name).replace(' ', '.')}@example.org",
            one.name.replace(",", ""),
        )
        for number, one in enumerate(everybody)
    ]
    # Every other one shows no address, and all have a title and write in capitals.
    rows = [
        Row(form.truth, 1000 + number, f"LIC. {form.name.upper()}", form.email if number % 2 else None)
        for number, form in enumerate(forms)
    ]
    case = Case(everybody, forms=forms, rows=rows)
    evaluation = judged(case, tmp_path)
    plain = evaluation.people["plain_splink"][0]
    assert plain.wanted == len(everybody)
    assert plain.recall is not None
    assert plain.precision is not None
    assert plain.recall > 0.9
    assert plain.precision > 0.95
    assert evaluation.people["exact_email"][0].recall == pytest.approx(0.5, abs=0.01)
    assert evaluation.people["alcance"][0] == Score("all", 0, 0, len(everybody), 0)


def test_an_organisation_is_right_where_its_key_is_its_own(tmp_path: Path) -> None:
    homes = {"p1": "o1", "p2": "o1", "p3": "o2", "p4": "o3", "p5": "o3", "p6": "o3", "p7": ""}
    case = Case(
        [Person(one, "Ana, Luna", home) for one, home in homes.items()],
        organisations=[Organisation("o1", cluni="AAA01"), Organisation("o2"), Organisation("o3")],
        forms=[
            Form("p1", 1, key="osc:AAA01", rule="cluni"),
            Form("p2", 2, key="name:o1"),
            Form("p3", 3, key="name:x"),
            Form("p4", 4, key="name:o3"),
            Form("p5", 5, key="name:o3"),
            Form("p6", 6, key=None, rule="none"),
            Form("p7", 7, key=None, rule="individual"),
        ],
    )
    scores = judged(case, tmp_path).organisations
    # p2's key is nobody else's and yet not the official one.
    assert scores[0] == Score("all", given=5, right=4, wanted=6, found=4, abstained=1)
    assert scores[0].abstained_share == pytest.approx(1 / 6)
    assert part(scores, "rule cluni") == Score("rule cluni", 1, 1, 6, 1)
    assert part(scores, "rule none") == Score("rule none", 0, 0, 6, 0, abstained=1)


def test_a_name_that_is_left_open_is_an_abstention_and_no_answer(tmp_path: Path) -> None:
    case = Case(
        [Person("p1", "Ana, Luna", "o1"), Person("p2", "Eva, Paz", "o1")],
        organisations=[Organisation("o1")],
        forms=[
            Form("p1", 1, key="name:x", rule="unexplained_acronym", is_abstained=True),
            Form("p2", 2, key="name:y"),
        ],
    )
    scores = judged(case, tmp_path).organisations
    assert scores[0] == Score("all", given=1, right=1, wanted=2, found=1, abstained=1)
    assert part(scores, "rule unexplained_acronym").abstained == 1


def test_two_organisations_under_one_key_are_right_for_the_bigger_only(tmp_path: Path) -> None:
    case = Case(
        [Person("p1", "Ana, Luna", "o1"), Person("p2", "Eva, Paz", "o1"), Person("p3", "Luis, Ruiz", "o2")],
        organisations=[Organisation("o1"), Organisation("o2")],
        forms=[Form(one, number, key="name:x") for number, one in enumerate(("p1", "p2", "p3"))],
    )
    assert judged(case, tmp_path).organisations[0] == Score("all", 3, 2, 3, 2)


def test_an_organisation_split_over_two_keys_is_found_under_the_commonest(tmp_path: Path) -> None:
    case = Case(
        [Person(f"p{number}", "Ana, Luna", "o1") for number in range(3)],
        organisations=[Organisation("o1")],
        forms=[
            Form(f"p{number}", number, key=key) for number, key in enumerate(("name:x", "name:x", "name:y"))
        ],
    )
    assert judged(case, tmp_path).organisations[0] == Score("all", given=3, right=3, wanted=3, found=2)


def test_somebody_of_no_organisation_who_gets_one_is_a_wrong_answer(tmp_path: Path) -> None:
    case = Case([ANA], forms=[Form("p1", 1, key="name:x")])
    assert judged(case, tmp_path).organisations[0] == Score("all", given=1, right=0, wanted=0, found=0)


def test_a_place_is_the_seat_before_the_answer_and_none_is_an_abstention(tmp_path: Path) -> None:
    seat, own = "14039", "20067"
    case = Case(
        [
            Person("p1", "Ana, Luna", "o1", own),
            Person("p2", "Eva, Paz", "o1", own),
            Person("p3", "Luis, Ruiz", "", own),
        ],
        organisations=[Organisation("o1", seat=seat)],
        forms=[
            Form("p1", 1, key="osc:A", cvegeo=own),
            Form("p2", 2, key=None, cvegeo=own),
            Form("p3", 3, key=None, cvegeo=None),
        ],
        seats={"osc:A": ("14", seat)},
    )
    assert judged(case, tmp_path).places[0] == Score("all", given=2, right=1, wanted=3, found=1, abstained=1)


def test_actor_types_count_alike_however_many_are_of_each(tmp_path: Path) -> None:
    case = Case(
        [Person("p1", "Ana, Luna", "o1"), Person("p2", "Eva, Paz", "o1"), Person("p3", "Luis, Ruiz", "o2")],
        organisations=[Organisation("o1"), Organisation("o2", actor_type="academia")],
        forms=[Form("p1", 1), Form("p2", 2), Form("p3", 3)],
    )
    scores = judged(case, tmp_path).actor_types
    assert part(scores, "osc").f1 == pytest.approx(0.8)
    assert part(scores, "academia") == Score("academia", given=0, right=0, wanted=1, found=0)
    assert macro_f1(scores) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("bounds", "covers"), [((1, 2, 2), True), ((2, 2, 4), True), ((3, 3, 4), False), ((0, 1, 1), False)]
)
def test_an_interval_covers_where_the_truth_lies_within_its_bounds(
    bounds: tuple[int, int, int], covers: bool, tmp_path: Path
) -> None:
    case = Case([ANA, LUIS, EVA], forms=[Form("p1", 1)], attended=["p1", "p2"], bounds=bounds)
    evaluation = judged(case, tmp_path)
    session, cycle = (one for one in evaluation.intervals if one.unit == "people")
    assert session == Interval("people", "s1", *bounds, truth=2)
    assert session.is_covering is covers
    assert cycle.period == "cycle"
    assert evaluation.intervals_of("people") == [session]


def test_widths_are_shares_of_their_counts() -> None:
    intervals = [Interval("people", "s1", 90, 100, 110, 100), Interval("people", "s2", 10, 10, 11, 10)]
    assert mean_width(intervals) == pytest.approx((0.2 + 0.1) / 2)
    assert mean_width([Interval("people", "s1", 0, 0, 1, 1)]) is None


def test_the_command_tells_programs_the_same_shares(tmp_path: Path) -> None:
    case = Case(
        [ANA], forms=[Form("p1", 1)], rows=[Row("p1", 1, "Ana Luna")], attended=["p1"], bounds=(1, 1, 1)
    )
    workspace = case.workspace(tmp_path / "w")
    shown = CliRunner().invoke(alcance, ["evaluate", "--workspace", str(workspace.root), "--json"])
    assert shown.exit_code == 0, shown.output
    assert json.loads(shown.output) == {
        "people": {"precision": 1.0, "recall": 1.0, "f1": 1.0},
        "organisations": {"precision": None, "recall": None, "abstained": None},
        "places": {"precision": 1.0, "recall": 1.0, "abstained": 0.0},
        "actor_type": {"macro_f1": 0.0},
        "intervals": {"cycles": 1, "covered": 1.0, "mean_width": 0.0},
        "baselines": {
            "exact_email": {"precision": None, "recall": 0.0, "f1": None},
            "plain_splink": {"precision": None, "recall": 0.0, "f1": None},
        },
    }


def test_the_command_shows_each_task_by_rule(tmp_path: Path) -> None:
    case = Case(
        [ANA], forms=[Form("p1", 1)], rows=[Row("p1", 1, "Ana Luna", rule="decided")], attended=["p1"]
    )
    workspace = case.workspace(tmp_path / "w")
    shown = CliRunner().invoke(alcance, ["evaluate", "--workspace", str(workspace.root)])
    assert shown.exit_code == 0, shown.output
    for words in (
        "rule decided",
        "plain Splink",
        "exact e-mail only",
        "Municipalities",
        "macro-F1",
        "holds it",
    ):
        assert words in shown.output


def test_the_judge_writes_nothing(tmp_path: Path) -> None:
    workspace = Case([ANA], forms=[Form("p1", 1)], rows=[Row("p1", 1, "Ana Luna")]).workspace(tmp_path / "w")
    before = workspace.warehouse.read_bytes()
    evaluate(workspace)
    assert workspace.warehouse.read_bytes() == before
    assert {path.name for path in workspace.private.iterdir()} <= {"warehouse.duckdb", "run.lock"}


@pytest.mark.parametrize("missing", ["truth", "private", "truth/rows.csv"])
def test_without_truth_or_without_a_run_there_is_a_sentence(missing: str, tmp_path: Path) -> None:
    workspace = Case([ANA], forms=[Form("p1", 1)]).workspace(tmp_path / "w")
    gone = workspace.root / missing
    if gone.is_dir():
        shutil.rmtree(gone)
    else:
        gone.unlink()
    shown = CliRunner().invoke(alcance, ["evaluate", "--workspace", str(workspace.root)])
    assert shown.exit_code == 1
    assert "alcance run" in shown.output if missing == "private" else "alcance sample" in shown.output


def test_a_real_cycle_cannot_be_judged(tmp_path: Path) -> None:
    shutil.copy(SHIPPED_CYCLE, tmp_path / "cycle.toml")
    shown = CliRunner().invoke(alcance, ["evaluate", "--workspace", str(tmp_path)])
    assert shown.exit_code == 1
    assert "only a synthetic cycle can be judged" in shown.output
