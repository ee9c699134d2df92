"""Answers of the index: rows, how many there are in all, and sums in integer pence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.figures import Figures, figures
from ckanext.spenddata.search.query import START, Question, request


@dataclass(frozen=True)
class Bucket:
    """One value of a field: how many of the transactions found have it, and their sum."""

    value: str
    count: int
    pence: int


@dataclass(frozen=True)
class Kind:
    """Payments found whose amounts are alike: how many there are, and their sum."""

    amount_basis: str
    regime: str
    currency: str
    count: int
    pence: int


@dataclass(frozen=True)
class Answer:
    """What was found."""

    count: int
    rows: tuple[dict[str, Any], ...]
    """Fields of ``query.SHOWN`` that a transaction has; ``pence`` is its amount, ``_id`` its place in the ledger."""
    kinds: tuple[Kind, ...]
    """Sums over all that was found, not over the rows of this page, by what tells whether amounts may be added up."""
    facets: dict[str, tuple[Bucket, ...]]
    cursor: str | None
    """To ask for the next page with; None on the last."""
    figures: Figures | None = None
    """Where they were asked for."""

    @property
    def pence(self) -> int:
        """The sum over all that was found, whether or not amounts are alike: to prove the index by, not to be shown."""
        return sum(kind.pence for kind in self.kinds)


def ask(core: Core, question: Question) -> Answer:
    """Ask the index.

    Raises:
        SearchDownError: It does not answer.
        SearchError: It refused, or ran out of time.
    """
    answer = core.query(request(question))
    found, facets = answer["response"], answer.get("facets", {})
    rows = tuple(_row(document) for document in found["docs"])
    return Answer(
        count=found["numFound"],
        rows=rows,
        kinds=kinds(facets),
        facets={name: _buckets(facets[name]) for name in question.facets if name in facets},
        cursor=_next(question, answer.get("nextCursorMark"), len(rows)),
        figures=figures(facets) if question.figures else None,
    )


def kinds(facets: dict[str, Any]) -> tuple[Kind, ...]:
    """Number and sum of each kind, of facets with ``query.kinds`` among them."""
    return tuple(Kind(*line) for line in _kinds(facets.get("kinds")))


def _kinds(facet: dict[str, Any] | None) -> Iterator[tuple[Any, ...]]:
    """Nested facets as lines: the value of each field (empty where a payment has none), then number and sum."""
    for bucket in (*facet["buckets"], facet["missing"]) if facet else ():
        if bucket["count"]:
            inner = list(_kinds(bucket.get("kinds"))) or [(bucket["count"], _pence(bucket))]
            yield from ((str(bucket.get("val", "")), *line) for line in inner)


def _row(document: dict[str, Any]) -> dict[str, Any]:
    row = {name: value for name, value in document.items() if name != "id"}
    return {"_id": int(document["id"]), **row, "payment_date": row["payment_date"][:10]}


def _pence(facet: dict[str, Any]) -> int:
    # Solr sums in doubles: exact for whole pence below 2^53, which is ninety million million pounds.
    return round(facet.get("pence", 0))


def _buckets(facet: dict[str, Any]) -> tuple[Bucket, ...]:
    return tuple(Bucket(str(bucket["val"]), bucket["count"], _pence(bucket)) for bucket in facet["buckets"])


def _next(question: Question, cursor: str | None, rows: int) -> str | None:
    last = cursor in (None, question.cursor) or rows < question.rows
    return None if last or cursor == START else cursor
