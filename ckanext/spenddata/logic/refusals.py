"""Refusals of what an action is asked, by the parameter that they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.nearest import there_is_no

T = TypeVar("T")
NO_PLAIN_WORDS: Mapping[str, str] = {"tags": "name", "extras": "key"}
"""Parameters of CKAN's whose faults are told part by part → the part."""


def refused(field: str, message: str) -> tk.ValidationError:
    """What to raise where a parameter can't be so."""
    return tk.ValidationError({field: about(field, message)})


def about(field: str, message: str) -> list[Any]:
    """What is wrong with a parameter, as CKAN's errors hold it: of some they take no plain words."""
    return [{NO_PLAIN_WORDS[field]: [message]}] if field in NO_PLAIN_WORDS else [message]


def known_one(field: str, what: str, name: str, every: Mapping[str, T]) -> T:
    """What a name stands for.

    Raises:
        ValidationError: It is not known; said of ``field``, with the nearest that is, by itself or by what people call it.
    """
    if name in every:
        return every[name]
    raise refused(field, there_is_no(what, name, {each: _called(found) for each, found in every.items()}))


def _called(found: Any) -> str:
    """What people call a thing; a text is its own name, and has a method ``title``."""
    return found if isinstance(found, str) else getattr(found, "title", getattr(found, "label", str(found)))
