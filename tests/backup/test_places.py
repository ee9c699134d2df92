"""What belongs in a backup is in it once, and what a restore writes goes to where it came from."""

from __future__ import annotations

from pathlib import Path

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.backup import latest, places
from ckanext.spenddata.backup.manifest import FILES, OWN_FILES


@pytest.fixture(params=["within CKAN's storage", "elsewhere"])
def own(request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = tmp_path / "ckan/spenddata" if request.param.startswith("within") else tmp_path / "own"
    monkeypatch.setattr(places.config, "storage", lambda: own)
    monkeypatch.setitem(tk.config, "ckan.storage_path", str(tmp_path / "ckan"))
    monkeypatch.setitem(tk.config, "ckan.webassets.path", "")
    return own


def test_our_files_are_not_taken_twice(own):
    ckan, ours = places.both()
    assert own in ckan.leave_out
    assert ours.folder == own


def test_what_is_made_again_is_left_out(own, tmp_path):
    ckan, _ = places.both()
    assert tmp_path / "ckan/webassets" in ckan.leave_out


def test_assets_that_lie_elsewhere_are_left_out_too(own, tmp_path, monkeypatch):
    monkeypatch.setitem(tk.config, "ckan.webassets.path", str(tmp_path / "ckan/made"))
    assert {tmp_path / "ckan/made", tmp_path / "ckan/webassets"} <= places.both()[0].leave_out


def test_what_is_of_this_portal_alone_is_in_no_backup(own):
    """A restored portal must not think that it was backed up, or that its restore was cut short."""
    _, ours = places.both()
    assert {own / name for name in (places.INCOMING, latest.LATEST, latest.BEGUN, latest.RESTORED)} <= ours.leave_out


def test_a_file_goes_back_to_where_it_was(own, tmp_path):
    assert places.target(f"{FILES}resources/ab/c") == tmp_path / "ckan/resources/ab/c"
    assert places.target(f"{OWN_FILES}files/ab/c") == own / "files/ab/c"


@pytest.mark.parametrize("name", ["ckan.dump", "manifest.json", "elsewhere/x", "file/x"])
def test_what_is_no_file_of_a_portal_has_no_place(own, name):
    assert places.target(name) is None
