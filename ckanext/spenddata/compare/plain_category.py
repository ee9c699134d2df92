"""One category of a comparison, and its suppliers in common, as plain data. Money and measures are strings with two decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.spenddata.compare.common_suppliers import CommonSuppliers, SupplierCell
from ckanext.spenddata.compare.comparison import Body, Comparison
from ckanext.spenddata.compare.findings import category_finding
from ckanext.spenddata.compare.one_category import OneCategory, explained
from ckanext.spenddata.compare.over_time import Time
from ckanext.spenddata.compare.plain import search_dict, sentence_dict, statistics_dict
from ckanext.spenddata.compare.prices import Prices, over_years, prices_dict
from ckanext.spenddata.compare.words import decimal, short
from ckanext.spenddata.definitions.deflators import Deflator
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.values.periods import financial_year
from ckanext.spenddata.values.text import pounds


def category_dict(comparison: Comparison, found: OneCategory, deflator: Deflator | None) -> dict[str, Any]:
    """A category closely; its years in the prices of the last one, too, where the series of prices knows them."""
    prices = _prices(found.years, comparison.measure, deflator)
    return {
        "id": found.row.category,
        "label": found.row.label,
        "finding": sentence_dict(category_finding(comparison, found.row)),
        "explained": [sentence_dict(each) for each in explained(comparison, found)],
        "counted_per": found.per,
        "bodies": [
            {
                "publisher_id": each.publisher_id,
                "payments_per": None if each.often is None else decimal(each.often),
                "median_payment": None if each.usual is None or body.circumstances.mixed else pounds(each.usual),
                "suppliers": each.suppliers,
            }
            for each, body in zip(found.bodies, comparison.bodies, strict=True)
        ],
        "months": [{"month": each.span.first, **_figure(each, comparison)} for each in found.months],
        "years": [_year(each, comparison, prices) for each in found.years],
        "prices": prices_dict(prices, [month for each in found.years for month in each.span.months]),
    }


def _prices(years: Sequence[Time], measure: Measure, deflator: Deflator | None) -> Prices | None:
    """In whose prices years are set side by side; None of figures that are no money."""
    months = [month for each in years for month in each.span.months]
    return over_years(months, deflator) if months and measure.unit == "pounds" else None


def _figure(time: Time, comparison: Comparison) -> dict[str, Any]:
    return {
        **_value("value", time.value, comparison.measure.unit),
        "peers": statistics_dict(time.statistics, comparison.measure),
    }


def _year(year: Time, comparison: Comparison, prices: Prices | None) -> dict[str, Any]:
    unit = comparison.measure.unit
    median = year.statistics.median if year.statistics else None
    return {
        "financial_year": financial_year(year.span.start.year),
        **_figure(year, comparison),
        **_value("real_value", _real(year.value, year, prices), unit),
        **_value("real_median", _real(median, year, prices), unit),
    }


def _real(figure: Fraction | None, year: Time, prices: Prices | None) -> Fraction | None:
    """A figure of a financial year in the prices of another. One level of prices holds for all of its months."""
    return None if figure is None or prices is None else figure * prices.series.factor(year.span.first, prices.year)


def _value(name: str, figure: Fraction | None, unit: str) -> dict[str, str | None]:
    """A figure for programs, and beside it as people read it."""
    known = figure is not None
    return {name: decimal(figure) if known else None, f"{name}_text": short(figure, unit) if known else None}


def payment_dict(row: Mapping[str, Any]) -> dict[str, Any]:
    """A payment of the ledger; supplier None where it is withheld or left blank."""
    return {
        "id": row["_id"],
        "payment_date": row["payment_date"].isoformat(),
        "supplier_name": row["supplier_name"],
        "description": row["description"] or row["expense_type"],
        "expense_area": row["expense_area"],
        "amount": pounds(row["pence"]),
        "currency": row["currency"],
    }


def suppliers_dict(
    comparison: Comparison, found: CommonSuppliers, labels: Mapping[str, str], category: str
) -> dict[str, Any]:
    """Suppliers in common, under the names in ``labels``."""
    mixed = comparison.subject.circumstances.mixed
    return {
        "suppliers": [
            {
                "supplier_id": row.supplier_id,
                "name": labels.get(row.supplier_id, row.supplier_id),
                "cells": [
                    _supplier(cell, body, comparison, row.supplier_id, category)
                    for cell, body in zip(row.cells, comparison.bodies, strict=True)
                ],
            }
            for row in found.rows
        ],
        "in_common": found.count,
        "share_percent": None if found.share is None or mixed else decimal(found.share * 100),
        "suppliers_of_body": found.suppliers,
        "withheld": None if mixed else pounds(found.unknown),
    }


def _supplier(
    cell: SupplierCell, body: Body, comparison: Comparison, supplier_id: str, category: str
) -> dict[str, Any]:
    search = search_dict(body, comparison.span) | {"category": category, "supplier_id": supplier_id}
    mixed = body.circumstances.mixed
    summed = body.published and not mixed
    return {
        "publisher_id": cell.publisher_id,
        "transactions": cell.n if body.published else None,
        "amount": pounds(cell.amount) if summed else None,
        "amount_text": short(Fraction(cell.amount, 100), "pounds") if summed else None,
        "share_percent": None if cell.share is None or mixed else decimal(cell.share * 100),
        "median_payment": None if cell.usual is None or mixed else pounds(cell.usual),
        "search": search if cell.n else None,
    }
