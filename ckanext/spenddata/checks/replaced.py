"""A revision against what it would replace: far less of it, and payments that were public go."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.checks.written import money
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.text import counted


class LessParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``far_less``."""

    percent: int = 50
    """Less than this share of the payments or of the money."""
    at_least: int = 10
    """Payments that are published, of which it can be said; that there is none in their place is always told."""


def far_less(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A revision with far fewer payments, or of far less money, than are published for its return."""
    parameters, published = rule.read(LessParameters), context.published
    if published is None or not published.payments:
        return
    pence = table.rows.amount_total()
    share = min(_percent(len(table), published.payments), _percent(pence, published.pence))
    if not len(table) or (published.payments >= parameters.at_least and share < parameters.percent):
        now = f"{counted(len(table), 'payment')}, {money(pence)}" if len(table) else "no payment"
        before = f"{counted(published.payments, 'payment')}, {money(published.pence)}"
        yield Overall(value=now, expected=rule.expected.format(published=before))


def _percent(now: int, before: int) -> float:
    """How much of ``before`` there still is; all of it where there was nothing."""
    return abs(now) * 100 / abs(before) if before else 100


KINDS: dict[str, Kind] = {"far_less": Kind(far_less, LessParameters, fills=("published",), of_nil=True)}
