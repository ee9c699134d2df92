"""Files stay as they were at a moment, whatever the portal does to them afterwards; and nothing of the pins is left."""

from __future__ import annotations

import os

from ckanext.spenddata.backup.pins import pinned


def test_what_is_replaced_or_removed_afterwards_is_read_as_it_was(tmp_path):
    root, beside = tmp_path / "root", tmp_path / "root/incoming"
    beside.mkdir(parents=True)
    for name in ("a", "b"):
        (root / name).write_text("then")
    with pinned(root, {beside}, beside) as pins:
        pins.look()
        (root / "new~").write_text("now")
        (root / "new~").replace(root / "a")
        (root / "b").unlink()
        assert {name: path.read_text() for name, path in pins.files.items()} == {"a": "then", "b": "then"}
        pins.look()
        assert {name: path.read_text() for name, path in pins.files.items()} == {"a": "now", "b": "then"}
    assert list(beside.iterdir()) == []
    assert (root / "a").read_text() == "now"


def test_what_is_left_out_or_unfinished_is_not_taken_and_links_are_told(tmp_path):
    root = tmp_path / "root"
    (root / "assets").mkdir(parents=True)
    (root / "assets/a.css").write_text("x")
    (root / "deep/er").mkdir(parents=True)
    (root / "deep/er/file").write_text("x")
    (root / "deep/file~").write_text("half")
    (root / "link").symlink_to(tmp_path)
    with pinned(root, {root / "assets"}, tmp_path) as pins:
        pins.look()
        assert set(pins.files) == {"deep/er/file"}
        assert pins.links == [root / "link"]


def test_a_file_system_without_second_names_is_read_directly(tmp_path, monkeypatch):
    (tmp_path / "root").mkdir()
    (tmp_path / "root/a").write_text("then")

    def refuse(*_names: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    with pinned(tmp_path / "root", set(), tmp_path) as pins:
        pins.look()
        assert pins.files == {"a": tmp_path / "root/a"}


def test_a_portal_without_files_has_none(tmp_path):
    with pinned(tmp_path / "none", set(), tmp_path) as pins:
        pins.look()
        assert pins.files == {}
