"""A comparison as plain data, for programs and pages. Money and measures are strings with two decimals."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ckanext.spenddata.compare.comparison import Body, Cell, Comparison, Row
from ckanext.spenddata.compare.coverage import Coverage, ExpectedReturn
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.likeness import Caution
from ckanext.spenddata.compare.statistics import Statistics
from ckanext.spenddata.compare.words import decimal, pounds, short, span_words
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.definitions.peers import PeerGroup

__all__ = ["comparison_dict", "coverage_dict", "peer_group_dict", "span_dict"]


def comparison_dict(comparison: Comparison) -> dict[str, Any]:
    """All of a comparison."""
    bodies, measure, span = comparison.bodies, comparison.measure, comparison.span
    return {
        "headline": comparison.headline,
        "measure": _measure(measure),
        "period": span_dict(span),
        "bodies": [_body(body, role="publisher" if body is bodies[0] else "peer") for body in bodies],
        "total": _row(comparison.total, bodies, measure, span),
        "categories": [_row(row, bodies, measure, span) for row in comparison.rows],
        "cautions": [
            *map(_caution, comparison.cautions),
            *(_caution(caution) for body in bodies for caution in body.cautions),
        ],
    }


def span_dict(span: Span) -> dict[str, Any]:
    """Some months."""
    return {
        "title": span_words(span),
        "first_month": span.first,
        "last_month": span.last,
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
        "fiscal_year": span.fiscal_year,
    }


def coverage_dict(coverage: Coverage) -> dict[str, Any]:
    """Which returns are in a body's figures, and which are missing."""
    return {
        "expected": coverage.expected,
        "received": coverage.received,
        "late": coverage.late,
        "complete": coverage.complete,
        "rows_left_out": coverage.left_out,
        "missing": [each.period for each in coverage.missing],
        "returns": [_return(each) for each in coverage.returns],
    }


def peer_group_dict(group: PeerGroup) -> dict[str, Any]:
    """A peer group, on whose word it stands."""
    return {name: getattr(group, name) for name in ("id", "title", "basis", "version", "licence", "source", "url")}


def _measure(measure: Measure) -> dict[str, Any]:
    names = ("id", "title", "unit", "direction", "limits", "numerator", "denominator", "kind")
    return {name: getattr(measure, name) for name in names}


def _body(body: Body, role: str) -> dict[str, Any]:
    circumstances = body.circumstances
    publisher, regime = circumstances.publisher, circumstances.regime
    return {
        "publisher_id": publisher.publisher_id,
        "title": publisher.name,
        "slug": publisher.slug,
        "role": role,
        "body_type": publisher.body_type,
        "body_subtype": publisher.body_subtype,
        "tier": circumstances.tier.title,
        "region": publisher.region,
        "facts": {f.name: {"value": int(f.value), "year": f.year, "source": f.source} for f in publisher.facts},
        "regime": regime.id,
        "regime_title": regime.title,
        "amount_basis": sorted(circumstances.bases),
        "in_statistics": body.counted and role == "peer",
        "coverage": coverage_dict(circumstances.coverage),
        "cautions": [_caution(caution) for caution in body.cautions],
    }


def _row(row: Row, bodies: tuple[Body, ...], measure: Measure, span: Span) -> dict[str, Any]:
    return {
        "category": row.category,
        "label": row.label,
        "kind": row.kind,
        "cells": [_cell(c, b, row, measure, span) for c, b in zip(row.cells, bodies, strict=True)],
        "peers": _statistics(row.statistics, measure),
        "rank": row.rank,
        "ranked": row.statistics.count + 1 if row.statistics and row.rank else None,
        "difference": _value(row.difference),
    }


def _cell(cell: Cell, body: Body, row: Row, measure: Measure, span: Span) -> dict[str, Any]:
    return {
        "publisher_id": cell.publisher_id,
        "transactions": cell.n,
        "amount": None if cell.amount is None else pounds(cell.amount),
        "share_percent": None if cell.share is None else decimal(cell.share * 100),
        "value": _value(cell.value),
        "value_text": None if cell.value is None else short(cell.value, measure.unit),
        "search": _search(body, row, measure, span),
    }


def _search(body: Body, row: Row, measure: Measure, span: Span) -> dict[str, str] | None:
    """What to ask ``spenddata_transaction_search`` for what is behind a figure; None where it takes several."""
    asked = {
        "publisher_id": body.publisher_id,
        "regime": body.circumstances.regime.id,
        "date_from": span.start.isoformat(),
        "date_to": span.end.isoformat(),
    }
    if row.category:
        return asked | {"category": row.category}
    if measure.numerator in ("withheld", "largest_suppliers"):
        return None
    if len(measure.categories) == 1:
        return asked | {"category": measure.categories[0]}
    return asked if measure.kind == "all" and not measure.categories else None


def _statistics(found: Statistics | None, measure: Measure) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "count": found.count,
        "minimum": _value(found.minimum),
        "lower_quartile": _value(found.lower_quartile),
        "median": _value(found.median),
        "upper_quartile": _value(found.upper_quartile),
        "maximum": _value(found.maximum),
        "median_text": short(found.median, measure.unit),
    }


def _return(each: ExpectedReturn) -> dict[str, Any]:
    return {
        "period": each.period,
        "title": each.title,
        "due": each.due.isoformat(),
        "state": str(each.state),
        "published": each.published.isoformat() if each.published else None,
        "late": each.late,
        "withdrawn": each.withdrawn,
    }


def _caution(caution: Caution) -> dict[str, Any]:
    return {
        "code": caution.code,
        "text": caution.text,
        "publisher_id": caution.publisher_id or None,
        "excludes": caution.excludes,
    }


def _value(value: Fraction | None) -> str | None:
    return None if value is None else decimal(value)
