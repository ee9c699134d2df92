"""What is told of all that a search finds, above its rows: how many bodies and suppliers, the median payment and the largest."""

from __future__ import annotations

from typing import Any

from ckanext.spenddata.compare.statistics import half_up
from ckanext.spenddata.search.answers import Answer
from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.figures import median
from ckanext.spenddata.search.query import Question
from ckanext.spenddata.values.text import pounds


def figures_dict(core: Core, question: Question, found: Answer, *, alike: bool) -> dict[str, Any] | None:
    """The figures of an answer, as the API gives them; None where they were not asked for.

    Args:
        core: The core that answered, which is asked for the middle payment.
        question: What was asked.
        found: Its answer.
        alike: Whether all amounts found are on one VAT basis, by card or not, in one currency: else none is larger than another.
    """
    figures = found.figures
    if figures is None:
        return None
    middle = median(core, question, figures.paid) if alike else None
    return {
        "publishers": figures.publishers,
        "suppliers": figures.suppliers,
        "median": None if middle is None else pounds(half_up(middle)),
        "largest": pounds(figures.largest) if alike and figures.largest is not None else None,
    }
