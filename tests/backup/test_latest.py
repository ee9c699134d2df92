"""What this portal knows of its last backup is whole or not there, for its owner alone, and never stands in the way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from freezegun import freeze_time

from ckanext.spenddata.backup import latest
from ckanext.spenddata.backup.latest import BEGUN, LATEST, RESTORED, Latest

ONE = Latest("2026-11-28T10:00:00.000000Z", "ab" * 32, "one.spenddata.tar")


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "storage"
    monkeypatch.setattr(latest.config, "storage", lambda: folder)
    return folder


def test_what_was_noted_is_known(storage):
    latest.note(LATEST, ONE)
    assert latest.known(LATEST) == ONE
    assert latest.known(RESTORED) is None


def test_others_on_the_machine_cannot_read_it(storage):
    latest.note(LATEST, ONE)
    assert (storage / LATEST).stat().st_mode & 0o777 == 0o600
    assert storage.stat().st_mode & 0o777 == 0o700


def test_the_newer_note_takes_the_place_of_the_older(storage):
    latest.note(LATEST, ONE)
    newer = Latest("2026-11-29T10:00:00.000000Z", "cd" * 32, "two.spenddata.tar")
    latest.note(LATEST, newer)
    assert latest.known(LATEST) == newer
    assert [path.name for path in storage.iterdir()] == [LATEST]


@pytest.mark.parametrize(
    "damaged", ["", "{", "[]", "null", '{"made": "x"}', '{"made": 1, "seal": 2, "name": 3, "more": 4}']
)
def test_a_note_that_is_damaged_is_none(storage, damaged):
    storage.mkdir()
    (storage / LATEST).write_text(damaged)
    assert latest.known(LATEST) is None


def test_a_restore_is_under_way_until_it_is_forgotten(storage):
    assert not latest.begun()
    latest.note(BEGUN, ONE)
    assert latest.begun()
    latest.forget(BEGUN)
    assert not latest.begun()
    latest.forget(BEGUN)


@freeze_time("2026-11-28 12:30:00")
def test_the_age_of_a_backup_is_that_of_its_moment():
    assert latest.age(ONE) == dt.timedelta(hours=2, minutes=30)
