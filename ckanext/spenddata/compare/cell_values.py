"""What a cell of a table of totals holds: its sum, or a figure that is made of it, as text that a program reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from ckanext.spenddata.compare.crosstab import REST, WHOLE, Crosstab, reader, width_of
from ckanext.spenddata.compare.crosstab_cell import Cell
from ckanext.spenddata.compare.dimensions import Dimension, Known
from ckanext.spenddata.compare.likeness import meaningless
from ckanext.spenddata.compare.words import decimal
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.values.exact import Fraction

Place = tuple[str, str]
"""Row and column; ``REST`` and ``WHOLE`` for those that stand for several."""
Value = Callable[[Place, Cell, "Cell | None"], "str | None"]
"""From a place, its cell and that of its whole column to the figure; None where there is none."""
Amounts = Iterable[tuple[tuple[str, ...], Sequence[int]]]
"""Values of the parts of the key of rows, then of columns; payments in pence."""


def of_sums(measure: str) -> Value:
    """``amount`` in pounds, ``payments``, ``average`` in pounds, or the ``share`` of the column in per cent."""

    def value(_place: Place, cell: Cell, whole: Cell | None) -> str | None:
        if measure == "amount":
            return decimal(Fraction(cell.pence, 100))
        if measure == "payments":
            return str(cell.n)
        if measure == "average":
            return decimal(Fraction(cell.pence, cell.n * 100)) if cell.n else None
        return decimal(Fraction(cell.pence * 100, whole.pence), 1) if whole and whole.pence > 0 else None

    return value


def divisors(bodies: Iterable[Publisher], measure: Measure) -> tuple[dict[str, Fraction], dict[str, str]]:
    """What a measure divides each body's sum by; and why it has no figure for the others, as a clause."""
    found: dict[str, Fraction] = {}
    why_not: dict[str, str] = {}
    for body in bodies:
        fact = body.fact(measure.denominator)
        why = meaningless(body, measure) or ("" if fact else f"no {measure.fact_words} is known")
        if fact and not why:
            found[body.publisher_id] = Fraction(fact.value)
        else:
            why_not[body.publisher_id] = why
    return found, why_not


def divided(by: Mapping[str, Fraction], body_of: Callable[[Place], str]) -> Value:
    """Pounds by what is known of the one body whose cell it is."""

    def value(place: Place, cell: Cell, _whole: Cell | None) -> str | None:
        divisor = by.get(body_of(place))
        return decimal(cell.pence / divisor / 100) if divisor else None

    return value


def medians(
    axes: tuple[Dimension, Dimension | None], known: Known, amounts: Amounts, table: Crosstab
) -> Mapping[Place, Fraction]:
    """The middle payment of each place of a table, in pence, credits not counted."""
    width = width_of(axes[0])
    of_row, of_column = (reader(axis, known) for axis in axes)
    rows, columns = {line.value for line in table.lines}, set(table.columns)
    found: dict[Place, list[int]] = defaultdict(list)
    for key, paid in amounts:
        row, column = of_row(key[:width]), of_column(key[width:])
        for r in (row if row in rows else REST, WHOLE):
            for c in (column if column in columns else REST, WHOLE):
                found[r, c] += paid
    return {place: _middle(sorted(each)) for place, each in found.items()}


def _middle(paid: Sequence[int]) -> Fraction:
    return Fraction(paid[(len(paid) - 1) // 2] + paid[len(paid) // 2], 2)


def median(of: Mapping[Place, Fraction]) -> Value:
    """The middle payment in pounds."""
    return lambda place, _cell, _whole: decimal(of[place] / 100) if place in of else None
