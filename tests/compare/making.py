"""Fictional bodies with figures of a financial year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from ckanext.spenddata.compare.coverage import coverage
from ckanext.spenddata.compare.figures import PublishedReturn, Span, Total
from ckanext.spenddata.compare.likeness import Circumstances
from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.peers import tier_of
from ckanext.spenddata.definitions.publishers import Fact, Publisher
from ckanext.spenddata.values.periods import Period

DEFINITIONS = load()
YEAR = Span("2025-04", "2026-03")
QUARTERS = ("2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1")
TODAY = date(2026, 11, 24)
NET = "net_of_recoverable_vat"


def body(number: int, **changes: Any) -> Publisher:
    """A fictional county council."""
    made: dict[str, Any] = {
        "publisher_id": f"X-DEMO-{number}",
        "name": f"Body {number}",
        "slug": f"body-{number}",
        "body_type": "local authority",
        "body_subtype": "County",
        "region": "North",
        "regimes": ("lgtc-500",),
        "facts": (Fact("population", 100_000, 2024, "Office of fiction"),),
    }
    return Publisher(**(made | changes))


def filed(
    publisher: Publisher, period: str, regime: str = "lgtc-500", *, days_after: int = 20, **changes: Any
) -> PublishedReturn:
    """A published return of a body."""
    of = Period.parse(period)
    made: dict[str, Any] = {
        "publisher_id": publisher.publisher_id,
        "regime": regime,
        "period": period,
        "start": of.start,
        "end": of.end,
        "return_id": f"{publisher.publisher_id}.{regime}.{period}",
        "current": True,
        "nil": False,
        "n": 10,
        "left_out": 0,
        "inside": 10,
        "amount_basis": (NET,),
        "currencies": ("GBP",),
        "first_published": of.end + timedelta(days=days_after),
    }
    return PublishedReturn(**(made | changes))


def whole_year(publisher: Publisher, **changes: Any) -> list[PublishedReturn]:
    """All four returns of the year."""
    return [filed(publisher, quarter, **changes) for quarter in QUARTERS]


def circumstances(
    publisher: Publisher,
    published: Sequence[PublishedReturn] | None = None,
    regime: str = "lgtc-500",
    span: Span = YEAR,
) -> Circumstances:
    """A body with its returns; all of them where none are given."""
    returns = whole_year(publisher, regime=regime) if published is None else published
    duty = DEFINITIONS.regimes[regime]
    covered = coverage(publisher.publisher_id, duty, span, returns, TODAY)
    return Circumstances.of(publisher, duty, tier_of(publisher, DEFINITIONS.tiers), covered, returns)


def totals(publisher: Publisher, regime: str = "lgtc-500", **amounts: int) -> list[Total]:
    """Totals in pence by category (``social_care`` for ``social-care``), each of two transactions."""
    return [
        Total(publisher.publisher_id, regime, category.replace("_", "-"), 2, amount)
        for category, amount in amounts.items()
    ]
