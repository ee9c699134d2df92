"""How columns are called in questions and answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ckanext.spenddata.values import text

if TYPE_CHECKING:
    from ckanext.spenddata.intake.columns.layout import Column

__all__ = ["label", "named_apart"]


def label(column: Column) -> str:
    """The title of a column, or its number where it has none."""
    return text.trimmed(column.title) or f"column {column.number}"


def named_apart(columns: Iterable[Column]) -> list[str]:
    """Labels of columns; the number where two have the same title."""
    columns = list(columns)
    labels = [label(column) for column in columns]
    return [
        name if labels.count(name) == 1 else f"column {column.number}"
        for name, column in zip(labels, columns, strict=True)
    ]
