"""The months that are asked for, the usual ones where nobody says any, and a refusal that names the parameter."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.logic.spans_asked import span_asked, span_dict

USUAL = Span("2025-07", "2026-06")


@pytest.mark.parametrize("asked", [{}, {"period": ""}, {"period": None}])
def test_the_usual_months_are_taken_where_nobody_says_any(asked):
    assert span_asked(asked, lambda: USUAL) is USUAL
    assert span_asked(asked, lambda: None) is None


def test_the_usual_months_are_not_looked_for_where_somebody_says_which():
    assert span_asked({"period": "2026-04"}, lambda: pytest.fail("looked for")) == Span("2026-04", "2026-04")


def test_what_is_no_period_is_refused_by_its_name():
    with pytest.raises(tk.ValidationError) as refused:
        span_asked({"period": "someday"}, lambda: USUAL)
    assert list(refused.value.error_dict) == ["period"]


def test_months_are_told_with_what_they_are_called():
    assert span_dict(Span("2026-04", "2026-04")) == {"first": "2026-04", "last": "2026-04", "title": "April 2026"}
