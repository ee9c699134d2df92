"""A bad folder changes nothing: the last good state of it stays in force, in every process and after a restart."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from ckanext.spenddata.checks.check import KINDS
from ckanext.spenddata.definitions import in_force, load, whole
from ckanext.spenddata.definitions.in_force import LOOK_AGAIN, Overlay

GOOD = "- {id: amount-zero, severity: error}\n"
BETTER = "- {id: amount-zero, title: Nothing was paid}\n"
BAD = "- {id: amount-zero, kind: nil}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chosen = tmp_path / "chosen"
    chosen.mkdir()
    (chosen / "rules.yaml").write_text(GOOD)
    return chosen


@pytest.fixture
def overlay(folder: Path, tmp_path: Path) -> Overlay:
    return made(folder, tmp_path)


def made(folder: Path, tmp_path: Path) -> Overlay:
    return Overlay(folder, tmp_path / "keep", lambda definitions: whole.faults(definitions, KINDS))


def change(overlay: Overlay, text: str) -> None:
    """Change the rules, and let the time pass after which the folder is looked at again."""
    (overlay.folder / "rules.yaml").write_text(text)
    overlay._looked = None


def severity(overlay: Overlay) -> str:
    return load(overlay.current()).rules["amount-zero"].severity


def test_a_good_folder_is_in_force_from_a_copy(overlay):
    assert severity(overlay) == "error"
    assert overlay.current() != overlay.folder
    assert overlay.wrong == []


def test_a_bad_edit_leaves_the_last_good_state_in_force_and_says_why(overlay, caplog):
    before = overlay.current()
    with caplog.at_level(logging.ERROR):
        change(overlay, BAD)
        assert overlay.current() == before
    assert ["no test knows the kind 'nil'" in problem for problem in overlay.wrong] == [True]
    assert "rules.yaml, line 1" in caplog.text
    change(overlay, BETTER)
    assert load(overlay.current()).rules["amount-zero"].title == "Nothing was paid"
    assert overlay.wrong == []


def test_a_process_that_starts_with_a_bad_folder_has_the_last_good_state(overlay, folder, tmp_path):
    before = overlay.current()
    (folder / "rules.yaml").write_text(BAD)
    started = made(folder, tmp_path)
    assert started.current() == before
    assert started.wrong


def test_a_folder_that_never_was_good_leaves_the_packages_own(folder, tmp_path):
    (folder / "rules.yaml").write_text(BAD)
    assert made(folder, tmp_path).current() is None


def test_a_folder_that_is_gone_leaves_the_last_good_state(overlay, folder):
    before = overlay.current()
    (folder / "rules.yaml").unlink()
    folder.rmdir()
    overlay._looked = None
    assert overlay.current() == before
    assert "There is no folder" in overlay.wrong[0]


def test_an_edit_in_place_is_no_edit_of_what_is_in_force(overlay):
    overlay.current()
    (overlay.folder / "rules.yaml").write_text(BAD)
    assert severity(overlay) == "error"
    assert LOOK_AGAIN > 0


def test_going_back_is_the_same_copy(overlay):
    first = overlay.current()
    change(overlay, BETTER)
    second = overlay.current()
    change(overlay, GOOD)
    assert overlay.current() == first != second


def test_what_editors_leave_is_not_looked_at(overlay):
    first = overlay.current()
    (overlay.folder / ".rules.yaml.swp").write_text("x")
    (overlay.folder / "rules.yaml~").write_text(BAD)
    overlay._looked = None
    assert overlay.current() == first
    assert overlay.wrong == []
    assert [path for path in overlay.keep.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_is_as_it_was_is_not_read_again(overlay, monkeypatch):
    before = overlay.current()
    overlay._looked = None
    monkeypatch.setattr(overlay, "faults", lambda _definitions: pytest.fail("read again"))
    assert overlay.current() == before


def test_of_two_processes_that_keep_the_same_state_one_is_enough(tmp_path):
    copy, kept = tmp_path / "copy", tmp_path / "kept"
    for place in (copy, kept):
        place.mkdir()
        (place / "rules.yaml").write_text(GOOD)
    in_force._move(copy, kept)
    assert (kept / "rules.yaml").read_text() == GOOD
    with pytest.raises(OSError, match="No such file"):
        in_force._move(tmp_path / "gone", tmp_path / "nowhere")
