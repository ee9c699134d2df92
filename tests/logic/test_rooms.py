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


def test_every_public_function_is_offered_and_nothing_that_is_imported_or_private(tmp_path, monkeypatch):
    source = 'from textwrap import dedent\nLIMIT = 3\ndef _own(): ...\ndef {0}(): return "{0}"\n'
    made = source.format("a") + "def _made():\n    def inner(): return 'made'\n    return inner\nb = _made()\n"
    found = offered(room(tmp_path, monkeypatch, one=made, two=source.format("c")))
    assert {name: function() for name, function in found.items()} == {"a": "a", "b": "made", "c": "c"}


def test_one_name_in_two_modules_is_refused(tmp_path, monkeypatch):
    source = "def a(): ...\n"
    with pytest.raises(ValueError, match="two offers a"):
        offered(room(tmp_path, monkeypatch, one=source, two=source))


def test_what_a_module_imports_is_not_offered_whatever_it_is_called(tmp_path, monkeypatch):
    shared = "def spenddata_helper(): ...\n"
    (tmp_path / "fictional_helpers.py").write_text(shared)
    monkeypatch.syspath_prepend(str(tmp_path))
    source = "from fictional_helpers import spenddata_helper\ndef spenddata_own(): ...\n"
    made = "def _make():\n    def spenddata_made(): ...\n    return spenddata_made\nspenddata_made = spenddata_again = _make()\n"
    found = offered(room(tmp_path, monkeypatch, one=source, two=made))
    assert set(found) == {"spenddata_own", "spenddata_made", "spenddata_again"}
