"""Suppliers and another column that hold each other's words in a part of the rows."""

from __future__ import annotations

import time

from ckanext.spenddata.checks import exchanged_columns
from tests.checks.filings import good
from tests.checks.kinds import tried
from tests.pace import allowed

AREAS = ["Housing", "Highways", "Parks", "Libraries"]
HOW = {"fields": ["expense_area"], "parameters": {"rows": 6, "percent": 20, "words": 3}}


def rows(count: int, *, exchanged: range = range(0)):
    for n in range(count):
        firm, area = f"Firm {n % 7} Ltd", AREAS[n % 4]
        supplier, other = (area, firm) if n in exchanged else (firm, area)
        yield good(supplier_name=supplier, expense_area=other, transaction_number=str(n))


def test_this_is_its_kind():
    assert {"exchanged_columns"} == set(exchanged_columns.KINDS)


def test_a_stretch_of_rows_with_the_columns_exchanged():
    told = tried("exchanged_columns", [*rows(40, exchanged=range(28, 40))], **HOW)
    assert told["value"].to_list() == ["12 rows: rows 30–41"]


def test_a_few_rows_and_sound_ones_are_none():
    assert tried("exchanged_columns", [*rows(40)], **HOW).is_empty()
    assert tried("exchanged_columns", [*rows(40, exchanged=range(2, 5))], **HOW).is_empty()


def test_departments_that_pay_each_other_are_none():
    paid = [good(supplier_name=AREAS[n % 4], expense_area=AREAS[(n + 1) % 4]) for n in range(8)]
    assert tried("exchanged_columns", [*rows(60), *paid], **HOW).is_empty()


def test_a_description_that_repeats_the_supplier_is_none():
    same = [good(supplier_name=f"Firm {n % 9} Ltd", expense_area=f"Firm {n % 9} Ltd") for n in range(40)]
    assert tried("exchanged_columns", same, **HOW).is_empty()


def test_a_long_chain_of_words_takes_no_longer_than_it_has_words():
    chain = [(f"w{n}", f"w{n + 1}") for n in range(20_000)]
    begun = time.process_time()
    kinds = exchanged_columns._kinds([chain[0], *chain[:0:-1]])
    assert time.process_time() - begun < allowed(2)
    assert [kinds[f"w{n}"] for n in (0, 1, 2, 20_000)] == [0, 1, 0, 0]
