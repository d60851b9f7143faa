"""Snapshots on disk: whole or not at all, for their owner alone, and none kept twice."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest

from assets.sources.sheets.keeping import keep_snapshot, newest_snapshot
from assets.sources.sheets.snapshot import SheetSnapshot

NOON = datetime(2021, 5, 4, 17, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def snapshot(text: str) -> SheetSnapshot:
    return SheetSnapshot(text.encode(), "Registro", "Hoja 1", "es_MX", "America/Mexico_City", 1, 1)


@pytest.fixture
def any_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_snapshot_is_named_by_its_instant_in_utc_and_its_content(tmp_path: Path) -> None:
    local = NOON.astimezone(timezone(timedelta(hours=-5)))
    path = keep_snapshot(tmp_path, "s1", snapshot("hola"), local)
    assert path == tmp_path / "s1" / f"20210504T170000Z-{sha256(b'hola').hexdigest()[:12]}.csv"
    assert path.read_bytes() == b"hola"


@pytest.mark.usefixtures("any_umask")
def test_only_its_owner_may_read_a_snapshot(tmp_path: Path) -> None:
    path = keep_snapshot(tmp_path / "private" / "sheets", "s1", snapshot("hola"), NOON)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.parent.parent.stat().st_mode & 0o777 == 0o700


def test_what_has_not_changed_is_not_kept_again(tmp_path: Path) -> None:
    first = keep_snapshot(tmp_path, "s1", snapshot("hola"), NOON)
    assert keep_snapshot(tmp_path, "s1", snapshot("hola"), NOON + MINUTE) == first
    assert list((tmp_path / "s1").iterdir()) == [first]


def test_every_difference_is_kept_even_one_that_goes_back(tmp_path: Path) -> None:
    texts = ["uno", "dos", "uno"]
    paths = [
        keep_snapshot(tmp_path, "s1", snapshot(text), NOON + at * MINUTE) for at, text in enumerate(texts)
    ]
    assert sorted((tmp_path / "s1").iterdir()) == paths
    assert [path.read_text() for path in paths] == texts
    assert newest_snapshot(tmp_path, "s1") == paths[-1]


@pytest.mark.parametrize("later", [timedelta(0), timedelta(microseconds=7), -MINUTE, timedelta(days=-400)])
def test_names_keep_the_order_in_which_snapshots_were_kept(later: timedelta, tmp_path: Path) -> None:
    for text in ("uno", "dos", "tres", "cuatro"):
        path = keep_snapshot(tmp_path, "s1", snapshot(text), NOON)
        assert newest_snapshot(tmp_path, "s1") == path
    assert keep_snapshot(tmp_path, "s1", snapshot("cinco"), NOON + later).name.startswith("20210504T170004Z-")


def test_sheets_are_kept_apart(tmp_path: Path) -> None:
    first = keep_snapshot(tmp_path, "s1", snapshot("hola"), NOON)
    second = keep_snapshot(tmp_path, "s2", snapshot("hola"), NOON)
    assert first.name == second.name
    assert (newest_snapshot(tmp_path, "s1"), newest_snapshot(tmp_path, "s2")) == (first, second)


def test_before_the_first_snapshot_there_is_no_newest(tmp_path: Path) -> None:
    assert newest_snapshot(tmp_path, "s1") is None
    (tmp_path / "s1").mkdir()
    assert newest_snapshot(tmp_path, "s1") is None


def test_what_is_no_snapshot_is_passed_over(tmp_path: Path) -> None:
    path = keep_snapshot(tmp_path, "s1", snapshot("hola"), NOON)
    (path.parent / "zz.csv").write_text("otra")
    (path.parent / "99991231T235959Z-000000000000.csv.bak").write_text("otra")
    (path.parent / "99991231T235959Z-000000000000.csv").mkdir()
    (path.parent / "99991231T235959Z-111111111111.csv").symlink_to(path)
    assert newest_snapshot(tmp_path, "s1") == path


def test_what_a_killed_run_left_half_written_is_never_read_and_goes_away(tmp_path: Path) -> None:
    (tmp_path / "s1").mkdir()
    (tmp_path / "s1" / ".unfinished").write_text("ho")
    assert newest_snapshot(tmp_path, "s1") is None
    path = keep_snapshot(tmp_path, "s1", snapshot("hola"), NOON)
    assert list((tmp_path / "s1").iterdir()) == [path]


def test_a_link_in_the_way_is_not_written_through(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("nada")
    (tmp_path / "s1").mkdir()
    (tmp_path / "s1" / ".unfinished").symlink_to(elsewhere)
    keep_snapshot(tmp_path, "s1", snapshot("hola"), NOON)
    assert elsewhere.read_text() == "nada"


def test_a_write_that_fails_leaves_the_newest_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = keep_snapshot(tmp_path, "s1", snapshot("uno"), NOON)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        keep_snapshot(tmp_path, "s1", snapshot("dos"), NOON + MINUTE)
    assert newest_snapshot(tmp_path, "s1") == first
    assert first.read_text() == "uno"


@pytest.mark.parametrize("name", ["", ".", "..", "../s1", "a/b", ".hidden", "a\\b", "s1\n"])
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="takes letters, digits"):
        keep_snapshot(tmp_path, name, snapshot("hola"), NOON)
    assert not list(tmp_path.iterdir())


def test_an_instant_without_offset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs an offset"):
        keep_snapshot(tmp_path, "s1", snapshot("hola"), NOON.replace(tzinfo=None))
