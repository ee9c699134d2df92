"""Every story of the demonstration is told: by the headline, by the sentences below it, or by the first three rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cache

import polars as pl
import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.classify.classify import classify
from ckanext.spenddata.compare.comparison import Comparison, compare
from ckanext.spenddata.compare.coverage import coverage
from ckanext.spenddata.compare.figures import LargestPayment, PublishedReturn, Span, Total
from ckanext.spenddata.compare.findings import finding, summary
from ckanext.spenddata.compare.likeness import Circumstances
from ckanext.spenddata.compare.peers import choose, usual
from ckanext.spenddata.definitions.peers import tier_of
from ckanext.spenddata.demo.bodies import BODIES, Body
from ckanext.spenddata.demo.layouts import LAYOUTS
from ckanext.spenddata.demo.plan import Filing, plan
from ckanext.spenddata.demo.spending import Transaction

DEFINITIONS = definitions.load()
UNTIL = date(2026, 10, 31)
TODAY = date(2026, 11, 28)
SPAN = Span("2025-10", "2026-09")
FIELDS = {
    "type": ("expense_type", lambda t: t.line.expense_type),
    "area": ("expense_area", lambda t: t.line.area),
    "supplier": ("supplier_name", lambda t: t.name),
    "purpose": ("description", lambda t: t.line.purpose),
    "proclass": ("proclass_code", lambda t: t.line.proclass or None),
    "cpv": ("cpv_code", lambda t: t.line.cpv or None),
}
"""Column of a layout → canonical field, and what a transaction has in it."""
WITHHELD = "REDACTED"

TOLD = [
    ("STONEHITHE", "agency-staff", "headline"),
    ("FENMARCH", "energy-water", "rows"),
    ("MARLOCK-HOSPITALS", "health", "headline"),
    ("TARNFELL-HOSPITALS", "agency-staff", "headline"),
    ("DHT", "consultancy", "headline"),
    ("WESTERBOURNE", "transport", "rows"),
    ("GREYMERE", "social-care", "headline"),
    ("KINGSGARTH", "legal", "summary"),
    ("THORNBECK", "culture-leisure", "headline"),
    ("DCW", "it", "headline"),
]


@cache
def filings(code: str) -> list[Filing]:
    return [each for each in plan(UNTIL) if each.body.code == code and each.publish and each.what != "doubled"]


@cache
def payments(code: str) -> list[Transaction]:
    """What a body published under its main duty, without the rows in error."""
    own = [each for each in filings(code) if each.regime == each.body.regime and not each.nil]
    broken = {each.key: set(each.broken) for each in own}
    every = [t for each in own for n, t in enumerate(each.transactions) if n not in broken[each.key]]
    return [t for t in every if SPAN.start <= t.day <= SPAN.end]


@cache
def categories(code: str) -> list[str]:
    """The categories of these payments, decided from the columns that the body's layout has."""
    body = of(code)
    columns = {what for _, what in LAYOUTS[body.layout].columns}
    frame = pl.DataFrame(
        {
            field: pl.Series([tell(t) for t in payments(code)], dtype=pl.String)
            for what, (field, tell) in FIELDS.items()
            if what in columns
        }
    )
    return classify(frame, DEFINITIONS, body.publisher)["category"].to_list()


def of(code: str) -> Body:
    return next(body for body in BODIES if body.code == code)


def published(code: str) -> list[PublishedReturn]:
    return [
        PublishedReturn(
            *(each.body.publisher.publisher_id, each.regime, str(each.period), each.period.start, each.period.end),
            *(each.key, True, each.nil, 10, len(each.broken), 10, (each.body.amount_basis,), ("GBP",), TODAY),
        )
        for each in filings(code)
    ]


def totals(code: str) -> list[Total]:
    n, amount = Counter(), Counter()
    for payment, category in zip(payments(code), categories(code), strict=True):
        n[category] += 1
        amount[category] += payment.pence
    body = of(code)
    return [Total(body.publisher.publisher_id, body.regime, each, n[each], amount[each]) for each in n]


def compared(code: str) -> Comparison:
    """The comparison that the demonstration portal shows of a body."""
    publishers = [body.publisher for body in BODIES]
    subject = of(code).publisher
    groups, tiers = DEFINITIONS.peer_groups, DEFINITIONS.tiers
    group = usual(groups, {name: choose(each, subject, publishers, tiers) for name, each in groups.items()})
    assert group is not None
    bodies = (subject, *choose(group, subject, publishers, tiers))
    codes = [body.publisher_id.removeprefix("X-DEMO-") for body in bodies]
    per_head = all(body.fact("population") for body in bodies)
    returns = [each for code in codes for each in published(code)]
    regime = DEFINITIONS.regimes[subject.regimes[0]]
    made = [
        Circumstances.of(
            body,
            regime,
            tier_of(body, DEFINITIONS.tiers),
            coverage(body.publisher_id, regime, SPAN, returns, TODAY),
            returns,
        )
        for body in bodies
    ]
    largest = defaultdict(int)
    for payment, category in zip(payments(code), categories(code), strict=True):
        largest[category] = max(largest[category], payment.pence)
    withheld = [
        Total(body.publisher_id, body.regimes[0], "", len(hidden), sum(t.pence for t in hidden))
        for body, code in zip(bodies, codes, strict=True)
        if (hidden := [t for t in payments(code) if t.name.startswith(WITHHELD)])
    ]
    return compare(
        made,
        [each for code in codes for each in totals(code)],
        DEFINITIONS.measures["spend-per-head" if per_head else "share"],
        SPAN,
        DEFINITIONS.categories,
        withheld=withheld,
        payments=[LargestPayment(subject.publisher_id, regime.id, *each) for each in largest.items()],
    )


def label(category: str) -> str:
    words = DEFINITIONS.categories.label(category)
    return words if words[1].isupper() else words[0].lower() + words[1:]


def places(comparison: Comparison, category: str) -> set[str]:
    """Where a story about a category is told."""
    found = set()
    if label(category) in finding(comparison).text:
        found.add("headline")
    if any(label(category) in sentence.text for sentence in summary(comparison)):
        found.add("summary")
    if category in [row.category for row in comparison.rows[:3]]:
        found.add("rows")
    return found


def test_the_first_story_is_the_headline():
    assert finding(compared("STONEHITHE")).text == (
        "Stonehithe Council differs most on agency staff and recruitment: £14.72 a head, 2.6 times its peers’ median"
    )


@pytest.mark.deep
@pytest.mark.parametrize(("code", "category", "where"), TOLD)
def test_every_story_is_told(code, category, where):
    assert where in places(compared(code), category)


@pytest.mark.deep
def test_who_withholds_names_is_told():
    said = {sentence.code: sentence.text for sentence in summary(compared("QUILLDALE"))}
    assert said["withheld"].startswith("It withholds who it paid for 30.4% of its spending; its peers’ median is 1.1%")
