"""Less than half of what is published, or next to nothing that is in it, is no likely correction of it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ckanext.spenddata.checks import replaced
from ckanext.spenddata.checks.history import Published
from ckanext.spenddata.rows import Rows
from tests.checks.filings import filing, good
from tests.checks.kinds import payments, tried

SAID = {"parameters": {"percent": 50, "at_least": 10}, "expected": "about {published}"}


def test_these_are_its_kinds():
    assert set(replaced.KINDS) == {"all_different", "far_less"}


@pytest.mark.parametrize(
    ("published", "now", "told"),
    [
        ((10, 100_000), ["100.00"] * 4, True),
        ((10, 100_000), ["200.00"] * 5, False),
        ((10, 100_000), ["20.00"] * 10, True),
        ((10, -100_000), ["-50.00"] * 10, False),
        ((9, 100_000), ["100.00"], False),
        ((10, 0), ["100.00"] * 10, False),
        (None, ["100.00"], False),
    ],
)
def test_fewer_payments_and_less_money_are_told(published, now, told):
    before = Published(payments=published[0], pence=published[1]) if published else None
    assert tried("far_less", payments(*now), **SAID, published=before).is_empty() is not told


def test_both_are_named_with_their_sums():
    [found] = tried(
        "far_less", payments("25.50"), **SAID, published=Published(payments=1200, pence=12_345_678)
    ).to_dicts()
    assert (found["value"], found["expected"]) == ("1 payment, £25.50", "about 1,200 payments, £123,456.78")


def test_a_nil_statement_is_told_in_place_of_any_payment():
    [found] = tried("far_less", Rows.none(), **SAID, published=Published(payments=1, pence=60_000)).to_dicts()
    assert found["value"] == "no payment"
    assert tried("far_less", Rows.none(), **SAID, published=Published(payments=0, pence=0)).is_empty()


def firms(numbers: Iterable[int], **cells: str | None) -> list[dict[str, str | None]]:
    """Payments, each of another day, supplier and amount."""
    return [
        good(payment_date=f"{n % 28 + 1:02}/04/2026", supplier_name=f"Firm {n} Ltd", amount=f"{n}00.50", **cells)
        for n in numbers
    ]


PERCENT = {"parameters": {"percent": 10, "at_least": 10}, "expected": "most of {published}"}


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (range(40), range(40, 120), True),  # twice as many
        (range(40), range(40, 80), True),
        (range(40), range(37, 77), True),
        (range(40), range(36, 76), False),
        (range(40), range(20, 60), False),
        (range(40), range(80), False),
        (range(9), range(40, 80), False),
        (range(40), range(50, 59), False),
        (range(10), range(50, 60), True),
    ],
)
def test_a_revision_without_what_it_replaces_is_told(before, now, told):
    found = tried("all_different", firms(now), **PERCENT, replaced=filing(*firms(before)).frame)
    assert found.is_empty() is not told


def test_how_many_are_found_again_is_said():
    [found] = tried(
        "all_different", firms(range(30, 70)), **PERCENT, replaced=filing(*firms(range(31))).frame
    ).to_dicts()
    assert found["value"] == "1 of the 31 payments published now is in it by date, supplier and amount"
    assert found["expected"] == "most of 31 payments"


def test_better_words_and_new_numbers_are_the_same_payments():
    corrected = [row | {"supplier_name": str(row["supplier_name"]).upper() + "."} for row in firms(range(40))]
    changed = [row | {"transaction_number": f"N{n}", "description": "More"} for n, row in enumerate(corrected)]
    assert tried("all_different", changed, **PERCENT, replaced=filing(*firms(range(40))).frame).is_empty()


def test_withheld_suppliers_are_known_by_date_and_amount():
    withheld = [row | {"supplier_name": None} for row in firms(range(40))]
    known = filing(*withheld[:39], *firms(range(39, 40))).frame
    assert tried("all_different", [*withheld[:39], *firms(range(39, 40))], **PERCENT, replaced=known).is_empty()


def test_where_nothing_is_known_of_it_nothing_is_told():
    assert tried("all_different", firms(range(40)), **PERCENT).is_empty()
    undated = [{name: cell for name, cell in row.items() if name != "payment_date"} for row in firms(range(40))]
    assert tried("all_different", undated, **PERCENT, replaced=filing(*firms(range(80, 120))).frame).is_empty()


def test_amounts_of_several_kinds_are_compared_by_their_number_alone():
    several = [{**row, "currency": ["GBP", "EUR"][n % 2]} for n, row in enumerate(payments(*["1.00"] * 12))]
    assert tried("far_less", several, **SAID, published=Published(payments=12, pence=99_999_00)).is_empty()
    [found] = tried("far_less", several, **SAID, published=Published(payments=30, pence=99_999_00)).to_dicts()
    assert found["value"] == "12 payments, mixed amounts"
