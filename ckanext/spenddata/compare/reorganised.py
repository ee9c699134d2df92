"""Bodies that took over from others: what they spent before is what their predecessors spent, summed, and it is said.

A council that was made of a county and five districts has no past of its own; its residents have. So its figures of the
months before are the sums of the bodies that it replaced, and its coverage is theirs too. A predecessor that is itself
one of the bodies compared keeps its own figures: nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from ckanext.spenddata.compare.coverage import Coverage
from ckanext.spenddata.compare.figures import MonthTotal, Span, Total
from ckanext.spenddata.definitions.publishers import Publisher

Sum = TypeVar("Sum", Total, MonthTotal)
"""A body, its duty, and what of it is summed; then the sums."""


def predecessors(body: Publisher, every: Mapping[str, Publisher], span: Span, others: Iterable[str]) -> list[Publisher]:
    """The bodies that a body took over from whose time reaches into some months, and theirs, each once.

    Args:
        body: The body.
        every: All publishers by identifier.
        span: The months.
        others: Identifiers of the bodies that are compared; none of them is anybody's past.
    """
    seen, found, waiting = {body.publisher_id, *others}, [], list(body.predecessors)
    while waiting:
        publisher_id = waiting.pop(0)
        before = every.get(publisher_id)
        if publisher_id in seen or before is None:
            continue
        seen.add(publisher_id)
        if before.ended is not None and before.ended >= span.start:
            found.append(before)
            waiting += before.predecessors
    return found


def successors(body: Publisher, every: Iterable[Publisher]) -> list[Publisher]:
    """The bodies that took over from one."""
    return [other for other in every if body.publisher_id in other.predecessors]


def summed(totals: Iterable[Sum], to: Mapping[str, str]) -> list[Sum]:
    """Totals with those of predecessors added to their heirs'."""
    found: dict[tuple[str, ...], Sum] = {}
    for each in totals:
        total = each._replace(publisher_id=to.get(each.publisher_id, each.publisher_id))
        key = total[:3]
        if other := found.get(key):
            total = total._replace(n=total.n + other.n, amount=total.amount + other.amount)
        found[key] = total
    return list(found.values())


def together(own: Coverage, others: Iterable[Coverage]) -> Coverage:
    """A body's coverage with that of its predecessors, the older returns first."""
    every = [own, *others]
    returns = sorted((each for coverage in every for each in coverage.returns), key=lambda each: each.start)
    return Coverage(own.publisher_id, own.regime, tuple(returns), sum(coverage.left_out for coverage in every))
