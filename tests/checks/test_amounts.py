"""Amounts: under the threshold, nothing, credits, VAT, other currencies."""

from __future__ import annotations

from ckanext.spenddata.checks import amounts
from ckanext.spenddata.checks.history import History
from tests.checks.filings import filing, good
from tests.checks.kinds import payments, places, tried

VAT = {"parameters": {"vat_percent": 20}}
CREDITS = {"parameters": {"said_by": "(?i)credit note", "pounds": 1000}, "fields": ["description"]}


def test_these_are_its_kinds():
    assert {
        "threshold",
        "mostly_below",
        "far_above",
        "zero",
        "credit",
        "large_credit",
        "vat_share",
        "basis_unknown",
        "currency",
    } == set(amounts.KINDS)


def test_small_lines_of_one_large_transaction_are_above_the_threshold():
    large = [good(amount="20000"), good(amount="20000", description="Rest of it")]
    assert tried("threshold", large, **VAT, amount_basis="gross").is_empty()
    small = [good(amount="2000"), good(amount="2000", description="Rest of it")]
    assert places(tried("threshold", small, **VAT, amount_basis="gross")) == [2, 3]


def test_what_a_body_publishes_in_every_return_is_no_slip():
    small, large = payments(*["400.00"] * 20), payments(*["3000000"] * 50)
    for kind, filed, other in (("mostly_below", small, large), ("far_above", large, small)):
        before, otherwise = (History.of([("2026-03", filing(*rows).frame)]) for rows in (filed, other))
        assert len(tried(kind, filed)) == len(tried(kind, filed, history=otherwise)) == 1
        assert tried(kind, filed, history=before).is_empty()


def test_large_payments_alone_are_no_filter_where_nothing_is_known_of_those_before():
    """A threshold of £25,000: a hundred times that is £2.5m."""
    assert tried("far_above", payments(*["2500000"] * 60)).is_empty()
    assert len(tried("far_above", payments(*["2500000.01"] * 60))) == 1


def test_a_filter_on_the_amount_is_told_by_fewer_payments_where_those_before_are_known():
    """Of the payments before one in two was below five times the threshold: ten above it are no chance, and nine may be."""
    before = {"history": History.of([("2026-03", filing(*payments(*["30000", "3000000"] * 20)).frame)])}
    seldom = {"history": History.of([("2026-03", filing(*payments(*["30000", *["3000000"] * 19] * 5)).frame)])}
    assert len(tried("far_above", payments(*["3000000"] * 10), **before)) == 1
    assert tried("far_above", payments(*["3000000"] * 9), **before).is_empty()
    assert tried("far_above", payments(*["3000000"] * 60), **seldom).is_empty()
    assert len(tried("far_above", payments(*["3000000"] * 150), **seldom)) == 1


def test_credits_do_not_make_a_large_transaction_small():
    rows = [good(amount="26000"), good(amount="-25000")]
    assert tried("threshold", rows, **VAT, amount_basis="gross").is_empty()


def test_a_threshold_with_vat_leaves_room_for_amounts_without():
    rows = payments("20833.34", "20833.33")
    assert places(tried("threshold", rows, **VAT, amount_basis="net_of_recoverable_vat")) == [3]
    assert places(tried("threshold", rows, **VAT, amount_basis="gross")) == [2, 3]


def test_nothing_is_told_as_nothing_and_not_as_small():
    assert places(tried("zero", payments("0.00", "0.01"))) == [2]
    assert tried("threshold", payments("0.00"), **VAT).is_empty()


def test_a_large_credit_that_no_word_explains_and_that_undoes_nothing():
    rows = payments("-30000", "-30000.01")
    rows[1]["description"] = "Credit note 7"
    assert places(tried("credit", rows, **CREDITS)) == [2]
    assert tried("credit", [*payments("-30000"), good(amount="30000")], **CREDITS).is_empty()
    assert tried("credit", payments("-25000"), **CREDITS).is_empty()


def test_a_credit_that_changes_the_total():
    assert places(tried("large_credit", payments("-999.99", "-1000"), **CREDITS)) == [3]


def test_vat_that_no_rate_can_make_of_the_amount():
    rows = [
        good(amount="100", irrecoverable_vat="20.01"),
        good(amount="100", irrecoverable_vat="20.02"),
        good(amount="100", irrecoverable_vat="-1"),
        good(amount="-100", irrecoverable_vat="-20"),
    ]
    assert places(tried("vat_share", rows, parameters={"percent": 20})) == [3, 4]


def test_rows_of_which_nothing_says_whether_vat_is_in_them():
    rows = [good(amount_basis="gross"), good(amount_basis="unknown"), good(amount_basis=None)]
    assert tried("basis_unknown", rows, amount_basis=None)["value"].to_list() == ["2 rows"]
    assert tried("basis_unknown", rows, amount_basis="gross").is_empty()


def test_another_currency():
    assert places(tried("currency", [good(currency=code) for code in ("GBP", "EUR", "pounds", None)])) == [3]
