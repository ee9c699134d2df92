"""Columns that make another amount of the one that is taken: how many were bought at its price, what was deducted from it.

These are asked about, since a person knows what was paid; so are amounts with and without VAT that change places. Where a deduction stands
beside what is titled as paid and no column has what is left, it is told that nothing was taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

import polars as pl

from ckanext.spenddata.definitions.titles import Match
from ckanext.spenddata.intake.columns import scales
from ckanext.spenddata.intake.columns.agreement import is_amounts
from ckanext.spenddata.intake.columns.column import Column, named_apart
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.reading import Answers, Question
from ckanext.spenddata.values import money, text
from ckanext.spenddata.values.vat import GROSS

_OF_ONE = re.compile(
    r"(?i)(?!.*\b(?:total|line|extended)\b)(?:.*\b(?:unit|prices?|each|per (?:unit|hour|day|item)|hourly|daily)\b|\W*rate\b|.*\brate\W*$)"
)
"""Titles of what one costs."""
_QUANTITY = re.compile(
    r"(?i)\W*(?:(?:invoiced?|order(?:ed)?|received|total|no|nr|number|units?)\W+(?:of\W+)?)*"
    r"(?:qty|quantity|quantities|hours|hrs|days|units|volume|copies|items|nifer)\W*(?:invoiced|ordered|received|billed|worked)?\W*"
)
_DEDUCTION = re.compile(
    r"(?i)\b(?:discounts?|retentions?|retained|retn|cis|deductions?|deducted|tax withheld|withholding|rebates?|adjustments?"
    r"|credits? (?:applied|taken|notes?)|reversal (?:amount|value)|(?:amount|value) reversed)\b"
    r"(?!.*\b(?:dates?|codes?|rates?|%|percent\w*|no|number|ref\w*|status|y/?n|days|terms|reg\w*|verif\w*)\b)"
)
_EXCHANGE_RATE = re.compile(rf"{scales.RATE.pattern}|\W*rates?\W*")
"""Here a bare rate, too: the sums tell what it is of."""
_TO_DATE = re.compile(r"(?i)\b(?:ytd|(?:year|month|spend|paid|total|cost)s? to date|cumulative|running total)\b")
_NEARLY = 0.9
_ENOUGH = 3
"""So many rows show it."""
_SELDOM = 50
"""Of so many rows one may be a slip."""
_ROUNDED = 1
"""Pence by which sums may differ."""


def doubts(layout: Layout, matches: Mapping[int, Match], answers: Answers) -> Iterator[Question]:
    """A question on the amount, where other columns make another one of it."""
    asked = {question.field for question in layout.questions} | answers.mapping.keys()
    chosen = layout.column("amount")
    if chosen is None or "amount" in asked:
        return
    for find in (_of_one, _less, _in_currency, _so_far):
        if question := find(layout, chosen):
            yield question
            return
    yield from _exchanged(layout, chosen, matches)


def _of_one(layout: Layout, chosen: Column) -> Question | None:
    """The amount may be the price of one."""
    for column in layout.free():
        if not _QUANTITY.fullmatch(column.title) or column.number == chosen.number:
            continue
        numbers = [_number(cell) for cell in column.cells]
        if sum(number not in (None, 0, 1) for number in numbers) < _ENOUGH:
            continue
        prices = _pence(chosen)
        products = [
            None if price is None or number is None else round(price * number)
            for price, number in zip(prices, numbers, strict=True)
        ]
        whole = [each for each in _others(layout, chosen) if _are_same(products, _pence(each))]
        if not whole and not _OF_ONE.match(chosen.title):
            continue
        labels = named_apart([chosen, *whole])
        result = f", as “{labels[1]}” is" if whole else ""
        why = (
            f"“{labels[0]}” is taken for the amount, and may be the price of one: “{column.label}” says of how many{result}. Which is the "
            "amount? If none of the columns is, add one with what was paid and send the file again."
        )
        return Question("amount", tuple(labels), why)
    return None


def _less(layout: Layout, chosen: Column) -> Question | None:
    """Something was deducted from the amount, or is still in it."""
    for column in layout.free():
        if not _DEDUCTION.search(column.title) or not is_amounts(column.profile):
            continue
        taken_off = [abs(pence or 0) for pence in _pence(column)]
        if not money.column(column.whole)["value"].fill_null(0).cast(pl.Boolean).any():
            continue
        here = _pence(chosen)
        after = [None if a is None else a - b for a, b in zip(here, taken_off, strict=True)]
        before = [None if a is None else a + b for a, b in zip(here, taken_off, strict=True)]
        for other in _others(layout, chosen):
            there = _pence(other)
            if other.number == column.number or not (_are_same(after, there) or _are_same(before, there)):
                continue
            labels = named_apart([chosen, other, column])
            less, more = (labels[1], labels[0]) if _are_same(after, there) else (labels[0], labels[1])
            why = f"“{less}” is “{more}” less “{labels[2]}”. Which of them is the amount?"
            return Question("amount", tuple(labels[:2]), why)
        told = (
            f"“{column.label}” stands beside the amounts, with {text.counted(sum(map(bool, taken_off)), 'amount')} in the rows that were "
            f"looked at."
        )
        if "paid" not in text.words(chosen.title):
            why = (
                f"{told} Is “{chosen.label}” what was paid? If not, add a column with what was and send the file again."
            )
            return Question("amount", (chosen.label,), why)
        layout.notes.append(f"{told} “{chosen.label}” was read as it is: nothing was taken off or added.")
    return None


def _in_currency(layout: Layout, chosen: Column) -> Question | None:
    """The amount may be that in another currency, beside a column of rates and the amount in pounds."""
    for column in layout.free():
        rates = [_number(cell) for cell in column.cells]
        if not _EXCHANGE_RATE.fullmatch(column.title) or sum(rate not in (None, 0, 1) for rate in rates) < _ENOUGH:
            continue
        here = _pence(chosen)
        pairs = list(zip(here, rates, strict=True))
        times = [None if pence is None or rate is None else pence * rate for pence, rate in pairs]
        parts = [None if pence is None or not rate else pence / rate for pence, rate in pairs]
        for other in _others(layout, chosen):
            there = _pence(other)
            if _are_near(times, there) or _are_near(parts, there):
                labels = named_apart([chosen, other])
                why = (
                    f"“{labels[0]}” and “{labels[1]}” differ by “{column.label}”, so one of them is in another currency. Which is in "
                    "pounds?"
                )
                return Question("amount", tuple(labels), why)
    return None


def _are_near(one: list[Decimal | None], other: list[int | None]) -> bool:
    """True where two lists of pence are nearly the same in nearly every row that has both: rates are rounded."""
    both = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    near = sum(abs(abs(a) - abs(b)) * 100 <= abs(b) for a, b in both)
    return len(both) >= _ENOUGH and near >= _NEARLY * len(both)


def _so_far(_: Layout, chosen: Column) -> Question | None:
    """The amounts may be sums of all that was paid so far."""
    if not _TO_DATE.search(chosen.title):
        return None
    why = (
        f"By its title “{chosen.label}” holds what was paid in all up to a day, not single payments. If each of its amounts is one "
        "payment, say that it is the amount; else send a list of the payments."
    )
    return Question("amount", (chosen.label,), why)


def _exchanged(layout: Layout, chosen: Column, matches: Mapping[int, Match]) -> Iterator[Question]:
    """Amounts with VAT and without may have changed places in a part of the rows: with it none is smaller."""
    of_chosen = matches.get(chosen.number)
    for other in _others(layout, chosen):
        of_other = matches.get(other.number)
        bases = [
            match.title.basis if match and match.title.field == "amount" else "" for match in (of_chosen, of_other)
        ]
        if not all(bases) or bases.count(GROSS) != 1:
            continue
        gross, net = (chosen, other) if bases[0] == GROSS else (other, chosen)
        frame = pl.DataFrame(
            {"gross": money.column(gross.whole)["value"], "net": money.column(net.whole)["value"]}
        ).drop_nulls()
        frame = frame.filter(pl.col("gross").sign() == pl.col("net").sign())
        wrong = int((frame["gross"].abs() < frame["net"].abs()).sum())
        if wrong < _ENOUGH or wrong * _SELDOM < frame.height:
            continue
        labels = named_apart([chosen, other])
        why = (
            f"In {text.counted(wrong, 'row')} “{net.label}” is larger than “{gross.label}”, so the two seem to have changed places there. "
            "Correct these rows and send the file again. If they are right, which is the amount?"
        )
        yield Question("amount", tuple(labels), why)
        return


def _others(layout: Layout, chosen: Column) -> list[Column]:
    """Other columns of amounts."""
    return [c for c in layout.columns if c.number != chosen.number and is_amounts(c.profile) and not c.same_as(chosen)]


def _are_same(one: list[int | None], other: list[int | None]) -> bool:
    """True where two lists of pence are the same in nearly every row that has both."""
    both = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    same = sum(abs(abs(a) - abs(b)) <= _ROUNDED for a, b in both)
    return len(both) >= _ENOUGH and same >= _NEARLY * len(both) and len(both) * 2 >= sum(map(bool, one))


def _number(cell: str) -> Decimal | None:
    found = re.fullmatch(r"\s*(\d{1,6}(?:\.\d{1,4})?)\s*", cell, re.ASCII)
    return Decimal(found[1]) if found else None


def _pence(column: Column) -> list[int | None]:
    return [money.read(cell).pence for cell in column.cells]
