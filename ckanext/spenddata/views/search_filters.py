"""The rail beside what was found: publishers, suppliers and categories with their number and sum, to narrow the search by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.views.search_asked import Asked

BY = {"publishers": "publisher_id", "suppliers": "supplier_id", "categories": "category"}
"""Facet → the filter that its values narrow by."""
AT_ONCE = 5
"""Values of a group that stand in the open; the others are folded away."""
TYPED = ("date_from", "date_to", "amount_min", "amount_max")
"""Fields of the rail that are typed."""


def groups(found: Mapping[str, Any], query: Asked) -> list[dict[str, Any]]:
    """What can be chosen: ``field``, ``title``, ``first`` and ``more`` values, each ``value, label, count, total, checked``."""
    titles = {"publishers": tk._("Publisher"), "suppliers": tk._("Supplier"), "categories": tk._("Category")}
    made = []
    for facet, field in BY.items():
        values = _values(found["facets"].get(facet, ()), query.get(field, ()))
        made.append({"field": field, "title": titles[facet], "first": values[:AT_ONCE], "more": values[AT_ONCE:]})
    return [group for group in made if len(group["first"]) > 1 or query.get(group["field"])]


def hidden(query: Asked) -> list[tuple[str, str]]:
    """What the rail has no control for, kept when it is sent."""
    shown = (*BY.values(), *TYPED)
    kept = {field: value for field, value in query.items() if field not in shown}
    return [(field, each) for field, value in kept.items() for each in (value if isinstance(value, list) else [value])]


def _values(buckets: Sequence[Mapping[str, Any]], chosen: Sequence[str]) -> list[dict[str, Any]]:
    """Values that were chosen first, then the largest."""
    named = [
        {**bucket, "label": bucket["label"] or tk._("withheld"), "checked": bucket["value"] in chosen}
        for bucket in buckets
    ]
    return sorted(named, key=lambda each: not each["checked"])
