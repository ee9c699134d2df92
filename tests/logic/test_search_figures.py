"""Figures above a search, as the API gives them: whole pence, and no largest among amounts that are not alike."""

from fractions import Fraction

import pytest

from ckanext.spenddata.logic import search_figures
from ckanext.spenddata.search.answers import Answer
from ckanext.spenddata.search.figures import Figures
from ckanext.spenddata.search.query import Question


def told(figures: Figures | None, *, alike: bool = True):
    return search_figures.figures_dict(None, Question(), Answer(3, (), (), {}, None, figures), alike=alike)  # type: ignore[arg-type]


@pytest.fixture
def middle(monkeypatch: pytest.MonkeyPatch) -> list[Fraction | None]:
    found: list[Fraction | None] = [Fraction(25_001, 2)]
    monkeypatch.setattr(search_figures, "median", lambda _core, _question, _paid: found[0])
    return found


def test_pounds_are_text_to_the_penny(middle):
    assert told(Figures(2, 3, 99_999, 3)) == {
        "publishers": 2,
        "suppliers": 3,
        "median": "125.01",
        "largest": "999.99",
    }


def test_a_median_that_could_not_be_told_is_null(middle):
    middle[0] = None
    found = told(Figures(2, 3, 99_999, 3))
    assert found is not None
    assert (found["median"], found["largest"]) == (None, "999.99")


def test_amounts_that_are_not_alike_have_no_median_and_no_largest(middle):
    assert told(Figures(2, 3, 99_999, 3), alike=False) == {
        "publishers": 2,
        "suppliers": 3,
        "median": None,
        "largest": None,
    }


def test_figures_that_were_not_asked_for_are_null(middle):
    assert told(None) is None
