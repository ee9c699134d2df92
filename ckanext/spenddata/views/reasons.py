"""Words for how something was decided, and for what amounts are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.definitions.categories import UNCLASSIFIED


def category(found: Mapping[str, Any]) -> str:
    """The category of a payment in words, and that it is not certain where it is not."""
    likely = tk._("{category} (likely, not certain)").format(category=found["category_label"])
    return likely if found.get("category_level") == "likely" else found["category_label"]


def missing(found: Mapping[str, Any]) -> str | None:
    """That the words which decided can't be named, where they were weighed; None where a table or a person decided."""
    words = {
        "other_version": tk._("Its words were weighed by another version of the categories, so they can’t be named."),
        "nothing_speaks": tk._("None of its words speaks for a category."),
    }
    return words.get(found.get("category_reason_missing") or "")


def evidence(pieces: Iterable[Mapping[str, Any]]) -> str:
    """Pieces of evidence as one line: the words, and where they stand. Several that are told alike are told once."""
    return ", ".join(dict.fromkeys(map(_piece, pieces)))


def _piece(piece: Mapping[str, Any]) -> str:
    field = tk.h.spenddata_field_title(piece["field"]) if piece["field"] else tk._("the body that paid")
    if not piece["words"]:
        return tk._("nothing in {field}").format(field=field)
    if piece["kind"] == "word":
        return tk._("“{words}” in {field}").format(words=piece["words"], field=field)
    if piece["words"] == UNCLASSIFIED:
        return tk._("{field}: words that may mean several things").format(field=field)
    return _meaning(piece["kind"]).format(field=field, meaning=_known(piece["kind"], piece["words"]))


def _meaning(kind: str) -> str:
    """How a sentence says what a table knows of words, a name or a body."""
    if kind == "body":
        return tk._("what such a body usually pays for")
    if kind == "payee":
        return tk._("{field}: a name of the kind “{meaning}”")
    if kind == "payee.register":
        return tk._("{field}: a public body on a register ({meaning})")
    if kind.startswith("supplier"):
        return tk._("{field}: known to supply “{meaning}”")
    return tk._("{field}: words that stand for “{meaning}”")


def _known(kind: str, words: str) -> str:
    """What a table knows, in words: a kind of payee, or a category."""
    if kind in ("body", "payee.register"):
        return words
    definitions = config.definitions()
    if kind == "payee":
        return next((each.label for each in definitions.knowledge.kinds if each.id == words), words)
    return definitions.categories.label(words)


def method(name: str) -> str:
    """How a payment came into its category, in words."""
    words = {
        "publisher_cpv": tk._("from the CPV code that the publisher gave"),
        "publisher_proclass": tk._("from the ProClass code that the publisher gave"),
        "publisher_mcc": tk._("from the merchant’s category code"),
        "steward": tk._("a steward of this portal decided it"),
        "publisher_line": tk._("from what a steward says that the publisher’s words or this supplier mean"),
        "expense_type": tk._("from the publisher’s expense type"),
        "expense_phrase": tk._("from a phrase in the publisher’s expense type"),
        "publisher_category": tk._("from the publisher’s own category, or the kind of merchant"),
        "description": tk._("from the description, where there is no expense type"),
        "evidence": tk._("from the words of the payment, weighed together"),
        "redacted": tk._("the publisher withheld what was bought"),
        "none": tk._("nothing in the row tells it"),
    }
    return words.get(name, name)


def vat(basis: str) -> str:
    """What amounts are with regard to VAT, in words that follow “amounts are”."""
    return str(tk.h.spenddata_vat(basis))


def kind(sums: Mapping[str, Any]) -> str:
    """Which payments are in a sum: by ``card`` or not, of one ``amount_basis``."""
    words = tk._("by card, {vat}") if sums["card"] else tk._("by invoice, {vat}")
    return words.format(vat=vat(sums["amount_basis"]))
