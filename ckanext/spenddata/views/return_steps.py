"""Where a return in work stands on its way: sent, put right, checked by a person, published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk

SEND, FIX, CHECK, PUBLISH = range(4)
WAITING = ("approved", "publishing")
"""States after the yes, before the figures are public."""


def steps(revision: Mapping[str, Any], may: Mapping[str, bool]) -> list[dict[str, Any]]:
    """The four steps, each with ``label`` and ``state`` (``done``, ``current`` or blank); none for readers and for what is done.

    Args:
        revision: The revision, as ``standing.revision`` has it, with what the page knows of its questions.
        may: What the reader may do.
    """
    if not may["private"] or revision["state"] not in ("submitted", "checking", "rejected", "ready", *WAITING):
        return []
    return at(_step(revision))


def at(now: int) -> list[dict[str, Any]]:
    """The steps, where it is at one of them."""
    labels = (tk._("Send"), tk._("Fix"), tk._("Check your answers"), tk._("Publish"))
    return [
        {"label": label, "state": "done" if number < now else "current" if number == now else ""}
        for number, label in enumerate(labels)
    ]


def _step(revision: Mapping[str, Any]) -> int:
    """The step at which it is: what cannot be published as it is has to be put right first."""
    state = revision["state"]
    if state in ("submitted", "checking"):
        return SEND
    if state in WAITING or revision["asked"]:
        return PUBLISH
    asked = revision.get("blocked") or revision.get("open_stops") or revision["sent_back"]
    wrong = state == "rejected" or revision["empty"] or revision.get("rows_in_error")
    return FIX if asked or wrong else CHECK
