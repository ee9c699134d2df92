"""Words for how something was decided, and for what amounts are."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

__all__ = ["method", "vat"]


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
