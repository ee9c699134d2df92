"""A comparison: a body, its peers, one measure and some months, set side by side by category.

Every figure is exact (integer pence, fractions). A figure that is not known is None and never 0: a body that published
a nil return has 0, one that published nothing has no figure. Peers whose figures are unlike stand in the table but not
in the statistics (``likeness.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ckanext.spenddata.compare.cells import Cell, Cells, Row, Without, kind_of
from ckanext.spenddata.compare.figures import LargestPayment, LargestSuppliers, Span, Total
from ckanext.spenddata.compare.likeness import (
    Caution,
    Circumstances,
    body_cautions,
    figure_cautions,
    thresholds,
)
from ckanext.spenddata.compare.order import DISTANCE, ordered
from ckanext.spenddata.compare.other_figures import Given
from ckanext.spenddata.compare.statistics import FEW, standing, statistics
from ckanext.spenddata.definitions.categories import Categories
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.values.exact import Fraction


@dataclass(frozen=True)
class Body:
    """A body of the comparison."""

    circumstances: Circumstances
    counted: bool
    """Whether its figures are in the statistics (of the body itself: whether they are whole)."""
    cautions: tuple[Caution, ...]
    withheld: Fraction | None = None
    """Per cent of its spending for which it withholds whom it paid."""
    unclassified: Cell | None = None
    """What it published that has no category, in the measure's unit."""

    @property
    def publisher_id(self) -> str:
        """Identifier of the body."""
        return self.circumstances.publisher.publisher_id

    @property
    def name(self) -> str:
        """Name of the body."""
        return self.circumstances.publisher.name

    @property
    def published(self) -> bool:
        """Whether it has figures at all."""
        return self.circumstances.coverage.anything


@dataclass(frozen=True)
class Comparison:
    """The whole of it; the body that is compared comes first in ``bodies`` and in every row's cells."""

    measure: Measure
    span: Span
    order: str
    bodies: tuple[Body, ...]
    total: Row
    rows: tuple[Row, ...]
    """By category: what is bought before what is not, each in the order that was asked for."""
    cautions: tuple[Caution, ...]
    """What must be said of all figures together."""

    @property
    def subject(self) -> Body:
        """The body that is compared."""
        return self.bodies[0]

    @property
    def peers(self) -> tuple[Body, ...]:
        """The bodies it is compared with."""
        return self.bodies[1:]

    def row(self, category: str) -> Row:
        """The row of a category that has one."""
        return next(row for row in self.rows if row.category == category)

    @property
    def comparable(self) -> tuple[Body, ...]:
        """The peers whose figures are in the statistics."""
        return tuple(peer for peer in self.peers if peer.counted)


def compare(
    circumstances: Sequence[Circumstances],
    totals: Iterable[Total],
    measure: Measure,
    span: Span,
    categories: Categories,
    largest: Iterable[LargestSuppliers] = (),
    withheld: Iterable[Total] = (),
    payments: Iterable[LargestPayment] = (),
    order: str = DISTANCE,
    always: Iterable[str] = (),
    given: Given | None = None,
) -> Comparison:
    """Compare the first body with the others.

    Args:
        circumstances: The bodies, the one that is compared first; each with the regime its figures are taken from.
        totals: Their totals by regime and category over ``span``; those of other bodies and regimes are not looked at.
        measure: What is compared.
        span: The months.
        categories: The categories that this portal knows.
        largest: What each body paid its largest suppliers, for a measure that asks for it.
        withheld: What each body paid suppliers whose names it withholds.
        payments: The largest payment of the body that is compared in each category.
        order: Of the rows, one of ``order.ORDERS``.
        always: Categories that have a row even where nobody has a payment in them.
        given: Figures that totals can't tell, for a measure that asks for them (``other_figures.py``).
    """
    cells = Cells(circumstances, measure, categories, totals, largest, withheld, payments, given)
    bodies = tuple(_body(each, circumstances[0], measure, cells) for each in circumstances)
    rows = [
        _row(
            bodies,
            category,
            categories.label(category),
            kind_of(categories, category),
            lambda body, category=category: cells.category(body, category),
            cells if measure.numerator == "amount" and measure.denominator != "transactions" else None,
        )
        for category in sorted({*cells.categories(), *always})
    ]
    total = _row(bodies, None, "All categories", "all", cells.total)
    return Comparison(
        measure, span, order, bodies, total, ordered(rows, order), _general(circumstances, measure, bodies)
    )


def _general(circumstances: Sequence[Circumstances], measure: Measure, bodies: Sequence[Body]) -> tuple[Caution, ...]:
    """What must be said of all figures together."""
    count = sum(body.counted for body in bodies[1:])
    few = (
        f"Only {count} of the bodies {'has' if count == 1 else 'have'} comparable figures: one unusual body changes"
        " what seems usual."
    )
    return (
        Caution("limits", measure.limits),
        Caution("threshold", thresholds({each.regime.id: each.regime for each in circumstances})),
        *([Caution("few_peers", few)] if 0 < count < FEW else []),
    )


def _body(body: Circumstances, subject: Circumstances, measure: Measure, cells: Cells) -> Body:
    cautions = body_cautions(body, measure) if body is subject else figure_cautions(body, subject, measure)
    return Body(
        body,
        counted=not any(caution.excludes for caution in cautions),
        cautions=tuple(cautions),
        withheld=cells.withheld_share(body),
        unclassified=cells.category(body, "unclassified"),
    )


def _row(
    bodies: Sequence[Body],
    category: str | None,
    label: str,
    kind: str,
    cell: Callable[[Circumstances], Cell],
    cells: Cells | None = None,
) -> Row:
    found = tuple(cell(body.circumstances) for body in bodies)
    peers = _values(bodies, found)
    known, own = statistics(peers), found[0].value if bodies[0].counted else None
    return Row(
        category=category,
        label=label,
        kind=kind,
        cells=found,
        statistics=known,
        standing=standing(own, peers, known) if known and own is not None else None,
        without=_without(bodies[0], category, found[0], peers, cells) if cells and category else None,
    )


def _values(bodies: Sequence[Body], cells: Sequence[Cell]) -> list[Fraction]:
    """The comparable peers' values; none at all where the measure means nothing for the body that they stand beside."""
    subject = bodies[0]
    if any(caution.code == "denominator" for caution in subject.cautions):
        return []
    return [
        each.value for body, each in zip(bodies[1:], cells[1:], strict=True) if body.counted and each.value is not None
    ]


_MUCH = Fraction(1, 4)
"""A payment that is so much of its category's sum is told, with what the figure is without it."""


def _without(subject: Body, category: str, cell: Cell, peers: Sequence[Fraction], cells: Cells) -> Without | None:
    payment = cells.largest_payment(subject.circumstances, category)
    if not payment or not cell.amount or payment <= 0 or Fraction(payment, cell.amount) < _MUCH or cell.amount < 0:
        return None
    value, known = cells.without(subject.circumstances, category, payment), statistics(peers)
    stands = standing(value, peers, known) if subject.counted and value is not None and known else None
    return Without(payment, Fraction(payment, cell.amount), value, stands)
