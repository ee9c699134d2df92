"""Answers of the index: rows, how many there are in all, and sums in integer pence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.query import KINDS, START, Question, request
from ckanext.spenddata.values.vat import UNKNOWN

__all__ = ["Answer", "Bucket", "Kind", "ask"]


@dataclass(frozen=True)
class Kind:
    """Payments under one duty whose amounts include VAT in one way: only these are ever in one sum."""

    regime: str
    basis: str
    count: int
    pence: int


@dataclass(frozen=True)
class Bucket:
    """One value of a field: how many of the transactions found have it, and their sum."""

    value: str
    count: int
    pence: int


@dataclass(frozen=True)
class Answer:
    """What was found."""

    count: int
    kinds: tuple[Kind, ...]
    """Sums over all that was found, not over the rows of this page."""
    rows: tuple[dict[str, Any], ...]
    """Fields of ``query.SHOWN`` that a transaction has; ``pence`` is its amount, ``_id`` its place in the ledger."""
    facets: dict[str, tuple[Bucket, ...]]
    cursor: str | None
    """To ask for the next page with; None on the last."""


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
        kinds=_kinds(facets.get(KINDS, {})),
        rows=rows,
        facets={name: _buckets(facet) for name, facet in facets.items() if isinstance(facet, dict) and name != KINDS},
        cursor=_next(question, answer.get("nextCursorMark"), len(rows)),
    )


def _row(document: dict[str, Any]) -> dict[str, Any]:
    row = {name: value for name, value in document.items() if name != "id"}
    return {"_id": int(document["id"]), **row, "payment_date": row["payment_date"][:10]}


def _pence(facet: dict[str, Any]) -> int:
    # Solr sums in doubles: exact for whole pence below 2^53, which is ninety million million pounds.
    return round(facet.get("pence", 0))


def _kinds(facet: dict[str, Any]) -> tuple[Kind, ...]:
    return tuple(
        Kind(str(duty["val"]), str(basis.get("val", UNKNOWN)), basis["count"], _pence(basis))
        for duty in facet.get("buckets", ())
        for basis in (*duty["bases"]["buckets"], duty["bases"].get("missing", {"count": 0}))
        if basis["count"]
    )


def _buckets(facet: dict[str, Any]) -> tuple[Bucket, ...]:
    return tuple(Bucket(str(bucket["val"]), bucket["count"], _pence(bucket)) for bucket in facet["buckets"])


def _next(question: Question, cursor: str | None, rows: int) -> str | None:
    last = cursor in (None, question.cursor) or rows < question.rows
    return None if last or cursor == START else cursor
