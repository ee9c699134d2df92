"""Coverage: which returns a figure should hold, and which of them it does.

A body may file in shorter or longer periods than its duty asks (a council monthly instead of quarterly), so an expected
return counts as received when the published ones cover all its days that lie in the time asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from ckanext.spenddata.compare.figures import PublishedReturn, Span
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.values.calendar import DueKind, due_date, is_late
from ckanext.spenddata.values.periods import Cadence, Period


class ReturnState(StrEnum):
    """What has become of an expected return."""

    RECEIVED = "received"
    NIL = "nil"
    """Received: the body says that there was nothing to publish."""
    ELSEWHERE = "elsewhere"
    """Published, and no payment of it falls in its period."""
    PART = "part"
    """Some of its days are published."""
    MISSING = "missing"
    """Nothing is published, and it was due."""
    NOT_DUE = "not_due"
    """Nothing is published, and it is not due yet."""


@dataclass(frozen=True)
class ExpectedReturn:
    """One return that a body owes."""

    period: str
    title: str
    start: date
    end: date
    due: date
    state: ReturnState
    published: date | None
    """When it was first published in full."""
    late: bool
    """Published after it was due, or overdue; never of what fell due before the body joined the portal."""
    withdrawn: bool = False
    """Missing because it was withdrawn."""


@dataclass(frozen=True)
class Coverage:
    """The returns behind the figures of one body and regime."""

    publisher_id: str
    regime: str
    returns: tuple[ExpectedReturn, ...]
    left_out: int
    """Rows in error that the published returns leave out."""

    def in_state(self, *states: ReturnState) -> tuple[ExpectedReturn, ...]:
        """Returns in some states."""
        return tuple(each for each in self.returns if each.state in states)

    @property
    def expected(self) -> int:
        """How many returns are published or due."""
        return len(self.returns) - len(self.in_state(ReturnState.NOT_DUE))

    @cached_property
    def received(self) -> int:
        """How many are published in full, nil ones included."""
        return len(self.in_state(ReturnState.RECEIVED, ReturnState.NIL))

    @cached_property
    def missing(self) -> tuple[ExpectedReturn, ...]:
        """Returns that are due and not published, or not in full."""
        return self.in_state(ReturnState.MISSING, ReturnState.PART)

    @cached_property
    def elsewhere(self) -> tuple[ExpectedReturn, ...]:
        """Returns that are published, and of which no payment falls in their period."""
        return self.in_state(ReturnState.ELSEWHERE)

    @property
    def late(self) -> int:
        """How many came late or are overdue."""
        return sum(each.late for each in self.returns)

    @cached_property
    def complete(self) -> bool:
        """Whether every return that the time asked for holds is published, those not yet due included."""
        return bool(self.returns) and self.received == len(self.returns)

    @cached_property
    def anything(self) -> bool:
        """Whether anything at all is published that could be in the figures."""
        return bool(self.in_state(ReturnState.RECEIVED, ReturnState.NIL, ReturnState.PART))


def by_body(published: Iterable[PublishedReturn]) -> Mapping[str, list[PublishedReturn]]:
    """Identifier of a body → its returns; none for a body that has none."""
    found: dict[str, list[PublishedReturn]] = defaultdict(list)
    for each in published:
        found[each.publisher_id].append(each)
    return found


class _Owed(NamedTuple):
    """A return that a duty asks of everybody."""

    text: str
    title: str
    start: date
    end: date
    due: date


def coverage(
    publisher_id: str,
    regime: Regime,
    span: Span,
    published: Iterable[PublishedReturn],
    today: date,
    joined: date | None = None,
    life: tuple[date | None, date | None] = (None, None),
) -> Coverage:
    """The returns that a body owes under a regime for some months, and what has become of each.

    Args:
        publisher_id: The body.
        regime: The duty.
        span: The months.
        published: Returns of any body and regime of which something is or was published.
        today: London's date.
        joined: The day from which the body files here, see ``values.calendar.is_late``.
        life: The body's first and last day, where they are known; it owes nothing for other periods.
    """
    own = [each for each in published if each.publisher_id == publisher_id and each.regime == regime.id]
    owed = [
        each
        for each in _owed(regime.cadence, regime.due.kind, regime.due.count, span)
        if lives(each.start, each.end, *life)
    ]
    returns = tuple(_expected(each, own, span, today, joined) for each in owed)
    return Coverage(publisher_id, regime.id, returns, sum(each.left_out for each in own if each.current))


@lru_cache(maxsize=512)
def _owed(cadence: Cadence, kind: DueKind, count: int, span: Span) -> tuple[_Owed, ...]:
    """What a duty asks for in some months: the same of hundreds of bodies on one page."""
    return tuple(
        _Owed(str(each), each.title, each.start, each.end, due_date(each.end, kind, count))
        for each in expected_periods(cadence, span)
    )


def expected_periods(cadence: Cadence, span: Span) -> list[Period]:
    """The periods of a cadence that lie in some months, wholly or in part."""
    period = Period.of(span.start, cadence)
    periods = []
    while period.start <= span.end:
        periods.append(period)
        period = period.following()
    return periods


def lives(start: date, end: date, began: date | None, ended: date | None) -> bool:
    """Whether a body exists on any day of a period."""
    return (began is None or end >= began) and (ended is None or start <= ended)


def _expected(
    owed: _Owed, published: Sequence[PublishedReturn], span: Span, today: date, joined: date | None
) -> ExpectedReturn:
    start, end = max(owed.start, span.start), min(owed.end, span.end)
    touching = [each for each in published if each.start <= end and start <= each.end]
    current = [each for each in touching if each.current]
    state = _state(start, end, current, overdue=today > owed.due)
    full = state in (ReturnState.RECEIVED, ReturnState.NIL, ReturnState.ELSEWHERE)
    when = max(each.first_published for each in current) if full else None
    return ExpectedReturn(
        period=owed.text,
        title=owed.title,
        start=owed.start,
        end=owed.end,
        due=owed.due,
        state=state,
        published=when,
        late=is_late(owed.due, when or today, joined),
        withdrawn=not current and bool(touching),
    )


def _state(start: date, end: date, current: Sequence[PublishedReturn], *, overdue: bool) -> ReturnState:
    if not current:
        return ReturnState.MISSING if overdue else ReturnState.NOT_DUE
    if _days_covered(start, end, current) <= (end - start).days:
        return ReturnState.PART
    if all(each.nil for each in current):
        return ReturnState.NIL
    return ReturnState.RECEIVED if any(each.inside or each.nil for each in current) else ReturnState.ELSEWHERE


def _days_covered(first: date, last: date, published: Sequence[PublishedReturn]) -> int:
    """Days between two that returns cover; a day that two of them cover counts once."""
    days = 0
    uncovered = first
    for each in sorted(published, key=lambda each: each.start):
        start, end = max(each.start, uncovered), min(each.end, last)
        if start <= end:
            days += (end - start).days + 1
            uncovered = end + timedelta(days=1)
    return days
