"""What nobody published is kept for as long as was said; what is or was public, and what was just sent, is never touched."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from tests.returns.standing import standing
from tests.returns.world import REGIME, World, csv_file, work

DAYS = 24 * 3600


def storage_files(kind: str) -> set[str]:
    from ckanext.spenddata.returns.files.storage import Storage

    return {path.name.partition(".")[0] for path in (Storage().root / kind).rglob("*") if path.is_file()}


def make_older(days: float) -> None:
    """Everything that lies in the store, and was done, is older than it is."""
    from ckan import model

    from ckanext.spenddata.returns.files.storage import Storage

    then = time.time() - days * DAYS
    for path in Storage().root.rglob("*"):
        os.utime(path, (then, then))
    model.Session.execute(
        sa.text("update spenddata_event set at = at - make_interval(0, 0, 0, :days)"), {"days": int(days)}
    )
    model.Session.commit()


def clean(*arguments: str) -> dict:
    from ckanext.spenddata.cli import spenddata

    result = CliRunner().invoke(spenddata, ["storage", "clean", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
@standing
def filed(world: World) -> World:
    """A return that was published twice and one that was withdrawn; one that was replaced before it was published; one that waits."""
    world.publish(csv_file(3))
    world.publish(csv_file(4))
    world.publish(csv_file(3, month=8), period="2026-Q3")
    world.call("spenddata_return_withdraw", "administrator", reference=f"X-DEMO-1.{REGIME}.2026-Q3", why="Wrong")
    world.submit(csv_file(7, month=5), period="2026-Q2")
    work()
    world.submit(csv_file(8, month=5), period="2026-Q2")
    work()
    assert [each["state"] for each in world.show(f"X-DEMO-1.{REGIME}.2026-Q2")["revisions"]] == ["superseded", "ready"]
    return world


def test_files_of_what_was_never_published_go_after_their_time(filed: World, monkeypatch):
    from ckan.plugins import toolkit as tk

    before = storage_files("files"), storage_files("artefacts")
    assert [len(each) for each in before] == [5, 5]
    make_older(400)
    assert clean() == {"revisions": [], "left_over": 0, "bytes": 0}
    monkeypatch.setitem(tk.config, "ckanext.spenddata.keep.unpublished_days", 500)
    assert clean()["revisions"] == []
    monkeypatch.setitem(tk.config, "ckanext.spenddata.keep.unpublished_days", 365)
    told = clean("--dry-run")
    assert told["revisions"] == [f"X-DEMO-1.{REGIME}.2026-Q2/1"]
    assert (storage_files("files"), storage_files("artefacts")) == before
    done = clean()
    assert (done["revisions"], done["bytes"]) == (told["revisions"], told["bytes"])
    assert [len(storage_files(kind)) for kind in ("files", "artefacts")] == [4, 4]
    assert clean()["revisions"] == []
    # That it was made, and how it ended, stays; and the page of it can still be looked at.
    shown = filed.show(f"X-DEMO-1.{REGIME}.2026-Q2")["revisions"][0]
    assert (shown["number"], shown["state"]) == (1, "superseded")
    found = filed.call("spenddata_finding_list", reference=f"X-DEMO-1.{REGIME}.2026-Q2", revision=1)
    assert found["findings"] == []


def test_bytes_that_another_filing_has_too_stay(filed: World, monkeypatch):
    from ckan.plugins import toolkit as tk

    filed.submit(csv_file(7, month=5), period="2026-Q2")
    work()
    make_older(400)
    monkeypatch.setitem(tk.config, "ckanext.spenddata.keep.unpublished_days", 365)
    assert len(clean()["revisions"]) == 2
    assert len(storage_files("files")) == 4
    shown = filed.show(f"X-DEMO-1.{REGIME}.2026-Q2")["revisions"][-1]
    assert shown["state"] == "ready"
    filed.call("spenddata_return_publish", reference=f"X-DEMO-1.{REGIME}.2026-Q2")
    work()
    assert filed.show(f"X-DEMO-1.{REGIME}.2026-Q2")["state"] == "published"


def test_what_belongs_to_no_filing_goes_unless_it_is_new(world: World):
    from ckanext.spenddata.returns.files.storage import Storage

    world.publish(csv_file(3))
    storage = Storage()
    left = {storage.file("0" * 64), storage.artefact("1" * 64)}
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"12345")
    assert clean()["left_over"] == 0
    make_older(31)
    assert clean() == {"revisions": [], "left_over": 2, "bytes": 10}
    assert not any(path.exists() for path in left)
    assert len(storage_files("files")) == len(storage_files("artefacts")) == 1


def test_what_is_sent_again_while_it_is_removed_is_there_afterwards(world: World, monkeypatch, tmp_path):
    """Somebody stores the same bytes after they were found to belong to nobody, and before they are gone."""
    from ckanext.spenddata.returns.files import retention
    from ckanext.spenddata.returns.files.storage import Storage, sha256_of

    storage = Storage()
    sent = tmp_path / "sent"

    def keep() -> Path:
        sent.write_bytes(b"the same")
        sha256 = sha256_of(sent)
        storage.keep(sent, sha256)
        return storage.file(sha256)

    path = keep()
    make_older(31)
    remove = retention._remove

    def send_again_then_remove(*arguments: object, **named: object) -> None:
        keep()
        remove(*arguments, **named)

    monkeypatch.setattr(retention, "_remove", send_again_then_remove)
    assert clean()["left_over"] == 0
    assert path.read_bytes() == b"the same"
