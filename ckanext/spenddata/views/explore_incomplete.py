"""Which figures of a table lack returns: said once of a table, column or row where all do, and at a cell only where it differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Line = dict[str, Any]


def told_once(lines: Sequence[Line]) -> dict[str, Any]:
    """Take the mark from cells whose row, column or table bears it.

    Args:
        lines: Rows as the page shows them, the rest and the sums among them; of their ``cells``, ``part`` is changed, and ``part`` is
            set of a row. All have as many cells.

    Returns:
        ``table``: whether every figure is incomplete; ``columns``: whether every figure of a column is.
    """
    width = max((len(line["cells"]) for line in lines), default=0)
    columns = [_all_part(line["cells"][at] for line in lines if at < len(line["cells"])) for at in range(width)]
    table = bool(columns) and all(columns)
    for line in lines:
        left = [cell for cell, marked in zip(line["cells"], columns, strict=False) if not marked]
        line["part"] = len(left) > 1 and _all_part(left)
        for cell, marked in zip(line["cells"], columns, strict=False):
            cell["part"] = cell["part"] and not marked and not line["part"]
    return {"table": table, "columns": [each and not table for each in columns]}


def _all_part(cells: Iterable[Line]) -> bool:
    """Whether there are several figures, and all are incomplete; what is no figure says so itself."""
    figures = [cell for cell in cells if not cell["gap"]]
    return len(figures) > 1 and all(cell["part"] for cell in figures)
