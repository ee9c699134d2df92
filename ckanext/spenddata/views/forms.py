"""Forms: what was typed, and what is wrong with it, with each message linked to its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["anchors", "messages", "problems"]


def messages(errors: Mapping[str, Any]) -> dict[str, str]:
    """An action's error dictionary as one sentence a field."""
    return {field: _sentence(said) for field, said in errors.items() if said}


def problems(said: Mapping[str, str], fields: Iterable[str]) -> list[dict[str, str | None]]:
    """Messages in the order of the form's fields, each with the field's anchor; what belongs to no field comes first."""
    order = list(fields)
    loose = [{"message": message, "anchor": None} for field, message in said.items() if field not in order]
    tied = [{"message": said[field], "anchor": anchors(field)} for field in order if field in said]
    return loose + tied


def anchors(field: str) -> str:
    """The id of a field's control."""
    return f"field-{field}"


def _sentence(said: Any) -> str:
    """One message from what an action says of a field: a word, a list of them, or errors of the things in it."""
    if isinstance(said, Mapping):
        return " ".join(_sentence(part) for part in said.values())
    if isinstance(said, str):
        return said
    return " ".join(_sentence(part) for part in said)
