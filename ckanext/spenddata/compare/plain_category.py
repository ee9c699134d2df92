"""One category of a comparison, and its suppliers in common, as plain data. Money and measures are strings with two decimals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.spenddata.compare.common_suppliers import CommonSuppliers, SupplierCell
from ckanext.spenddata.compare.comparison import Body, Comparison
from ckanext.spenddata.compare.findings import category_finding
from ckanext.spenddata.compare.one_category import Month, OneCategory, explained
from ckanext.spenddata.compare.plain import search_dict, sentence_dict, statistics_dict
from ckanext.spenddata.compare.words import decimal, short
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.values.text import pounds


def category_dict(comparison: Comparison, found: OneCategory) -> dict[str, Any]:
    """A category closely."""
    unit = comparison.measure.unit
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
        "months": [_month(month, comparison, unit) for month in found.months],
    }


def _month(month: Month, comparison: Comparison, unit: str) -> dict[str, Any]:
    return {
        "month": month.month,
        "value": None if month.value is None else decimal(month.value),
        "value_text": None if month.value is None else short(month.value, unit),
        "peers": statistics_dict(month.statistics, comparison.measure),
    }


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
