"""What a search's address asks for: its fields, and the search read out in words, each part of which can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ckan.common import falsy, truthy
from ckan.plugins import toolkit as tk

Asked = dict[str, Any]
"""Field → its words; a list of them for fields of ``MANY``."""

MANY = (
    *("publisher_id", "category", "regime", "period", "month", "supplier", "supplier_id", "supplier_company_number"),
    *("body_type", "body_subtype", "region", "reference", "amount_basis", "currency"),
)
"""Filters that take several values, any of which will do."""
FIELDS = ("q", *MANY, "card", "date_from", "date_to", "amount_min", "amount_max", "sort")
"""What an address can hold, in the order of the form."""


class Chip(NamedTuple):
    """One part of the search, in words."""

    before: str
    """What joins it to the part before."""
    label: str
    without: str
    """The address of the search without it."""


def asked() -> Asked:
    """What the address asks for; empty fields of the form are nothing."""
    given = tk.request.args
    many = {field: [value.strip() for value in given.getlist(field) if value.strip()] for field in MANY}
    one = {field: given.get(field, "").strip() for field in FIELDS if field not in MANY}
    found = {**one, **{field: list(dict.fromkeys(values)) for field, values in many.items()}}
    return {field: found[field] for field in FIELDS if found[field]}


def address(query: Asked, endpoint: str = "spenddata_search.index", **changed: Any) -> str:
    """The address of a search, with some fields changed; None takes one away."""
    wanted = {**query, **changed}
    return tk.url_for(endpoint, **{field: value for field, value in wanted.items() if value})


def chips(query: Asked, name: Callable[[str, str], str]) -> list[Chip]:
    """Every part of a search in words.

    Args:
        query: What is asked.
        name: What a value of a field is called.
    """
    return list(_chips(query, name))


def sentence(parts: list[Chip]) -> str:
    """The same as one sentence, for the title of the page."""
    return " ".join(f"{part.before} {part.label}".strip() for part in parts)


def _chips(query: Asked, name: Callable[[str, str], str]) -> Iterator[Chip]:
    joining = _joining()
    if words := query.get("q"):
        yield Chip(tk._("with"), f"“{words}”", address(query, q=None))
    for field in MANY:
        values = query.get(field, [])
        for number, value in enumerate(values):
            rest = [each for each in values if each != value]
            yield Chip(
                joining[field] if number == 0 else tk._("or"), name(field, value), address(query, **{field: rest})
            )
    if card := query.get("card"):
        by = {**dict.fromkeys(truthy, tk._("paid by card")), **dict.fromkeys(falsy, tk._("paid by invoice"))}
        label = by.get(card.lower(), card)
        yield Chip("", label, address(query, card=None))
    for field, words, label in _bounds(query):
        yield Chip(words, label, address(query, **{field: None}))


def _joining() -> Mapping[str, str]:
    return {
        **dict.fromkeys(("publisher_id", "body_type", "body_subtype"), tk._("by")),
        **dict.fromkeys(("supplier", "supplier_id", "supplier_company_number"), tk._("to")),
        **dict.fromkeys(("category",), tk._("for")),
        **dict.fromkeys(("period", "month", "region", "currency", "reference"), tk._("in")),
        "regime": tk._("under"),
        "amount_basis": "",
    }


def _bounds(query: Asked) -> Iterator[tuple[str, str, str]]:
    """Days and amounts: field, joining words, label. What can't be read stands as it was typed."""
    days = (("date_from", tk._("paid from")), ("date_to", tk._("paid until")))
    amounts = (("amount_min", tk._("of at least")), ("amount_max", tk._("of at most")))
    for fields, shown in ((days, tk.h.spenddata_date), (amounts, tk.h.spenddata_pounds)):
        for field, words in fields:
            if field in query:
                label = shown(query[field])
                yield field, words, query[field] if label == "–" else label
