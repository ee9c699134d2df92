"""Rows that another return has already: how many make a stop, and which are told one by one."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks.history import History, SentBefore
from tests.checks.filings import filing, found, good
from tests.checks.kinds import earlier, payments, tried


def rows(count: int, first: int = 0, **cells: str):
    return filing(*(good(transaction_number=str(5_100_000_000 + n), **cells) for n in range(first, first + count)))


def before(count: int, period: str = "2026-03") -> dict[str, History]:
    return {"history": History.of([(period, rows(count).frame)])}


@pytest.mark.parametrize(("shared", "stops"), [(0, 0), (4, 0), (5, 1), (10, 1)])
def test_five_rows_and_three_in_ten_make_a_stop(shared: int, stops: int):
    assert found("repeat-same-rows", rows(10), **before(shared)).height == stops


def test_fewer_than_three_in_ten_are_told_and_stop_nobody():
    some = {"history": History.of([("2026-03", rows(30, first=30).frame)])}
    assert found("repeat-same-rows", rows(40), **some).is_empty()
    assert found("repeat-earlier-return", rows(40), **some).height == 10


def test_all_rows_of_another_return_make_a_stop_among_however_many():
    assert found("repeat-same-rows", rows(100), **before(10)).height == 1
    assert found("repeat-same-rows", rows(100), **before(4)).is_empty()


def test_the_stop_says_how_many_how_much_and_where():
    told = found("repeat-same-rows", rows(10), **before(6))
    assert told["value"].to_list() == ["6 of 10 rows, £180,000, are in the return for 2026-03 already"]


def test_each_other_return_is_told_by_itself():
    history = History.of([("2026-02", rows(5).frame), ("2026-03", rows(5, first=5).frame)])
    told = found("repeat-same-rows", rows(10), history=history)
    assert [value.rpartition(" for ")[2] for value in told["value"]] == ["2026-02 already", "2026-03 already"]


def test_the_return_s_own_earlier_revision_is_no_other_return():
    assert found("repeat-same-rows", rows(10), **before(10, period="2026-04")).is_empty()


@pytest.mark.parametrize(
    "cells", [{"amount": "30000.01"}, {"payment_date": "16/04/2026"}, {"supplier_name": "Other Ltd"}]
)
def test_a_row_that_differs_in_what_makes_a_payment_is_another_one(cells: dict[str, str]):
    assert found("repeat-same-rows", rows(10, **cells), **before(10)).is_empty()


def test_another_description_is_the_same_payment():
    assert found("repeat-same-rows", rows(10, description="Other words"), **before(10)).height == 1


def test_a_file_that_was_sent_for_another_return_is_named_with_it():
    told = found("repeat-same-file", rows(1), sent_before=(SentBefore(file="spend.csv", where="March 2026"),))
    assert told.select("file", "value").row(0) == ("spend.csv", "the same file as for March 2026")


@pytest.mark.parametrize("without", ["here", "there", "both"])
def test_payments_are_known_again_where_a_column_of_numbers_was_left_out(without):
    """By supplier, date and amount; of single ones nothing is said then."""
    here = payments("600", "700", "800", "900", "1000", payment_date="15/03/2026")
    bare = [{**row, "transaction_number": None} for row in here]
    before = earlier(("2026-03", here if without == "here" else bare))
    now = here if without == "there" else bare
    [found] = tried("shared", now, history=before).to_dicts()
    assert found["value"] == "5 of 5 rows, £4,000, are in the return for 2026-03 already"
    assert tried("earlier_return", now, history=before).is_empty()
    other = [{**row, "amount": "601"} for row in now]
    assert tried("shared", other, history=before).is_empty()


def test_the_file_of_another_return_with_new_dates_stops_and_recurring_payments_do_not():
    march = payments(*(str(600 + n) for n in range(60)), payment_date="15/03/2026")
    history = earlier(("2026-03", march), ("2026-02", payments(*["600"] * 60, payment_date="15/02/2026")))
    april = [{**row, "payment_date": "15/04/2026", "transaction_number": None} for row in march]
    [found] = tried("other_dates", april, history=history).to_dicts()
    assert found["value"] == "60 of 60 rows have supplier and amount of the return for 2026-03"
    others = [{**row, "amount": f"{row['amount']}.50"} if n < 13 else row for n, row in enumerate(april)]
    assert tried("other_dates", others, history=history).is_empty()
    assert tried("other_dates", april[:49], history=history).is_empty()
    assert tried("other_dates", march, history=history).is_empty()
    assert tried("other_dates", april, history=history, period="2026-03").is_empty()
