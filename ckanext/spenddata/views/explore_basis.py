"""What the figures of a table of totals are, and what is missing from them, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.dimensions import bases
from ckanext.spenddata.views.counting import ungettext
from ckanext.spenddata.views.prices import in_prices


def kind(shown: Mapping[str, Any]) -> str:
    """Which payments: by invoice or card, of when, with or without VAT."""
    method = {None: tk._("Payments"), True: tk._("Payments by card"), False: tk._("Payments by invoice")}
    vat = bases().get(shown["amount_basis"], "") if shown["amount_basis"] else ""
    prices = in_prices(shown["prices"]) if shown["prices"] else ""
    return ". ".join(part for part in (f"{method[shown['card']]}, {shown['period']['title']}", vat, prices) if part)


def basis(shown: Mapping[str, Any]) -> dict[str, Any]:
    """What the figures are, and what is missing from them."""
    gaps = _missing(shown["missing"])
    if shown["incomplete"] and shown["incomplete"]["returns"]:
        gaps.append(_incomplete(shown["incomplete"]))
    if shown["left_out"]:
        gaps.append(ungettext("{n} row is left out", "{n} rows are left out", shown["left_out"]))
    if shown["other_currencies"]:
        gaps.append(
            ungettext(
                "{n} payment in another currency is in no sum",
                "{n} payments in other currencies are in no sum",
                shown["other_currencies"],
            )
        )
    if shown["counted_elsewhere"]:
        gaps.append(_elsewhere(shown["counted_elsewhere"]))
    return {
        "kind": kind(shown),
        "gaps": gaps,
        "thresholds": _thresholds(shown["regimes"]),
        "measure": shown["measure"]["limits"],
        "without": _without(shown["measure"]["divided_by"]),
        "withheld": _apart(shown["withheld"]),
        "not_classified": _apart(shown["not_classified"]),
    }


def _missing(missing: Mapping[str, Any]) -> list[str]:
    """Returns that are not there; those that nobody asked for here, as their bodies joined later, are not told as owed."""
    before = missing["before_joining"]
    said = []
    if owed := missing["returns"] - before["returns"]:
        words = ungettext("{n} return that is due is not published", "{n} returns that are due are not published", owed)
        if before["returns"]:
            said.append(words)
        else:
            of = ungettext("by {n} body", "by {n} bodies", missing["bodies"])
            said.append(f"{words}, {of}: {_most(missing)}")
    if before["returns"]:
        said.append(
            ungettext(
                "{n} return is not published that fell due before its body joined this portal",
                "{n} returns are not published that fell due before their bodies joined this portal",
                before["returns"],
            )
        )
    return said


def _most(missing: Mapping[str, Any]) -> str:
    """Those that lack most, by name."""
    return ", ".join(f"{each['name']} ({each['returns']})" for each in missing["most"][:3])


def _incomplete(missing: Mapping[str, Any]) -> str:
    """Who is not in a table of bodies with every return, and why."""
    return ungettext(
        "{n} body is left out, as not every return of it is published: {most}",
        "{n} bodies are left out, as not every return of theirs is published; those that lack most: {most}",
        missing["bodies"],
        most=_most(missing),
    )


def _elsewhere(found: Sequence[Mapping[str, Any]]) -> str:
    """Which duties are left out, as the same payments are counted under another."""
    duties = ", ".join(dict.fromkeys(tk.h.spenddata_regime_title(each["regime"]) for each in found))
    n = len({each["publisher_id"] for each in found})
    return ungettext(
        "{n} body publishes payments under two duties; each is counted once, and not under: {duties}",
        "{n} bodies publish payments under two duties; each payment is counted once, and not under: {duties}",
        n,
        duties=duties,
    )


def _thresholds(regimes: Sequence[Mapping[str, Any]]) -> str:
    """From which amount on the bodies publish."""
    limits = sorted({Decimal(each["threshold"]) for each in regimes if each["threshold"]})
    if not limits:
        return ""
    if len(limits) == 1 and all(each["threshold"] for each in regimes):
        return tk._("Payments over {pounds}.").format(pounds=tk.h.spenddata_pounds(limits[0]))
    named = tk._(" or ").join(tk.h.spenddata_pounds(limit) for limit in limits)
    return tk._("Bodies publish above different amounts: over {pounds}.").format(pounds=named)


def _without(divided_by: Mapping[str, Any] | None) -> list[str]:
    """Which bodies have no figure, and why, those of one reason together."""
    why: dict[str, list[str]] = {}
    for each in divided_by["without"] if divided_by else ():
        why.setdefault(each["why"], []).append(each["name"])
    return [
        tk.ungettext(
            "{names} has no figure: {why}", "{n} bodies have no figure, such as {names}: {why}", len(names)
        ).format(names=", ".join(names[:3]), n=len(names), why=reason)
        for reason, names in why.items()
    ]


def _apart(found: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return found if found and found["count"] else None
