"""The rows as the rules see them, and what a rule's test hands back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec
import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.fixes import FIXED
from ckanext.spenddata.checks.written import written
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import Rows

T = TypeVar("T")

_PLACE = (canonical.SOURCE_FILE, canonical.SOURCE_SHEET)
_OF_SHEETS = (canonical.SOURCE_ROW, "amount", "amount_basis", "currency", "payment_date", "redaction_reason")
"""What is asked of the rows of one sheet."""
_PIECE = 1_000_000
"""Rows of which the hashes are worked out at a time."""


class Table:
    """The rows of a check. What several rules need of them is worked out once."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.frame = rows.frame
        self.fields = frozenset(rows.fields)
        self._known: dict[str, object] = {}

    def __len__(self) -> int:
        return self.frame.height

    def has(self, *fields: str) -> bool:
        """Whether the filing has all of these fields."""
        return self.fields.issuperset(fields)

    def value(self, field: str) -> pl.Expr:
        """The values of a field; all null where the filing lacks it."""
        return pl.col(field) if field in self.fields else pl.lit(None, dtype=canonical.dtype(field))

    def sent(self, field: str) -> pl.Expr:
        """The cells of a field as they were sent, as text; what stands in their place now where they were fixed."""
        if field not in self.fields:
            return pl.lit(None, dtype=pl.String)
        if field not in canonical.TYPED_FIELDS:
            return pl.col(field)
        cell = pl.col(canonical.sent(field))
        return pl.when(self.is_fixed(field)).then(written(field)).otherwise(cell) if self.any_fixed(field) else cell

    def fault(self, field: str) -> pl.Expr:
        """The faults of a typed field."""
        return self._extra(canonical.fault(field))

    def form(self, field: str) -> pl.Expr:
        """How the cells of a typed field were written."""
        return self._extra(canonical.form(field))

    def is_fixed(self, field: str) -> pl.Expr:
        """Whether a fix, or a person, changed the cell of a typed field."""
        return self.form(field).cast(pl.String).eq_missing(pl.lit(FIXED))

    def any_fixed(self, field: str) -> bool:
        """Whether any such cell was changed."""
        return self.once(f"fixed {field}", lambda: bool(self.frame.select(self.is_fixed(field).any()).item()))

    def blank(self, field: str) -> pl.Expr:
        """Whether there is nothing in the cell."""
        return self.sent(field).is_null()

    def columns_of(self, expressions: Iterable[pl.Expr | None]) -> pl.DataFrame:
        """The columns that expressions need, so that only these are copied for the rows that are looked at."""
        needed = {name for each in expressions if each is not None for name in each.meta.root_names()}
        return self.frame.select(name for name in self.frame.columns if name in needed)

    def text_fields(self, fields: Iterable[str] = ()) -> list[str]:
        """Those of ``fields`` (none named: of all) that the filing has and that hold text, in its order."""
        wanted = set(fields) or self.fields
        return [name for name in self.rows.fields if name in wanted and name not in canonical.TYPED_FIELDS]

    def distinct(self, field: str) -> pl.Series:
        """The different cells of a text field, none of them null."""
        return self.once(f"distinct {field}", lambda: self.frame[field].cast(pl.String).drop_nulls().unique())

    def is_of_one_sheet(self) -> bool:
        """Whether all rows are of the same sheet of the same file."""
        return self.once("of one sheet", lambda: all(self.frame[name].n_unique() == 1 for name in _PLACE))

    def sheets(self) -> Mapping[tuple[str, str | None], pl.DataFrame]:
        """File and sheet → the rows from the top down: where they are, and what of ``_OF_SHEETS`` the filing has."""
        return self.once("rows of sheets", self._sheets)

    def sheet(self, file: str, sheet: str | None) -> pl.DataFrame:
        """The rows of one of them."""
        rows = self.sheets().get((file, sheet))
        return self.frame.head(0) if rows is None else rows

    def _sheets(self) -> dict[tuple[str, str | None], pl.DataFrame]:
        """All are gone through once, however many sheets there are."""
        wanted = [name for name in _OF_SHEETS if name in self.frame.columns]
        if self.is_of_one_sheet():
            file, sheet = (self.frame[name][0] for name in _PLACE)
            return {(file, sheet): self.frame.select(wanted)}
        rows = self.frame.select(*(pl.col(name).cast(pl.String) for name in _PLACE), *wanted)
        parts = rows.partition_by(*_PLACE, as_dict=True, include_key=False)
        return {(file, sheet): part for (file, sheet), part in parts.items()}

    def once(self, key: str, make: Callable[[], T]) -> T:
        """What ``make`` gives, made at the first asking."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]  # type: ignore[return-value]

    def _extra(self, column: str) -> pl.Expr:
        return pl.col(column) if column in self.frame.columns else pl.lit(None, dtype=pl.String)


def alike(frame: pl.DataFrame) -> pl.Series:
    """Whether another row of a frame is (but for a chance in ten million million) the same, row by row, as Boolean.

    The engine's own way takes two hundred bytes a row; this one, a piece at a time, takes thirty.
    """
    pieces = [frame.slice(start, _PIECE).hash_rows() for start in range(0, frame.height, _PIECE)]
    hashes = pl.concat(pieces or [pl.Series(dtype=pl.UInt64)])
    ordered = hashes.sort()
    return hashes.is_in(ordered.filter(ordered == ordered.shift()).unique().implode())


@dataclass(frozen=True)
class Broken:
    """The rows that break a rule.

    Expressions are over ``Table.frame``; all but ``where`` are only worked out for the broken rows.
    """

    where: pl.Expr | pl.Series
    """A Boolean expression, or the positions of the rows."""
    field: str | None = None
    value: pl.Expr | None = None
    """The cell as sent, where that is not simply the cell of ``field``."""
    expected: str | pl.Expr | None = None
    """What was expected, where that is more than the rule says."""
    fix: pl.Expr | None = None
    """The cell that would be right; null where nothing follows."""


@dataclass(frozen=True)
class Matching:
    """The rows that break a rule because a cell matches a pattern. Patterns are Rust regular expressions."""

    field: str
    pattern: str
    and_pattern: str | None = None
    """What must be in the same cell, too."""
    unless: str | None = None
    """Cells that match this are in order."""
    where: pl.Expr | None = None
    """What else must hold of the row."""
    is_right: Callable[[str], bool] | None = None
    """Whether a text that matches is what was looked for (by its check digits, say)."""
    fix: pl.Expr | None = None

    def at(self, positions: pl.Series) -> Broken:
        """The rows, once they are known."""
        return Broken(positions, self.field, fix=self.fix)


@dataclass(frozen=True)
class Overall:
    """A finding about the whole filing."""

    value: str | None = None
    expected: str | None = None
    field: str | None = None
    fix: str | None = None
    file: str | None = None
    sheet: str | None = None


Test = Callable[[Table, Rule, Context], Iterable[Broken | Matching | Overall]]
"""How rules of a kind are tested."""


class NoParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of a kind that has none."""


@dataclass(frozen=True)
class Kind:
    """A kind of rule: how it is tested, and what a rule of the kind may say; one that says anything else is refused when it is loaded."""

    test: Test
    parameters: type[msgspec.Struct] = NoParameters
    fills: tuple[str, ...] = ()
    """The values that the test fills into ``expected``, ``{threshold}``; a rule may name any of them, or none."""
    patterns: tuple[str, ...] = ()
    """Parameters that hold Rust regular expressions: one, several, or the keys of a mapping."""
    of_nil: bool = False
    """Whether it asks about the return itself, so that a nil statement is tested as well."""
