"""A comparison: a body, its peers, one measure and some months, set side by side by category.

Every figure is exact (integer pence, fractions). A figure that is not known is None and never 0: a body that published
a nil return has 0, one that published nothing has no figure. Peers whose figures are unlike stand in the table but not
in the statistics (``likeness.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ckanext.spenddata.compare.figures import LargestSuppliers, Span, Total
from ckanext.spenddata.compare.headline import headline
from ckanext.spenddata.compare.likeness import Caution, Circumstances, body_cautions, figure_cautions, thresholds
from ckanext.spenddata.compare.statistics import Statistics, rank, statistics
from ckanext.spenddata.definitions.categories import Categories
from ckanext.spenddata.definitions.measures import Measure

__all__ = ["Body", "Cell", "Comparison", "Row", "compare"]

_PROCUREMENT = "procurement"


@dataclass(frozen=True)
class Cell:
    """One body's figures in one row. None: not known."""

    publisher_id: str
    n: int | None
    """Transactions."""
    amount: int | None
    """Their sum, in pence."""
    share: Fraction | None
    """Of all that the body published; None where that is not above 0."""
    value: Fraction | None
    """The measure, in its unit (pounds, per cent or a number)."""


@dataclass(frozen=True)
class Row:
    """One category, or all of them together."""

    category: str | None
    """None for all."""
    label: str
    kind: str
    cells: tuple[Cell, ...]
    """In the order of the bodies."""
    statistics: Statistics | None
    """Of the comparable peers' values; None where there are none."""
    rank: int | None
    """Place of the body among itself and its comparable peers, the highest being first; None where it isn't whole."""
    difference: Fraction | None
    """The body's value less the peers' median; None where its own figures are not whole."""


@dataclass(frozen=True)
class Body:
    """A body of the comparison."""

    circumstances: Circumstances
    counted: bool
    """Whether its figures are in the statistics (of the body itself: whether they are whole)."""
    cautions: tuple[Caution, ...]

    @property
    def publisher_id(self) -> str:
        """Identifier of the body."""
        return self.circumstances.publisher.publisher_id

    @property
    def published(self) -> bool:
        """Whether it has figures at all."""
        return self.circumstances.coverage.anything


@dataclass(frozen=True)
class Comparison:
    """The whole of it; the body that is compared comes first in ``bodies`` and in every row's cells."""

    measure: Measure
    span: Span
    bodies: tuple[Body, ...]
    total: Row
    rows: tuple[Row, ...]
    """By category: what is bought before what is not, and the body's largest first."""
    cautions: tuple[Caution, ...]
    """What must be said of all figures together."""
    headline: str

    @property
    def subject(self) -> Body:
        """The body that is compared."""
        return self.bodies[0]

    @property
    def peers(self) -> tuple[Body, ...]:
        """The bodies it is compared with."""
        return self.bodies[1:]


def compare(
    circumstances: Sequence[Circumstances],
    totals: Iterable[Total],
    measure: Measure,
    span: Span,
    categories: Categories,
    largest: Iterable[LargestSuppliers] = (),
    withheld: Iterable[Total] = (),
) -> Comparison:
    """Compare the first body with the others.

    Args:
        circumstances: The bodies, the one that is compared first; each with the regime its figures are taken from.
        totals: Their totals by regime and category over ``span``; those of other bodies and regimes are not looked at.
        measure: What is compared.
        span: The months.
        categories: The categories that this portal knows.
        largest: What each body paid its largest suppliers, for a measure that asks for it.
        withheld: What each body paid suppliers whose names it withholds, for a measure that asks for it.
    """
    subject = circumstances[0]
    bodies = tuple(_body(each, subject, measure) for each in circumstances)
    figures = _Figures(bodies, totals, largest, withheld)
    total = _row(bodies, None, "All categories", "all", lambda body: figures.cell(body, measure, categories))
    rows = [
        _row(
            bodies,
            category,
            categories.label(category),
            _kind(categories, category),
            lambda body, category=category: figures.category_cell(body, category, measure),
        )
        for category in figures.categories()
    ]
    ordered = tuple(sorted(rows, key=_weight))
    general = (
        Caution("limits", measure.limits),
        Caution("threshold", thresholds({each.regime.id: each.regime for each in circumstances})),
    )
    said = headline(subject, measure, span, total.cells[0].value, total.statistics, whole=bodies[0].counted)
    return Comparison(measure, span, bodies, total, ordered, general, said)


class _Figures:
    """Totals by body and category, of each body's own regime."""

    def __init__(
        self,
        bodies: Iterable[Body],
        totals: Iterable[Total],
        largest: Iterable[LargestSuppliers],
        withheld: Iterable[Total],
    ) -> None:
        regimes = {body.publisher_id: body.circumstances.regime.id for body in bodies}
        self._by_body: dict[str, dict[str, Total]] = {publisher_id: {} for publisher_id in regimes}
        for total in totals:
            if regimes.get(total.publisher_id) == total.regime:
                self._by_body[total.publisher_id][total.category] = total
        self._largest = {
            each.publisher_id: each.amount for each in largest if regimes.get(each.publisher_id) == each.regime
        }

        self._withheld = {each.publisher_id: each for each in withheld if regimes.get(each.publisher_id) == each.regime}

    def categories(self) -> list[str]:
        """Categories in which any of the bodies has a figure."""
        return sorted({category for totals in self._by_body.values() for category in totals})

    def cell(self, body: Body, measure: Measure, categories: Categories) -> Cell:
        """A body's figures over the categories that the measure counts."""
        if measure.numerator == "withheld":
            found = self._withheld.get(body.publisher_id)
            return self._cell(body, measure, [found] if found else [])
        own = self._by_body[body.publisher_id].values()
        counted = [total for total in own if measure.counts(total.category, _kind(categories, total.category))]
        return self._cell(body, measure, counted)

    def category_cell(self, body: Body, category: str, measure: Measure) -> Cell:
        """A body's figures in one category."""
        total = self._by_body[body.publisher_id].get(category)
        return self._cell(body, measure, [total] if total else [], whole=False)

    def _cell(self, body: Body, measure: Measure, totals: Sequence[Total], *, whole: bool = True) -> Cell:
        if not body.published:
            return Cell(body.publisher_id, None, None, None, None)
        n, amount = sum(total.n for total in totals), sum(total.amount for total in totals)
        everything = sum(total.amount for total in self._by_body[body.publisher_id].values())
        value = self._value(body, measure, n, amount, everything) if whole or measure.by_category else None
        return Cell(body.publisher_id, n, amount, _ratio(amount, everything), value)

    def _value(self, body: Body, measure: Measure, n: int, amount: int, everything: int) -> Fraction | None:
        """The measure of some figures, in its unit."""
        numerators = {
            "amount": amount,
            "withheld": amount,
            "transactions": n,
            "largest_suppliers": self._largest.get(body.publisher_id),
        }
        numerator = numerators[measure.numerator]
        if numerator is None:
            return None
        denominators = {"none": Fraction(1), "amount": Fraction(everything), "transactions": Fraction(n)}
        fact = body.circumstances.publisher.fact(measure.fact) if measure.fact else None
        denominator = denominators.get(measure.denominator, Fraction(fact.value) if fact else Fraction(0))
        if denominator <= 0:
            return None
        value = Fraction(numerator) / denominator
        return value * _SCALE[measure.unit]


_SCALE: Mapping[str, Fraction] = {"pounds": Fraction(1, 100), "percent": Fraction(100), "number": Fraction(1)}
"""From pence to pounds, from a ratio to per cent."""


def _body(body: Circumstances, subject: Circumstances, measure: Measure) -> Body:
    cautions = body_cautions(body, measure) if body is subject else figure_cautions(body, subject, measure)
    return Body(body, counted=not any(caution.excludes for caution in cautions), cautions=tuple(cautions))


def _row(bodies: Sequence[Body], category: str | None, label: str, kind: str, cell: Callable[[Body], Cell]) -> Row:
    cells = tuple(cell(body) for body in bodies)
    peers = [
        each.value for body, each in zip(bodies[1:], cells[1:], strict=True) if body.counted and each.value is not None
    ]
    found, own = statistics(peers), cells[0].value if bodies[0].counted else None
    return Row(
        category=category,
        label=label,
        kind=kind,
        cells=cells,
        statistics=found,
        rank=rank(own, peers) if found and own is not None else None,
        difference=own - found.median if found and own is not None else None,
    )


def _kind(categories: Categories, category: str) -> str:
    known = categories.by_id.get(category)
    return known.kind if known else "non-procurement"


def _weight(row: Row) -> tuple[object, ...]:
    """Order of the rows: bought things first; then by the body's own amount, then by the peers'."""
    own = row.cells[0].amount or 0
    return row.kind != _PROCUREMENT, -own, -sum(cell.amount or 0 for cell in row.cells), row.category or ""


def _ratio(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole > 0 else None
