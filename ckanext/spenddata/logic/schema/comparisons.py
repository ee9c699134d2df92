"""What may be asked about comparisons."""

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args
from ckan.plugins import toolkit as tk
from ckan.types import Schema

from ckanext.spenddata.logic.schema.strict import only_known

# Validators come by the names of these parameters (CKAN's ``validator_args``).
Validator = Any

__all__ = ["MOST_BODIES", "show"]

MOST_BODIES = 60
"""As many bodies as one comparison takes."""


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


@only_known
@validator_args
def show(ignore_missing: Validator, ignore_empty: Validator, unicode_safe: Validator, default: Validator) -> Schema:
    """``spenddata_comparison_show``. What the words mean is checked against the definitions, where they are known."""
    return {
        "publishers": [default([]), names],
        "publisher": [ignore_missing, ignore_empty, unicode_safe],
        "peer_group": [ignore_missing, ignore_empty, unicode_safe],
        "regime": [ignore_missing, ignore_empty, unicode_safe],
        "period": [ignore_missing, ignore_empty, unicode_safe],
        "measure": [ignore_missing, ignore_empty, unicode_safe],
    }
