"""One category closely: what each body pays for it month by month, how often, and how much at a time.

A body that spends twice what its peers do may pay twice as often, or twice as much at a time: the first is a question of
quantity, the second of price, or of larger jobs. The figures can't tell more, because published payments have neither
hours nor units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ckanext.spenddata.compare.cells import Cells, Row
from ckanext.spenddata.compare.comparison import Body, Comparison
from ckanext.spenddata.compare.coverage import ReturnState
from ckanext.spenddata.compare.figures import MonthTotal, Span, Total
from ckanext.spenddata.compare.sentences import Sentence
from ckanext.spenddata.compare.statistics import Statistics, half_up, quantile, statistics
from ckanext.spenddata.compare.words import short, times
from ckanext.spenddata.definitions.categories import Categories
from ckanext.spenddata.values.exact import Fraction

_HALF = Fraction(1, 2)
_HEADS = 10_000
_MILLION_PENCE = 100_000_000
_REST = "rest"
"""All other categories together, in the totals of a month."""
_ALIKE = (Fraction(4, 5), Fraction(5, 4))
"""Between these multiples two figures are about the same."""
_PUBLISHED = (ReturnState.RECEIVED, ReturnState.NIL)


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
class Month:
    """One month: the body's figure beside its peers'."""

    month: str
    value: Fraction | None
    """None where the body has not published it."""
    statistics: Statistics | None
    """Of the comparable peers."""


@dataclass(frozen=True)
class OneCategory:
    """A category of a comparison."""

    row: Row
    per: str
    """What payments are counted by: ``heads``, ``million`` or nothing."""
    bodies: tuple[CategoryBody, ...]
    months: tuple[Month, ...]


def one_category(
    comparison: Comparison,
    row: Row,
    amounts: Mapping[str, Sequence[int]],
    suppliers: Mapping[str, int],
    monthly: tuple[Iterable[MonthTotal], Iterable[MonthTotal]],
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
    return OneCategory(row, per, tuple(bodies), tuple(_months(comparison, row, monthly, categories)))


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


def _months(
    comparison: Comparison, row: Row, monthly: tuple[Iterable[MonthTotal], Iterable[MonthTotal]], categories: Categories
) -> Iterable[Month]:
    category = row.category or ""
    circumstances = [body.circumstances for body in comparison.bodies]
    spans = [Span(month, month) for month in comparison.span.months]
    covered = [_covered(body, spans) for body in comparison.bodies]
    for month, totals in _by_month(comparison.span, category, *monthly).items():
        cells = Cells(circumstances, comparison.measure, categories, totals)
        found = [
            cells.category(each, category).value if month in months else None
            for each, months in zip(circumstances, covered, strict=True)
        ]
        yield Month(month, found[0], _of_peers(comparison, found) if row.statistics else None)


def _by_month(
    span: Span, category: str, own: Iterable[MonthTotal], every: Iterable[MonthTotal]
) -> dict[str, list[Total]]:
    """The totals of each month, of the category and of the rest."""
    of_category = {(each.publisher_id, each.regime, each.month): each for each in own}
    found: dict[str, list[Total]] = {month: [] for month in span.months}
    for each in every:
        mine = of_category.get((each.publisher_id, each.regime, each.month))
        n, amount = (mine.n, mine.amount) if mine else (0, 0)
        found[each.month] += [
            Total(each.publisher_id, each.regime, category, n, amount),
            Total(each.publisher_id, each.regime, _REST, each.n - n, each.amount - amount),
        ]
    return found


def _covered(body: Body, months: Iterable[Span]) -> frozenset[str]:
    """Those of some months that a published return of the body covers."""
    returns = body.circumstances.coverage.in_state(*_PUBLISHED)
    return frozenset(
        month.first for month in months if any(each.start <= month.start and month.end <= each.end for each in returns)
    )


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
    known = _of_peers(comparison, figures)
    if figures[0] is None or known is None or not known.median or known.median < 0 or figures[0] < 0:
        return None
    return figures[0] / known.median


def _of_peers(comparison: Comparison, figures: Sequence[Fraction | None]) -> Statistics | None:
    """Statistics of the comparable peers, of figures in the order of the bodies."""
    peers = zip(comparison.peers, figures[1:], strict=True)
    return statistics([figure for body, figure in peers if body.counted and figure is not None])


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
