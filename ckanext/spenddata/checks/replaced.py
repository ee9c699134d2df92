"""A revision against what it would replace: far less of it, or next to nothing that is in it, and payments that were public go."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks import sums
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


class DifferentParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``all_different``."""

    percent: int = 10
    """Fewer than this share of the payments that are published are found again."""
    at_least: int = 10
    """Payments that are published, and rows of the revision, of which it can be said."""


_ALIKE = ("payment_date", "supplier_name", "amount")
"""How a payment is known again: numbers of transactions may be new ones, and descriptions better ones."""


def far_less(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A revision with far fewer payments, or of far less money, than are published for its return."""
    parameters, published = rule.read(LessParameters), context.published
    if published is None or not published.payments:
        return
    share = _percent(len(table), published.payments)
    if not sums.is_mixed(table.frame, context.amount_basis):
        share = min(share, _percent(table.rows.amount_total(), published.pence))
    if not len(table) or (published.payments >= parameters.at_least and share < parameters.percent):
        sum_ = sums.said(table.frame, context.amount_basis)
        now = f"{counted(len(table), 'payment')}, {sum_}" if len(table) else "no payment"
        before = f"{counted(published.payments, 'payment')}, {money(published.pence)}"
        yield Overall(value=now, expected=rule.expected.format(published=before))


def all_different(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A revision in which next to none of the payments are that are published for its return: most likely another file."""
    parameters, before = rule.read(DifferentParameters), context.replaced
    if before is None or not table.has(*_ALIKE) or min(len(table), before.height) < parameters.at_least:
        return
    known = _known(before)
    again = known.join(_known(table.frame).unique(), on=_ALIKE, how="semi", nulls_equal=True).height
    if again * 100 < before.height * parameters.percent:
        published = counted(before.height, "payment")
        yield Overall(
            value=f"{again:,} of the {published} published now {'is' if again == 1 else 'are'} in it by date, supplier and amount",
            expected=rule.expected.format(published=published),
        )


def _known(frame: pl.DataFrame) -> pl.DataFrame:
    """What payments are known again by; a supplier whatever its capitals and points."""
    plain = pl.col("supplier_name").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    return frame.select("payment_date", plain, "amount")


def _percent(now: int, before: int) -> float:
    """How much of ``before`` there still is; all of it where there was nothing."""
    return abs(now) * 100 / abs(before) if before else 100


KINDS: dict[str, Kind] = {
    "far_less": Kind(far_less, LessParameters, fills=("published",), of_nil=True),
    "all_different": Kind(all_different, DifferentParameters, fills=("published",)),
}
