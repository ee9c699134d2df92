"""What a supplier's identity is, and that sums of two kinds never become one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ckanext.spenddata.logic import suppliers

DATABASE: Any = object()


@pytest.mark.parametrize(
    ("identity", "kind", "number", "register"),
    [
        ("name:VELL LTD", "name", None, None),
        ("GB-COH-01234567", "company", "01234567", "company/01234567"),
        ("GB-CHC-123456-1", "charity", "123456-1", "charity-details/123456"),
        ("GB-SC-SC012345", "charity", "SC012345", None),
        ("GB-NIC-100123", "charity", "100123", None),
        ("GB-LAE-LDS", "public body", "GB-LAE-LDS", None),
    ],
)
def test_an_identity_is_a_name_or_a_number_in_a_register(
    identity: str, kind: str, number: str | None, register: str | None
):
    told = suppliers.identity_dict(identity)
    assert (told["kind"], told["number"]) == (kind, number)
    assert (told["url"] or "").endswith(register or "")
    assert bool(told["url"]) == bool(register)


def kind(supplier: str, pence: int, publishers: list[str], *, card: bool = False) -> dict[str, Any]:
    return {"supplier_id": supplier, "card": card, "basis": "net", "count": 2, "publishers": publishers, "pence": pence}


def test_a_list_has_one_sum_only_where_there_is_one_kind(monkeypatch):
    monkeypatch.setattr(suppliers.supplier_read, "labels", lambda _database, ids: {"a": f"Called of {sorted(ids)}"})
    rows = [kind("a", 500, ["x", "y"]), kind("b", 100, ["x"]), kind("a", 300, ["y", "z"], card=True)]
    one, other = suppliers.listed_dict(DATABASE, rows)
    assert (one["name"], one["total"], one["count"], one["publishers"]) == ("Called of ['a', 'b']", None, 4, 3)
    assert [(each["card"], each["total"]) for each in one["sums"]] == [(False, "5.00"), (True, "3.00")]
    assert (other["name"], other["total"]) == ("b", "1.00")
    (euros,) = suppliers.listed_dict(DATABASE, [{**kind("a", 500, ["x"]), "currency": "EUR"}])
    assert (euros["total"], euros["sums"][0]["total"], euros["sums"][0]["currency"]) == (None, "5.00", "EUR")


def test_a_question_tells_both_sides():
    one, other = kind("a", 100, ["x"]), kind("b", 150, ["x"])
    sides = {"one": "a", "one_count": 1, "one_sums": [one], "other": "b", "other_count": 2}
    sides["other_sums"] = [other, {**other, "card": True}]
    row = {**sides, "score": 0.87654, "method": "letters", "asked": dt.datetime(2026, 4, 1, tzinfo=dt.UTC)}
    told = suppliers.question_dict(row, {"b": "Bram"})
    assert {name: told["one"][name] for name in ("id", "name", "count", "total")} == {
        "id": "a",
        "name": "a",
        "count": 1,
        "total": "1.00",
    }
    assert (told["other"]["name"], told["other"]["count"], told["other"]["total"]) == ("Bram", 2, None)
    assert [(each["card"], each["total"]) for each in told["other"]["sums"]] == [(False, "1.50"), (True, "1.50")]
    assert (told["score"], told["doubt"]) == (0.877, "letters")


def test_a_supplier_whom_nobody_pays_is_none(monkeypatch):
    monkeypatch.setattr(suppliers.supplier_read, "names", lambda _database, _id: [])
    assert suppliers.supplier_dict(DATABASE, "a", {}) is None
