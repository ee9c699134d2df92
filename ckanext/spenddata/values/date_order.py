"""Day and month: which part of the numeric dates of a column is the day, and what the column says then.

``order`` looks at the whole column and the period; ``resolve`` gives the date of a cell, or the fault where nothing decides. ``DateColumn``
does both for a column of any length, reading each distinct cell once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

import polars as pl

from ckanext.spenddata.values import serials, text
from ckanext.spenddata.values.dates import BLANK, Reading, read, year_first
from ckanext.spenddata.values.day_second import without_doubted
from ckanext.spenddata.values.exchanged import Exchange, exchange, exchanged
from ckanext.spenddata.values.faults import Fault

Order = Literal["day_first", "month_first", "undecided"]
Days = tuple[date, date]
"""A stretch of days, both ends inside."""


@dataclass(frozen=True)
class Decision:
    """Which part of the numeric dates of a column is the day, and why. ``days``: where the payments are thought to lie."""

    order: Order
    why: str
    days: Days | None = None
    proved: bool = False
    """True where dates of the column itself prove the order."""
    exchange: Exchange | None = None
    """Dates that a program seems to have exchanged day and month of."""
    from_1904: date | None = None
    """The first of the numbers that seem to be days of the calendar which begins in 1904, read as one of 1900."""
    put_right: bool | None = None
    """Whether to exchange them back, or to count from 1904, as a person said; None where nobody did."""

    @property
    def way(self) -> tuple[Order, Days | None, Exchange | None, date | None, bool | None]:
        """What of it counts for the reading of a date: decisions alike in this read every date alike."""
        return self.order, self.days, self.exchange, self.from_1904, self.put_right


_STRAY = 0.01
"""At most this share of dates may contradict the order that all others prove; more, and the column mixes both."""


def order(
    readings: Iterable[tuple[Reading, int]],
    days: Days | None = None,
    *,
    day_first: bool | None = None,
    counted: bool = False,
) -> Decision:
    """Decide for a column.

    Args:
        readings: its distinct readings with their counts.
        days: the period that it should lie in.
        day_first: what a person said.
        counted: it is known from when its numbers of days count.
    """
    readings = list(readings)
    decision = _with_doubts(_order(readings, days), readings, days, counted=counted)
    if day_first is not None and not (decision.exchange or decision.from_1904):
        decision = _with_doubts(_order(readings, days, day_first=day_first), readings, days, counted=counted)
    # Where the dates say their order themselves, it is of their doubts that the answer was said.
    return replace(decision, put_right=day_first)


def _with_doubts(
    decision: Decision, readings: Sequence[tuple[Reading, int]], days: Days | None, *, counted: bool
) -> Decision:
    """A decision with what speaks against reading all dates by it."""
    if decision.order == "undecided":
        return decision
    read = {day for reading, _ in readings if reading.precision == "day" and (day := resolve(reading, decision).day)}
    return replace(
        decision, exchange=exchanged(read, days), from_1904=serials.first_from_1904(readings, days, counted=counted)
    )


def _order(readings: Iterable[tuple[Reading, int]], days: Days | None, *, day_first: bool | None = None) -> Decision:
    if day_first is not None:
        return Decision("day_first" if day_first else "month_first", "as you answered", days)
    numeric = [(reading, count) for reading, count in readings if reading.numeric]
    day_proofs = sum(count for reading, count in numeric if reading.month_first is None)
    month_proofs = sum(count for reading, count in numeric if reading.day_first is None)
    open_ = [reading for reading, _ in numeric if _is_open(reading)]
    if not open_:
        way: Order = "day_first" if day_proofs >= month_proofs else "month_first"
        return Decision(way, "no date can be read in two ways", days, proved=bool(day_proofs) != bool(month_proofs))
    if month_proofs <= _STRAY * day_proofs and day_proofs:
        return Decision("day_first", f"{day_proofs} dates have a first part above 12", days, proved=True)
    if day_proofs <= _STRAY * month_proofs and month_proofs:
        return Decision("month_first", f"{month_proofs} dates have a second part above 12", days, proved=True)
    if day_proofs or month_proofs:
        return Decision(
            "undecided", "some dates have the day first and some the month first", days or _proved_days(numeric)
        )
    return _by_period(open_, days)


def _is_open(reading: Reading) -> bool:
    return None not in reading[:2] and reading.day_first != reading.month_first


def _proved_days(numeric: list[tuple[Reading, int]]) -> Days | None:
    """The month or months that the dates which can be read in one way lie in; None where these are more than three."""
    sure = [reading.day_first or reading.month_first for reading, _ in numeric if not _is_open(reading)]
    months = sorted({(day.year, day.month) for day in sure if day})
    if not months or len(months) > 3:
        return None
    (first_year, first_month), (year, month) = months[0], months[-1]
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(first_year, first_month, 1), after - timedelta(days=1)


_NEAR, _FAR = timedelta(days=45), timedelta(days=90)
"""Payments lie this near to the months that a file speaks of; read the wrong way round they lie further than this away."""


def _by_period(readings: list[Reading], days: Days | None) -> Decision:
    """Decide by where the dates fall: inside the period or near it, else in the fewer months."""
    by_day = [r.day_first for r in readings if r.day_first]
    by_month = [r.month_first for r in readings if r.month_first]
    if days:
        inside = [sum(_away(day, days) == timedelta() for day in way) / len(readings) for way in (by_day, by_month)]
        if max(inside) >= 0.9 and inside[0] != inside[1]:
            return Decision("day_first" if inside[0] > inside[1] else "month_first", "so they fall in the period", days)
        gaps = [[_away(day, days) for day in way] for way in (by_day, by_month)]
        if max(gaps[0]) <= _NEAR and min(gaps[1]) > _FAR:
            return Decision("day_first", "so they fall near the period", days)
        if max(gaps[1]) <= _NEAR and min(gaps[0]) > _FAR:
            return Decision("month_first", "so they fall near the period", days)
    months = [len({(day.year, day.month) for day in way}) for way in (by_day, by_month)]
    if len(readings) > 2 and months[0] != months[1]:
        why = f"so they fall in {text.counted(min(months), 'month')}, not {max(months)}"
        return Decision("day_first" if months[0] < months[1] else "month_first", why, days)
    return Decision("undecided", "every date can be read in two ways and nothing in the file decides", days)


def only_fitting(stretches: Iterable[Days], readings: Iterable[Reading]) -> Days | None:
    """The only one of some stretches of days that dates fall in, whichever of their parts is the day; None where it is not the only one."""
    days = {day for reading in readings for day in reading[:2] if day}
    found = [stretch for stretch in stretches if any(_within(day, stretch) for day in days)]
    return found[0] if len(found) == 1 else None


def _within(day: date | None, days: Days) -> bool:
    return day is not None and days[0] <= day <= days[1]


def _away(day: date, days: Days) -> timedelta:
    """How far a day is from a stretch of days; nothing inside it."""
    return max(days[0] - day, day - days[1], timedelta())


class Meaning(NamedTuple):
    """The meaning of one cell, once the order is known."""

    day: date | None
    fault: Fault | None
    form: str | None
    precision: str | None


def resolve(reading: Reading, decision: Decision) -> Meaning:
    """The date that ``reading`` is under ``decision``; ambiguous where only the period could decide and does not."""
    if reading.fault or reading == BLANK:
        return Meaning(None, reading.fault, None, None)
    if reading.form == "serial" and reading.day_first and decision.from_1904 and decision.put_right is not False:
        if decision.put_right is None:
            return Meaning(None, Fault.AMBIGUOUS, None, None)
        return Meaning(reading.day_first + serials.BETWEEN_CALENDARS, None, reading.form, reading.precision)
    if not _is_open(reading):
        day, american = reading.day_first or reading.month_first, reading.day_first is None
    elif decision.order == "undecided":
        inside = [
            day for day in (reading.day_first, reading.month_first) if decision.days and _within(day, decision.days)
        ]
        if len(inside) != 1:
            return Meaning(None, Fault.AMBIGUOUS, None, None)
        day, american = inside[0], inside[0] == reading.month_first
    else:
        american = decision.order == "month_first"
        day = reading.month_first if american else reading.day_first
    if day and decision.exchange and decision.put_right is not False and decision.exchange.concerns(day):
        if decision.put_right is None:
            return Meaning(None, Fault.AMBIGUOUS, None, None)
        return Meaning(exchange(day), None, "month_first", reading.precision)
    return Meaning(day, None, "month_first" if american else reading.form, reading.precision)


_MANY = 20_000
_TIME_OF_DAY = r"[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$"


_YEAR = timedelta(days=366)


def _without_far_serials(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings, numbers among written dates unreadable where they are days or months far from all of these: amounts, perhaps.

    ``41365.20`` may be a day of a spreadsheet, and ``2031.11`` a month.
    """
    numbers = [reading.form == "serial" or reading.precision == "month" for reading in readings]
    written = [
        day for reading, number in zip(readings, numbers, strict=True) if not number for day in reading[:2] if day
    ]
    if not written or not any(numbers):
        return tuple(readings)
    days = min(written), max(written)
    unreadable = Reading(None, None, Fault.UNREADABLE)
    far = (
        number and reading.day_first and _away(reading.day_first, days) > _YEAR
        for reading, number in zip(readings, numbers, strict=True)
    )
    return tuple(unreadable if each else reading for each, reading in zip(far, readings, strict=True))


@dataclass(frozen=True)
class DateColumn:
    """A column of dates: its distinct cells, how often each comes, and what each can say."""

    keys: pl.Series
    """The cells; where there are very many distinct ones, without their time of day."""
    distinct: pl.Series
    counts: tuple[int, ...]
    readings: tuple[Reading, ...]
    counted: bool = False
    """True where it is known from when its numbers of days count."""

    @staticmethod
    def of(cells: pl.Series, *, from_1904: bool | None = None) -> DateColumn:
        """Read the distinct cells of a column; ``from_1904``: from when its workbook counts days, None in a text."""
        keys = cells.alias("key")
        if keys.n_unique() > _MANY:
            keys = keys.str.replace(_TIME_OF_DAY, " 00:00:00")
        table = keys.drop_nulls().value_counts(name="count").sort("key")
        short = year_first([cell for cell in table["key"] if text.trimmed(cell)])
        found = [short.get(cell) or read(cell) for cell in table["key"]]
        readings = _without_far_serials(
            [serials.counted_from_1904(reading) for reading in found] if from_1904 else found
        )
        readings = without_doubted(table["key"], readings)
        return DateColumn(keys, table["key"], tuple(table["count"].to_list()), readings, counted=from_1904 is not None)

    def decide(self, days: Days | None = None, *, day_first: bool | None = None) -> Decision:
        """Which part of the numeric dates is the day."""
        return order(zip(self.readings, self.counts, strict=True), days, day_first=day_first, counted=self.counted)

    def states(self) -> pl.Series:
        """For each cell ``read`` (a date, whichever its order), ``blank`` or the fault."""
        states = [
            "blank" if reading == BLANK else reading.fault.value if reading.fault else "read"
            for reading in self.readings
        ]
        return self._spread(pl.Series("state", states, dtype=pl.String)).fill_null("blank")

    def resolve(self, decision: Decision) -> pl.DataFrame:
        """Columns value (Date), fault, form (Categorical), precision (String), as long as the column."""
        meanings = [resolve(reading, decision) for reading in self.readings]
        schema = {"value": pl.Date(), "fault": pl.Categorical(), "form": pl.Categorical(), "precision": pl.String()}
        table = pl.DataFrame([tuple(meaning) for meaning in meanings], schema=schema, orient="row")
        return pl.DataFrame({name: self._spread(table[name]) for name in schema})

    @cached_property
    def _places(self) -> pl.Series:
        table = pl.DataFrame(
            {"key": self.distinct, "place": pl.int_range(len(self.distinct), dtype=pl.UInt32, eager=True)}
        )
        return pl.select(key=self.keys).join(table, on="key", how="left", maintain_order="left")["place"]

    def _spread(self, values: pl.Series) -> pl.Series:
        """A value for each distinct cell → a value for each cell."""
        return values.gather(self._places)
