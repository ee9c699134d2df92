"""Bodies with several kinds of amounts: each kind is counted and covered by itself."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.published_months import Months

kinds = pytest.importorskip("ckanext.spenddata.logic.explored_kinds", reason="CKAN is not here")
read = pytest.importorskip("ckanext.spenddata.ledger.explore_read")

ONE, SEVERAL = ("X-DEMO-1", "lgtc-500"), ("X-DEMO-2", "lgtc-500")
BY_MONTH = {"gross": {"2026-01": 3}, "net_of_all_vat": {"2026-02": 4, "2026-03": 5}}


def filed(duty, n):
    return read.Filed(*duty, date(2026, 1, 1), date(2026, 3, 31), n, n, 0, ["gross"])


def test_a_month_with_amounts_of_another_kind_alone_is_neither_missing_nor_a_nought():
    months = Months(frozenset({"2026-01", "2026-02"}), frozenset({"2026-03"}), 1)
    returns = [
        read.Filed(*SEVERAL, date(2026, 1, 1), date(2026, 1, 31), 3, 3, 0, ["gross"]),
        read.Filed(*SEVERAL, date(2026, 2, 1), date(2026, 2, 28), 9, 9, 0, ["net_of_all_vat"]),
    ]
    span = Span("2026-01", "2026-03")
    held = kinds.held_of_each({ONE: months, SEVERAL: months}, {SEVERAL: BY_MONTH}, returns, span)
    assert held[*ONE, ""] == months
    assert held[*SEVERAL, "gross"] == Months(
        frozenset({"2026-01"}), frozenset({"2026-03"}), 1, other_kind=frozenset({"2026-02"})
    )
    assert held[*SEVERAL, "net_of_all_vat"] == Months(
        frozenset({"2026-02"}), frozenset({"2026-03"}), 1, other_kind=frozenset({"2026-01"})
    )


def test_where_nobody_has_the_kind_that_is_asked_for_their_months_are_of_another():
    held = kinds.of_other_kinds({ONE: frozenset({"2026-01"})})
    assert held == {(*ONE, ""): Months(frozenset(), frozenset(), 0, other_kind=frozenset({"2026-01"}))}


def test_payments_are_counted_with_their_own_kind_and_the_kind_with_most_comes_first():
    found = kinds.counted([filed(ONE, 2), filed(SEVERAL, 12)], {ONE: "gross"}, {SEVERAL: BY_MONTH})
    assert list(found.items()) == [
        ("net_of_all_vat", {"bodies": 1, "returns": 1, "payments": 9}),
        ("gross", {"bodies": 2, "returns": 2, "payments": 5}),
    ]
