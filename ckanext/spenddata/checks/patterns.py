"""Many patterns over many rows, in little time.

A field's patterns are first tried as one, in a single pass over its cells: that costs no more than the dearest of them.
What each one found is then looked for in the few cells that matched at all. Of few rows it takes longest to build these patterns, most of
which many fields share: there each is built once for all of its fields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import polars as pl

from ckanext.spenddata.checks.table import Matching, Table

POSITION = "_position"
_FEW = 2_000
"""Rows up to which patterns take longer to build than to look for."""


def positions(table: Table, tests: Mapping[int, Matching]) -> dict[int, pl.Series]:
    """Where each test finds its pattern: key of the test → positions of the rows."""
    by_field: dict[str, list[int]] = defaultdict(list)
    for key, test in tests.items():
        by_field[test.field].append(key)
    if not by_field:
        return {}
    patterns = {field: dict.fromkeys(tests[key].pattern for key in keys) for field, keys in by_field.items()}
    shared = len(table) <= _FEW
    any_of = _shared(patterns) if shared else {field: [_any_of(own)] for field, own in patterns.items()}
    seen = table.frame.select(
        pl.any_horizontal(pl.col(field).str.contains(pattern) for pattern in joined).alias(field)
        for field, joined in any_of.items()
    )
    found: dict[int, pl.Series] = {}
    for field, keys in by_field.items():
        candidates = seen[field].fill_null(value=False).arg_true()
        columns = table.columns_of([pl.col(field), *(tests[key].where for key in keys)])
        rows = columns[candidates].with_columns(candidates.alias(POSITION))
        for key in keys:
            found[key] = _found(rows, tests[key])
    return found


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _shared(patterns: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Field → its patterns, those that are looked for in the same fields put together."""
    fields: dict[str, list[str]] = defaultdict(list)
    for field, own in patterns.items():
        for pattern in own:
            fields[pattern].append(field)
    together: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for pattern, theirs in fields.items():
        together[tuple(theirs)].append(pattern)
    joined = {theirs: _any_of(found) for theirs, found in together.items()}
    return {field: [pattern for theirs, pattern in joined.items() if field in theirs] for field in patterns}


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
