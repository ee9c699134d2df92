"""A plugin of somebody else's is told of each publication by a worker, whatever it does keeps nothing from being published."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.returns.world import World, follow, ledger_rows

EXAMPLE = Path(__file__).resolve().parents[2] / "example_plugin"


@pytest.fixture
def example(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The example's plugin, installed and loaded beside ours."""
    from ckan import plugins

    monkeypatch.syspath_prepend(str(EXAMPLE))
    importlib.invalidate_caches()
    plugins.load("spenddata_example")
    module = importlib.import_module("spenddata_example.plugin")
    module.NOTED.clear()
    yield module
    plugins.unload("spenddata_example")


def steps(world: World) -> dict[str, Any]:
    return {step["step"]: step for step in world.show()["revisions"][-1]["follow_ups"]}


def test_a_worker_tells_it_of_a_publication(world: World, example):
    reference = world.publish()["reference"]
    assert example.NOTED == []
    follow()
    assert [(told["reference"], told["revision"], told["state"]) for told in example.NOTED] == [
        (reference, 1, "published")
    ]
    assert steps(world)["spenddata_example_note"]["done"]
    follow()
    assert len(example.NOTED) == 1


def test_what_it_raises_keeps_nothing_from_being_public(world: World, example, monkeypatch):
    def fail(_publication: dict[str, Any]) -> None:
        raise ValueError("not yet")

    monkeypatch.setattr(example.ExamplePlugin, "spenddata_followups", lambda _self: {"spenddata_example_note": fail})
    world.publish()
    follow()
    assert ledger_rows()[0] > 0
    assert steps(world)["catalogue"]["done"]
    assert not steps(world)["spenddata_example_note"]["done"]


def test_its_format_is_one_of_those_in_which_figures_are_taken_away(example):
    from ckanext.spenddata.views import exports

    made = exports.answer(exports.known("jsonl"), "comparison.jsonl", ("name", "n"), [["Exbury", 1], ["Alder", None]])
    assert made.get_data(as_text=True) == '{"name": "Exbury", "n": 1}\n{"name": "Alder", "n": null}\n'
    assert made.mimetype == "application/jsonl"
