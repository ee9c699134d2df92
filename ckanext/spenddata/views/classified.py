"""How much of what is published has a category, by kind of body and by public body: what stewards look at before they decide.

Of the usual months, and of the one kind of amounts with most payments, as *Explore* has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.definitions.categories import UNCLASSIFIED
from ckanext.spenddata.values.text import capital

BODIES = 10
"""Public bodies that are shown: those with the most pounds not classified."""
_MOST = 5000


def classified() -> dict[str, Any] | None:
    """The table: ``period``, ``card`` and ``amount_basis`` of its sums, ``all``, ``kinds`` and ``bodies``; None where nothing is published.

    A line has ``label``, ``total`` (pounds), ``without`` (how many of them are not classified) and ``percent`` (of them that is
    classified, as text; None where there is no sum above nought), the most pounds not classified first; a body its ``slug``, too.
    """
    every = tk.get_action("spenddata_totals_show")({}, {"rows": "publisher", "limit": _MOST})
    asked = {"rows": "publisher", "limit": _MOST, "category": [UNCLASSIFIED], "amount_basis": every["amount_basis"]}
    found = tk.get_action("spenddata_totals_show")({}, asked)
    without = {line["id"]: Decimal(line["cells"][0]["total"] or 0) for line in found["lines"]}
    paid = [line for line in every["lines"] if line["cells"][0]["count"]]
    if not paid:
        return None
    bodies = [
        _line(line["label"], Decimal(line["cells"][0]["total"]), without.get(line["id"], Decimal(0)))
        | {"slug": line.get("slug")}
        for line in paid
    ]
    whole = Decimal(every["total"]["cells"][0]["total"])
    return {
        **{name: every[name] for name in ("period", "card", "amount_basis")},
        "all": _line("", whole, Decimal(every["not_classified"]["total"])),
        "kinds": _kinds([line["id"] for line in paid], bodies),
        "bodies": _ordered(bodies)[:BODIES],
    }


def _kinds(publisher_ids: Sequence[str], bodies: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Bodies of a kind together."""
    kinds = {each["publisher_id"]: each["body_type"] for each in tk.get_action("spenddata_publisher_list")({}, {})}
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for publisher_id, line in zip(publisher_ids, bodies, strict=True):
        kind = kinds.get(publisher_id) or ""
        total, without = sums.get(kind, (Decimal(0), Decimal(0)))
        sums[kind] = (total + line["total"], without + line["without"])
    return _ordered(_line(capital(kind) or tk._("Not said"), *amounts) for kind, amounts in sums.items())


def _ordered(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(lines, key=lambda line: (-line["without"], line["label"]))


def _line(label: str, total: Decimal, without: Decimal) -> dict[str, Any]:
    return {
        "label": label,
        "total": total,
        "without": without,
        "percent": _percent(1 - without / total) if 0 < total >= without >= 0 else None,
    }


def _percent(share: Decimal) -> str:
    """A share as text, which is 100% only where it is all."""
    return "100%" if share == 1 else f"{(share * 100).quantize(Decimal('0.1'), ROUND_DOWN)}%"
