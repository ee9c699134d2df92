"""A whole portal whose storage and DataStore lie on small disks that are filled: it says so, loses nothing, and goes on later."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg2
import pytest

from stack import run_as
from stack.addresses import SUPERUSER, WRITE_ROLE
from tests.faults.whole import Whole, expected, file_of, wait_until, whole_portal
from tests.stack.test_launcher import public_folder

pytestmark = [
    pytest.mark.deep,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk"),
]

STORAGE, TABLESPACE = 64 * 2**20, 128 * 2**20
LEFT = 20_000
"""Bytes that are left free: less than anything that is made of the files of these tests needs."""
ROWS = 6_000
"""Of which the tablespace holds four revisions, in the ledger and in the DataStore with its indexes: nothing is vacuumed meanwhile."""
WHILE_FULL = 15
"""Seconds for which the work must wait."""
FREED = 60
MOVED = """
create tablespace small location '{folder}';
grant create on tablespace small to {role};
alter table all in tablespace pg_default set tablespace small;
alter index all in tablespace pg_default set tablespace small;
alter database {database} set default_tablespace = 'small'
"""


class Disk:
    """A file system of its own, with room for little."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    @contextmanager
    def full(self) -> Iterator[None]:
        """Next to nothing is free until the block ends."""
        with self._ballast.open("wb") as file:
            file.write(bytes(max(0, shutil.disk_usage(self.folder).free - LEFT)))
        try:
            yield
        finally:
            self._ballast.unlink()


@contextmanager
def disk(folder: Path, size: int) -> Iterator[Disk]:
    """Make one, or skip where the machine lets nobody."""
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody make a small disk")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


class Small(Whole):
    """The same, with its two disks."""

    storage: Disk
    tablespace: Disk


@pytest.fixture(scope="module")
def small() -> Iterator[Whole]:
    """A portal on small disks."""
    with ExitStack() as parts:
        folder = parts.enter_context(public_folder())
        storage = parts.enter_context(disk(folder / "home/storage", STORAGE))
        tablespace = parts.enter_context(disk(folder / "tablespace", TABLESPACE))
        whole = parts.enter_context(whole_portal(folder))
        move(whole, tablespace.folder)
        whole.__class__ = Small
        whole.storage, whole.tablespace = storage, tablespace  # pyright: ignore[reportAttributeAccessIssue]
        yield whole


def move(whole: Whole, folder: Path) -> None:
    """Move the DataStore's tables to another disk."""
    user = run_as.database_user()
    assert user
    os.chown(folder, user.pw_uid, user.pw_gid)
    addresses = whole.stack.addresses
    with closing(psycopg2.connect(addresses.database_url(SUPERUSER, addresses.datastore_database))) as database:
        database.autocommit = True
        statements = MOVED.format(folder=folder, role=WRITE_ROLE, database=addresses.datastore_database)
        with database.cursor() as cursor:
            for statement in statements.split(";"):
                cursor.execute(statement)


def files_of(whole: Whole) -> set[Path]:
    return {
        path for path in (whole.stack.home.base / "storage").rglob("*") if path.is_file() and path.name != "ballast"
    }


@pytest.mark.check(9)
def test_a_full_tablespace_keeps_the_old_rows_and_takes_the_new_ones_when_it_is_freed(small: Small, measured):
    assert small.send(file_of(1_000, 1)) == 1
    wait_until(lambda: small.is_done(1))
    with small.tablespace.full():
        assert small.send(file_of(ROWS, 500_000)) == 2
        wait_until(lambda: bool(small.revision(2).get("waits_for")))
        time.sleep(WHILE_FULL)
        waiting = small.revision(2)
        assert waiting["state"] == "publishing"
        assert waiting["tries"] == 0
        assert "space" in str(waiting["last_error"]), waiting
        assert small.public() == expected(1_000)
        assert small.downloaded() == expected(1_000)
        assert small.call("spenddata_transaction_search", None, q="", rows=1)["count"] == 1_000
    freed = time.monotonic()
    took = small.published_after(2)
    assert small.public() == expected(ROWS, 500_000)
    wait_until(lambda: small.is_done(2))
    whole = time.monotonic() - freed
    assert small.downloaded() == expected(ROWS, 500_000)
    small.command("spenddata", "ledger", "verify")
    measured(
        f"PostgreSQL's tablespace of 128 MB filled for {WHILE_FULL} s under a revision of {ROWS:,} rows: the old one whole,"
        f" the new one public {took:.0f} s after it was freed, all of it done after {whole:.0f} s"
    )
    assert took < FREED


@pytest.mark.check(9)
def test_a_full_storage_refuses_in_words_and_takes_files_when_it_is_freed(small: Small, measured):
    number = len(small.call("spenddata_return_show", reference="X-DEMO-1.lgtc-500.2026-Q1")["revisions"])
    before, rows = files_of(small), small.public()
    content = file_of(ROWS, 800_000)
    asked = {"publisher": "X-DEMO-1", "regime": "lgtc-500", "period": "2026-Q1", "publish": "true"}
    with small.storage.full():
        refused = small.post("spenddata_return_submit", upload=content, **asked)
        assert refused.status_code in (409, 503), refused.text
        assert "disk is full" in refused.text
        assert "Nothing of it was kept" in refused.text
        assert files_of(small) == before
        assert len(small.call("spenddata_return_show", reference="X-DEMO-1.lgtc-500.2026-Q1")["revisions"]) == number
        assert small.public() == rows
    assert small.send(content) == number + 1
    small.published_after(number + 1)
    assert small.public() == expected(ROWS, 800_000)
    measured(
        f"storage of 64 MB filled: refused with {refused.status_code} in words, no file left; taken when it was freed"
    )


@pytest.mark.check(9)
def test_a_storage_that_fills_up_while_a_file_is_read_is_waited_for(small: Small, measured):
    """It was taken in; what is read of it finds no room."""
    number = len(small.call("spenddata_return_show", reference="X-DEMO-1.lgtc-500.2026-Q1")["revisions"]) + 1
    rows = small.public()
    small.kill("worker")
    assert small.send(file_of(ROWS, 1)) == number
    with small.storage.full():
        small.bring_back()
        wait_until(lambda: small.revision(number).get("waits_for") == "disk")
        assert small.public() == rows
    took = small.published_after(number)
    assert small.public() == expected(ROWS)
    assert small.revision(number)["tries"] == 0
    measured(f"storage filled before the file was read: waited for, published {took:.0f} s after it was freed")
    assert took < FREED
