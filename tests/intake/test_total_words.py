"""Words that name a total are known however they are written; names that only sound like one are those of suppliers."""

from __future__ import annotations

import re

import pytest

from ckanext.spenddata.intake import total_words as words


@pytest.mark.parametrize(
    "cell",
    [
        "Total",
        "GRAND TOTAL:",
        "Sub-total",
        "Total spend over £500",
        "Total for April 2026",
        "Total (excluding VAT)",
        "Total credits",
        "Cyfanswm terfynol",
        "Balance brought forward",
        "Average payment",
        "Overall Result",
    ],
)
def test_a_total_is_known_by_its_name(cell):
    assert words.names_total(cell)
    assert words.is_label(cell)


@pytest.mark.parametrize(
    "cell", ["Total Gas & Power", "Summit Parts CIC", "Subtotal Systems plc", "Average Joe Ltd", ""]
)
def test_suppliers_that_sound_like_totals_are_none(cell):
    assert not words.is_label(cell)


@pytest.mark.parametrize("cell", ["Alder Care Ltd Result", "Alder Care Ltd Total"])
def test_the_total_of_a_supplier_is_a_label(cell):
    assert words.is_label(cell)
    assert not words.names_total(cell)


def test_a_name_after_total_counts_only_where_the_sum_says_so():
    assert words.may_name_total("Total Gas & Power")
    assert not words.is_label("Total Gas & Power")


@pytest.mark.parametrize("cell", ["Row count", "Total number of payments", "Count of invoices", "End of report"])
def test_counts_are_labels_and_no_totals(cell):
    assert words.names_count(cell)
    assert words.is_label(cell)
    assert not words.names_total(cell)


@pytest.mark.parametrize(
    ("row", "is_one"),
    [
        (["1", "2", "3"], True),
        (["(a)", "(b)", "(c)"], True),
        (["A", "", "C", "D"], True),
        (["1", "2"], False),
        (["1", "2", "4"], False),
        (["1", "2", "300.00"], False),
    ],
)
def test_a_row_that_numbers_the_columns(row, is_one):
    assert words.numbers_columns(row) is is_one


@pytest.mark.parametrize(
    ("cell", "signed"),
    [
        ("Prepared by A. Example", True),
        ("  Run date: 01/05/2026", True),
        ("Printed on 3 May 2026", True),
        ("Prepared Foods Ltd", False),
        ("Date Palm Trading", False),
    ],
)
def test_who_signed_a_list_is_no_supplier(cell, signed):
    assert bool(re.match(words.SIGNED_OFF, cell)) is signed


def test_the_total_of_a_long_name_is_one():
    name = (
        "Ministerial and Parliamentary Support Team, and Change and Corporate Effectiveness including the Secretariat"
    )
    assert words.may_name_total(f"Total {name}")
    assert words.is_label(f"{name} Total")
    assert not words.names_total(f"Total {name}")
