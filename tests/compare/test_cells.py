"""A body's figures by category: of its own regime, exact, and not known rather than nought where nothing is published."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest

from ckanext.spenddata.compare.cells import Cells, kind_of
from ckanext.spenddata.compare.figures import LargestPayment, LargestSuppliers, Total
from tests.compare.making import DEFINITIONS, NET, body, circumstances, whole_year

CATEGORIES, MEASURES = DEFINITIONS.categories, DEFINITIONS.measures
EXBURY = body(1)


def total(category: str, n: int, amount: int, regime: str = "lgtc-500") -> Total:
    return Total(EXBURY.publisher_id, regime, category, n, amount)


def cells(measure: str, *totals: Total, **more) -> tuple[Cells, object]:
    subject = circumstances(EXBURY)
    return Cells([subject], MEASURES[measure], CATEGORIES, totals, **more), subject


def test_pounds_per_head_are_a_fraction_of_pence():
    made, subject = cells("spend-per-head", total("it", 2, 100), total("grants", 1, 200))
    assert made.total(subject).value == Fraction(3, 100_000)
    assert (made.category(subject, "it").share, made.category(subject, "it").n) == (Fraction(1, 3), 2)
    assert made.categories() == ["grants", "it"]


def test_totals_of_another_regime_are_no_part_of_it():
    made, subject = cells("spend-per-head", total("it", 2, 100), total("it", 9, 900, regime="lgtc-gpc"))
    assert made.total(subject).amount == 100


def test_a_category_without_payments_is_nought_where_something_is_published():
    made, subject = cells("spend-per-head", total("it", 2, 100))
    assert (made.category(subject, "grants").amount, made.category(subject, "grants").value) == (0, 0)


def test_where_nothing_is_published_no_figure_is_known():
    nobody = circumstances(EXBURY, [])
    cell = Cells([nobody], MEASURES["spend-per-head"], CATEGORIES, [total("it", 2, 100)]).total(nobody)
    assert (cell.n, cell.amount, cell.share, cell.value) == (None, None, None, None)


def test_without_its_largest_payment_a_figure_is_what_the_rest_makes():
    largest = [
        LargestPayment(EXBURY.publisher_id, "lgtc-500", "it", 60),
        LargestPayment(EXBURY.publisher_id, "lgtc-500", "it", 40),
    ]
    made, subject = cells("spend-per-head", total("it", 2, 100), payments=largest)
    assert made.largest_payment(subject, "it") == 60
    assert made.largest_payment(subject, "grants") is None
    assert made.without(subject, "it", 60) == Fraction(40, 100 * 100_000)


def test_what_is_withheld_is_a_share_of_everything():
    made, subject = cells("spend-per-head", total("it", 2, 300), withheld=[total("", 1, 30)])
    assert made.withheld_share(subject) == 10
    none, subject = cells("spend-per-head", total("it", 2, 300))
    assert none.withheld_share(subject) == 0


def test_the_largest_suppliers_are_those_of_its_regime():
    measure = next(each for each in MEASURES.values() if each.numerator == "largest_suppliers")
    of = [
        LargestSuppliers(EXBURY.publisher_id, regime, 10, amount)
        for regime, amount in (("lgtc-gpc", 7), ("lgtc-500", 150))
    ]
    made, subject = cells(measure.id, total("it", 2, 300), largest=of)
    assert made.total(subject).value == 50
    unknown, subject = cells(measure.id, total("it", 2, 300))
    assert unknown.total(subject).value is None


def test_without_a_population_there_is_no_figure_per_head():
    bare = circumstances(msgspec.structs.replace(EXBURY, facts=()))
    made = Cells([bare], MEASURES["spend-per-head"], CATEGORIES, [total("it", 2, 100)])
    assert made.total(bare).value is None
    assert made.total(bare).amount == 100


def test_a_category_that_is_no_longer_defined_is_not_said_to_be_bought():
    assert kind_of(CATEGORIES, "it") == "procurement"
    assert kind_of(CATEGORIES, "no-such-thing") == "non-procurement"


@pytest.mark.parametrize("kinds", [{"amount_basis": ("gross", NET)}, {"currencies": ("EUR", "GBP")}])
@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_amounts_of_several_kinds_are_in_no_sum_share_or_measure_and_payments_are_counted(measure: str, kinds: dict):
    mixed = circumstances(EXBURY, whole_year(EXBURY, **kinds))
    withheld = [Total(EXBURY.publisher_id, "lgtc-500", "", 1, 50)]
    made = Cells([mixed], MEASURES[measure], CATEGORIES, [total("it", 2, 100), total("grants", 1, 200)], (), withheld)
    whole, it = made.total(mixed), made.category(mixed, "it")
    assert (whole.amount, whole.share, it.n, it.amount, it.share) == (None, None, 2, None, None)
    assert (whole.value is None) == (MEASURES[measure].numerator != "transactions")
    assert made.withheld_share(mixed) is None
