"""What a return that waits for a yes comes to beside the one published for the period before it: whether that is what one would expect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.values import sums
from ckanext.spenddata.views.revision_of import known

_LOOKED_AT = 50
"""Returns that are looked through for the newest one before: those of later periods can be as many."""
_DAY = timedelta(days=1)


def last_time(shown: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was published for the newest period before, and what this return has more, or less; None where nothing was.

    ``title``; ``adjacent``: whether that period ends the day before this one begins; ``nil``; ``rows`` and ``amount``, None where its
    amounts are of kinds that are never in one sum; and either ``more_rows`` and ``more``, or ``why_not``: why the two are not compared.

    Args:
        shown: The return, as ``spenddata_return_show`` gives it.
        found: Its revision.
    """
    if found["nil"] or not found["rows_accepted"]:
        return None
    line = _before(shown)
    if line is None:
        return None
    earlier = tk.get_action("spenddata_return_show")({}, {"reference": line["reference"]})
    then = known(earlier, earlier["published_revision"])
    rows, amount = then["rows_accepted"] or 0, then["amount_accepted"]
    told = {
        "title": tk.h.spenddata_period(line["period"]),
        "adjacent": date.fromisoformat(line["period_end"]) + _DAY == date.fromisoformat(shown["period_start"]),
        "nil": then["nil"],
        "rows": rows,
        "amount": amount,
    }
    now = known(shown, found["number"])
    if why_not := _why_not(now, then):
        return {**told, "why_not": why_not}
    more = Decimal(found["amount_accepted"]) - Decimal(amount or 0)
    return {
        **told,
        "more_rows": _signed(found["rows_accepted"] - rows, tk.h.spenddata_count),
        "more": _signed(more, tk.h.spenddata_pounds),
    }


def _before(shown: Mapping[str, Any]) -> dict[str, Any] | None:
    """The newest return of the same duty before this one of which something is published, though a later revision may be on its way."""
    asked = {"publisher": shown["publisher_id"], "regime": shown["regime"], "limit": _LOOKED_AT, "count": False}
    lines = tk.get_action("spenddata_return_list")({}, asked)["results"]
    before = [
        line for line in lines if line["published_revision"] is not None and line["period_end"] < shown["period_start"]
    ]
    return max(before, key=lambda each: each["period_end"], default=None)


def _why_not(now: Mapping[str, Any], then: Mapping[str, Any]) -> str:
    """Why two revisions are not compared: one mixes kinds of amounts, or theirs are not of one kind; blank where they can be."""
    if now["amount_accepted"] is None:
        return tk._(
            "Not compared: this return mixes amounts with and without VAT, or in several currencies, which are never added up."
        )
    if then["amount_accepted"] is None and then["rows_accepted"]:
        return tk._(
            "Not compared: that period mixes amounts with and without VAT, or in several currencies, which are never added up."
        )
    if sums.with_and_without_vat({*_bases(now), *_bases(then)}):
        return tk._("Not compared: the amounts of one of the two periods include VAT, and those of the other do not.")
    return ""


def _bases(revision: Mapping[str, Any]) -> Iterable[str]:
    """The VAT treatments of a revision's amounts."""
    return (revision["report"] or {}).get("amount_basis") or ()


def _signed(number: Any, words: Any) -> str:
    return f"+{words(number)}" if number > 0 else words(number)
