"""A backup's file is whole under its own name or not there, and whatever was done to it is noticed before anything is changed."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from ckanext.spenddata.backup import archive, manifest
from ckanext.spenddata.backup.check import check
from ckanext.spenddata.backup.faults import BackupError, BrokenBackupError
from ckanext.spenddata.backup.manifest import Manifest

LONG = "spenddata/files/" + "long/" * 40 + "näme"
FILES = {"ckan.dump": b"one", "datastore.dump": b"", "files/resources/abc": b"x" * 70_000, LONG: b"y" * 512}


def make(path: Path, files: dict[str, bytes] = FILES) -> str:
    """A small backup; its seal."""
    with archive.writing(path) as writer:
        for name, content in files.items():
            writer.add(name, lambda take, content=content: take(content))
        told = Manifest("2026-11-28T10:00:00Z", "http://x", {}, {}, {}, {}, [], writer.members)
        content = manifest.written(told)
        writer.finish(content)
    return manifest.seal(content)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(path: Path) -> dict[str, bytes]:
    return {name: stream.read() for name, stream in archive.members(path)}


def test_what_was_written_is_read_again(tmp_path):
    path = tmp_path / "a.tar"
    seal = make(path)
    assert contents(path) == FILES
    found, found_seal = check(path, seal)
    assert found_seal == seal
    assert {name: member.size for name, member in found.members.items()} == {n: len(c) for n, c in FILES.items()}


def test_every_tar_program_can_read_it(tmp_path):
    make(tmp_path / "a.tar")
    listed = subprocess.run(["tar", "-tf", tmp_path / "a.tar"], capture_output=True, text=True, check=True).stdout
    assert listed.splitlines()[:3] == list(FILES)[:3]
    assert listed.splitlines()[-1] == manifest.NAME


def test_nobody_else_may_read_it(tmp_path):
    make(tmp_path / "a.tar")
    assert (tmp_path / "a.tar").stat().st_mode & 0o777 == 0o600


def test_a_name_that_is_taken_is_left_alone(tmp_path):
    (tmp_path / "a.tar").write_text("mine")
    with pytest.raises(BackupError, match="is there already"):
        make(tmp_path / "a.tar")
    assert names(tmp_path) == ["a.tar"]
    assert (tmp_path / "a.tar").read_text() == "mine"


def test_one_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), archive.writing(tmp_path / "a.tar") as writer:
        writer.add("ckan.dump", lambda _take: 1 / 0)
    assert names(tmp_path) == []


def test_one_that_is_killed_has_no_name_and_goes_with_the_next(tmp_path):
    program = (
        "import sys, time; from pathlib import Path; from ckanext.spenddata.backup import archive\n"
        "with archive.writing(Path(sys.argv[1])) as writer:\n"
        "    writer.add('ckan.dump', lambda take: take(b'x' * 9_000_000)); print('half', flush=True); time.sleep(60)"
    )
    killed = subprocess.Popen([sys.executable, "-c", program, tmp_path / "a.tar"], stdout=subprocess.PIPE)
    assert killed.stdout is not None
    assert killed.stdout.readline() == b"half\n"
    # One that is still being made is not taken for one that was left behind.
    assert archive.clear_partial(tmp_path) == 0
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    assert not (tmp_path / "a.tar").exists()
    assert len(names(tmp_path)) == 1
    assert archive.clear_partial(tmp_path) == 1
    assert names(tmp_path) == []


@pytest.mark.parametrize("at", [0, 513, 40_000, -1, -600, -1024])
def test_one_changed_byte_is_noticed(tmp_path, at):
    path = tmp_path / "a.tar"
    make(path)
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)
    if at in (-1, -600, -1024):
        # The end of the file is zeros, which say nothing; what is in it can't differ.
        try:
            check(path)
        except BrokenBackupError:
            return
        assert contents(path) == FILES
    else:
        with pytest.raises(BrokenBackupError):
            check(path)


def test_it_is_noticed_wherever_it_was_cut(tmp_path):
    make(tmp_path / "a.tar")
    whole = (tmp_path / "a.tar").read_bytes()
    cut = tmp_path / "cut.tar"
    for length in [0, 1, 511, 512, 600, *range(1024, len(whole), 4096), len(whole) - 1024, len(whole) - 1]:
        cut.write_bytes(whole[:length])
        with pytest.raises(BrokenBackupError):
            check(cut)


def test_something_after_its_end_is_noticed(tmp_path):
    path = tmp_path / "a.tar"
    make(path)
    with path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(BrokenBackupError, match="follows its end"):
        check(path)


def test_a_manifest_that_was_made_anew_has_another_seal(tmp_path):
    seal = make(tmp_path / "a.tar")
    make(tmp_path / "forged.tar", {**FILES, "ckan.dump": b"other"})
    check(tmp_path / "forged.tar")
    with pytest.raises(BrokenBackupError, match="seal"):
        check(tmp_path / "forged.tar", seal)


@pytest.mark.parametrize("name", ["../out", "/etc/out", "files/../../out", "files//out", "./out"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    path = tmp_path / "a.tar"
    make(path, {**FILES, name: b"x"})
    with pytest.raises(BrokenBackupError, match=r"which no backup has"):
        check(path)


def test_links_are_refused(tmp_path):
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as tar:
        info = tarfile.TarInfo("files/resources/a")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(BrokenBackupError, match=r"which no backup has"):
        check(path)


def test_a_file_that_the_manifest_does_not_name_is_refused(tmp_path):
    path = tmp_path / "a.tar"
    told = manifest.written(Manifest("", "", {}, {}, {}, {}, [], {}))
    with tarfile.open(path, "w") as tar:
        for name, content in ((LONG, b"x"), (manifest.NAME, told)):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    with pytest.raises(BrokenBackupError, match="not in its manifest"):
        check(path)


def test_a_database_that_is_missing_is_noticed(tmp_path):
    make(tmp_path / "a.tar", {"ckan.dump": b"one"})
    with pytest.raises(BrokenBackupError, match=r"lacks datastore\.dump"):
        check(tmp_path / "a.tar")


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "members": {"a": {"size": 1}}}', b"\xff"]
)
def test_a_manifest_that_is_none_is_refused(content):
    with pytest.raises(BrokenBackupError, match="can't be read"):
        manifest.read(content)


def test_a_newer_kind_of_backup_says_what_to_install():
    with pytest.raises(BrokenBackupError, match=r"format 2.*reads format 1.*Install"):
        manifest.read(b'{"format": 2, "members": {}}')


def test_it_needs_no_second_copy_of_what_it_holds(tmp_path):
    """A member's size need not be known before it is written."""
    chunk = bytes(1 << 20)
    with archive.writing(tmp_path / "a.tar") as writer:
        writer.add("datastore.dump", lambda take: [take(chunk) for _ in range(16)])
        assert len(names(tmp_path)) == 1
        writer.add("ckan.dump", lambda take: take(b""))
        writer.finish(manifest.written(Manifest("", "", {}, {}, {}, {}, [], writer.members)))
    assert check(tmp_path / "a.tar")[0].members["datastore.dump"].size == 16 << 20
