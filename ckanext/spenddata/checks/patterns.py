"""Many patterns over many rows, in little time.

A field's patterns are first tried as one, in a single pass over its cells: that costs no more than the dearest of them.
What each one found is then looked for in the few cells that matched at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import polars as pl

from ckanext.spenddata.checks.table import Matching, Table

POSITION = "_position"


def positions(table: Table, tests: Mapping[int, Matching]) -> dict[int, pl.Series]:
    """Where each test finds its pattern: key of the test → positions of the rows."""
    by_field: dict[str, list[int]] = defaultdict(list)
    for key, test in tests.items():
        by_field[test.field].append(key)
    if not by_field:
        return {}
    any_of = {field: _any_of(tests[key].pattern for key in keys) for field, keys in by_field.items()}
    seen = table.frame.select(pl.col(field).str.contains(pattern) for field, pattern in any_of.items())
    found: dict[int, pl.Series] = {}
    for field, keys in by_field.items():
        candidates = seen[field].fill_null(value=False).arg_true()
        columns = table.columns_of([pl.col(field), *(tests[key].where for key in keys)])
        rows = columns[candidates].with_columns(candidates.alias(POSITION))
        for key in keys:
            found[key] = _found(rows, tests[key])
    return found


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in dict.fromkeys(patterns))


def _found(rows: pl.DataFrame, test: Matching) -> pl.Series:
    if rows.is_empty():
        return rows[POSITION]
    cell = pl.col(test.field)
    found = rows.filter(cell.str.contains(test.pattern))
    if test.and_pattern:
        found = found.filter(cell.str.contains(test.and_pattern))
    if test.unless:
        found = found.filter(~cell.str.contains(test.unless))
    if test.where is not None:
        found = found.filter(test.where)
    if test.is_right and len(found):
        numbers = found[test.field].str.extract_all(test.pattern)
        found = found.filter(pl.Series([any(map(test.is_right, cell)) for cell in numbers], dtype=pl.Boolean))
    return found[POSITION]
