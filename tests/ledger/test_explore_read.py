"""Totals set out by two parts of their key are the payments counted by hand, of returns that are published now and of no other."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import polars as pl
import pytest

from ckanext.spenddata.compare.dimensions import Part
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.ledger import connection, explore_read, publish
from ckanext.spenddata.ledger.explore_read import Asked, Filed, Kinds
from tests.ledger.making import OTHER, PUBLISHER, REGIME, publication, rows

pytestmark = pytest.mark.usefixtures("ledger")

CARDS = "lgtc-gpc"
HALF, YEAR = Span("2026-04", "2026-05"), Span("2026-04", "2027-03")
FRAMES = {
    (PUBLISHER, REGIME): rows(60, seed=1),
    (OTHER, REGIME): rows(40, seed=2),
    (PUBLISHER, CARDS): rows(30, seed=3),
}
READ = {
    Part.BODY: lambda duty, _row: (duty[0],),
    Part.DUTY: lambda duty, _row: (duty[1],),
    Part.FILED: lambda duty, _row: (*duty, ""),
    Part.MONTH: lambda _duty, row: (f"{row['payment_date']:%Y-%m}",),
    Part.CATEGORY: lambda _duty, row: (row["category"] or "unclassified",),
}


@pytest.fixture(autouse=True)
def _published(ledger):
    # Replaced, and in no figure.
    publish.publish(publication(), rows(99, seed=8))
    for (publisher_id, regime), frame in FRAMES.items():
        revision = 2 if (publisher_id, regime) == (PUBLISHER, REGIME) else 1
        publish.publish(publication(revision, publisher_id, regime=regime), frame)


def by_hand(asked: Asked) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for duty in asked.filed:
        for row in FRAMES[duty].iter_rows(named=True):
            month = f"{row['payment_date']:%Y-%m}"
            category = row["category"] or "unclassified"
            if asked.span.first <= month <= asked.span.last and (
                asked.categories is None or category in asked.categories
            ):
                key = tuple(part for name in asked.parts for part in READ[name](duty, row))
                found[key][0] += 1
                found[key][1] += row["amount"]
    return dict(found)


def sums(asked: Asked) -> dict[tuple[str, ...], list[int]]:
    with connection.reading() as ledger:
        found = explore_read.sums(ledger, asked)
    assert len({key for key, _, _ in found}) == len(found)
    return {key: [n, pence] for key, n, pence in found}


@pytest.mark.parametrize(
    "parts",
    [*((part,) for part in READ), (Part.BODY, Part.CATEGORY), (Part.MONTH, Part.FILED), (Part.CATEGORY, Part.MONTH)],
)
def test_each_sum_is_that_of_its_payments(parts):
    for span in (HALF, YEAR):
        for filed in ([(PUBLISHER, REGIME)], list(FRAMES)):
            for categories in (None, ["it", "unclassified"]):
                asked = Asked(span, filed, categories, parts)
                assert sums(asked) == by_hand(asked)


def test_of_nobody_and_of_no_category_there_is_no_sum():
    assert sums(Asked(HALF, [], None, [Part.BODY])) == {}
    assert sums(Asked(HALF, list(FRAMES), [], [Part.BODY])) == {}


def filed(span: Span = HALF, regimes: tuple[str, ...] = (REGIME,), bodies: Any = None) -> list[Filed]:
    with connection.reading() as ledger:
        return sorted(explore_read.filed(ledger, span, regimes, bodies))


def test_which_returns_stand_behind_them():
    quarter = (date(2026, 4, 1), date(2026, 6, 30))
    inside = [sum(quarter[0] <= day <= quarter[1] for day in FRAMES[duty]["payment_date"]) for duty in FRAMES]
    assert filed() == [
        Filed(PUBLISHER, REGIME, *quarter, 60, inside[0], 0, [NET]),
        Filed(OTHER, REGIME, *quarter, 40, inside[1], 0, [NET]),
    ]
    assert {each.regime for each in filed(regimes=(REGIME, CARDS), bodies=[PUBLISHER])} == {REGIME, CARDS}
    assert filed(bodies=[]) == filed(regimes=()) == []


@pytest.mark.parametrize(
    ("span", "found"),
    [
        (Span("2026-06", "2026-07"), 2),
        (Span("2026-07", "2026-09"), 0),
        (Span("2026-01", "2026-03"), 0),
        (Span("2026-01", "2026-04"), 2),
    ],
)
def test_a_return_with_a_day_in_these_months_is_one_of_them(span, found):
    assert len(filed(span)) == found


def kinds(**changes: Any) -> Kinds:
    with connection.reading() as ledger:
        return explore_read.kinds(ledger, **{"regimes": (REGIME, CARDS), "span": HALF, "bodies": None, **changes})


NET = "net_of_recoverable_vat"


def test_what_vat_the_amounts_include_is_told_of_the_months_where_a_body_has_published_several_kinds():
    assert kinds() == (dict.fromkeys(FRAMES, NET), {}, 0)
    assert kinds(bodies=[OTHER]).one == {(OTHER, REGIME): NET}
    gross = rows(5, seed=4).with_columns(amount_basis=pl.lit("gross"), payment_date=pl.lit(date(2026, 8, 1)))
    publish.publish(publication(publisher_id=OTHER, period="2026-Q3"), gross)
    assert kinds().one[OTHER, REGIME] == NET
    assert kinds(span=Span("2026-08", "2026-08")).one[OTHER, REGIME] == "gross"
    both = kinds(span=Span("2026-06", "2026-08"))
    assert (OTHER, REGIME) not in both.one
    assert both.several[OTHER, REGIME]["gross"] == {"2026-08": 5}
    assert both.several[OTHER, REGIME].keys() == {NET, "gross"}
    # Of months without a payment of it nothing is told.
    nothing = kinds(span=Span("2027-01", "2027-02"))
    assert nothing.one[OTHER, REGIME] == ""
    assert nothing.one[PUBLISHER, REGIME] == NET


def test_payments_of_several_kinds_are_summed_each_with_its_own():
    gross = rows(5, seed=4).with_columns(amount_basis=pl.lit("gross"), payment_date=pl.lit(date(2026, 8, 1)))
    publish.publish(publication(publisher_id=OTHER, period="2026-Q3"), gross)
    year, several, sum_of = Span("2026-04", "2027-03"), [(OTHER, REGIME)], gross["amount"].sum()
    n, alone = by_hand(Asked(year, [(PUBLISHER, REGIME)], None, [Part.DUTY]))[REGIME,]
    n_before, before = by_hand(Asked(year, [(OTHER, REGIME)], None, [Part.DUTY]))[REGIME,]
    for part, blank, own in ((Part.DUTY, (REGIME,), (REGIME,)), (Part.FILED, (PUBLISHER, REGIME, ""), None)):

        def told(basis: str | None, part: Part = part) -> dict[tuple[str, ...], list[int]]:
            return sums(Asked(year, [(PUBLISHER, REGIME)], None, [part], several, basis))

        if own:
            assert told("gross")[own][1] == alone + sum_of
            assert told(NET)[own][1] == alone + before
        else:
            assert told(None) == {
                blank: [n, alone],
                (OTHER, REGIME, "gross"): [5, sum_of],
                (OTHER, REGIME, NET): [n_before, before],
            }


def test_an_amount_in_another_currency_is_of_another_kind():
    foreign = rows(4, seed=5).with_columns(
        currency=pl.Series(["GBP", "EUR", None, "GBP"]),
        payment_date=pl.lit(date(2026, 5, 1)),
        category=pl.Series(["it", "legal", "it", "it"]),
    )
    publish.publish(publication(publisher_id="X-DEMO-EAST"), foreign)
    found = kinds(bodies=["X-DEMO-EAST"])
    assert (found.one, found.foreign) == ({}, 1)
    among = [kinds(bodies=["X-DEMO-EAST"], categories=asked) for asked in (["legal"], ["it"], [])]
    assert [each.foreign for each in among] == [1, 0, 0]
    assert {(*each.one, *each.several) for each in among} == {(*found.one, *found.several)}
    assert sum(found.several["X-DEMO-EAST", REGIME][NET].values()) == 3
    asked = Asked(HALF, [], None, [Part.DUTY], [("X-DEMO-EAST", REGIME)], NET)
    sterling = foreign.filter(pl.col("currency").fill_null("GBP") == "GBP")
    assert sums(asked) == {(REGIME,): [3, sterling["amount"].sum()]}
