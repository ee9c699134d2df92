"""What would mislead about one row, said in that row: payments without a category, one large payment, credits."""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.spenddata.compare.cells import Row
from ckanext.spenddata.compare.comparison import Comparison
from ckanext.spenddata.compare.order import PROCUREMENT
from ckanext.spenddata.compare.sentences import Sentence
from ckanext.spenddata.compare.statistics import quantile
from ckanext.spenddata.compare.words import decimal, next_to_nothing, reads, short
from ckanext.spenddata.values.exact import Fraction

_HALF = Fraction(1, 2)
"""What isn't classified touches a row where it could take away so much of the body's distance from its peers."""


def row_cautions(comparison: Comparison, row: Row) -> list[Sentence]:
    """What must be said in a row of what is bought; nothing for other rows."""
    if row.kind != PROCUREMENT:
        return []
    return [*_credits(row), *_one_payment(comparison, row), *_unclassified(comparison, row)]


def _credits(row: Row) -> Iterable[Sentence]:
    if (row.cells[0].amount or 0) < 0:
        yield Sentence("row-credits")


def _one_payment(comparison: Comparison, row: Row) -> Iterable[Sentence]:
    if row.without is None:
        return
    payment = short(Fraction(row.without.payment, 100), "pounds")
    if row.cells[0].n == 1:
        yield Sentence("row-one-payment", {"payment": payment})
    elif row.without.value is not None:
        value = reads(row.without.value, comparison.measure)
        share = f"{decimal(row.without.share * 100, 0)}%"
        nothing = next_to_nothing(row.without.value, comparison.measure.unit)
        parameters = {"payment": payment, "share": share, "value": value}
        yield Sentence("row-only-payment" if nothing else "row-large-payment", parameters)


def _unclassified(comparison: Comparison, row: Row) -> Iterable[Sentence]:
    if row.standing is None or not row.standing.outside:
        return
    needed = abs(row.standing.outside) * _HALF
    if row.standing.outside < 0:
        own = _unclassified_value(comparison, 0)
        if own is not None and own > 0 and own >= needed:
            yield Sentence("row-unclassified", {"value": reads(own, comparison.measure)})
        return
    peers = sorted(
        value
        for place, body in enumerate(comparison.bodies)
        if place and body.counted and (value := _unclassified_value(comparison, place)) is not None
    )
    median = quantile(peers, _HALF) if peers else Fraction(0)
    own = _unclassified_value(comparison, 0) or Fraction(0)
    if median - own > 0 and median - own >= needed:
        yield Sentence("row-peers-unclassified", {"value": reads(median, comparison.measure)})


def _unclassified_value(comparison: Comparison, place: int) -> Fraction | None:
    cell = comparison.bodies[place].unclassified
    return cell.value if cell else None
