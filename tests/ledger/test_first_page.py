"""What the first page sums is of one kind: never with VAT and without it, never invoices and cards together."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from tests.ledger.making import publication, rows

pytestmark = pytest.mark.usefixtures("ledger")

CARDS = ["lgtc-gpc"]
SPAN = ("2000-01", "2099-12")


def filed(
    publisher: str, *, regime: str = "lgtc-500", basis: str = "net_of_recoverable_vat", count: int = 10
) -> Decimal:
    from ckanext.spenddata.ledger import publish

    frame = rows(count).with_columns(pl.lit(basis).alias("amount_basis"))
    publish.publish(publication(publisher_id=publisher, regime=regime), frame)
    return Decimal(int(frame["amount"].sum())) / 100


def asked(function: str, *more):
    from ckanext.spenddata.ledger import connection, first_page

    with connection.reading() as ledger:
        kinds = first_page.kinds(ledger, CARDS)
        return kinds, getattr(first_page, function)(ledger, kinds[0], CARDS, *SPAN, *more)


def test_kinds_are_told_apart_and_lines_are_of_the_first():
    north, south = filed("X-DEMO-NORTH", count=12), filed("X-DEMO-SOUTH", count=9)
    gross = filed("X-DEMO-EAST", basis="gross", count=15)
    cards = filed("X-DEMO-NORTH", regime="lgtc-gpc", count=7)
    kinds, bodies = asked("bodies")
    assert [(each.basis, each.card, each.publishers, each.transactions, each.amount) for each in kinds] == [
        ("net_of_recoverable_vat", False, 2, 21, north + south),
        ("gross", False, 1, 15, gross),
        ("net_of_recoverable_vat", True, 1, 7, cards),
    ]
    assert {line.value: line.amount for line in bodies} == {"X-DEMO-NORTH": north, "X-DEMO-SOUTH": south}


def test_a_duty_with_two_treatments_of_vat_is_in_no_line():
    from ckanext.spenddata.ledger import publish

    plain = filed("X-DEMO-NORTH", count=12)
    mixed = rows(5).with_columns(
        pl.Series("amount_basis", ["gross", "gross", "gross", "net_of_all_vat", "net_of_all_vat"])
    )
    publish.publish(publication(publisher_id="X-DEMO-SOUTH"), mixed)
    kinds, months = asked("months")
    assert [each.basis for each in kinds] == ["net_of_recoverable_vat", "mixed"]
    assert sum(line.amount for line in months) == plain
    assert sum(line.transactions for line in months) == 12


def test_categories_are_those_that_were_asked_for():
    filed("X-DEMO-NORTH", count=12)
    _, all_of_them = asked("categories", sorted({*rows(12)["category"].drop_nulls()}))
    assert all_of_them
    _, none = asked("categories", ["no-such-category"])
    assert none == []
