"""Sums of payments by kind: by card or invoice, VAT treatment, currency. No two kinds are ever in one sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.spenddata import config
from ckanext.spenddata.compare.figures import PublishedReturn
from ckanext.spenddata.definitions import regimes
from ckanext.spenddata.values import sums
from ckanext.spenddata.values.sums import STERLING
from ckanext.spenddata.values.text import pounds
from ckanext.spenddata.values.vat import MIXED


def cards() -> list[str]:
    """The duties that are about payment cards."""
    return regimes.cards(config.definitions().regimes)


def never_in_one_sum(published: Iterable[PublishedReturn], regime: str) -> bool:
    """Whether what is published now of some returns of a duty is of kinds that are never added up, as comparisons see it."""
    current = [each for each in published if each.current and each.regime == regime]
    bases = (basis for each in current for basis in each.amount_basis)
    return sums.never_in_one_sum(bases, (currency for each in current for currency in each.currencies))


def kind_dict(kind: Mapping[str, Any]) -> dict[str, Any]:
    """What kind of payments some are.

    Args:
        kind: ``basis``; ``card``, or ``regime`` by which it is known; ``currency``, where it is not pounds.
    """
    card = kind["card"] if "card" in kind else kind["regime"] in cards()
    return {"card": card, "amount_basis": kind["basis"], "currency": kind.get("currency", STERLING)}


def sums_dict(kinds: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """``sums`` of each kind, pounds before other currencies, the largest first; ``total`` only where there is one kind, in pounds.

    Args:
        kinds: As :func:`kind_dict`, each with ``count`` and ``pence``.
    """
    found: dict[tuple[Any, ...], tuple[int, int]] = {}
    for kind in kinds:
        key = tuple(kind_dict(kind).values())
        count, pence = found.get(key, (0, 0))
        found[key] = (count + kind["count"], pence + kind["pence"])
    ordered = sorted(found.items(), key=lambda each: (each[0][2] != STERLING, -abs(each[1][1]), each[0]))
    told = [
        {
            "card": card,
            "amount_basis": basis,
            "currency": currency,
            "count": count,
            "total": None if basis == MIXED else pounds(pence),
        }
        for (card, basis, currency), (count, pence) in ordered
    ]
    alike = len(told) == 1 and told[0]["currency"] == STERLING
    return {"total": told[0]["total"] if alike else None, "sums": told}
