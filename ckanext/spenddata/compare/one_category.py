"""One category closely: what each body pays for it month by month, how often, and how much at a time.

A body that spends twice what its peers do may pay twice as often, or twice as much at a time: the first is a question of
quantity, the second of price, or of larger jobs. The figures can't tell more, because published payments have neither
hours nor units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ckanext.spenddata.compare.cells import Row
from ckanext.spenddata.compare.comparison import Body, Comparison
from ckanext.spenddata.compare.over_time import Monthly, Time, by_month, by_year, of_peers
from ckanext.spenddata.compare.sentences import Sentence
from ckanext.spenddata.compare.statistics import half_up, quantile
from ckanext.spenddata.compare.words import short, times
from ckanext.spenddata.definitions.categories import Categories
from ckanext.spenddata.values.exact import Fraction

_HALF = Fraction(1, 2)
_HEADS = 10_000
_MILLION_PENCE = 100_000_000
_ALIKE = (Fraction(4, 5), Fraction(5, 4))
"""Between these multiples two figures are about the same."""


@dataclass(frozen=True)
class CategoryBody:
    """What one body pays in the category, beyond its figure."""

    publisher_id: str
    often: Fraction | None
    """Payments for each 10,000 people, or for each million pounds that the body published; None where neither is known."""
    usual: int | None
    """Its median payment, in pence; None where it has none."""
    suppliers: int | None
    """To how many suppliers that may be known; None where nothing is published."""


@dataclass(frozen=True)
class OneCategory:
    """A category of a comparison."""

    row: Row
    per: str
    """What payments are counted by: ``heads``, ``million`` or nothing."""
    bodies: tuple[CategoryBody, ...]
    months: tuple[Time, ...]
    years: tuple[Time, ...]
    """The financial years that were compared whole, of two and more."""


def one_category(
    comparison: Comparison,
    row: Row,
    amounts: Mapping[str, Sequence[int]],
    suppliers: Mapping[str, int],
    monthly: Monthly,
    categories: Categories,
) -> OneCategory:
    """Look closely at one row of a comparison.

    Args:
        comparison: The comparison.
        row: The row of the category.
        amounts: Of each body, its payments in the category in pence.
        suppliers: Of each body, to how many suppliers they went.
        monthly: The bodies' totals by month, of the category and of everything.
        categories: The categories that this portal knows.
    """
    per = _per(comparison)
    bodies = [
        CategoryBody(
            publisher_id=body.publisher_id,
            often=_often(body, len(amounts.get(body.publisher_id, ())), row.cells[place].share, row, place, per),
            usual=median_payment(amounts.get(body.publisher_id, ())),
            suppliers=suppliers.get(body.publisher_id, 0) if body.published else None,
        )
        for place, body in enumerate(comparison.bodies)
    ]
    months, years = (over(comparison, row, monthly, categories) for over in (by_month, by_year))
    return OneCategory(row, per, tuple(bodies), months, years)


def explained(comparison: Comparison, found: OneCategory) -> list[Sentence]:
    """Quantity or price, and what the difference is worth: told where there are enough peers for a median."""
    return [*_how_often(comparison, found), *_worth(comparison, found.row)]


def median_payment(amounts: Sequence[int]) -> int | None:
    """The median of some payments, to the penny."""
    if not amounts:
        return None
    ordered = sorted(amounts)
    # Pence are whole, and few of a large body's payments are worth a fraction each: those about the middle.
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    return half_up(quantile([Fraction(pence) for pence in middle], _HALF))


def _per(comparison: Comparison) -> str:
    if comparison.measure.fact == "population":
        return "heads"
    return "million" if comparison.measure.denominator == "amount" else ""


def _often(body: Body, n: int, share: Fraction | None, row: Row, place: int, per: str) -> Fraction | None:
    if not body.published:
        return None
    if per == "heads":
        fact = body.circumstances.publisher.fact("population")
        return Fraction(n * _HEADS) / Fraction(fact.value) if fact and row.cells[place].value is not None else None
    if per == "million" and share:
        everything = Fraction(row.cells[place].amount or 0) / share
        return Fraction(n * _MILLION_PENCE) / everything if everything > 0 else None
    return None


def _how_often(comparison: Comparison, found: OneCategory) -> Iterable[Sentence]:
    often = _multiple(comparison, [each.often for each in found.bodies])
    usual = _multiple(comparison, [None if each.usual is None else Fraction(each.usual) for each in found.bodies])
    if often is None or usual is None:
        return
    parameters = {"often": times(often), "usual": times(usual)}
    alike = [_ALIKE[0] <= each <= _ALIKE[1] for each in (often, usual)]
    code = {(True, True): "as-usual", (False, True): "often", (True, False): "large"}.get((alike[0], alike[1]), "both")
    yield Sentence(code, parameters)


def _multiple(comparison: Comparison, figures: Sequence[Fraction | None]) -> Fraction | None:
    """The body's figure as a multiple of its comparable peers' median."""
    known = of_peers(comparison, figures)
    if figures[0] is None or known is None or not known.median or known.median < 0 or figures[0] < 0:
        return None
    return figures[0] / known.median


def _worth(comparison: Comparison, row: Row) -> Iterable[Sentence]:
    """What the body would have spent less, or more, at its peers' median: the difference times what it is divided by."""
    cell, standing = row.cells[0], row.standing
    if standing is None or standing.difference is None or row.statistics is None or row.statistics.median is None:
        return
    if not cell.value or not cell.amount or not standing.outside or comparison.measure.numerator != "amount":
        return
    if comparison.measure.denominator not in ("none", "population", "amount"):
        return
    pounds = Fraction(cell.amount, 100) / cell.value * standing.difference
    code = "at-median-less" if pounds > 0 else "at-median-more"
    yield Sentence(code, {"pounds": short(abs(pounds), "pounds")})
