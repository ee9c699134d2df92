"""What is told of the sheets of a workbook: where what people see of them differs from what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.spenddata.intake.sheet import Sheet

__all__ = ["on"]


def on(sheet: Sheet) -> Iterator[str]:
    """Plain sentences on one sheet."""
    if sheet.hidden:
        yield f"The sheet “{sheet.name}” is hidden and was not read. Unhide it if its payments belong to the return."
