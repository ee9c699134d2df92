"""Figures of all that a question finds: from how many bodies, to how many suppliers, the largest payment and the one in the middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.query import DIFFERENT, PAID, Question, request
from ckanext.spenddata.values.exact import Fraction

MOST_FOR_MEDIAN = 100_000
"""Solr sorts half of what was found to reach its middle; of more payments a reader would wait for it, and it is not told."""


@dataclass(frozen=True)
class Figures:
    """Of all that was found, not of the rows of one page."""

    publishers: int
    suppliers: int
    """Known ones: a payment whose supplier is withheld has none."""
    largest: int | None
    """In pence; none where nothing was found."""
    paid: int
    """How many are no credits or noughts."""


def figures(facets: dict[str, Any]) -> Figures:
    """The figures in an answer to a question that asks for them."""
    largest = facets.get("largest")
    return Figures(
        publishers=_different(facets, "publishers"),
        suppliers=_different(facets, "suppliers"),
        largest=None if largest is None else round(largest),
        paid=facets.get("paid", {}).get("count", 0),
    )


def _different(facets: dict[str, Any], name: str) -> int:
    """How many different values a field has: told by itself, or with the facet of the field."""
    return facets.get(name, facets.get(DIFFERENT[name], {}).get("numBuckets", 0))


def median(core: Core, question: Question, paid: int) -> Fraction | None:
    """The middle of the payments that a question finds, in pence; between two, halfway. Exact, or None.

    Args:
        core: The core.
        question: The question.
        paid: How many payments it found that are no credits or noughts.

    Returns:
        None where there are none, more than ``MOST_FOR_MEDIAN``, or another number by now.

    Raises:
        SearchError: The index does not answer, or not in time.
    """
    if not 0 < paid <= MOST_FOR_MEDIAN:
        return None
    whole = request(question)
    middle = {
        "query": whole["query"],
        "filter": [*whole["filter"], PAID],
        "sort": "pence asc",
        "offset": (paid - 1) // 2,
        "limit": 2 - paid % 2,
        "fields": ["pence"],
    }
    found = core.query(middle)["response"]
    if found["numFound"] != paid:
        return None
    amounts = [row["pence"] for row in found["docs"]]
    return Fraction(sum(amounts), len(amounts))
