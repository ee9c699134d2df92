"""A format of files: a list of payments in JSON, as programs give it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ckanext.spenddata.intake.formats import Format, Sheet


def _is_it(head: bytes) -> bool:
    return head.lstrip().startswith(b"[")


def _sheets(path: Path) -> Iterable[Sheet]:
    """One sheet: the names that any payment has, and below them its values. What is no JSON is a ValueError already."""
    payments = json.loads(path.read_text("utf-8"))
    if not all(isinstance(each, dict) for each in payments):
        raise ValueError("a list of objects is expected")
    titles = list(dict.fromkeys(name for each in payments for name in each))
    cells = ([None if each.get(name) is None else str(each[name]) for name in titles] for each in payments)
    yield None, [titles, *cells]


FORMATS = {"example_json": Format(_is_it, _sheets)}
