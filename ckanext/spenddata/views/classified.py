"""How much of what is published has a category, by kind of body and by public body: what stewards look at before they decide.

Of the usual months, and of the one kind of amounts with most payments, as *Explore* has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.definitions.categories import UNCLASSIFIED

BODIES = 10
"""Public bodies that are shown: those with the most pounds not classified."""
_MOST = 5000


def classified() -> dict[str, Any] | None:
    """The table: ``period``, ``card`` and ``amount_basis`` of its sums, ``all``, ``kinds`` and ``bodies``; None where nothing is published.

    A line has ``label``, ``total`` (pounds), ``without`` (how many of them are not classified) and ``percent`` (of them that is
    classified, as text; None where there is no sum above nought), the most pounds not classified first; a body its ``slug``, too.
    """
    kinds, every = _lines("body_type")
    if not kinds:
        return None
    bodies, _ = _lines("publisher")
    return {
        **{name: every[name] for name in ("period", "card", "amount_basis")},
        "all": _line(every["total"], every["not_classified"]["total"]),
        "kinds": kinds,
        "bodies": bodies[:BODIES],
    }


def _lines(rows: str) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
    every = tk.get_action("spenddata_totals_show")({}, {"rows": rows, "limit": _MOST})
    asked = {"rows": rows, "limit": _MOST, "category": [UNCLASSIFIED], "amount_basis": every["amount_basis"]}
    found = tk.get_action("spenddata_totals_show")({}, asked)
    without = {line["id"]: line["cells"][0]["total"] or 0 for line in found["lines"]}
    lines = [_line(line, without.get(line["id"], 0)) for line in every["lines"] if line["cells"][0]["count"]]
    return sorted(lines, key=lambda line: (-line["without"], line["label"])), every


def _line(line: Mapping[str, Any], without: Any) -> dict[str, Any]:
    total, missing = Decimal(line["cells"][0]["total"]), Decimal(without)
    return {
        "label": line["label"],
        "slug": line.get("slug"),
        "total": total,
        "without": missing,
        "percent": _percent(1 - missing / total) if 0 < total >= missing >= 0 else None,
    }


def _percent(share: Decimal) -> str:
    """A share as text, which is 100% only where it is all."""
    return "100%" if share == 1 else f"{(share * 100).quantize(Decimal('0.1'), ROUND_DOWN)}%"
