"""A restore looks at everything before it changes anything, puts each file where it belongs, and leaves a mark until it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ckanext.spenddata.backup import archive, latest, manifest, restore
from ckanext.spenddata.backup.faults import BackupError, BrokenBackupError
from ckanext.spenddata.backup.manifest import Manifest

FILES = {"ckan.dump": b"one", "datastore.dump": b"two", "files/resources/ab/c": b"csv", "spenddata/files/ab/x": b"sent"}


def backup(path: Path, files: dict[str, bytes] = FILES) -> Path:
    with archive.writing(path) as writer:
        for name, content in files.items():
            writer.add(name, lambda take, content=content: take(content))
        roles = {"ckan": "main", "write": "writer", "read": "reader"}
        told = Manifest("2026-11-28T10:00:00Z", "http://x", {"pg_dump": "16"}, {}, roles, {}, [], writer.members)
        writer.finish(manifest.written(told))
    return path


class Portal:
    """What a restore does to a portal, in order; each step can be made to fail."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.done, self.failing = folder, [], {}
        self.storage = folder / "own"

    def step(self, name: str, answer: Any = None) -> Any:
        def take(*arguments: Any) -> Any:
            self.done.append((name, *arguments))
            if name in self.failing:
                raise self.failing[name]
            return answer

        return take

    @property
    def names(self) -> list[str]:
        return [name for name, *_ in self.done]


class Database:
    def __init__(self, name: str) -> None:
        self.name = name

    def major(self) -> int:
        return 16


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    portal = Portal(tmp_path)
    places = {"files/": tmp_path / "ckan", "spenddata/": portal.storage}
    monkeypatch.setattr(restore.config, "storage", lambda: portal.storage)
    monkeypatch.setattr(
        restore.places,
        "target",
        lambda name: next((f / name.removeprefix(p) for p, f in places.items() if name.startswith(p)), None),
    )
    monkeypatch.setattr(restore.databases, "both", lambda: (Database("ckan"), Database("datastore")))
    monkeypatch.setattr(restore.versions, "require_known", portal.step("known"))
    for name in ("require_unused", "require_fitting", "require_empty", "let_go"):
        monkeypatch.setattr(restore.vacant, name, portal.step(name))
    monkeypatch.setattr(restore.programs, "choose", portal.step("choose", Path("pg_restore")))
    monkeypatch.setattr(
        restore.load, "load", lambda database, *rest: portal.step("load")(database.name, rest[1].read_bytes(), rest[2])
    )
    monkeypatch.setattr(restore, "_compare", portal.step("compare"))
    monkeypatch.setattr(restore, "catch_up", portal.step("catch up", "caught up"))
    return portal


def test_a_whole_restore(portal, tmp_path):
    path = backup(tmp_path / "a.tar")
    found, caught_up = restore.restore(path, None, None, lambda _line: None)
    assert caught_up == "caught up"
    assert (tmp_path / "ckan/resources/ab/c").read_bytes() == b"csv"
    assert (portal.storage / "files/ab/x").read_bytes() == b"sent"
    assert [step for step in portal.done if step[0] == "load"] == [
        ("load", "ckan", b"one", "main"),
        ("load", "datastore", b"two", "writer"),
    ]
    assert portal.names[-3:] == ["let_go", "compare", "catch up"]
    known = latest.known(latest.RESTORED)
    assert known
    assert known.made == found.made
    assert not latest.begun()


def test_files_are_for_their_owner_alone_and_nothing_is_left_in_the_workplace(portal, tmp_path):
    restore.restore(backup(tmp_path / "a.tar"), None, None, lambda _line: None)
    assert (portal.storage / "files/ab/x").stat().st_mode & 0o777 == 0o600
    assert list((portal.storage / "incoming").iterdir()) == []


@pytest.mark.parametrize("kept_from", ["known", "require_unused", "require_fitting", "require_empty", "choose"])
def test_whatever_stands_against_it_nothing_is_changed(portal, tmp_path, kept_from):
    portal.failing[kept_from] = BackupError("not so")
    with pytest.raises(BackupError, match="not so"):
        restore.restore(backup(tmp_path / "a.tar"), None, None, lambda _line: None)
    assert not latest.begun()
    assert "load" not in portal.names
    assert not (tmp_path / "ckan").exists()
    assert [path for path in portal.storage.rglob("*") if path.is_file()] == []


def test_a_disk_without_room_is_told_before_anything_is_written(portal, tmp_path, monkeypatch):
    monkeypatch.setattr(restore, "ROOM", 1e18)
    with pytest.raises(BackupError, match="are needed in") as refused:
        restore.restore(backup(tmp_path / "a.tar"), None, None, lambda _line: None)
    assert "Nothing was changed" in str(refused.value)
    assert not latest.begun()


@pytest.mark.parametrize("written", ["not json\n", None])
def test_a_record_of_removals_that_cannot_be_read_stops_it(portal, tmp_path, written):
    record = tmp_path / "removals.jsonl"
    if written is not None:
        record.write_text(written)
    with pytest.raises(BackupError, match="record of what was taken back"):
        restore.restore(backup(tmp_path / "a.tar"), record, None, lambda _line: None)
    assert portal.names == []


def test_a_backup_with_another_seal_is_refused(portal, tmp_path):
    with pytest.raises(BrokenBackupError, match="seal"):
        restore.restore(backup(tmp_path / "a.tar"), None, "0" * 64, lambda _line: None)
    assert portal.names == []


def test_one_that_was_cut_short_is_begun_again(portal, tmp_path):
    """The portal was empty when it began, so that what is there is the restore's own."""
    path = backup(tmp_path / "a.tar")
    portal.failing["load"] = BackupError("the database went away")
    with pytest.raises(BackupError, match="went away"):
        restore.restore(path, None, None, lambda _line: None)
    assert latest.begun()
    assert latest.known(latest.RESTORED) is None

    portal.failing.clear()
    portal.failing["require_empty"] = BackupError("there is something")
    restore.restore(path, None, None, lambda _line: None)
    assert not latest.begun()


def test_figures_that_differ_leave_the_mark(portal, tmp_path):
    portal.failing["compare"] = BackupError("not what was backed up")
    with pytest.raises(BackupError, match="not what"):
        restore.restore(backup(tmp_path / "a.tar"), None, None, lambda _line: None)
    assert latest.begun()
    assert "catch up" not in portal.names


def test_a_file_without_a_place_in_a_portal_is_refused(portal, tmp_path):
    path = backup(tmp_path / "a.tar", {**FILES, "elsewhere/x": b"x"})
    with pytest.raises(BrokenBackupError, match="elsewhere/x has no place"):
        restore.restore(path, None, None, lambda _line: None)
    assert "load" not in portal.names
