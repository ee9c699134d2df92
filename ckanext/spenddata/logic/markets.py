"""What the actions about a category tell: what counts, who buys, from whom, month by month, and what is missing from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare import market as figures
from ckanext.spenddata.compare import published_months, spans
from ckanext.spenddata.compare.coverage import Coverage, ReturnState
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.market import Buyer, Month, Sellers
from ckanext.spenddata.compare.prices import Prices, over_years, prices_dict
from ckanext.spenddata.compare.statistics import half_up
from ckanext.spenddata.compare.words import percent
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.categories import Category
from ckanext.spenddata.definitions.deflators import Deflator
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.ledger import market, read, supplier_read
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.ledger.market import Scope
from ckanext.spenddata.logic.market_standing import standing
from ckanext.spenddata.logic.nearest import there_is_no
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.spans_asked import span_asked, span_dict
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.values.text import pounds
from ckanext.spenddata.values.vat import MIXED, UNKNOWN

LISTED = 10
MANY = 10
"""Buyers from which a supplier is said to be paid by many."""


def category_dict(category: Category) -> dict[str, Any]:
    """What counts in a category."""
    return {
        "id": category.id,
        "label": category.label,
        "kind": category.kind,
        "definition": category.definition,
        "in": category.inside,
        "out": category.out,
        "boundary": category.boundary,
    }


def usual_span(definitions: Definitions, database: Connection, today: date) -> Span:
    """The twelve months up to the newest month of which every return is due by now, and payments are published."""
    duties = {name for body in publishers.every() for name in body.publisher.regimes if name in definitions.regimes}
    regimes = [definitions.regimes[name] for name in sorted(duties)]
    whole = published_months.newest_whole_month(regimes, today)
    newest = read.nearest_month(database, whole or f"{today.replace(day=1) - date.resolution:%Y-%m}")
    if newest is None:
        return spans.twelve_months_before(today)
    return spans.twelve_months_to(Span(newest, newest).end)


def scope_of(definitions: Definitions, database: Connection, asked: Mapping[str, Any], today: date) -> Scope:
    """The payments that are asked for.

    Raises:
        ObjectNotFound: There is no such category.
        ValidationError: The period is none.
    """
    known = definitions.categories.by_id
    if asked["id"] not in known:
        labels = {each.id: each.label for each in known.values()}
        raise tk.ObjectNotFound(there_is_no(tk._("category"), asked["id"], labels))
    span = span_asked(asked, lambda: usual_span(definitions, database, today))
    regimes = tuple(regime.id for regime in definitions.regimes.values() if regime.card == asked["card"])
    return Scope(asked["id"], span, regimes)


def market_dict(
    definitions: Definitions, database: Connection, asked: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """A category as a market. Bodies on another VAT basis are counted beside it, and in none of its sums."""
    scope = scope_of(definitions, database, asked, today)
    known = publishers.every()
    bodies = {body.publisher.publisher_id: body.publisher for body in known}
    everyone = standing(definitions, database, known, scope, today)
    apart = figures.by_basis(market.buyers(database, scope), everyone.bases)
    basis = _basis(asked.get("amount_basis"), apart)
    buyers = apart.get(basis, [])
    covered = {each.publisher_id: everyone.owed.get(each.publisher_id, ()) for each in buyers}
    complete = [publisher_id for publisher_id, owed in covered.items() if owed and all(each.complete for each in owed)]
    sellers = market.sellers(database, scope, [each.publisher_id for each in buyers], limit=LISTED, many=MANY)
    spent = {each.publisher_id: everyone.spent.get(each.publisher_id, 0) for each in buyers}
    total = sum(each.pence for each in buyers)
    return {
        **category_dict(definitions.categories.by_id[scope.category]),
        "version": definitions.category_version,
        "period": span_dict(scope.span),
        "card": asked["card"],
        "amount_basis": basis,
        "amount_bases": [_side(each, those) for each, those in apart.items()],
        "count": sum(each.n for each in buyers),
        "total": pounds(total) if buyers else None,
        "share_percent": percent(figures.share(total, sum(spent.values()))),
        "buyers": _buyers(buyers, bodies, spent, sellers),
        "kinds": _kinds(buyers, bodies, spent),
        "suppliers": _suppliers(database, sellers),
        "methods": [
            {"method": each.method, "count": each.count, "total": pounds(each.pence)} for each in sellers.methods
        ],
        "trend": _trend(scope, market.months(database, scope, complete), complete, definitions.deflator)
        | {"left_out": _left_out(covered, complete, bodies)},
        "missing": _missing(covered),
        "as_of_entry": read.last_entry_no(database),
    }


def _basis(asked: str | None, apart: Mapping[str, Sequence[Buyer]]) -> str:
    """On which treatment the figures are; never on several: bodies with amounts of several kinds are only counted."""
    alike = {each: each for each in apart if each != MIXED}
    if asked and asked not in alike and apart:
        raise refused("amount_basis", there_is_no(tk._("VAT basis"), asked, alike))
    return asked or next(iter(alike), UNKNOWN)


def _side(basis: str, buyers: Sequence[Buyer]) -> dict[str, Any]:
    return {
        "amount_basis": basis,
        "buyers": len(buyers),
        "count": sum(each.n for each in buyers),
        "total": None if basis == MIXED else pounds(sum(each.pence for each in buyers)),
    }


def _buyers(
    buyers: Sequence[Buyer], bodies: Mapping[str, Publisher], spent: Mapping[str, int], sellers: Sellers
) -> dict[str, Any]:
    suppliers = {each.publisher_id: each.suppliers for each in sellers.by_buyer}
    listed = [
        {
            "publisher_id": each.publisher_id,
            "name": bodies[each.publisher_id].name if each.publisher_id in bodies else each.publisher_id,
            "slug": bodies[each.publisher_id].slug if each.publisher_id in bodies else "",
            "kind": _kind(bodies.get(each.publisher_id)),
            "suppliers": suppliers.get(each.publisher_id, 0),
            "count": each.n,
            "total": pounds(each.pence),
            "share_percent": percent(figures.share(each.pence, spent.get(each.publisher_id, 0))),
        }
        for each in buyers[:LISTED]
    ]
    return {"count": len(buyers), "largest": listed}


def _kind(body: Publisher | None) -> str:
    return (body.body_subtype or body.body_type) if body else ""


def _kinds(buyers: Iterable[Buyer], bodies: Mapping[str, Publisher], spent: Mapping[str, int]) -> list[dict[str, Any]]:
    kinds = {publisher_id: _kind(body) for publisher_id, body in bodies.items()}
    return [
        {
            "kind": each.kind,
            "buyers": each.buyers,
            "count": each.n,
            "total": pounds(each.pence),
            "share_percent": percent(figures.share(each.pence, each.spent)),
        }
        for each in figures.by_kind(buyers, kinds, spent)
    ]


def _suppliers(database: Connection, sellers: Sellers) -> dict[str, Any]:
    names = supplier_read.labels(database, [each.supplier_id for each in sellers.largest])
    running = 0
    listed = []
    for each in sellers.largest:
        running += max(each.pence, 0)
        listed.append(
            {
                "id": each.supplier_id,
                "name": names.get(each.supplier_id, each.supplier_id),
                "buyers": each.buyers,
                "count": each.count,
                "total": pounds(each.pence),
                "share_percent": percent(figures.share(each.pence, sellers.pence)),
                "running_percent": percent(figures.share(running, sellers.pence)),
            }
        )
    return {
        "count": sellers.count,
        "paid_by_ten": sellers.paid_by_many,
        "largest": listed,
        "top_five_percent": percent(sellers.top(5)),
        "top_ten_percent": percent(sellers.top(10)),
        "concentration": sellers.concentration,
        "withheld": {"count": sellers.withheld_count, "total": pounds(sellers.withheld_pence)},
    }


def _trend(scope: Scope, months: Iterable[Month], complete: Sequence[str], deflator: Deflator | None) -> dict[str, Any]:
    """Month by month, of the bodies with every return; a month in which these bought nothing is a true nought."""
    known = {each.month: each for each in months}
    if not complete:
        return {"bodies": 0, "months": [], "change_percent": None, "real_change_percent": None, "prices": None}
    every = [known.get(name, Month(name, 0, 0)) for name in scope.span.months]
    prices = over_years(scope.span.months, deflator)
    return {
        "bodies": len(complete),
        "months": [{"month": each.month, "count": each.n, "total": pounds(each.pence)} for each in every],
        "change_percent": percent(figures.change(every)),
        "real_change_percent": percent(figures.change([_in(prices, each) for each in every])) if prices else None,
        "prices": prices_dict(prices, scope.span.months),
    }


def _in(prices: Prices, month: Month) -> Month:
    return month._replace(pence=half_up(month.pence * prices.series.factor(month.month, prices.year)))


def _left_out(
    covered: Mapping[str, Sequence[Coverage]], complete: Sequence[str], bodies: Mapping[str, Publisher]
) -> list[dict[str, Any]]:
    """The buyers whose months are not among those of the trend, and why, those that lack most first."""
    bodies_left_out = [
        {
            "publisher_id": publisher_id,
            "name": bodies[publisher_id].name if publisher_id in bodies else publisher_id,
            "slug": bodies[publisher_id].slug if publisher_id in bodies else "",
            "missing": sum(len(each.missing) for each in owed),
            "not_due": sum(len(each.in_state(ReturnState.NOT_DUE)) for each in owed),
        }
        for publisher_id, owed in covered.items()
        if publisher_id not in set(complete)
    ]
    return sorted(bodies_left_out, key=lambda each: (-each["missing"], -each["not_due"], each["name"]))


def _missing(covered: Mapping[str, Iterable[Coverage]]) -> dict[str, int]:
    """How many returns of the buyers are due and not published, and of how many of them."""
    counts = [sum(len(each.missing) for each in owed) for owed in covered.values()]
    return {"returns": sum(counts), "bodies": sum(1 for count in counts if count)}
