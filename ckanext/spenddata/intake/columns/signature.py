"""The signature of a layout: equal for two files with the same columns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.values import text

__all__ = ["signature"]


def signature(columns: Sequence[Column]) -> str:
    """Digest of the titles in order, columns at the right that have neither title nor values left out."""
    keys = [
        (text.title_key(column.title) or text.trimmed(column.title), bool(column.profile.filled)) for column in columns
    ]
    while keys and not keys[-1][0] and not keys[-1][1]:
        keys.pop()
    return hashlib.sha256("\x1f".join(key for key, _ in keys).encode()).hexdigest()[:16]
