"""Fictional suppliers: some sell to all bodies and some to one, the first most often, and none has an address that exists."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from ckanext.spenddata.demo.suppliers import TRADES, WITHHELD, Suppliers, respelled


def drawn(body: str, trade: str = "roads", seed: int = 7) -> Counter[str]:
    suppliers, chance = Suppliers(seed, body), Random(1)
    return Counter(suppliers.pick(trade, chance).name for _ in range(2_000))


def test_a_body_has_the_same_suppliers_for_the_same_seed():
    assert drawn("a") == drawn("a")
    assert drawn("a") != drawn("a", seed=8)


def test_some_sell_to_both_bodies_and_some_to_one():
    one, other = set(drawn("a")), set(drawn("b"))
    assert 5 <= len(one & other) <= 12
    assert one - other
    assert other - one


def test_few_take_most():
    counts = [count for _, count in drawn("a").most_common()]
    assert sum(counts[:4]) > sum(counts[4:])


@pytest.mark.parametrize("trade", sorted(TRADES))
def test_every_trade_has_names_of_its_own_and_postcodes_of_nowhere(trade: str):
    supplier = Suppliers(7, "a").pick(trade, Random(1))
    assert supplier.name.endswith(TRADES[trade])
    assert re.fullmatch(r"QV\d \dZZ", supplier.postcode)
    assert supplier.kind == ("vcs" if trade == "charity" else "large" if supplier.name.endswith("plc") else "sme")


def test_people_are_withheld_and_public_bodies_are_no_firms():
    person = Suppliers(7, "a").pick("people", Random(1))
    assert (person.name, person.withheld) == (WITHHELD, True)
    assert Suppliers(7, "a").pick("public", Random(1)).kind == "public_sector"


def test_another_clerk_types_the_same_firm():
    ways = {respelled("Quill & Tarn Ltd", Random(seed)) for seed in range(40)}
    assert ways == {"QUILL & TARN LTD", "Quill & Tarn Limited", "Quill & Tarn Ltd", "Quill and Tarn Ltd"}
