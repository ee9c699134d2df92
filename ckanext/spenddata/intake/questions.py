"""What only the publisher can say, and when a file is no spend table at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.definitions.titles import Titles
from ckanext.spenddata.intake import doubts
from ckanext.spenddata.intake.columns.agreement import agrees, looks_like
from ckanext.spenddata.intake.columns.layout import KEY_FIELDS, Layout
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.payments import TablePayments
from ckanext.spenddata.intake.reading import Answers, Question
from ckanext.spenddata.intake.refusals import Refused, refuse
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values import date_order, serials, text
from ckanext.spenddata.values.exchanged import Exchange
from ckanext.spenddata.values.faults import Fault
from ckanext.spenddata.values.units import UNITS

_UNIT_BEFORE = (
    "In earlier files of this layout the amounts were {unit}, as you answered. In this one they are written in another way. "
    "Which are they?"
)
_CALLED = {"payment_date": "dates", "amount": "amounts", "supplier_name": "suppliers"}


def of(
    paid: Sequence[TablePayments],
    decisions: Sequence[date_order.Decision | None],
    rows: Rows,
    signs: Mapping[str, int],
    answers: Answers,
) -> list[Question]:
    """All questions about a file.

    Args:
        paid: its tables.
        decisions: which part of the dates of each is the day.
        rows: their payments.
        signs: how many of its amounts have a sign that is not that of pounds (``doubts.signs``).
        answers: what was answered before.

    Raises:
        Refused: The answer was that the amounts are not in pounds.
    """
    asked = [
        replace(question, sheet=payments.table.grid.sheet) for payments in paid for question in _of_table(payments)
    ]
    if answers.unit:
        asked = [question for question in asked if question.field != "unit"]
    elif _is_otherwise(paid, answers.unit_before) and all(question.field != "unit" for question in asked):
        asked.append(Question("unit", UNITS, _UNIT_BEFORE.format(unit=answers.unit_before)))
    reasons = [doubts.SIGNS[sign].format(amounts=text.counted(count, "amount")) for sign, count in signs.items()]
    if len(rows):
        reasons += dict.fromkeys(filter(None, (payments.table.layout.amounts.foreign for payments in paid)))
    asked += _on_currency(reasons, answers)
    asked += [*_on_dates(decisions)] or _on_day_and_month(rows, answers)
    return list(dict.fromkeys(asked))


def _is_otherwise(paid: Sequence[TablePayments], unit_before: str | None) -> bool:
    """True where amounts were read in another unit than those of earlier files."""
    return unit_before is not None and any(payments.unit != unit_before for payments in paid)


def _of_table(payments: TablePayments) -> Iterator[Question]:
    layout = payments.table.layout
    if layout.misplaced:
        yield from _on_misplaced(layout)
        return
    asking = (*layout.questions, *layout.amounts.questions)
    yield from asking
    asked = {question.field for question in asking}
    for name, what in _CALLED.items():
        free = (*_likely(layout, name), *_doubtful(layout, name)) or _possible(layout, name) or _free(layout)
        if layout.wants(name) and name not in asked and free and payments.keep.any():
            yield Question(name, free, f"No column of {what} was found. If one of these holds them, say which.")


def _likely(layout: Layout, name: str) -> tuple[str, ...]:
    """Columns that no field takes and that look like what is missing."""
    return tuple(column.label for column in layout.free() if column.profile.filled and looks_like(name, column))


def _possible(layout: Layout, name: str) -> tuple[str, ...]:
    """Columns that no field takes and that can hold what is missing by their values."""
    return tuple(c.label for c in layout.free() if c.profile.filled and agrees(name, c.profile))


def _free(layout: Layout) -> tuple[str, ...]:
    """All columns that no field takes."""
    return tuple(column.label for column in layout.free() if column.profile.filled)


def _on_misplaced(layout: Layout) -> Iterator[Question]:
    """On columns whose values stand under other titles: each field with the columns that can hold it by their values."""
    for name, what in _CALLED.items():
        possible = [c for c in layout.columns if c.profile.filled and agrees(name, c.profile)]
        best = [column for column in possible if looks_like(name, column)] or possible
        if best:
            why = f"{layout.misplaced} Better, correct the titles and send the file again; or say which column holds the {what}."
            yield Question(name, tuple(column.label for column in best), why)


def _doubtful(layout: Layout, name: str) -> tuple[str, ...]:
    """Columns that a field took which a table can do without, and that look like what is missing."""
    spare = {mapped.column for name, mapped in layout.fields.items() if name not in KEY_FIELDS}
    found = (column for column in layout.columns if column.number in spare and column.profile.filled)
    return tuple(column.label for column in found if looks_like(name, column))


def _on_currency(reasons: Sequence[str], answers: Answers) -> Iterator[Question]:
    if not reasons or answers.currency_is_sterling:
        return
    if answers.currency_is_sterling is False:
        raise refuse("other_currency")
    why = f"{' and '.join(reasons)}. Are these amounts in pounds sterling?"
    yield Question("currency", ("pounds sterling", "another currency"), text.capital(why))


def _on_dates(decisions: Sequence[date_order.Decision | None]) -> Iterator[Question]:
    """On dates that a program seems to have exchanged day and month of, or to count from another day than most."""
    for decision in decisions:
        if decision and decision.exchange and decision.put_right is None:
            yield Question(
                "day_month", ("day first: exchange them", "as they are written"), _on_exchange(decision.exchange)
            )
        elif decision and decision.from_1904 and decision.put_right is None:
            yield Question(
                "day_month", ("counted from 1904", "counted from 1900"), _on_1904(decision.from_1904, decision.days)
            )


def _on_1904(first: date, days: date_order.Days | None) -> str:
    right = first + serials.BETWEEN_CALENDARS
    if days is None:
        return (
            "The dates are numbers of days, and nothing says which months the file is about. Counted from 1900, as spreadsheets mostly do, "
            f"they begin on {first.day} {first:%B %Y}; counted from 1904, as workbooks made on old Macs do, on {right.day} {right:%B %Y}. "
            "From when do they count? Better, format the column as dates, or name the months in the file's name, and send it again."
        )
    return (
        f"The dates are numbers of days. Counted from 1900, as spreadsheets mostly do, they begin on {first.day} {first:%B %Y}, outside "
        f"the months that the file or the return is about; counted from 1904, as workbooks made on old Macs do, on {right.day} "
        f"{right:%B %Y}, within them. From when do they count? Better, format the column as dates and send the file again."
    )


def _on_exchange(found: Exchange) -> str:
    first, last = found.days[0], found.days[-1]
    *others, end = (f"{date(year, month, 1):%B %Y}" for year, month in sorted(found.months))
    months = f"{', '.join(others)} and {end}" if others else end
    if found.whole:
        return (
            f"The dates are the same days of many months, from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}; with day and month "
            f"exchanged all of them lie in {months}. A program that writes the day between year and month does this. Should day and month "
            "be exchanged?"
        )
    if len(found.days) == 1:
        what = f"The date {first.day} {first:%B %Y} lies in another month than the rest; with day and month exchanged it lies"
    else:
        what = (
            f"{len(found.days):,} different dates lie in other months than the rest, from {first.day} {first:%B %Y} to "
            f"{last.day} {last:%B %Y}; with day and month exchanged they lie"
        )
    return (
        f"{what} in {months} as the rest do. A spreadsheet with American settings does this to dates up to the 12th. "
        "Should day and month be exchanged?"
    )


def _on_day_and_month(rows: Rows, answers: Answers) -> Iterator[Question]:
    fault = canonical.fault("payment_date")
    if answers.day_first is not None or fault not in rows.frame.columns:
        return
    count = int((rows.frame[fault] == Fault.AMBIGUOUS.value).sum())
    if count:
        why = f"{count:,} dates, 03/04 for example, can be read in two ways, and nothing in the file says which part is the day."
        yield Question("day_month", ("day first", "month first"), why)


_FORM_WORDS = 5


def not_spend(grids: Sequence[Grid], titles: Titles) -> Refused:
    """The refusal of a file in which no table of payments was found."""
    for grid in grids:
        for row in grid.rows(0, 50):
            known = [
                match
                for cell in row
                if cell and len(cell) < 60 and titles.knows(cell) and (match := titles.match(cell))
            ]
            if sum(match.title.role == "form" for match in known) >= _FORM_WORDS:
                return refuse("dataset_form")
    if not grids:
        return refuse("empty")
    return refuse("not_spend", why="no column of it holds amounts of money, with dates or suppliers beside them")
