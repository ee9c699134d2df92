"""Dimensions in words: each value has the name that people know, and an unknown name is refused with the nearest."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.dimensions import DIMENSIONS
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.deflators import Deflator
from ckanext.spenddata.logic import dimensions

pytestmark = pytest.mark.usefixtures("in_english")

SPAN = Span("2025-04", "2026-03")
KNOWN: Any = SimpleNamespace(
    bodies={"X-DEMO-1": SimpleNamespace(name="Exampleton")},
    categories={"it": SimpleNamespace(label="Computers")},
    suppliers={"name:ALDER": "Alder Ltd"},
    regimes={"lgtc-500": SimpleNamespace(title="Spending over £500")},
)


def called(axis: str, *values: str, span: Span = SPAN) -> list[str]:
    return list(dimensions.labels(DIMENSIONS[axis], values, span, KNOWN).values())


@pytest.mark.parametrize(
    ("axis", "value", "words"),
    [
        ("publisher", "X-DEMO-1", "Exampleton"),
        ("publisher", "X-DEMO-9", "X-DEMO-9"),
        ("category", "it", "Computers"),
        ("category", "gone", "gone"),
        ("supplier", "name:ALDER", "Alder Ltd"),
        ("supplier", "name:GONE", "name:GONE"),
        ("supplier", "", "Not named, withheld or erased"),
        ("category_group", "procurement", "Goods, works and services"),
        ("regime", "lgtc-500", "Spending over £500"),
        ("payment_method", "card", "Payments by card"),
        ("body_type", "local authority", "Local authority"),
        ("region", "", "Not said"),
        ("amount_basis", "other", "other"),
    ],
)
def test_a_value_is_called_as_people_know_it(axis: str, value: str, words: str):
    assert called(axis, value) == [words]


def test_a_year_of_which_only_some_months_are_asked_for_says_which():
    assert called("financial_year", "2025-26") == ["2025-26"]
    [part] = called("financial_year", "2025-26", span=Span("2025-04", "2025-06"))
    assert part.startswith("2025-26 (")


def test_every_measure_and_vat_treatment_has_words():
    measures = dimensions.measures(load())
    assert set(measures) == {
        *("amount", "payments", "share", "average", "median-payment", "spend-per-head", "spend-per-employee"),
        *("spend-per-bed", "spend-per-pupil", "spend-per-school", "spend-per-million"),
    }
    assert all(words[:1].isupper() for words in (*measures.values(), *dimensions.bases().values()))


def test_a_mistyped_dimension_is_refused_with_the_one_that_was_meant():
    assert dimensions.dimension("rows", "region") is DIMENSIONS["region"]
    with pytest.raises(tk.ValidationError) as refused:
        dimensions.dimension("rows", "catagory")
    assert "category" in refused.value.error_dict["rows"][0]


def known(*years: str) -> Any:
    index = {year: Decimal(100) for year in years}
    series = Deflator("gdp", "GDP deflator", "Somebody", "OGL", index)
    return SimpleNamespace(deflator=series if years else None)


def refusal(definitions: Any, year: str) -> str:
    with pytest.raises(tk.ValidationError) as refused:
        dimensions.prices(definitions, year, SPAN)
    return refused.value.error_dict["prices"][0]


def test_prices_are_of_a_known_year_and_of_months_that_the_series_knows():
    assert dimensions.prices(known(), None, SPAN) is None
    assert dimensions.prices(known("2025-26", "2024-25"), "2024-25", SPAN) is not None
    assert refusal(known(), "2024-25").startswith("This portal has no series of prices")
    assert "2024-25" in refusal(known("2024-25", "2025-26"), "2023-24")
    assert refusal(known("2024-25"), "2024-25") == "The GDP deflator is not known for 2025-26. Ask for other months."
