"""Sums among the payments that no word calls so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ckanext.spenddata.checks import summing
from tests.checks.filings import good
from tests.checks.kinds import payments, places, tried

GROUPS = {"parameters": {"groups": 3, "percent": 4}}
RUNNING = {"parameters": {"at_least": 20, "days": 9, "times": 3, "percent": 90}}


def test_these_are_its_kinds():
    assert {"sum_row", "group_sums", "running_amounts"} == set(summing.KINDS)


@pytest.mark.parametrize(
    ("amounts", "row"),
    [
        (("1", "2", "3", "6"), [5]),
        (("1", "2", "3.50", "6.50", "7", "9"), [5]),
        (("10", "1", "2", "7"), [2]),
        (("1", "2", "6", "3"), []),
        (("1", "2", "3"), []),
        (("0", "0", "0", "0", "0"), []),
    ],
)
def test_a_row_that_is_the_sum_of_those_above_or_below(amounts, row):
    assert places(tried("sum_row", payments(*amounts), parameters={"at_least": 3})) == row


def test_a_total_of_more_rows_than_there_are_is_none():
    assert tried("sum_row", payments("1", "2", "3", "6"), parameters={"at_least": 4}).is_empty()


def test_rows_that_each_sum_up_the_payments_right_above_are_subtotals():
    rows = payments("1.10", "2.20", "3.35", "6.65", "1.45", "-1", "5.55", "6", "8.05", "9.12", "17.17", "4.44")
    told = tried("group_sums", rows, **GROUPS)["value"].to_list()
    assert told == ["3 rows, together £29.82: rows 5, 9 and 12"]


def test_so_few_of_them_are_chance():
    rows = payments("1.10", "2.20", "3.30", "5.55", "1.45", "7", "8.05", "9.12")
    assert tried("group_sums", rows, **GROUPS).is_empty()


def test_equal_amounts_below_each_other_are_no_sums():
    assert tried("group_sums", payments(*["5"] * 20, *["7"] * 20), **GROUPS).is_empty()


def rising(amounts: list[int], *, a_day: int = 2) -> list[dict[str, str]]:
    days = [date(2026, 4, 1) + timedelta(n // a_day) for n in range(len(amounts))]
    return [good(amount=str(pounds), payment_date=f"{day:%d/%m/%Y}") for day, pounds in zip(days, amounts, strict=True)]


def test_amounts_that_rise_from_day_to_day_are_a_running_total():
    told = tried("running_amounts", rising([100 * n for n in range(1, 21)]), **RUNNING)
    assert told["value"].to_list() == ["19 of 20 amounts are above the one before"]


@pytest.mark.parametrize(
    "rows",
    [
        rising([100 * n for n in range(1, 21)], a_day=20),
        rising([(n * 7919) % 1000 + 1 for n in range(40)]),
        rising([n % 8 + 1 for n in range(80)], a_day=8),
        rising([100 * n for n in range(1, 11)]),
        rising([6000 + n for n in range(1, 21)]),
    ],
)
def test_sorted_amounts_of_one_day_and_of_each_day_are_not(rows):
    assert tried("running_amounts", rows, **RUNNING).is_empty()


def test_sums_that_stand_above_what_they_sum():
    rows = payments("30", "10", "20", "7", "4", "3", "90", "50", "40", "5")
    (told,) = tried("group_sums", rows, **GROUPS)["value"].to_list()
    assert told.startswith("3 rows, together £127: rows 2, 5 and 8")
