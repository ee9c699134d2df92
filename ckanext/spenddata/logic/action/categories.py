"""The browse categories and what they mean."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config

__all__ = ["spenddata_category_list"]


@tk.side_effect_free
def spenddata_category_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the categories into which payments are put, each defined so that anyone can apply it. Anybody may.

    :returns: ``version`` of everything that decides a category, and ``categories``: dictionaries with ``id``, ``label``, ``kind``
        (``procurement`` or ``non-procurement``), ``definition``, and in sentences what is ``in`` it, what is ``out`` of it and
        where that is, and where the ``boundary`` is in doubt
    :rtype: dictionary
    """
    tk.check_access("spenddata_category_list", context, data_dict)
    known = config.definitions()
    return {
        "version": known.category_version,
        "categories": [
            {
                "id": each.id,
                "label": each.label,
                "kind": each.kind,
                "definition": each.definition,
                "in": each.inside,
                "out": each.out,
                "boundary": each.boundary,
            }
            for each in known.categories.by_id.values()
        ],
    }
