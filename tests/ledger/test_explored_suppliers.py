"""Totals by supplier, and payments, beside the same counted from the rows by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from ckanext.spenddata.compare.crosstab import BEHIND
from ckanext.spenddata.compare.dimensions import Part
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.ledger import connection, explore_read, publish
from ckanext.spenddata.ledger.explore_read import Asked
from tests.ledger.making import OTHER, PUBLISHER, REGIME, publication, rows

pytestmark = pytest.mark.usefixtures("ledger")

FRAMES = {PUBLISHER: rows(120, seed=1), OTHER: rows(90, seed=2)}
SPAN = Span("2026-04", "2026-06")
FILED = [(PUBLISHER, REGIME), (OTHER, REGIME)]
YEAR = Span("2026-04", "2027-03")


@pytest.fixture(autouse=True)
def _published(ledger):
    for publisher_id, frame in FRAMES.items():
        publish.publish(publication(publisher_id=publisher_id), frame)
    # Under another duty, and never in these figures.
    publish.publish(publication(regime="lgtc-gpc"), rows(20, seed=3))


def paid(span: Span = SPAN) -> Iterator[tuple[str, str, str, int]]:
    """Supplier, month, category and pence of each payment."""
    for frame in FRAMES.values():
        for row in frame.iter_rows(named=True):
            if span.start <= row["payment_date"] <= span.end:
                name = row["supplier_name"]
                supplier = f"name:{name.upper().removesuffix(' LTD')}" if name else ""
                yield supplier, f"{row['payment_date']:%Y-%m}", row["category"] or "unclassified", row["amount"]


def asked(*parts: Part, span: Span = SPAN, categories: tuple[str, ...] | None = None) -> Asked:
    return Asked(span, FILED, categories, parts)


def by_supplier(question: Asked, most: int) -> tuple[dict[tuple[str, ...], tuple[int, int]], int]:
    with connection.reading() as ledger:
        found, behind = explore_read.by_supplier(ledger, question, most)
    return {key: (n, pence) for key, n, pence in found}, behind


@pytest.mark.parametrize(("span", "categories"), [(SPAN, None), (YEAR, None), (SPAN, ("it", "legal"))])
def test_the_largest_suppliers_and_all_others_in_one(span, categories):
    sums: dict[str, list[int]] = defaultdict(list)
    for supplier, _, category, pence in paid(span):
        if categories is None or category in categories:
            sums[supplier].append(pence)
    places = sorted((-sum(amounts), supplier) for supplier, amounts in sums.items())
    found, behind = by_supplier(asked(Part.SUPPLIER, span=span, categories=categories), 3)
    assert behind == len(sums) - 3
    assert sorted(sum_ for (key,), (_, sum_) in found.items() if key != BEHIND) == sorted(-s for s, _ in places[:3])
    n, pence = found[(BEHIND,)]
    assert (n, pence) == (sum(len(sums[name]) for _, name in places[3:]), -sum(size for size, _ in places[3:]))
    whole, none = by_supplier(asked(Part.SUPPLIER, span=span, categories=categories), 5_000)
    assert (none, len(whole), (BEHIND,) in whole) == (0, len(sums), False)
    assert Counter(whole.values()) == Counter((len(each), sum(each)) for each in sums.values())
    assert whole[("",)] == (len(sums[""]), sum(sums[""])), "those whose name is withheld stand together"


def test_suppliers_by_month_add_up_to_the_months():
    found, _ = by_supplier(asked(Part.SUPPLIER, Part.MONTH), 2)
    months: dict[str, int] = defaultdict(int)
    for _, month, _, pence in paid():
        months[month] += pence
    told: dict[str, int] = defaultdict(int)
    for (_, month), (_, pence) in found.items():
        told[month] += pence
    assert told == months
    assert len({supplier for supplier, _ in found}) == 3


def test_nobody_filed_and_nobody_was_paid():
    with connection.reading() as ledger:
        assert explore_read.by_supplier(ledger, Asked(SPAN, [], None, [Part.SUPPLIER]), 5) == ([], 0)
        assert explore_read.amounts(ledger, Asked(SPAN, [], None, [Part.CATEGORY])) == []


def test_every_payment_and_no_credits():
    with connection.reading() as ledger:
        found = explore_read.amounts(ledger, asked(Part.CATEGORY))
        suppliers = explore_read.amounts(ledger, asked(Part.SUPPLIER, Part.MONTH))
    by_hand: dict[str, list[int]] = defaultdict(list)
    for _, _, category, pence in paid():
        if pence > 0:
            by_hand[category].append(pence)
    assert {category: sorted(amounts) for (category,), amounts in found} == {c: sorted(a) for c, a in by_hand.items()}
    assert sum(len(amounts) for _, amounts in suppliers) == sum(map(len, by_hand.values()))
    assert any(supplier == "" for (supplier, _), _ in suppliers)
