"""The measures: each is complete, says its limits, and a mistake in the file is told."""

from __future__ import annotations

import pytest

from ckanext.spenddata.definitions import load, measures, yaml_file
from ckanext.spenddata.definitions.yaml_file import DefinitionError

MEASURES = load().measures
CATEGORIES = load().categories


def test_the_first_is_spending_per_head():
    assert next(iter(MEASURES)) == "spend-per-head"


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.id)
def test_each_measure_is_whole(measure):
    assert measure.limits.endswith(".")
    assert "{value}" in measure.says
    assert set(measure.categories) <= set(CATEGORIES.by_id)
    assert measure.unit == "percent" or measure.denominator != "amount"
    assert bool(measure.count) == (measure.numerator == "largest_suppliers")


def test_no_measure_calls_spending_more_better_or_worse():
    spending = [m for m in MEASURES.values() if m.numerator == "amount" and not m.categories]
    assert {measure.direction for measure in spending} == {"neither"}


def test_which_categories_a_measure_counts():
    bought, unclassified = MEASURES["bought"], MEASURES["unclassified"]
    assert bought.counts("it", "procurement")
    assert not bought.counts("grants", "non-procurement")
    assert unclassified.counts("unclassified", "non-procurement")
    assert not unclassified.counts("it", "procurement")
    assert MEASURES["spend"].counts("anything", "non-procurement")


def test_only_a_measure_over_a_fact_needs_one():
    assert MEASURES["spend-per-head"].fact == "population"
    assert MEASURES["spend"].fact is None
    assert MEASURES["average-payment"].fact is None


def test_an_administrator_may_lay_other_measures_over_ours(tmp_path):
    (tmp_path / "measures.yaml").write_text(
        "[{id: per-bed, title: Spending per bed, numerator: amount, denominator: beds, unit: pounds,"
        " says: 'spent {value} a bed', limits: Beds differ.}]",
        encoding="utf-8",
    )
    assert list(load(tmp_path).measures) == [*load().measures, "per-bed"]
    assert load(tmp_path).measures["per-bed"].fact == "beds"


def test_a_mistake_names_the_file(tmp_path):
    path = tmp_path / "measures.yaml"
    path.write_text("[{id: broken, title: Broken, numerator: guesses}]", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"measures\.yaml"):
        yaml_file.by_id([path], list[measures.Measure])
