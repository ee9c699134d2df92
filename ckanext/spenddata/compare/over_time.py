"""One category of a comparison over time: the body's figure of each month, or each financial year, beside its peers'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ckanext.spenddata.compare.cells import Cells, Row
from ckanext.spenddata.compare.comparison import Body, Comparison
from ckanext.spenddata.compare.coverage import ReturnState
from ckanext.spenddata.compare.figures import MonthTotal, Span, Total
from ckanext.spenddata.compare.statistics import Statistics, statistics
from ckanext.spenddata.definitions.categories import Categories
from ckanext.spenddata.values.exact import Fraction

_REST = "rest"
"""All other categories together, in the totals of a time."""
_TWO = 2
_PUBLISHED = (ReturnState.RECEIVED, ReturnState.NIL)

Monthly = tuple[Iterable[MonthTotal], Iterable[MonthTotal]]
"""The bodies' totals by month, of the category and of everything."""


@dataclass(frozen=True)
class Time:
    """One month or one financial year: the body's figure beside its peers'."""

    span: Span
    value: Fraction | None
    """None where the body has not published all of it."""
    statistics: Statistics | None
    """Of the comparable peers."""


def by_month(comparison: Comparison, row: Row, monthly: Monthly, categories: Categories) -> tuple[Time, ...]:
    """The months compared. A peer is in the statistics of every month that it has published."""
    spans = [Span(month, month) for month in comparison.span.months]
    return tuple(
        Time(span, figures[0], of_peers(comparison, figures) if row.statistics else None)
        for span, figures in _figures(comparison, row, monthly, categories, spans).items()
    )


def by_year(comparison: Comparison, row: Row, monthly: Monthly, categories: Categories) -> tuple[Time, ...]:
    """The financial years that lie wholly in the months compared; none where there are not two.

    Only peers that have published every one of these years whole are in the statistics: a median that moves because another body has
    joined is no change.
    """
    spans = [span for span in map(Span.of_fiscal_year, comparison.span.fiscal_years) if _within(span, comparison.span)]
    if len(spans) < _TWO:
        return ()
    found = _figures(comparison, row, monthly, categories, spans)
    always = [all(figure is not None for figure in figures) for figures in zip(*found.values(), strict=True)]
    return tuple(
        Time(
            span,
            figures[0],
            of_peers(comparison, [each if whole else None for each, whole in zip(figures, always, strict=True)])
            if row.statistics
            else None,
        )
        for span, figures in found.items()
    )


def of_peers(comparison: Comparison, figures: Sequence[Fraction | None]) -> Statistics | None:
    """Statistics of the comparable peers, of figures in the order of the bodies."""
    peers = zip(comparison.peers, figures[1:], strict=True)
    return statistics([figure for body, figure in peers if body.counted and figure is not None])


def _figures(
    comparison: Comparison, row: Row, monthly: Monthly, categories: Categories, spans: Sequence[Span]
) -> dict[Span, list[Fraction | None]]:
    """The bodies' figures of each time; None of a body that has not published all of it."""
    category = row.category or ""
    circumstances = [body.circumstances for body in comparison.bodies]
    covered = [_covered(body, spans) for body in comparison.bodies]
    found = {}
    for span, totals in _by_span(spans, category, monthly).items():
        cells = Cells(circumstances, comparison.measure, categories, totals)
        found[span] = [
            cells.category(each, category).value if span in times else None
            for each, times in zip(circumstances, covered, strict=True)
        ]
    return found


def _by_span(spans: Sequence[Span], category: str, monthly: Monthly) -> dict[Span, list[Total]]:
    """The totals of each time, of the category and of the rest."""
    own, every = monthly
    times = {month: span for span in spans for month in span.months}
    of_category = {(each.publisher_id, each.regime, each.month): each for each in own}
    found: dict[Span, dict[tuple[str, str, str], Total]] = {span: {} for span in spans}
    for each in every:
        if (span := times.get(each.month)) is None:
            continue
        mine = of_category.get((each.publisher_id, each.regime, each.month))
        n, amount = (mine.n, mine.amount) if mine else (0, 0)
        _add(found[span], Total(each.publisher_id, each.regime, category, n, amount))
        _add(found[span], Total(each.publisher_id, each.regime, _REST, each.n - n, each.amount - amount))
    return {span: list(totals.values()) for span, totals in found.items()}


def _add(found: dict[tuple[str, str, str], Total], total: Total) -> None:
    key = total[:3]
    before = found.get(key)
    found[key] = total._replace(n=total.n + before.n, amount=total.amount + before.amount) if before else total


def _within(span: Span, whole: Span) -> bool:
    return whole.first <= span.first and span.last <= whole.last


def _covered(body: Body, spans: Iterable[Span]) -> frozenset[Span]:
    """Those of some times of which the body has published every month."""
    returns = [(each.start, each.end) for each in body.circumstances.coverage.in_state(*_PUBLISHED)]

    def is_published(month: str) -> bool:
        first, last = _days(month)
        return any(start <= first and last <= end for start, end in returns)

    return frozenset(span for span in spans if all(map(is_published, span.months)))


@lru_cache(maxsize=4096)
def _days(month: str) -> tuple[date, date]:
    """The first and the last day of a month: asked of every body again."""
    span = Span(month, month)
    return span.start, span.end
