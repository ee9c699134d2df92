"""The regimes: which duty a return answers. All policy, none of it code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from ckanext.spenddata.values import calendar
from ckanext.spenddata.values.periods import Cadence, Period
from ckanext.spenddata.values.vat import GROSS, NET


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Above which amount a transaction falls under the duty, and on which amount that is tested."""

    amount: Decimal
    """Pounds. A transaction is under the duty when its total is more than this."""
    tested_on: Literal["gross", "net"]
    recommended: Decimal | None = None
    """The lower amount that the guidance recommends."""

    @property
    def tested_basis(self) -> str:
        """What the amount on which it is tested is with regard to VAT."""
        return GROSS if self.tested_on == GROSS else NET

    @property
    def pence(self) -> int:
        """The amount in pence."""
        return int(self.amount * 100)

    @property
    def lowest_pence(self) -> int:
        """The amount up to which no guidance asks for a transaction, in pence."""
        return int(min(self.amount, self.recommended or self.amount) * 100)


class Basis(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a duty or rule comes from."""

    text: str
    url: str


Topic = Literal["duty", "form", "redaction", "personal_data"]
"""What a rule is about, where that is laid down for each regime by itself: what is to be published and when, how amounts and dates are
written, how something is withheld, what must not be disclosed of people."""


class Due(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a return is due, counted from the end of its period."""

    kind: calendar.DueKind
    count: int = 1
    """The nth following month, the nth working day of the following month, or a number of days or months."""

    def date(self, period: Period) -> date:
        """The last day on which the return of a period is in time."""
        return calendar.due_date(period.end, self.kind, self.count)


class Regime(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One regime."""

    id: str
    title: str
    body_types: tuple[str, ...]
    cadence: Cadence
    due: Due
    required: tuple[str, ...]
    """Canonical fields that the regime requires, beside those the Table Schema requires."""
    basis: Basis
    required_from: dict[str, date] = {}
    """Of the fields required: the last day of the first period in which it was, where not always."""
    threshold: Threshold | None = None
    """None where every transaction falls under the duty."""
    card: bool = False
    """True where the regime is about payment cards."""
    statutory: bool = False
    columns: dict[str, str] = {}
    """Fields of its template workbook and their titles, in order; none named is every field that can be filled in."""
    bases: dict[Topic, Basis] = {}
    """Where it is laid down how the rules of a topic are to be kept, beside ``basis`` that says what is to be published."""
    severities: dict[str, Literal["error", "stop", "warning", "off"]] = {}
    """Rule id → severity, where the regime differs from the rule."""

    def required_on(self, day: date) -> tuple[str, ...]:
        """The fields required for a period that ends on ``day``."""
        return tuple(name for name in self.required if self.required_from.get(name, day) <= day)


def cards(known: Mapping[str, Regime]) -> list[str]:
    """The regimes that are about payment cards."""
    return [regime.id for regime in known.values() if regime.card]
