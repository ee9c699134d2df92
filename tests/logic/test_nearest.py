"""A refusal of an unknown name says which one was probably meant, and never one that is unlike it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ckanext.spenddata.logic import nearest as module
from ckanext.spenddata.logic.nearest import MOST_LISTED, nearest, there_is_no

BODIES = {"X-DEMO-1": "Exbury Council", "X-DEMO-2": "Kingsgarth Hospital Trust"}


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "tk", SimpleNamespace(_=str))


def test_a_name_is_known_by_itself_or_by_what_people_call_it():
    assert nearest("x demo 2", BODIES) == "X-DEMO-2"
    assert nearest("Exbury Councl", BODIES) == "X-DEMO-1"


def test_a_chance_likeness_is_none():
    assert nearest("zzzz", ["amount", "supplier"]) is None
    assert nearest("nonesuch", {"construction": "Construction and building works"}) is None
    assert nearest("", ["amount"]) is None


def test_a_short_name_is_like_no_part_of_a_long_one():
    assert nearest("none", {"X-DEMO-STONEHITHE": "Stonehithe Council"}) is None
    assert nearest("legl", ["legal", "energy-water"]) == "legal"


def test_the_refusal_names_the_nearest_and_what_people_call_it():
    assert there_is_no("publisher", "x-demo-3", BODIES) == (
        "There is no publisher x-demo-3. The nearest is X-DEMO-1 (Exbury Council)."
    )
    assert there_is_no("dimension", "catagory", {"category": "Category"}).endswith("The nearest is category.")
    assert there_is_no("parameter", "suplier", ["amount", "supplier"]) == (
        "There is no parameter suplier. The nearest is supplier."
    )


def test_or_all_where_they_are_few_and_none_where_they_are_many():
    few = there_is_no("kind", "zzzz", ["alpha", "beta"])
    assert few == "There is no kind zzzz. There are: alpha, beta."
    many = there_is_no("kind", "zzzz", [f"name{n}" for n in range(MOST_LISTED + 1)])
    assert many == "There is no kind zzzz."


def test_a_name_of_any_length_is_quoted_in_part():
    assert len(there_is_no("kind", "q" * 100_000, [])) < 200
