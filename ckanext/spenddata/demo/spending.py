"""What a fictional body spends in a period: its transactions, before a layout and its faults are put on them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ckanext.spenddata.demo import stories
from ckanext.spenddata.demo.bodies import Body
from ckanext.spenddata.demo.profiles import PROFILES, Line
from ckanext.spenddata.demo.seeds import seeded
from ckanext.spenddata.demo.suppliers import Supplier, Suppliers, respelled
from ckanext.spenddata.values.periods import Period

if TYPE_CHECKING:
    from random import Random

THRESHOLDS = {"lgtc-500": 500, "pcc-500": 500, "hmt-25k": 25_000, "nhs-25k": 25_000, "hmt-gpc-500": 500, "lgtc-gpc": 0}
"""Pounds above which a body lists a transaction."""
SEASONS: dict[str, tuple[float, ...]] = {
    "": (1.0,) * 12,
    "winter": (1.8, 1.7, 1.4, 1.0, 0.7, 0.5, 0.4, 0.4, 0.6, 0.9, 1.2, 1.4),
    "school": (1.2, 1.1, 1.3, 0.7, 1.2, 1.1, 0.9, 0.1, 1.2, 1.1, 1.2, 0.9),
    "april": (0.5, 0.5, 0.8, 4.0, 1.0, 0.8, 0.7, 0.6, 0.7, 0.8, 0.8, 0.8),
}
"""Twelve months from January, one on average."""
_CREDITS = 0.012
_RESPELLED = 0.06
_SPREAD = 0.9
_WITHHOLDING = {"QUILLDALE": 0.3}
"""Share of suppliers' names that a body withholds beyond the need."""


@dataclass(frozen=True)
class Transaction:
    """One payment line, true and clean."""

    day: date
    supplier: Supplier
    name: str
    """The supplier's name as typed, or the words that replace it."""
    line: Line
    pence: int
    number: str


def transactions(body: Body, period: Period, seed: int) -> list[Transaction]:
    """The transactions of a body's main regime in a period, by day."""
    suppliers = Suppliers(seed, body.code)
    found: list[Transaction] = []
    for year, month in _months(period):
        random = seeded(seed, body.code, f"{year}-{month:02d}")
        for line in PROFILES[body.profile]:
            found.extend(_line(body, line, (year, month), suppliers, random))
    found.sort(key=lambda transaction: transaction.day)
    return [_numbered(transaction, period, place) for place, transaction in enumerate(found, start=1)]


def card_transactions(body: Body, period: Period, seed: int) -> list[Transaction]:
    """Payments by card: many and small."""
    suppliers = Suppliers(seed, body.code)
    random = seeded(seed, body.code, period, "card")
    lowest = THRESHOLDS["hmt-gpc-500" if body.regime == "hmt-25k" else "lgtc-gpc"]
    wanted = {"training", "office", "transport", "food", "software"}
    lines = [line for line in PROFILES[body.profile] if line.trade in wanted]
    found = []
    for _ in range(body.rows // 3):
        line = random.choice(lines)
        supplier = suppliers.pick(line.trade, random)
        day = date.fromordinal(random.randint(period.start.toordinal(), period.end.toordinal()))
        pence = lowest * 100 + round(random.lognormvariate(4.2, 0.8) * 100)
        found.append(Transaction(day, supplier, supplier.name, line, pence, ""))
    found.sort(key=lambda transaction: transaction.day)
    return [_numbered(transaction, period, place, "C") for place, transaction in enumerate(found, start=1)]


def _months(period: Period) -> Iterator[tuple[int, int]]:
    year, month = period.start.year, period.start.month
    while (year, month) <= (period.end.year, period.end.month):
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _line(
    body: Body, line: Line, year_month: tuple[int, int], suppliers: Suppliers, random: Random
) -> Iterator[Transaction]:
    year, month = year_month
    factor = SEASONS[line.season][month - 1] * stories.times(body.code, line.expense_type, month)
    # A body keeps its own level around the usual one; only stories go beyond.
    level = seeded(body.code, line.expense_type).uniform(0.85, 1.18) * random.uniform(0.92, 1.09)
    pounds = body.size * line.rate / 12 * factor * level
    lowest = THRESHOLDS[body.regime]
    expected = min(pounds / line.usual, pounds / (lowest * 1.2), _most(body, line, factor))
    count = int(expected) + (random.random() < expected % 1)
    if not count:
        return
    shares = [random.lognormvariate(0, _SPREAD) for _ in range(count)]
    # What was not spent in a month without a payment is spent in one with: the year's sum is right on average.
    spare = max(pounds * (count / expected) - lowest * count, 0.1 * lowest * count + 1)
    last = monthrange(year, month)[1]
    for share in shares:
        supplier = suppliers.pick(line.trade, random)
        pence = round((lowest + spare * share / sum(shares)) * 100) + random.randint(1, 99)
        day = date(year, month, random.randint(1, last))
        if random.random() < _CREDITS:
            # A credit note is for a part of an earlier bill.
            pence = -max(round(pence * random.uniform(0.05, 0.4)), lowest * 100 + pence % 100 + 1)
        yield Transaction(day, supplier, _typed(body, supplier, random), line, pence, "")


def _most(body: Body, line: Line, factor: float) -> float:
    """Most transactions of a line in a month: the body's usual number, shared out by what its lines would need."""
    needed = sum(body.size * each.rate / 12 / each.usual for each in PROFILES[body.profile])
    return max(body.size * line.rate / 12 / line.usual / needed * body.rows * factor, 0.2)


def _typed(body: Body, supplier: Supplier, random: Random) -> str:
    if supplier.withheld:
        return supplier.name
    if random.random() < _WITHHOLDING.get(body.code, 0.004):
        return "REDACTED COMMERCIAL CONFIDENTIALITY"
    return respelled(supplier.name, random) if random.random() < _RESPELLED else supplier.name


def _numbered(transaction: Transaction, period: Period, place: int, letter: str = "") -> Transaction:
    return replace(transaction, number=f"{letter}{period.start:%y%m}{place:05d}")
