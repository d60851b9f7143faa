"""`alcance check`: what a file is and how it would be read, told to a person or a program, and nothing written."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assets.workspace import SHIPPED_CYCLE
from pipelines.command_line import alcance

ZOOM = (
    "Nombre (nombre original);E-mail del usuario;Hora para unirse;Hora para salir;Duración (minutos);Invitado\n"
    "Ana Pérez;ana@example.org;04/05/2021 10:00:00;04/05/2021 11:00:00;60;Sí\n"
    "Luis\u200b Ruiz;;04/05/2021 10:30:00;04/05/2021 11:30:30;61;Sí\n"
    ";;04/05/2021 10:30:00;04/05/2021 11:30:00;60;Sí\n"
)
KEYS = [
    "file",
    "platform",
    "kind",
    "language",
    "encoding",
    "separator",
    "date_order",
    "time_zone",
    "rows",
    "skipped",
    "accepted",
    "rejected",
    "stays",
    "first_join",
    "last_leave",
    "session_id",
    "refused",
    "warnings",
]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside of any workspace, and no workspace named."""
    monkeypatch.setenv("ALCANCE_WORKSPACE", str(tmp_path / "none"))
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(alcance, ["check", *map(str, arguments)])


def findings(*arguments: str | Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(check(*arguments, "--json").stdout)
    return found


def test_a_file_is_told_with_its_layout_its_counts_and_its_session(elsewhere: Path) -> None:
    (elsewhere / "lista.csv").write_bytes(ZOOM.encode("utf-8-sig"))
    [finding] = findings(elsewhere / "lista.csv")
    assert list(finding) == KEYS
    assert finding == {
        "file": "lista.csv",
        "platform": "zoom",
        "kind": "attendance",
        "language": "es",
        "encoding": "utf-8-sig",
        "separator": ";",
        "date_order": "dmy",
        "time_zone": "America/Mexico_City",
        "rows": 3,
        "skipped": {},
        "accepted": 2,
        "rejected": 1,
        "stays": 2,
        "first_join": "2021-05-04T10:00:00-05:00",
        "last_leave": "2021-05-04T11:30:30-05:00",
        "session_id": "s1",
        "refused": False,
        "warnings": [
            "1 rows rejected: nobody: neither a name nor an e-mail",
            "1 invisible characters were removed",
        ],
    }


def test_a_file_of_no_session_is_read_all_the_same_and_says_so(elsewhere: Path) -> None:
    (elsewhere / "otra.csv").write_text(ZOOM.replace("04/05/2021", "14/05/2019"), encoding="utf-8")
    [finding] = findings(elsewhere / "otra.csv")
    assert (finding["session_id"], finding["accepted"], finding["refused"]) == (None, 2, False)
    assert finding["warnings"][0].startswith("belongs to no session of the cycle")


def test_dates_that_prove_no_order_refuse_the_file(elsewhere: Path) -> None:
    (elsewhere / "otra.csv").write_text(ZOOM.replace("04/05/2021", "04/07/2021"), encoding="utf-8")
    result = check(elsewhere / "otra.csv")
    assert result.exit_code == 1
    assert "refused: date_order ambiguous" in result.stdout


def test_times_of_another_zone_are_refused_with_the_zone_that_fits(elsewhere: Path) -> None:
    shifted = ZOOM.replace("2021 11:", "2021 16:").replace("2021 10:", "2021 15:")
    (elsewhere / "utc.csv").write_text(shifted, encoding="utf-8")
    [finding] = findings(elsewhere / "utc.csv")
    assert "in UTC they would fit" in str(finding["refused"])


def test_a_folder_and_a_zip_stand_for_the_files_in_them(elsewhere: Path) -> None:
    (elsewhere / "a.csv").write_text(ZOOM, encoding="utf-8")
    with zipfile.ZipFile(elsewhere / "b.zip", "w") as archive:
        archive.writestr("dentro.csv", ZOOM)
    assert [finding["file"] for finding in findings(elsewhere)] == ["a.csv", "b.zip/dentro.csv"]


def test_a_file_in_the_inbox_is_of_its_folders_session_and_kind(tmp_path: Path) -> None:
    folder = tmp_path / "workspace" / "inbox" / "s2" / "registrations"
    folder.mkdir(parents=True)
    (tmp_path / "workspace" / "cycle.toml").write_bytes(SHIPPED_CYCLE.read_bytes())
    (folder / "lista.csv").write_text(ZOOM, encoding="utf-8")
    [finding] = findings(folder / "lista.csv", "--workspace", tmp_path / "workspace")
    assert "move it to the folder attendance" in str(finding["refused"])
    assert (finding["rows"], finding["accepted"], finding["rejected"]) == (3, 0, 3)


def test_nothing_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "workspace"
    (root / "inbox" / "s1" / "attendance").mkdir(parents=True)
    (root / "cycle.toml").write_bytes(SHIPPED_CYCLE.read_bytes())
    (root / "inbox" / "s1" / "attendance" / "lista.csv").write_text(ZOOM, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert check(root / "inbox", "--workspace", root).exit_code == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_that_nobody_knows_says_what_to_do(elsewhere: Path) -> None:
    (elsewhere / "precios.csv").write_text("producto,precio\npan,12\n", encoding="utf-8")
    result = check(elsewhere / "precios.csv")
    assert result.exit_code == 1
    assert "not an export that is known" in result.stdout
    assert "name its columns in cycle.toml" in result.stdout


def test_a_path_that_is_not_there_is_wrong_usage(elsewhere: Path) -> None:
    assert check(elsewhere / "nada.csv").exit_code == 2


def test_what_a_person_sees_names_the_file_its_rows_and_its_stays(elsewhere: Path) -> None:
    (elsewhere / "lista.csv").write_text(ZOOM, encoding="utf-8")
    shown = check(elsewhere / "lista.csv").stdout
    assert "zoom attendance, language es, utf-8, dates dmy, times in America/Mexico_City" in shown
    assert "3 rows: 2 accepted, 1 rejected" in shown
    assert "2 stays from 2021-05-04T10:00:00-05:00 to 2021-05-04T11:30:30-05:00" in shown
