"""What a folder's modules offer is found without a list, and one name has one place."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from ckanext.spenddata.logic.rooms import offered


def room(folder: Path, monkeypatch: pytest.MonkeyPatch, **modules: str) -> ModuleType:
    package = folder / "fictional_room"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for name, source in modules.items():
        (package / f"{name}.py").write_text(source)
    monkeypatch.syspath_prepend(str(folder))
    for name in ("fictional_room", *(f"fictional_room.{name}" for name in modules)):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return __import__("fictional_room")


def test_what_is_in_all_is_offered_and_nothing_else(tmp_path, monkeypatch):
    source = '__all__ = ["{0}"]\ndef {0}(): return "{0}"\ndef other(): ...\n'
    found = offered(room(tmp_path, monkeypatch, one=source.format("a"), two=source.format("b")))
    assert {name: function() for name, function in found.items()} == {"a": "a", "b": "b"}


def test_one_name_in_two_modules_is_refused(tmp_path, monkeypatch):
    source = '__all__ = ["a"]\ndef a(): ...\n'
    with pytest.raises(ValueError, match="two offers a"):
        offered(room(tmp_path, monkeypatch, one=source, two=source))
