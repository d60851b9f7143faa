"""What may be kept no longer leaves what was published: by row, in every release, whenever the purge is killed.

A killed purge runs in a process of its own; all points are tried when ALCANCE_PROVE is set, and some otherwise.
"""

import hashlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest

from assets.publication.expired_releases import PURGING, purge_releases
from assets.publication.release import (
    DATABASE,
    MANIFEST,
    Manifest,
    PublicationError,
    current_manifest,
    publish,
)
from assets.sources.audience_tables import ensure_audience_tables
from assets.sources.cycle_tables import load_cycle_tables
from assets.sources.raw_files import ensure_tables
from assets.warehouse import content_hash, open_warehouse
from assets.workspace import PROJECT, SHIPPED_CYCLE, Workspace

DAY = timedelta(days=1)
# The day after the first session's seventh day; its views were told on both.
PUBLISHED_AT = datetime(2021, 5, 12, 18, tzinfo=UTC)
DAY_7 = datetime(2021, 5, 11, 18, tzinfo=UTC)
# Figures that stand for nothing else, so that a file can be searched for their bytes.
VIEWS_DAY_7, VIEWS_LATEST, OWNER_VIEWS, STUDIO_VIEWS = 918_273_645, 817_263_544, 716_253_443, 615_243_342

TABLES = f"""
    create or replace table reach.session as
    select * from (values
        ('s1', date '2021-05-04', 40, {VIEWS_LATEST}::bigint, $as_of::timestamptz, {VIEWS_DAY_7}::bigint),
        ('s2', date '2021-05-11', 30, null, null, null)
    ) as session (session_id, session_date, attended_people, views_latest, views_observed_at, views_day_7);
    create or replace table reach.audience as
    select * from (values
        ('s1', 'v1', $day_7::timestamptz, {VIEWS_DAY_7}::bigint, 'public', $day_7::timestamptz + interval 30 day),
        ('s1', 'v1', $as_of::timestamptz, {VIEWS_LATEST}::bigint, 'public', $as_of::timestamptz + interval 30 day)
    ) as audience (session_id, video_id, observed_at, views, obtained, keep_until);
    comment on column reach.audience.views is 'Vistas. / Views.';
    create or replace table reach.audience_daily as
    select * from (values
        ('v1', date '2021-05-05', {OWNER_VIEWS}::bigint, 'owner', $as_of::timestamptz + interval 30 day),
        ('v2', date '2021-05-05', {STUDIO_VIEWS}::bigint, 'studio', null)
    ) as daily (video_id, day_pacific, views, obtained, keep_until);
    create or replace table quality.audience_reconciliation as
    select 'v1' as video_id, 5 as difference, $as_of::timestamptz + interval 30 day as keep_until;
    create or replace table quality.missing_videos as
    select 's1' as session_id, 'v3' as video_id, $as_of::timestamptz as last_observed_at, 'Una plática' as last_title,
        7::bigint as last_views, 1::bigint as last_likes, null::bigint as last_comments,
        $as_of::timestamptz + interval 30 day as keep_until;
    create or replace table reach.session_reach as select 's1' as session_id, 40 as attended_people;
    create or replace table quality.shortcomings (topic varchar, subject varchar, sentence varchar);
"""


def at(workspace: Workspace, moment: datetime) -> Workspace:
    return Workspace(workspace.root, clock=lambda: moment)


def publish_at(workspace: Workspace, moment: datetime) -> Manifest:
    seen = at(workspace, moment)
    with open_warehouse(seen) as connection:
        ensure_tables(connection)
        ensure_audience_tables(connection)
        load_cycle_tables(connection, seen)
        for statement in TABLES.split(";")[:-1]:
            needed = {"as_of": moment, "day_7": DAY_7}
            connection.execute(
                statement, {name: value for name, value in needed.items() if f"${name}" in statement}
            )
        return publish(connection, seen, "")


def purge_at(workspace: Workspace, moment: datetime) -> list[str]:
    seen = at(workspace, moment)
    with open_warehouse(seen) as connection:
        return purge_releases(connection, seen)


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("published_once")
    shutil.copy(SHIPPED_CYCLE, root / "cycle.toml")
    workspace = Workspace(root)
    publish_at(workspace, PUBLISHED_AT)
    return workspace


@pytest.fixture
def workspace(published_once: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(published_once.root, tmp_path / "workspace", symlinks=True)
    return Workspace(tmp_path / "workspace")


def check_authorisation(workspace: Workspace, moment: datetime, is_granted: bool) -> None:
    with open_warehouse(workspace) as connection:
        connection.execute(
            "insert into raw.owner_authorisations (checked_at, is_granted) values (?, ?)",
            [moment, is_granted],
        )


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(workspace.published / DATABASE), read_only=True) as connection:
        return connection.execute(query).fetchall()


def manifest_of(workspace: Workspace) -> Manifest:
    manifest = current_manifest(workspace)
    assert manifest is not None
    return manifest


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_nothing_is_touched_while_everything_may_be_kept(workspace: Workspace) -> None:
    before = contents(workspace.releases)
    assert purge_at(workspace, DAY_7 + 30 * DAY) == []
    assert contents(workspace.releases) == before


def test_an_expired_row_goes_and_takes_the_figures_made_from_it_along(workspace: Workspace) -> None:
    release_id = manifest_of(workspace).release_id
    assert purge_at(workspace, DAY_7 + 30 * DAY + timedelta(seconds=1)) == [release_id]
    assert rows(workspace, "select views from reach.audience") == [(VIEWS_LATEST,)]
    assert rows(
        workspace, "select session_id, attended_people, views_latest, views_day_7 from reach.session"
    ) == [
        ("s1", 40, VIEWS_LATEST, None),
        ("s2", 30, None, None),
    ]
    assert manifest_of(workspace).release_id == release_id == workspace.published.readlink().name


def test_in_the_end_only_what_the_owner_exported_and_our_own_record_stay(workspace: Workspace) -> None:
    purge_at(workspace, PUBLISHED_AT + 31 * DAY)
    assert rows(workspace, "select * from reach.audience") == []
    assert rows(workspace, "select video_id, views from reach.audience_daily") == [("v2", STUDIO_VIEWS)]
    assert rows(workspace, "select * from quality.audience_reconciliation") == []
    figures = "select views_latest, views_observed_at, views_day_7 from reach.session"
    assert rows(workspace, figures) == [(None, None, None)] * 2
    assert rows(workspace, "from quality.missing_videos") == [
        ("s1", "v3", None, None, None, None, None, None)
    ]
    assert rows(workspace, "from reach.session_reach") == [("s1", 40)]


def test_the_manifest_says_what_went_and_what_the_tables_are_now(workspace: Workspace) -> None:
    before = manifest_of(workspace)
    first, second = DAY_7 + 30.5 * DAY, PUBLISHED_AT + 31 * DAY
    purge_at(workspace, first)
    purge_at(workspace, second)
    after = manifest_of(workspace)
    assert before.purged == []
    assert after.purged == [
        {"at": first.isoformat(), "tables": {"reach.audience": 1, "reach.session": 1}},
        {
            "at": second.isoformat(),
            "tables": {
                "quality.audience_reconciliation": 1,
                "quality.missing_videos": 1,
                "reach.audience": 1,
                "reach.audience_daily": 1,
                "reach.session": 1,
            },
        },
    ]
    changed = {table for entry in after.purged for table in cast("dict[str, int]", entry["tables"])}
    untouched = before.tables.keys() - changed
    assert untouched
    assert {table: after.tables[table] for table in untouched} == {
        table: before.tables[table] for table in untouched
    }
    with duckdb.connect(str(workspace.published / DATABASE), read_only=True) as connection:
        connection.execute("set timezone = 'America/Mexico_City'")
        for table in changed:
            assert content_hash(connection, table) == after.tables[table]["hash"]
            [(count,)] = connection.execute(f"select count(*) from {table}").fetchall()
            assert count == after.tables[table]["rows"]


def test_no_byte_of_what_went_stays_in_the_file(workspace: Workspace) -> None:
    def is_found(views: int) -> bool:
        return views.to_bytes(8, "little") in (workspace.published / DATABASE).read_bytes()

    # Single values are packed into the blocks' statistics; what must be found at first proves that the search can.
    searched = [views for views in (VIEWS_DAY_7, VIEWS_LATEST, OWNER_VIEWS) if is_found(views)]
    assert searched
    purge_at(workspace, PUBLISHED_AT + 31 * DAY)
    assert not [views for views in searched if is_found(views)]


def test_the_file_is_as_a_published_one_must_be(workspace: Workspace) -> None:
    purge_at(workspace, PUBLISHED_AT + 31 * DAY)
    [folder] = workspace.releases.iterdir()
    assert sorted(path.name for path in folder.iterdir()) == [DATABASE, MANIFEST]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o444}
    assert rows(workspace, "select es, en from _leeme order by line desc limit 1") == [
        (
            "Retiradas el 2021-06-12: estadísticas de YouTube que ya no se podían guardar. Lo demás no cambió.",
            "Removed on 2021-06-12: YouTube statistics that might be kept no longer. Nothing else changed.",
        )
    ]
    comment = "select comment from duckdb_columns() where table_name = 'audience' and column_name = 'views'"
    assert rows(workspace, comment) == [("Vistas. / Views.",)]


def test_a_second_purge_touches_nothing(workspace: Workspace) -> None:
    purge_at(workspace, PUBLISHED_AT + 31 * DAY)
    before = contents(workspace.releases)
    assert purge_at(workspace, PUBLISHED_AT + 31 * DAY) == []
    assert purge_at(workspace, PUBLISHED_AT + 400 * DAY) == []
    assert contents(workspace.releases) == before


def test_every_release_is_purged_and_only_where_something_has_expired(workspace: Workspace) -> None:
    old = manifest_of(workspace).release_id
    new = publish_at(workspace, PUBLISHED_AT + 20 * DAY).release_id
    newest = publish_at(workspace, PUBLISHED_AT + 25 * DAY).release_id
    with duckdb.connect(str(workspace.releases / new / DATABASE), read_only=True) as connection:
        assert connection.execute("select count(*) from reach.audience").fetchall() == [(2,)]
    moment = PUBLISHED_AT + 50 * DAY + timedelta(seconds=1)
    purged = purge_at(workspace, moment)
    assert sorted(purged) == sorted([old, new, newest])
    # Of the newest one only the seventh day's row was too old.
    with duckdb.connect(str(workspace.releases / newest / DATABASE), read_only=True) as connection:
        assert connection.execute("select views from reach.audience").fetchall() == [(VIEWS_LATEST,)]
    assert workspace.published.readlink().name == newest


@pytest.mark.parametrize(("accepted", "views"), [(date(2021, 6, 10), 2), (date(2021, 6, 11), 1)])
def test_an_amendment_keeps_what_had_not_expired_when_it_was_accepted(
    workspace: Workspace, accepted: date, views: int
) -> None:
    text = workspace.cycle_file.read_text(encoding="utf-8").splitlines()
    if "[audience]" not in text:
        text.append("[audience]")
    text.insert(text.index("[audience]") + 1, f"terms_amendment = {accepted}")
    workspace.cycle_file.write_text("\n".join(text), encoding="utf-8")
    check_authorisation(workspace, PUBLISHED_AT + 30 * DAY, is_granted=True)
    purge_at(workspace, PUBLISHED_AT + 31 * DAY)
    # The seventh day's row ends on 10 June, the later one on 11 June.
    assert len(rows(workspace, "from reach.audience")) == views
    day_7 = VIEWS_DAY_7 if views == 2 else None
    assert rows(workspace, "select views_latest, views_day_7 from reach.session where session_id = 's1'") == [
        (VIEWS_LATEST, day_7)
    ]


@pytest.mark.parametrize(
    ("checks", "is_kept"),
    [
        ([(25, True)], True),
        ([(0, True)], False),
        ([(0, True), (1, False)], False),
        ([(25, True), (30, False)], True),
    ],
    ids=["stands", "not seen for long", "withdrawn", "withdrawn yesterday"],
)
def test_an_owners_row_stays_while_the_authorisation_stands_now(
    workspace: Workspace, checks: list[tuple[int, bool]], is_kept: bool
) -> None:
    for days, is_granted in checks:
        check_authorisation(workspace, PUBLISHED_AT + days * DAY, is_granted)
    purge_at(workspace, PUBLISHED_AT + 31 * DAY)
    assert (("v1",) in rows(workspace, "select video_id from reach.audience_daily")) == is_kept


def test_a_withdrawal_ends_the_keeping_of_what_the_release_promised_for_longer(workspace: Workspace) -> None:
    check_authorisation(workspace, PUBLISHED_AT, is_granted=True)
    check_authorisation(workspace, PUBLISHED_AT + 1 * DAY, is_granted=False)
    purge_at(workspace, PUBLISHED_AT + 9 * DAY)
    assert rows(workspace, "select video_id from reach.audience_daily") == [("v2",)]
    assert len(rows(workspace, "from reach.audience")) == 2


def test_a_session_whose_observations_are_not_listed_is_judged_by_their_instant(workspace: Workspace) -> None:
    with open_warehouse(at(workspace, PUBLISHED_AT)) as connection:
        connection.execute("delete from reach.audience")
        publish(connection, at(workspace, PUBLISHED_AT), "")
    figures = "select views_latest, views_day_7 from reach.session where session_id = 's1'"
    purge_at(workspace, DAY_7 + 29 * DAY)
    assert rows(workspace, figures) == [(VIEWS_LATEST, VIEWS_DAY_7)]
    purge_at(workspace, DAY_7 + 30 * DAY)
    assert rows(workspace, figures) == [(VIEWS_LATEST, None)]
    purge_at(workspace, PUBLISHED_AT + 31 * DAY)
    assert rows(workspace, figures) == [(None, None)]


def test_a_wal_left_by_somebodys_own_session_is_not_replayed_into_the_new_file(workspace: Workspace) -> None:
    wal = workspace.published / f"{DATABASE}.wal"
    wal.write_bytes(b"not ours")
    purge_at(workspace, PUBLISHED_AT + 31 * DAY)
    assert not wal.exists()
    assert rows(workspace, "from reach.audience") == []


def test_a_release_that_cannot_be_read_is_told_after_the_others_were_purged(workspace: Workspace) -> None:
    damaged = workspace.releases / "0damaged"
    damaged.mkdir()
    (damaged / DATABASE).write_bytes(b"no database")
    with pytest.raises(PublicationError, match="release 0damaged cannot be read"):
        purge_at(workspace, PUBLISHED_AT + 31 * DAY)
    assert rows(workspace, "from reach.audience") == []


READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    print(connection.execute("select count(*) from reach.audience").fetchall()[0][0], flush=True)
"""


def test_who_has_the_old_file_open_keeps_reading_it(workspace: Workspace) -> None:
    path = str(workspace.published / DATABASE)
    with subprocess.Popen(
        [sys.executable, "-c", READER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        print(file=reader.stdin, flush=True)
        assert reader.stdout.readline() == "2\n"
        purge_at(workspace, PUBLISHED_AT + 31 * DAY)
        print(file=reader.stdin, flush=True)
        assert reader.stdout.readline() == "2\n"
        assert rows(workspace, "from reach.audience") == []


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from assets.publication import expired_releases
from assets.warehouse import open_warehouse
from assets.workspace import Workspace

name, after = sys.argv[2], int(sys.argv[3])
owner = Path if name == "replace" else expired_releases
real, calls = getattr(owner, name), 0

def dying(*arguments, **named):
    global calls
    calls += 1
    if calls > after:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **named)

workspace = Workspace(Path(sys.argv[1]), clock=lambda: datetime.fromisoformat(sys.argv[4]))
with open_warehouse(workspace) as connection:
    setattr(owner, name, dying)
    expired_releases.purge_releases(connection, workspace)
"""
POINTS = [
    ("_tell_readers", 0, False),  # half written aside
    ("_note", 0, False),  # the database is ready
    ("_sync", 1, False),  # the manifest too
    ("replace", 0, False),
    ("_sync", 3, True),  # the database is swapped
    ("replace", 1, True),
    ("_sync", 4, True),  # both are
]


ALL = bool(os.environ.get("ALCANCE_PROVE"))


@pytest.mark.parametrize(("name", "after", "is_swapped"), POINTS if ALL else POINTS[0::5])
def test_a_killed_purge_leaves_the_old_file_or_the_new_one_and_the_next_ends_it(
    workspace: Workspace, name: str, after: int, is_swapped: bool
) -> None:
    moment = PUBLISHED_AT + 31 * DAY
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(workspace.root), name, str(after), moment.isoformat()],
        capture_output=True,
        cwd=PROJECT,
        timeout=120,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
    assert len(rows(workspace, "from reach.audience")) == (0 if is_swapped else 2)
    json.loads((workspace.published / MANIFEST).read_text(encoding="utf-8"))
    purge_at(workspace, moment)
    assert rows(workspace, "from reach.audience") == []
    assert [entry["at"] for entry in manifest_of(workspace).purged] == [moment.isoformat()]
    assert not list(workspace.releases.glob(f"{PURGING}*"))
