"""A comparison as plain data, for programs and pages. Money and measures are strings with two decimals."""

from __future__ import annotations

from typing import Any

from ckanext.spenddata.compare.cells import Cell, Row, Without
from ckanext.spenddata.compare.comparison import Body, Comparison
from ckanext.spenddata.compare.coverage import Coverage, ExpectedReturn
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.findings import finding, summary
from ckanext.spenddata.compare.likeness import Caution
from ckanext.spenddata.compare.row_cautions import row_cautions
from ckanext.spenddata.compare.sentences import Sentence
from ckanext.spenddata.compare.statistics import FEW, LEAST, Standing, Statistics
from ckanext.spenddata.compare.words import decimal, next_to_nothing, short, signed, span_words, times
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.definitions.peers import PeerGroup
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.values.text import pounds


def comparison_dict(comparison: Comparison) -> dict[str, Any]:
    """All of a comparison."""
    bodies, measure, span = comparison.bodies, comparison.measure, comparison.span
    said = finding(comparison)
    return {
        "headline": said.text,
        "finding": sentence_dict(said),
        "summary": [sentence_dict(each) for each in summary(comparison)],
        "order": comparison.order,
        "measure": _measure(measure),
        "period": span_dict(span),
        "bodies": [_body(body, role="publisher" if body is bodies[0] else "peer") for body in bodies],
        "statistics": _method(comparison),
        "total": _row(comparison.total, comparison),
        "categories": [_row(row, comparison) for row in comparison.rows],
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
    names = ("id", "title", "unit", "reads", "direction", "limits", "numerator", "denominator", "kind", "by_category")
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
        "facts": {
            f.name: {"value": _plain_number(f.value), "year": f.year, "source": f.source} for f in publisher.facts
        },
        "regime": regime.id,
        "regime_title": regime.title,
        "amount_basis": sorted(circumstances.bases),
        "in_statistics": body.counted and role == "peer",
        "coverage": coverage_dict(circumstances.coverage),
        "predecessors": [each.publisher_id for each in circumstances.before],
        "withheld_percent": None if body.withheld is None else decimal(body.withheld),
        "cautions": [_caution(caution) for caution in body.cautions],
    }


def _method(comparison: Comparison) -> dict[str, Any]:
    """What made each figure: whose, by which rules."""
    return {
        "median": "middle figure of the comparable peers, or the mean of the two in the middle; the body is not among them",
        "quartiles": "linear between ordered figures, both ends included (type 7, QUARTILE.INC)",
        "deviation": "median of the distances from the median (MAD)",
        "robust_distance": "difference from the median / (1.4826 × MAD)",
        "outside": "distance outside the middle half; of fewer peers than a median needs, outside their range",
        "rank": "highest first; equal figures share the better place",
        "least_for_median": LEAST,
        "few_below": FEW,
        "peers": [body.publisher_id for body in comparison.comparable],
        "left_out": [
            {"publisher_id": body.publisher_id, "why": [each.code for each in body.cautions if each.excludes]}
            for body in comparison.peers
            if not body.counted
        ],
    }


def _row(row: Row, comparison: Comparison) -> dict[str, Any]:
    bodies, measure, span = comparison.bodies, comparison.measure, comparison.span
    found = row.standing
    return {
        "category": row.category,
        "label": row.label,
        "kind": row.kind,
        "cells": [_cell(c, b, row, measure, span) for c, b in zip(row.cells, bodies, strict=True)],
        "peers": statistics_dict(row.statistics, measure),
        "rank": found.rank if found else None,
        "ranked": found.of if found else None,
        "difference": _value(found.difference) if found else None,
        "standing": _standing(found, measure),
        "without_largest": _without(row.without, measure),
        "cautions": [sentence_dict(each) for each in row_cautions(comparison, row)],
    }


def _standing(found: Standing | None, measure: Measure) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "place": found.place,
        "rank": found.rank,
        "of": found.of,
        "below": found.below,
        "reference": _value(found.reference),
        "difference": _value(found.difference),
        "difference_text": None if found.difference is None else signed(found.difference, measure.unit),
        "times": None if found.times is None else decimal(found.times),
        "times_text": _times(found, measure),
        "outside": _value(found.outside),
        "robust_distance": _value(found.robust),
    }


def _times(found: Standing, measure: Measure) -> str | None:
    """The multiple, where what it is a multiple of reads as more than nought."""
    if found.times is None or found.reference is None or next_to_nothing(found.reference, measure.unit):
        return None
    return times(found.times)


def _without(found: Without | None, measure: Measure) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "payment": pounds(found.payment),
        "share_percent": decimal(found.share * 100),
        "value": _value(found.value),
        "standing": _standing(found.standing, measure),
    }


def sentence_dict(said: Sentence) -> dict[str, Any]:
    """A sentence: its code, its words in English, and what they were filled with."""
    found = {"code": said.code, "text": said.text, "parameters": dict(said.parameters)}
    return found | ({"inner": sentence_dict(said.inner)} if said.inner else {})


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


def _search(body: Body, row: Row, measure: Measure, span: Span) -> dict[str, Any] | None:
    """What to ask ``spenddata_transaction_search`` for what is behind a figure; None where it takes several."""
    asked = search_dict(body, span)
    if row.category:
        return asked | {"category": row.category}
    if measure.numerator in ("withheld", "largest_suppliers"):
        return None
    if len(measure.categories) == 1:
        return asked | {"category": measure.categories[0]}
    return asked if measure.kind == "all" and not measure.categories else None


def search_dict(body: Body, span: Span) -> dict[str, Any]:
    """What to ask ``spenddata_transaction_search`` for all that a body published under its regime in some months."""
    ids = body.circumstances.ids
    return {
        "publisher_id": list(ids) if len(ids) > 1 else body.publisher_id,
        "regime": body.circumstances.regime.id,
        "date_from": span.start.isoformat(),
        "date_to": span.end.isoformat(),
    }


def statistics_dict(found: Statistics | None, measure: Measure) -> dict[str, Any] | None:
    """Statistics of the peers; None where there are none."""
    if found is None:
        return None
    return {
        "count": found.count,
        "minimum": _value(found.minimum),
        "lower_quartile": _value(found.lower_quartile),
        "median": _value(found.median),
        "upper_quartile": _value(found.upper_quartile),
        "maximum": _value(found.maximum),
        "deviation": _value(found.deviation),
        "median_text": None if found.median is None else short(found.median, measure.unit),
        "middle_half_text": None
        if found.lower_quartile is None or found.upper_quartile is None
        else [short(found.lower_quartile, measure.unit), short(found.upper_quartile, measure.unit)],
        "range_text": [short(found.minimum, measure.unit), short(found.maximum, measure.unit)],
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


def _plain_number(value: float) -> int | float:
    """A fact without the fraction that it hasn't got."""
    return int(value) if value == int(value) else value
