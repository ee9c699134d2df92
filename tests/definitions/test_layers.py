"""An administrator changes one thing by naming it alone; what is wrong is told with the file and line it stands in."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from ckanext.spenddata.definitions import yaml_file
from ckanext.spenddata.definitions.places import DefinitionError, meant


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    size: int = 0
    tags: tuple[str, ...] = ()
    more: dict[str, int] = {}


class Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    parts: tuple[Part, ...] = ()


BELOW = """
version: "1"
parts:
  - id: bolt
    size: 3
    tags: [steel, short]
    more: {a: 1, b: 2}
  - id: nut
"""


def write(folder: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name}.yaml")
        paths[-1].write_text(text)
    return paths


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("version: '2'", Whole("2", (Part("bolt", 3, ("steel", "short"), {"a": 1, "b": 2}), Part("nut")))),
        ("parts: [{id: bolt, size: 4}]", Whole("1", (Part("bolt", 4, ("steel", "short"), {"a": 1, "b": 2}), Part("nut")))),
        ("parts: [{id: bolt, tags: [brass]}]", Whole("1", (Part("bolt", 3, ("brass",), {"a": 1, "b": 2}), Part("nut")))),
        ("parts: [{id: bolt, more: {b: 9}}]", Whole("1", (Part("bolt", 3, ("steel", "short"), {"a": 1, "b": 9}), Part("nut")))),
        ("parts: [{id: bolt, remove: true}]", Whole("1", (Part("nut"),))),
        ("parts: [{id: washer}]", Whole("1", (Part("bolt", 3, ("steel", "short"), {"a": 1, "b": 2}), Part("nut"), Part("washer")))),
        ("parts: []", Whole("1", (Part("bolt", 3, ("steel", "short"), {"a": 1, "b": 2}), Part("nut")))),
    ],
)  # fmt: skip
def test_only_what_is_named_changes(tmp_path, above, expected):
    assert yaml_file.read(write(tmp_path, below=BELOW, above=above), Whole) == expected


@pytest.mark.parametrize(
    ("above", "words"),
    [
        ("parts:\n  - id: bolt\n    size: large", "above.yaml, line 3: Expected `int`, got `str` (in `size`)."),
        ("parts:\n  - id: nut\n    colour: red\n", "above.yaml, line 2: Object contains unknown field `colour`"),
        ("parts: [{id: bolts, remove: true}]", "above.yaml, line 1: there is no bolts to remove. Did you mean bolt?"),
        (
            "parts:\n- {id: nut}\n- {id: nut}",
            "above.yaml, line 3: nut is defined more than once, first in above.yaml, line 2",
        ),
        ("parts: [\n", "above.yaml, line 2: this is not YAML"),
        ("", "above.yaml, line 1: the file is empty"),
        ("version: '2'\nsize: 3", "above.yaml"),
        ("[1]", "above.yaml, line 1: Expected `object`, got `array`"),
        ("\x00", "above.yaml, line 1: this is not YAML"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(tmp_path, above, words):
    paths = write(tmp_path, below=BELOW, above=above)
    with pytest.raises(DefinitionError, match=re.escape(words)):
        yaml_file.read(paths, Whole)


def test_a_mistake_of_the_lower_file_names_the_lower_file(tmp_path):
    paths = write(tmp_path, below=BELOW.replace("size: 3", "size: x"), above="version: '2'")
    with pytest.raises(DefinitionError, match=r"below.yaml, line 5: .*`size`"):
        yaml_file.read(paths, Whole)


def test_entries_know_where_they_are_written(tmp_path):
    below, more, above = write(
        tmp_path, below="- id: bolt\n- id: nut\n", more="- id: washer\n", above="\n- {id: nut, size: 2}\n- {id: pin}\n"
    )
    found = yaml_file.by_id([below, more], list[Part], [above])
    assert list(found) == ["bolt", "nut", "washer", "pin"]
    assert {name: str(place) for name, place in found.places.items()} == {
        "bolt": "below.yaml, line 1",
        "nut": "above.yaml, line 2",
        "washer": "more.yaml, line 1",
        "pin": "above.yaml, line 3",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id: bolt", "line 1: a list is expected here"),
        ("- bolt\n", "line 1: an entry with an id is expected"),
        ("- {id: bolt}\n- {size: 3}", "line 2: an entry with an id is expected"),
    ],
)
def test_a_list_has_entries_with_names(tmp_path, text, words):
    with pytest.raises(DefinitionError, match=words):
        yaml_file.by_id(write(tmp_path, below=text), list[Part])


def test_two_files_of_one_layer_do_not_define_the_same(tmp_path):
    paths = write(tmp_path, one="- id: bolt\n", two="\n- id: bolt\n")
    with pytest.raises(
        DefinitionError, match=r"two.yaml, line 2: bolt is defined more than once, first in one.yaml, line 1"
    ):
        yaml_file.by_id(paths, list[Part])


def test_only_a_near_word_is_meant():
    assert meant("catagories", ["categories", "measures"]) == " Did you mean categories?"
    assert meant("zebra", ["categories", "measures"]) == meant("x", []) == ""


SHARED = """
- id: bolt
  <<: &metal
    tags: [steel]
    more: {a: 1, b: 2}
- {id: nut, <<: *metal, tags: [brass]}
"""


def test_what_entries_share_is_said_once_and_laid_over_like_their_own(tmp_path):
    below, above = write(tmp_path, below=SHARED, above="[{id: nut, more: {b: 9}}]")
    found = yaml_file.by_id([below], list[Part], [above])
    assert found["bolt"] == Part("bolt", tags=("steel",), more={"a": 1, "b": 2})
    assert found["nut"] == Part("nut", tags=("brass",), more={"a": 1, "b": 9})


def test_an_entry_that_takes_what_cannot_be_taken_is_told_with_its_place(tmp_path):
    [path] = write(tmp_path, wrong="- id: bolt\n- id: nut\n  <<: steel\n")
    with pytest.raises(DefinitionError, match=r"wrong\.yaml, line 3"):
        yaml_file.by_id([path], list[Part])
