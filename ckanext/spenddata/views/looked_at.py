"""Which revision, and which reading of it, a form was filled in for: what a person says holds for what they looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk


def changed(revision: Mapping[str, Any]) -> str:
    """What to say where another revision, or another reading of it, stands than the form that was sent names; blank where it is the same.

    Args:
        revision: ``number`` and ``attempt`` of the revision that stands now.
    """
    number, attempt = (tk.request.form.get(name, type=int) for name in ("revision", "attempt"))
    if number != revision["number"]:
        return another(revision["number"])
    if attempt != revision["attempt"]:
        return tk._(
            "The return has changed since you opened this page: it has been read again. Nothing of what you sent was kept or"
            " published. Look at it as it is now, then decide."
        )
    return ""


def another(number: int | None) -> str:
    """What to say where another revision stands: its number, or None where none does."""
    if number is None:
        return tk._(
            "The return has changed since you opened this page: no revision of it is published any more. Nothing of what you sent was"
            " kept. Look at it as it is now, then decide."
        )
    words = tk._(
        "The return has changed since you opened this page: it now stands at revision {number}. Nothing of what you sent was kept or"
        " published. Look at it as it is now, then decide."
    )
    return words.format(number=number)
