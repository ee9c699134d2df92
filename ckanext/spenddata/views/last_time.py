"""What a return that waits for a yes comes to beside the one published for the period before it: whether that is what one would expect."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

_LOOKED_AT = 50
"""Returns that are looked through for the newest one before: those of later periods can be as many."""


def last_time(shown: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any] | None:
    """``title``, ``rows`` and ``amount`` of the period before, and what this one has more, or less; None where nothing was published.

    Args:
        shown: The return, as ``spenddata_return_show`` gives it.
        found: Its revision.
    """
    if found["nil"] or found["amount_accepted"] is None:
        return None
    about = {"publisher": shown["publisher_id"], "regime": shown["regime"]}
    asked = {**about, "state": "published", "limit": _LOOKED_AT, "count": False}
    lines = tk.get_action("spenddata_return_list")({}, asked)["results"]
    before = [
        line for line in lines if line["period_end"] < shown["period_start"] and line["amount_accepted"] is not None
    ]
    if not before:
        return None
    line = max(before, key=lambda each: each["period_end"])
    rows, amount = line["rows_accepted"] or 0, Decimal(line["amount_accepted"])
    more = Decimal(found["amount_accepted"]) - amount
    return {
        "title": tk.h.spenddata_period(line["period"]),
        "rows": rows,
        "amount": amount,
        "more_rows": _signed(found["rows_accepted"] - rows, tk.h.spenddata_count),
        "more": _signed(more, tk.h.spenddata_pounds),
    }


def _signed(number: Any, words: Any) -> str:
    return f"+{words(number)}" if number > 0 else words(number)
