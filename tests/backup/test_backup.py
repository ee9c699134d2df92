"""A portal that is used is backed up, and restored elsewhere with every figure, row and byte that it had."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.backup.conftest import OtherPortal, rows
from tests.returns.removal.test_erased import cells, erase, publish
from tests.returns.world import REGIME, World, csv_file, follow, work

NAME = "Wilhelmina Brackenthorpe"
QUIET = "X-DEMO-1"
BUSY = "X-DEMO-3"
PAYMENTS = (
    """select * from public."c5d11b6c-5903-5c6b-8dd0-74eb5fc3a174" where publisher_id = 'X-DEMO-1' order by _id"""
)
LEDGER = "select * from spenddata.ledger where publisher_id = 'X-DEMO-1' order by _id"
ENTRIES = """
select entry_no, return_id, revision, attempt, state, current, nil, n, amount, left_out, sha256, published, ended is null
from spenddata.entry where publisher_id = 'X-DEMO-1' order by entry_no
"""
TOTALS = "select * from spenddata.total_month where publisher_id = 'X-DEMO-1' order by 1, 2, 3, 4, 5"
USERS = 'select id, name, email, password, sysadmin, state from "user" order by id'
MEMBERS = "select * from member where table_name = 'user' order by id"
REVISIONS = """
select revision.id, number, state, artefact_sha256, entry_no, rows_accepted, amount_accepted from spenddata_revision as revision
join spenddata_return as one on one.id = return_id where publisher_id = 'X-DEMO-1' order by revision.id
"""
OF_BUSY = """
select number, state, entry_no from spenddata_revision as revision join spenddata_return as one on one.id = return_id
where publisher_id = 'X-DEMO-3' and state in ('published', 'publishing')
"""
CURRENT_OF_BUSY = "select revision, entry_no, n from spenddata.entry where publisher_id = 'X-DEMO-3' and current"
ROWS_OF_BUSY = "select _id >> 24, count(*) from spenddata.ledger where publisher_id = 'X-DEMO-3' group by 1"


def backup(*arguments: str | Path) -> dict[str, Any]:
    """Run ``ckan spenddata backup``; what it printed."""
    from ckanext.spenddata.cli import spenddata

    result = CliRunner().invoke(spenddata, ["backup", *map(str, arguments), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def small_portal(world: World) -> World:
    """Something was published, revised, withdrawn, erased, rejected, and waits."""
    world.publish(csv_file(4))
    world.publish(csv_file(6))
    publish(world, csv_file(3, month=5).replace(b"Supplier 3 Ltd", NAME.encode()), period="2026-Q2")
    world.publish(csv_file(3, month=8), period="2026-Q3")
    world.call(
        "spenddata_return_withdraw", "administrator", reference=f"{QUIET}.{REGIME}.2026-Q3", why="Sent by mistake"
    )
    world.submit(csv_file(5, month=11), period="2026-Q4")
    work()
    follow()
    return world


class Busy:
    """Somebody who publishes revision after revision, and what follows it, in threads of their own."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._ended = threading.Event()
        self.published = 0
        self.wrong: list[BaseException] = []
        self._threads = [threading.Thread(target=self._guarded, args=[what]) for what in (self._publish, follow)]

    def __enter__(self) -> Busy:
        for thread in self._threads:
            thread.start()
        while not self.published and not self.wrong:
            time.sleep(0.02)
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _publish(self) -> None:
        self._world.submit(
            csv_file(40 + self.published, name="Otherborough District Council"),
            who="stranger",
            publisher=BUSY,
            publish=True,
        )
        work()
        self.published += 1

    def _guarded(self, what: Any) -> None:
        from ckan import model

        try:
            while not self._ended.is_set():
                what()
                model.Session.remove()
        except BaseException as error:  # noqa: BLE001  the test looks at it
            self.wrong.append(error)
        finally:
            model.Session.remove()


def source(statement: str, *, datastore: bool = False) -> list[tuple[Any, ...]]:
    return rows(os.environ["CKAN_DATASTORE_WRITE_URL" if datastore else "CKAN_SQLALCHEMY_URL"], statement)


@pytest.mark.parametrize("killed", [False, pytest.param(True, marks=pytest.mark.deep)])
def test_a_portal_that_is_published_to_comes_back_elsewhere(
    small_portal: World, other_portal: OtherPortal, tmp_path, killed: bool
):
    with Busy(small_portal) as busy:
        made = backup(tmp_path)
    assert busy.wrong == []
    assert made["warnings"] == []
    path = Path(made["path"])
    assert path.stat().st_mode & 0o777 == 0o600
    assert backup("check", path, "--seal", made["seal"])["figures"] == made["figures"]
    payments = made["figures"]["publishers"][QUIET][0]

    # After the backup somebody has a name erased, and a return withdrawn.
    erase(small_portal, reference=f"{QUIET}.{REGIME}.2026-Q2", places=cells("supplier_name"))
    small_portal.call("spenddata_return_withdraw", "administrator", reference=f"{QUIET}.{REGIME}.2026-Q1", why="Wrong")
    follow()
    record = tmp_path / "store/removals.jsonl"
    assert NAME not in record.read_text()

    if killed:
        other_portal.prepare()
        kill_when("datastore is restored", other_portal, "restore", path, "--without-removals")
    done = other_portal.command("restore", path, "--removals", record, "--seal", made["seal"], "--json")
    assert done.returncode == 0, done.stderr
    settled = json.loads(done.stdout)
    assert settled["by_hand"] == []
    assert settled["taken_back"] == [f"{QUIET}.{REGIME}.{period}" for period in ("2026-Q2", "2026-Q1")]
    assert not (other_portal.storage / "spenddata/restore-begun.json").exists()

    # All of whom nobody published for since then, row by row and byte by byte, what was taken back since taken back.
    for statement in (USERS, MEMBERS, REVISIONS):
        assert other_portal.rows(statement) == source(statement)
    for statement in (LEDGER, ENTRIES, TOTALS):
        assert other_portal.rows(statement, datastore=True) == source(statement, datastore=True)
    readable = other_portal.rows(PAYMENTS, url=other_portal.read_url)
    assert 0 < len(readable) < payments
    assert NAME not in str(readable)
    assert_same_files(other_portal)
    # Of somebody who is published for all the time: one moment, in both databases.
    assert_one_moment(other_portal)
    assert busy.published >= 1


def kill_when(said: str, other: OtherPortal, *arguments: str | Path) -> None:
    """Run a command, and kill it when it says something; it leaves the mark by which the next one knows."""
    killed = subprocess.Popen(other.arguments(*arguments), env=other.environment, stderr=subprocess.PIPE, text=True)
    assert killed.stderr is not None
    assert any(said in line for line in killed.stderr)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stderr.close()
    assert (other.storage / "spenddata/restore-begun.json").exists()


def assert_same_files(other: OtherPortal) -> None:
    """The published files, and their DataStore tables, of the quiet publisher."""
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.model.returns import resource_id

    kept, gone = (resource_id(f"{QUIET}.{REGIME}.{period}") for period in ("2026-Q2", "2026-Q1"))
    below = {id_: Path("resources", id_[:3], id_[3:6], id_[6:]) for id_ in (kept, gone)}
    here = Path(tk.config["ckan.storage_path"])
    assert (other.storage / below[kept]).read_bytes() == (here / below[kept]).read_bytes()
    assert not (other.storage / below[gone]).exists()
    table = f'select * from public."{kept}" order by _id'
    assert other.rows(table, datastore=True) == source(table, datastore=True) != []


def assert_one_moment(other: OtherPortal) -> None:
    """The ledger has what CKAN's database says is published, or one publication of which that has not written down the end."""
    ((number, entry_no, n),) = other.rows(CURRENT_OF_BUSY, datastore=True)
    revisions = other.rows(OF_BUSY)
    published = [row for row in revisions if row[1] == "published"]
    assert published == [(number, "published", entry_no)] or (number, "publishing", None) in revisions
    assert other.rows(ROWS_OF_BUSY, datastore=True) == [(entry_no, n)]


def refused(*arguments: str | Path) -> str:
    """What ``ckan spenddata restore`` says; it changes nothing."""
    from ckanext.spenddata.cli import spenddata

    result = CliRunner().invoke(spenddata, ["restore", *map(str, arguments)])
    assert result.exit_code == 1
    assert "Nothing was changed" in result.output
    return result.output


def test_it_must_be_said_what_was_taken_back_since(world: World, tmp_path):
    path = backup(tmp_path / "one.tar")["path"]
    assert "--without-removals" in refused(path)
    (tmp_path / "record").write_text("\nnot an order\n")
    assert "Line 2" in refused(path, "--removals", tmp_path / "record")


def test_a_portal_that_is_not_empty_is_left_alone(world: World):
    from ckanext.spenddata.backup import vacant
    from ckanext.spenddata.backup.faults import BackupError

    world.publish(csv_file(3))
    with pytest.raises(
        BackupError, match=r"not empty: it has 3 organisations, .*1 returns, .*1 publication in the ledger"
    ):
        vacant.require_empty()


def test_a_backup_of_a_newer_schema_says_what_to_install(world: World, tmp_path):
    from dataclasses import replace

    from ckanext.spenddata.backup import archive, versions
    from ckanext.spenddata.backup.faults import BackupError

    manifest, _ = archive.manifest_of(Path(backup(tmp_path / "one.tar")["path"]))
    versions.require_known(manifest)
    for name, at in (("ckan", "ffff"), ("spenddata", "ffff"), ("ledger", "999_later.sql"), ("not_loaded", "1")):
        with pytest.raises(BackupError, match=rf"newer version.* for {name}\..*ckanext-spenddata 0\."):
            versions.require_known(replace(manifest, schemas={**manifest.schemas, name: [at]}))


def test_a_portal_in_use_is_not_restored_over(world: World, tmp_path):
    path = backup(tmp_path / "one.tar")["path"]
    os.environ["PGAPPNAME"] = "somebody"
    try:
        import psycopg2

        reader = psycopg2.connect(os.environ["CKAN_SQLALCHEMY_URL"])
    finally:
        del os.environ["PGAPPNAME"]
    try:
        assert "1 of somebody at ckan" in refused(path, "--without-removals")
    finally:
        reader.close()


def test_only_so_many_are_kept_in_a_folder(world: World, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("20200101T000000Z-a.spenddata.tar", "20210101T000000Z-a.spenddata.tar", "mine.tar"):
        (folder / name).touch()
    made = backup(folder, "--keep", "2")
    assert sorted(path.name for path in folder.iterdir()) == [
        "20210101T000000Z-a.spenddata.tar",
        Path(made["path"]).name,
        "mine.tar",
    ]
