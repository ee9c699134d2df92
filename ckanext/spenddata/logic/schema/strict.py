"""What every action of ours refuses: parameters that it doesn't have, and characters that no text has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey, Schema

from ckanext.spenddata.logic.nearest import there_is_no
from ckanext.spenddata.logic.refusals import about


def only_known(schema: Callable[..., Schema]) -> Callable[..., Schema]:
    """Let a schema refuse parameters that are not in it, with the one that was probably meant.

    A misspelt filter would otherwise be no filter, and the answer that of another question.
    """

    @wraps(schema)
    def strict(*args: Any, **kwargs: Any) -> Schema:
        return {
            **schema(*args, **kwargs),
            "__before": [_refuse_impossible],
            "__extras": [_refuse_unknown],
            "__junk": [_refuse_unknown],
        }

    return strict


def _refuse_unknown(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    known = sorted(name for name in context.get("schema_keys", ()) if not name.startswith("__"))
    for given in data.pop(key, None) or {}:
        name = str(given[0] if isinstance(given, tuple) else given)
        errors[(name,)] = about(name, there_is_no(tk._("parameter"), name, known))


def _refuse_impossible(
    key: FlattenKey,  # noqa: ARG001  the interface's
    data: FlattenDataDict,
    errors: FlattenErrorDict,
    context: Context,  # noqa: ARG001
) -> None:
    """NUL, which PostgreSQL can't keep, and halves of characters, which no encoding has."""
    for name, value in list(data.items()):
        if any("\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text) for text in _strings(value)):
            data[name] = ""
            errors.setdefault(name, []).append(tk._("There is a character here that text can’t have."))


def _strings(value: Any) -> Iterator[str]:
    """The texts in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _strings(pair)
