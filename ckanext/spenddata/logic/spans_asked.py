"""Months that an action is asked about, and how they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ckanext.spenddata.compare import spans
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.words import span_words
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.values.periods import PeriodError

Usual = TypeVar("Usual", Span, None)


def span_asked(asked: Mapping[str, Any], usual: Callable[[], Usual]) -> Span | Usual:
    """The months of ``period``; what is usual where nobody names any.

    Raises:
        ValidationError: The period is none.
    """
    try:
        return spans.parse(asked["period"]) if asked.get("period") else usual()
    except PeriodError as error:
        raise refused("period", str(error)) from error


def span_dict(span: Span) -> dict[str, str]:
    """The months, and what they are called."""
    return {"first": span.first, "last": span.last, "title": span_words(span)}
