"""Which publications the payments that a question finds are in: counted and summed by the ledger's entries, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.spenddata.search import answers
from ckanext.spenddata.search.answers import Kind
from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.query import KINDS, Question, kinds, request


@dataclass(frozen=True)
class OfEntry:
    """What a question finds in one publication."""

    entry_no: int
    """Numbers rise with time."""
    count: int
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Publications:
    """Some of the publications with payments that a question finds."""

    count: int
    """How many there are in all."""
    some: tuple[OfEntry, ...]


def ask(core: Core, question: Question, limit: int, offset: int = 0) -> Publications:
    """Ask the index.

    Args:
        core: The core.
        question: What is looked for; its rows, order and facets play no part.
        limit: How many publications to tell.
        offset: How many of the newest to pass over.

    Raises:
        SearchDownError: It does not answer.
        SearchError: It refused, or ran out of time.
    """
    whole = request(question)
    by_entry: dict[str, Any] = {
        "type": "terms",
        "field": "entry_no",
        "sort": "index desc",
        "limit": limit,
        "offset": offset,
        "numBuckets": True,
        "facet": {"kinds": kinds(*KINDS)},
    }
    asked = {"query": whole["query"], "filter": whole["filter"], "limit": 0, "facet": {"entries": by_entry}}
    found = core.query(asked).get("facets", {}).get("entries", {"numBuckets": 0, "buckets": ()})
    some = (OfEntry(bucket["val"], bucket["count"], answers.kinds(bucket)) for bucket in found["buckets"])
    return Publications(found["numBuckets"], tuple(some))
