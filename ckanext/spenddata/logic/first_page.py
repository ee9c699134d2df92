"""What the first page shows beside the size of the portal: kinds of amounts, months, what is bought, who publishes, who owes returns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ckanext.spenddata import config
from ckanext.spenddata.compare import spans
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.published_months import newest_whole_month
from ckanext.spenddata.definitions import regimes
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.ledger import first_page as ledger
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.values.vat import MIXED

CATEGORIES = 8


def shown(
    connection: Connection, bodies: Mapping[str, Publisher], last_month: str | None, today: date
) -> dict[str, Any]:
    """The kinds of amounts, and of the kind with most payments the months, categories and kinds of bodies.

    Args:
        connection: To the DataStore's database.
        bodies: The publishers by identifier.
        last_month: The last month of payment that is published (``2026-04``); None where nothing is.
        today: The day of today in London: the twelve months end with the last one that is over.
    """
    definitions = config.definitions()
    cards = regimes.cards(definitions.regimes)
    kinds = ledger.kinds(connection, cards)
    result: dict[str, Any] = {"kinds": [_kind(kind) for kind in kinds], "first_page": None}
    alike = [kind for kind in kinds if kind.basis != MIXED]
    if not alike or not last_month:
        return result
    duties = {name for body in bodies.values() for name in body.regimes if name in definitions.regimes}
    whole = newest_whole_month((definitions.regimes[name] for name in sorted(duties)), today)
    span, kind = _twelve_months(min(last_month, whole or last_month), today), alike[0]
    first, last = span.first, span.last
    bought = [each.id for each in definitions.categories.by_id.values() if each.kind == "procurement"]
    spent = ledger.bodies(connection, kind, cards, first, last)
    result["first_page"] = {
        "basis": kind.basis,
        "card": kind.card,
        "first_month": first,
        "last_month": last,
        "months": [_line(line, "month") for line in ledger.months(connection, kind, cards, first, last_month)],
        "categories": [
            _line(line, "category")
            for line in ledger.categories(connection, kind, cards, first, last, bought)[:CATEGORIES]
        ],
        "body_types": _by_type(spent, bodies),
    }
    return result


def _twelve_months(last_month: str, today: date) -> Span:
    """Up to that month, or the last one that is over."""
    over = spans.twelve_months_before(today)
    return over if over.last <= last_month else spans.twelve_months_to(Span(last_month, last_month).end)


def _kind(kind: ledger.Kind) -> dict[str, Any]:
    """Of returns with amounts of several kinds only how many there are: they have no sum."""
    return {**kind._asdict(), "amount": None if kind.basis == MIXED else str(kind.amount)}


def _line(line: ledger.Line, name: str) -> dict[str, Any]:
    return {
        name: line.value,
        "publishers": line.publishers,
        "transactions": line.transactions,
        "amount": str(line.amount),
    }


def _by_type(spent: Iterable[ledger.Line], bodies: Mapping[str, Publisher]) -> list[dict[str, Any]]:
    """Kinds of bodies with the number of those that published, the largest sum first."""
    sums: dict[str, list[ledger.Line]] = defaultdict(list)
    for line in spent:
        body = bodies.get(line.value)
        sums[(body.body_type if body else "") or "other"].append(line)
    by_type = [
        ledger.Line(
            kind,
            len(lines),
            sum(each.transactions for each in lines),
            sum((each.amount for each in lines), Decimal(0)),
        )
        for kind, lines in sums.items()
    ]
    return [_line(line, "body_type") for line in sorted(by_type, key=lambda line: (-line.amount, line.value))]
