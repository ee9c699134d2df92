"""Layouts of ledgers, banks and publishers of every kind: read right to the column, or asked about, and never silently wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from ckanext.spenddata.intake.reading import Outcome
from ckanext.spenddata.values import text
from tests.intake import corpus
from tests.intake.layouts import PAYMENTS, Forms, Layout, layouts

_EVERY = 6
"""One layout in so many is looked at in every run; the others in the long one."""


def each(found: Iterable[Layout]) -> list[Any]:
    """The layouts as parameters, most of them for the long run."""
    marks = {False: (pytest.mark.deep,), True: ()}
    return [pytest.param(one, marks=marks[i % _EVERY == 0], id=one.line[:50]) for i, one in enumerate(found)]


def agrees(reading, layout: Layout) -> None:
    """The payments and the columns are the true ones."""
    frame = reading.rows.frame
    assert reading.outcome == Outcome.READ, [question.why for question in reading.questions]
    assert frame["amount"].to_list() == [payment.pence for payment in PAYMENTS]
    assert frame["payment_date"].to_list() == [payment.day for payment in PAYMENTS]
    assert frame["supplier_name"].to_list() == [payment.supplier for payment in PAYMENTS]
    found = {mapped.column: name for name, mapped in reading.tables[0].mapping.items()}
    taken = {title: found.get(i, "") for i, title in enumerate(layout.titles, 1) if layout.fields[i - 1] != "?"}
    wanted = {title: name for title, name in zip(layout.titles, layout.fields, strict=True) if name != "?"}
    assert taken == wanted


@pytest.mark.parametrize("layout", each(layouts("read")))
def test_a_layout_is_read(layout: Layout, read_bytes):
    agrees(read_bytes(layout.text()), layout)


@pytest.mark.parametrize("layout", each(layouts("ask")))
def test_a_layout_that_only_the_publisher_understands_is_asked_about(layout: Layout, read_bytes):
    assert read_bytes(layout.text()).outcome == Outcome.ASK


@pytest.mark.parametrize("layout", each(layouts("not read")))
def test_a_list_of_something_else_is_not_read_as_payments(layout: Layout, read_bytes):
    assert read_bytes(layout.text()).outcome != Outcome.READ


def pounds(pence: int) -> str:
    return f"{abs(pence) / 100:,.2f}"


AMOUNTS = {
    "commas": lambda p: f"{'-' if p < 0 else ''}{pounds(p)}",
    "pounds": lambda p: f"{'-' if p < 0 else ''}£{pounds(p)}",
    "pounds, minus inside": lambda p: f"£{'-' if p < 0 else ''}{pounds(p)}",
    "brackets": lambda p: f"({pounds(p)})" if p < 0 else pounds(p),
    "minus behind": lambda p: f"{pounds(p)}{'-' if p < 0 else ''}",
    "CR and DR": lambda p: f"{pounds(p)} {'CR' if p < 0 else 'DR'}",
    "blanks between": lambda p: f"{'-' if p < 0 else ''}{pounds(p).replace(',', ' ')}",
    "decimal comma": lambda p: f"{'-' if p < 0 else ''}{pounds(p).translate(str.maketrans(',.', '.,'))}",
    "minus of a typesetter": lambda p: (text.DASHES[-1] if p < 0 else "") + pounds(p),
    "currency before": lambda p: f"GBP {'-' if p < 0 else ''}{pounds(p)}",
}
DATES = {
    form: (lambda day, form=form: day.strftime(form))
    for form in (
        "%m/%d/%Y",
        "%d.%m.%Y",
        "%Y-%m-%d",
        "%Y-%m-%dT%H:%M:%S+01:00",
        "%Y%m%d",
        "%d%m%Y",
        "%d %B %Y",
        "%d-%b-%y",
        "%A %d %B %Y",
        "%B %d, %Y",
        "%m/%d/%Y %I:%M:%S %p",
        "%d%b%Y",
        "%d.%b.%y",
    )
} | {"serial": lambda day: str((day - date(1899, 12, 30)).days), "welsh": lambda day: f"{day.day} Mai {day.year}"}
PLAIN = Layout.of("Supplier=firm | Date=day | Amount=amt | Directorate=area | Description=desc")


@pytest.mark.parametrize("form", AMOUNTS)
def test_amounts_in_every_form(form, read_bytes):
    agrees(read_bytes(PLAIN.text(Forms(pence=AMOUNTS[form]))), PLAIN)


@pytest.mark.parametrize("form", DATES)
def test_dates_in_every_form(form, read_bytes):
    # Of bare numbers only the month in the name says from when they count.
    name = "spend-may-2026.csv" if form == "serial" else "spend.csv"
    agrees(read_bytes(PLAIN.text(Forms(day=DATES[form])), name), PLAIN)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_few_rows_are_enough(count, read_bytes):
    few = [payment for payment in PAYMENTS if payment.day.day > 12][:count]
    rows = [[p.supplier, f"{p.day:%d/%m/%Y}", corpus.amount(-abs(p.pence)), p.area, p.purpose] for p in few]
    reading = read_bytes(corpus.csv_text([list(PLAIN.titles), *rows]))
    assert (reading.outcome, len(reading.rows)) == (Outcome.READ, count)
    assert reading.rows.amount_total() == -sum(abs(p.pence) for p in few)
