"""Files in the layouts of real exports: every data row is accepted, or rejected with its reason."""

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from assets.workspace import PROJECT, SHIPPED_CYCLE
from tests.build import build_warehouse

EXPORTS = Path(os.environ.get("ALCANCE_SHARED", PROJECT.parent / "shared")) / "exports"
pytestmark = pytest.mark.skipif(
    not EXPORTS.is_dir(),
    reason=f"no real exports here: set ALCANCE_SHARED to the folder that holds exports/ ({EXPORTS})",
)

# Rows below each file's own header, counted by eye in the files.
ROWS = {
    "attendance_list_utf16le.csv": 38,
    "attendance_report_sections_utf16be.csv": 7,
    "participants_en_preamble_1.csv": 10,
    "participants_en_preamble_2.csv": 10,
    "attendee_report_en_sections.csv": 3,
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose first session has every real export there is."""
    root = tmp_path_factory.mktemp("real") / "workspace"
    attendance = root / "inbox" / "s1" / "attendance"
    attendance.mkdir(parents=True)
    shutil.copy(SHIPPED_CYCLE, root / "cycle.toml")
    for file in EXPORTS.rglob("*.csv"):
        shutil.copy(file, attendance / file.name)
    return build_warehouse(root).warehouse


def rows(warehouse: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_every_real_export_is_read_without_loss(warehouse: Path) -> None:
    found = rows(
        warehouse,
        "select parse_filename(raw_files.path), files.rows, files.accepted + files.rejected, files.refused"
        " from quality.files inner join raw.files as raw_files using (file_id)",
    )
    known = {name: (count, total, refused) for name, count, total, refused in found}
    assert {name: known[name] for name in ROWS} == {
        name: (count, count, None) for name, count in ROWS.items()
    }
    assert all(count == total for count, total, _ in known.values())


def test_every_row_that_is_not_accepted_has_its_reason(warehouse: Path) -> None:
    # The list of events shows days up to 12 only, on no day of this cycle; the others are of calls of other years.
    reasons = rows(
        warehouse,
        "select split_part(reason, ':', 1), sum(rows)::bigint from quality.rejects group by 1 order by 1",
    )
    assert reasons == [("date_order ambiguous", 38), ("outside the session", 30)]


def test_hosts_and_presenters_of_real_exports_keep_their_role(warehouse: Path) -> None:
    roles = rows(warehouse, "select role, count(*) from staging.attendance_rows group by role order by role")
    assert roles == [("attendee", 59), ("host", 2), ("organizer", 1), ("presenter", 6)]
