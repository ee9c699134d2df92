"""Values that a search is narrowed by: one that nothing has is refused, with the nearest that something has.

An unknown publisher, category or month would otherwise find nothing, and nothing reads as "they spent nothing".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, get_args

from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.definitions.redactions import Reason
from ckanext.spenddata.ledger import connection, read
from ckanext.spenddata.logic.nearest import there_is_no
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.values import vat

MOST_TOLD = 3
"""Of the names that are not known: to find the one that was meant, each is held against every one that is."""
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
OF_BODIES = ("body_type", "body_subtype", "region")


def known_values(asked: Mapping[str, Any]) -> None:
    """Refuse values that are not known, of the filters whose values can be listed.

    Raises:
        ValidationError: By field, with the nearest known value.
    """
    errors: dict[str, list[str]] = {}
    for field, refusals in _CHECKS.items():
        wanted = asked.get(field)
        refused = list(islice(refusals(field, list(dict.fromkeys(wanted))), MOST_TOLD)) if wanted else []
        if refused:
            errors[field] = refused
    if errors:
        raise tk.ValidationError(errors)


def publisher_ids(names: Iterable[str], field: str = "publisher") -> tuple[str, ...]:
    """Identifiers of publishers, each once, from identifiers or organisations' names.

    Raises:
        ValidationError: One is not known.
    """
    found = {name: publishers.find(name) for name in names}
    unknown = [name for name, body in found.items() if body is None]
    if unknown:
        raise tk.ValidationError({field: [no_publisher(name) for name in unknown[:MOST_TOLD]]})
    return tuple(dict.fromkeys(body.publisher.publisher_id for body in found.values() if body))


def no_publisher(name: str) -> str:
    """The refusal of a name that no publisher has."""
    known = {body.publisher.publisher_id: body.publisher.name for body in publishers.every()}
    return there_is_no(tk._("publisher"), name, known)


def _publishers(_field: str, wanted: list[str]) -> Iterable[str]:
    unknown = set(wanted) - set(publishers.by_ids(wanted))
    return (no_publisher(name) for name in wanted if name in unknown)


def _regimes(_field: str, wanted: list[str]) -> Iterable[str]:
    known = {regime.id: regime.title for regime in config.definitions().regimes.values()}
    return (there_is_no(tk._("duty to publish"), name, known) for name in wanted if name not in known)


def _categories(_field: str, wanted: list[str]) -> Iterable[str]:
    known = {category.id: category.label for category in config.definitions().categories.by_id.values()}
    return (there_is_no(tk._("category"), name, known) for name in wanted if name not in known)


def _reasons(_field: str, wanted: list[str]) -> Iterable[str]:
    known = get_args(Reason)
    return (there_is_no(tk._("reason"), name, known) for name in wanted if name not in known)


def _bases(_field: str, wanted: list[str]) -> Iterable[str]:
    return (there_is_no(tk._("VAT treatment"), name, vat.BASES) for name in wanted if name not in vat.BASES)


def _of_bodies(field: str, wanted: list[str]) -> Iterable[str]:
    known = sorted({getattr(body.publisher, field) for body in publishers.every()} - {""})
    what = {"body_type": tk._("kind of body"), "body_subtype": tk._("tier or class of body"), "region": tk._("region")}
    return (there_is_no(what[field], name, known) for name in wanted if name not in known)


def _periods(_field: str, wanted: list[str]) -> Iterable[str]:
    with connection.reading(connection.READER_TIMEOUT) as ledger:
        known = read.periods(ledger)
    return (there_is_no(tk._("published return for the period"), name, known) for name in wanted if name not in known)


def _months(_field: str, wanted: list[str]) -> Iterable[str]:
    for month in wanted:
        if not MONTH.fullmatch(month):
            yield tk._("“{month}” is not a month. Write year and month, such as 2026-04.").format(month=month[:100])
            continue
        with connection.reading(connection.READER_TIMEOUT) as ledger:
            near = read.nearest_month(ledger, month)
        if near != month:
            sentence = tk._("No payment of {month} is published.").format(month=month)
            yield (
                f"{sentence} " + tk._("The nearest month of which there are any is {near}.").format(near=near)
                if near
                else sentence
            )


_CHECKS: dict[str, Callable[[str, list[str]], Iterable[str]]] = {
    "publisher_id": _publishers,
    "regime": _regimes,
    "category": _categories,
    "redaction_reason": _reasons,
    "amount_basis": _bases,
    "period": _periods,
    "month": _months,
    **dict.fromkeys(OF_BODIES, _of_bodies),
}
