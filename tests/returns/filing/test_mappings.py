"""What a publisher said of a layout serves the next file of it, and what it says later counts more."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.returns.filing import mappings


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Signature → what is remembered of the publisher."""
    kept: dict[str, dict[str, Any]] = {}

    def keep(_publisher: str, signature: str, said: dict[str, Any], _user: str | None) -> None:
        if said:
            kept[signature] = mappings.merged(kept.get(signature, {}), said)

    monkeypatch.setattr(mappings, "_latest", lambda _publisher: kept)
    monkeypatch.setattr(mappings, "_keep", keep)
    return kept


WORDS = {"credits": ("type: credit note",)}


def remember(said: dict[str, Any], *layouts: str, **doubts: tuple[str, ...]) -> None:
    mappings.remember("X-DEMO-1", said, layouts or ["a"], doubts, None)


def known(*layouts: str, **doubts: tuple[str, ...]) -> dict[str, Any]:
    return mappings.answers("X-DEMO-1", layouts or ["a"], doubts)


def test_columns_of_a_layout_are_remembered_for_that_layout_alone(memory):
    remember({"layouts": {"a": {"amount": 3}}, "mapping": {"amount": "Net"}}, "a", "b")
    assert mappings.columns("X-DEMO-1") == {"a": {"amount": 3}}
    assert known("a") == known("b") == {"mapping": {"amount": "Net"}}
    assert known("c") == {}


def test_what_amounts_include_is_remembered_for_every_layout(memory):
    remember({"amount_basis": "gross"})
    assert mappings.amount_basis("X-DEMO-1") == "gross"
    assert known("a") == {}, "it is said of the publisher, not of a layout"


def test_nobody_asked_is_not_nobody_knows(memory):
    assert mappings.amount_basis("X-DEMO-1") is None


def test_the_first_layout_of_a_file_counts_most(memory):
    memory |= {"a": {"mapping": {"amount": "Net"}}, "b": {"mapping": {"amount": "Gross", "payment_date": "Paid"}}}
    assert known("a", "b")["mapping"] == {"amount": "Net", "payment_date": "Paid"}
    assert known("b", "a")["mapping"] == {"amount": "Gross", "payment_date": "Paid"}


def test_later_answers_count_field_by_field():
    earlier = {"mapping": {"amount": "Net", "payment_date": "Paid"}, "credits": True}
    later = {"mapping": {"amount": "Gross"}, "unit": "pence"}
    assert mappings.merged(earlier, later) == {
        "mapping": {"amount": "Gross", "payment_date": "Paid"},
        "credits": True,
        "unit": "pence",
    }
    assert mappings.merged({"credits": True}, {"credits": False}) == {"credits": False}
    assert earlier["mapping"] == {"amount": "Net", "payment_date": "Paid"}, "nothing is changed in place"


@pytest.mark.parametrize("said", [True, False, "CN"])
@pytest.mark.parametrize(
    ("matter", "of", "other"),
    [
        ("credits", "type: credit note", "type: refund"),
        ("currency_is_sterling", "dollar", "broken_sign"),
        ("unit", "no unit named, amounts with pence", "no unit named, amounts without pence"),
    ],
)
def test_an_answer_is_remembered_of_what_it_was_said_of_and_of_nothing_else(memory, matter, of, other, said):
    remember({matter: said}, **{matter: (of,)})
    assert known(**{matter: (of,)}) == {matter: said}
    assert matter not in known(**{matter: (of, other)}), "something new is asked about"
    assert matter not in known(**{matter: (other,)})
    assert matter not in known(), "where nothing is in doubt there is nothing to say"


def test_the_same_answer_of_something_else_is_remembered_of_both(memory):
    remember({"credits": False}, credits=("type: credit note",))
    remember({"credits": False}, credits=("type: refund",))
    assert known(credits=("type: credit note", "type: refund")) == {"credits": False}


def test_another_answer_takes_the_place_of_the_first(memory):
    remember({"credits": False}, credits=("type: credit note",))
    remember({"credits": True}, credits=("type: refund",))
    assert known(credits=("type: credit note",)) == {}
    assert known(credits=("type: refund",)) == {"credits": True}


def test_an_answer_of_which_it_is_not_known_what_it_was_said_of_is_none(memory):
    memory["a"] = {"credits": False, "day_first": True}
    assert known(**WORDS) == {}
    remember({"credits": False})
    assert known(**WORDS) == {}, "said of a file in which nothing was in doubt"


@pytest.mark.parametrize("said", [{"were_paid": True}, {"day_first": True}])
def test_what_is_said_of_the_rows_of_one_file_is_not_remembered(memory, said):
    remember(said | {"credits": True}, **WORDS)
    assert known(**WORDS) == {"credits": True}


def test_a_unit_is_asked_anew_where_amounts_are_written_otherwise(memory):
    remember({"unit": "thousands"}, unit=("no unit named, amounts without pence",))
    assert known(unit=("no unit named, amounts with pence",)) == {"unit_before": "thousands"}
