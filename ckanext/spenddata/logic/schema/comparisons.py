"""What may be asked about comparisons."""

from __future__ import annotations

from typing import Any

from ckan.lib.navl.validators import default, ignore_empty, ignore_missing, unicode_safe
from ckan.plugins import toolkit as tk
from ckan.types import Schema

from ckanext.spenddata.logic.schema.said import required
from ckanext.spenddata.logic.schema.strict import only_known

MOST_BODIES = 60
"""As many bodies as one comparison takes."""
_LARGEST_ENTRY = 2**31 - 1


def names(value: Any) -> list[str]:
    """A list of names: a list, or a text with commas between; each once, in order."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise tk.Invalid(tk._("Give publishers as a list of identifiers or names."))
    found = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
    if len(found) > MOST_BODIES:
        raise tk.Invalid(
            tk._("{count} publishers are more than {most}, the most that one comparison takes.").format(
                count=len(found), most=MOST_BODIES
            )
        )
    return found


def entry_number(value: Any) -> int:
    """The number of an entry of the ledger."""
    text = str(value)
    if not text.isascii() or not text.isdecimal():
        raise tk.Invalid(tk._("as_of is a number that an answer gave as as_of_entry, such as 240."))
    return min(int(text[:10]), _LARGEST_ENTRY)


@only_known
def show() -> Schema:
    """``spenddata_comparison_show``. What the words mean is checked against the definitions, where they are known."""
    text = [ignore_missing, ignore_empty, unicode_safe]
    return {
        "publishers": [default([]), names],
        **{
            field: list(text)
            for field in ("publisher", "peer_group", "regime", "period", "measure", "order", "category")
        },
        "without": [default([]), names],
        "as_of": [ignore_missing, ignore_empty, entry_number],
    }


@only_known
def suppliers() -> Schema:
    """``spenddata_comparison_suppliers``: the same, of one category."""
    text = [ignore_missing, ignore_empty, unicode_safe]
    return {
        "publishers": [default([]), names],
        **{field: list(text) for field in ("publisher", "peer_group", "regime", "period", "measure")},
        "without": [default([]), names],
        "category": [required, unicode_safe],
    }
