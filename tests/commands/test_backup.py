"""Backing up, proving and restoring: what keeps the command from beginning, and what a person and a program are told."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ckanext.spenddata.backup import check as checking
from ckanext.spenddata.backup import figures, make
from ckanext.spenddata.backup import restore as restoring
from ckanext.spenddata.backup.catch_up import CaughtUp
from ckanext.spenddata.backup.faults import BackupError
from ckanext.spenddata.backup.manifest import Manifest, Member
from ckanext.spenddata.commands.backup import backup, restore

MEMBERS = {"ckan.dump": Member(1_000, "a"), "datastore.dump": Member(2_000, "b")}
MANIFEST = Manifest("2026-11-28T10:00:00Z", "http://x", {}, {}, {}, {"payments": 3}, ["A file is missing."], MEMBERS)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command; what it makes is open to nobody else, and the mask of this process stays."""
    monkeypatch.setattr(figures, "as_lines", lambda found: [f"{name}: {value}" for name, value in found.items()])
    masks: list[int] = []
    monkeypatch.setattr(os, "umask", masks.append)

    def run(command: Any, *words: object) -> Result:
        return CliRunner().invoke(command, [str(word) for word in words])

    run.masks = masks  # type: ignore[attr-defined]
    return run


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Backups that were made and kept."""
    done: list[Any] = []

    def make_one(target: Path) -> Any:
        done.append(target)
        return SimpleNamespace(manifest=MANIFEST, seal="the seal", path=target / "one.tar")

    def keep_newest(folder: Path, keep: int) -> list[Path]:
        done.append(keep)
        return [folder / "old.tar"]

    monkeypatch.setattr(make, "make", make_one)
    monkeypatch.setattr(make, "keep_newest", keep_newest)
    return done


def test_to_back_up_is_what_the_group_does_by_itself(run, made, tmp_path):
    done = run(backup, tmp_path)
    assert done.exit_code == 0
    assert made == [tmp_path]
    assert done.stdout.splitlines() == [
        f"{tmp_path}/one.tar: 2 files, 3,000 bytes",
        "http://x as it was on 2026-11-28T10:00:00Z",
        "  payments: 3",
        "seal: the seal",
    ]
    assert done.stderr == "Take note: A file is missing.\n"
    assert run.masks == [0o077]


def test_a_program_is_told_the_same(run, made, tmp_path):
    done = run(backup, "make", tmp_path, "--keep", 2, "--json")
    assert made == [tmp_path, 2]
    told = json.loads(done.stdout)
    assert (told["path"], told["seal"], told["bytes"], told["files"]) == (f"{tmp_path}/one.tar", "the seal", 3000, 2)
    assert told["removed"] == [f"{tmp_path}/old.tar"]
    assert told["warnings"] == MANIFEST.warnings
    assert "Removed:" in done.stderr


def test_only_backups_in_a_folder_are_counted_and_none_is_made_else(run, made, tmp_path):
    done = run(backup, tmp_path / "one.tar", "--keep", 2)
    assert done.exit_code == 1
    assert "No backup was made" in done.stderr
    assert made == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BackupError("Somebody is at the databases."), "Somebody is at the databases."),
        (OSError(28, "No space left on device", "/backups"), "No space left on device: /backups. Free room"),
    ],
)
def test_what_keeps_it_from_being_made_is_told_without_a_trace(run, monkeypatch, tmp_path, error, words):
    def failing(_target: Path) -> None:
        raise error

    monkeypatch.setattr(make, "make", failing)
    done = run(backup, tmp_path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert words in done.stderr


def test_a_backup_is_proved_by_its_seal(run, monkeypatch, tmp_path):
    file = tmp_path / "one.tar"
    file.touch()
    asked: list[Any] = []
    monkeypatch.setattr(checking, "check", lambda *what: (asked.append(what), (MANIFEST, "found seal"))[1])
    assert "seal: found seal" in run(backup, "check", file, "--seal", "abc").stdout
    assert asked == [(file, "abc")]
    assert run(backup, "check", tmp_path / "none.tar").exit_code == 2


@pytest.fixture
def restored(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    asked: list[Any] = []
    caught_up = CaughtUp(by_hand=["X-DEMO-1: away"], written_again=4, payments=1_200, figures={"returns": 5})

    def restore_one(file: Path, removals: Path | None, seal: str | None, _say: Any) -> Any:
        asked.append((file, removals, seal))
        return MANIFEST, caught_up

    monkeypatch.setattr(restoring, "restore", restore_one)
    return asked


@pytest.mark.parametrize("both", [True, False])
def test_a_restore_asks_what_was_taken_back_since(run, restored, tmp_path, both):
    file = tmp_path / "one.tar"
    file.touch()
    done = run(restore, file, *(["--removals", file, "--without-removals"] if both else []))
    assert done.exit_code == 1
    assert "would be public again. Nothing was changed." in done.stderr
    assert restored == []


def test_a_restore_tells_what_it_did_beside_and_what_a_person_must_do(run, restored, tmp_path):
    file = tmp_path / "one.tar"
    file.touch()
    done = run(restore, file, "--removals", file, "--seal", "abc")
    assert restored == [(file, file, "abc")]
    assert "payments in the search index: 1,200" in done.stdout
    assert "  returns: 5" in done.stdout
    assert "hidden until somebody sees to it: X-DEMO-1: away" in done.stderr
    assert "4 published files were written again" in done.stderr
    told = json.loads(run(restore, file, "--without-removals", "--json").stdout)
    assert (told["made"], told["payments"], told["written_again"]) == (MANIFEST.made, 1200, 4)
    assert restored[-1] == (file, None, None)
