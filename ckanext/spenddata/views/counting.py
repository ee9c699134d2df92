"""Words with a number in them."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk


def ungettext(one: str, many: str, n: int, **others: Any) -> str:
    """The words for so many, translated: with ``{n}`` as people write it, and what else they name. Named as translators' tools know it."""
    return tk.ungettext(one, many, n).format(n=tk.h.spenddata_count(n), **others)
