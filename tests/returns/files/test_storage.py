"""Files are kept whole or not at all, private, and under their own digest."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ckanext.spenddata.returns.files import storage as module
from ckanext.spenddata.returns.files.storage import Storage, StorageError, TooLargeError

SMALL = 64 * 2**20


@pytest.fixture
def store(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "store")


def keep(store: Storage, content: bytes, most_bytes: int = 10_000_000) -> str:
    with store.workplace() as folder:
        kept = store.receive(io.BytesIO(content), folder / "1", most_bytes)
        store.keep(folder / "1", kept.sha256)
    return kept.sha256


def everything(store: Storage) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


def test_a_file_is_found_by_its_digest(store: Storage):
    content = os.urandom(3_000_000)
    sha256 = keep(store, content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert store.file(sha256).read_bytes() == content


def test_files_and_folders_are_private(store: Storage):
    path = store.file(keep(store, b"a"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_file_twice_is_one_file(store: Storage):
    assert keep(store, b"same") == keep(store, b"same")
    assert len(everything(store)) == 1


def test_a_file_that_is_too_large_leaves_nothing(store: Storage):
    with pytest.raises(TooLargeError):
        keep(store, b"x" * 101, most_bytes=100)
    assert everything(store) == []


class FullDisk(io.BytesIO):
    """A disk that is full after the first chunk."""

    def read(self, size: int | None = -1) -> bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.check(9)
def test_a_full_disk_is_told_in_words_and_leaves_nothing(store: Storage, measured):
    with pytest.raises(StorageError, match=r"disk is full.*Nothing of it was kept"), store.workplace() as folder:
        store.receive(FullDisk(), folder / "1", 100)
    assert everything(store) == []
    measured("the error of a full disk raised by the test")


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path):
    (tmp_path / "store").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="can't be written"):
        Storage(tmp_path / "store").check_writable()


def test_a_name_that_is_no_digest_leads_nowhere(store: Storage):
    for name in ("../../etc/passwd", "a" * 63 + "/", "A" * 64, ""):
        with pytest.raises(ValueError, match="not a SHA-256"):
            store.file(name)


def test_a_csv_is_made_once(store: Storage):
    made = []

    def write(path: Path) -> None:
        made.append(path)
        path.write_text("a,b\r\n")

    first = store.make_csv("0" * 64, write)
    assert store.make_csv("0" * 64, write) == first
    assert len(made) == 1


def test_a_csv_that_fails_half_way_is_not_there(store: Storage):
    def write(path: Path) -> None:
        path.write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.make_csv("0" * 64, write)
    assert everything(store) == []


def test_what_killed_processes_left_is_cleared_and_fresh_work_is_not(store: Storage):
    with store.workplace() as folder:
        (folder / "1").write_bytes(b"fresh")
        left = store.root / "incoming" / "left"
        left.write_bytes(b"old")
        os.utime(left, (0, 0))
        assert store.clear_incoming(older_than=time.time() - 3600) == 1
        assert (folder / "1").exists()
    assert not left.exists()


def test_reports_of_a_reading_replace_those_of_its_earlier_try(store: Storage):
    for words in ("first", "second"):
        with store.workplace() as folder:
            (folder / "out").mkdir()
            (folder / "out" / "report.json").write_text(words)
            store.keep_reports(folder / "out", "revision", 1)
    assert (store.reports("revision", 1) / "report.json").read_text() == "second"


def test_the_digest_of_a_file(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"abc")
    assert module.sha256_of(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for little."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=0700", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can make a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.check(9)
def test_a_disk_that_is_full_indeed_keeps_what_it_had_and_takes_more_when_it_is_freed(small_disk: Path, measured):
    store = Storage(small_disk / "store")
    old = keep(store, b"old" * 1_000_000, most_bytes=SMALL)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(SMALL - 5_000_000))
    before = everything(store)
    with pytest.raises(StorageError, match=r"disk is full.*Nothing of it was kept"):
        keep(store, os.urandom(4_000_000), most_bytes=SMALL)
    with pytest.raises(StorageError, match="disk is full"):
        store.make_csv("0" * 64, lambda path: path.write_bytes(bytes(4_000_000)) and None)
    assert everything(store) == before
    assert store.file(old).read_bytes() == b"old" * 1_000_000
    ballast.unlink()
    content = os.urandom(4_000_000)
    assert store.file(keep(store, content, most_bytes=SMALL)).read_bytes() == content
    measured(f"storage on a real disk of {SMALL // 2**20} MB; PostgreSQL's tablespace not filled")
