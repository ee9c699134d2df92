"""Who was paid, and how."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_SHEET


class CardParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``card``."""

    card: bool
    """Whether payments by card break the rule, or all others."""


class DittoParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``ditto``."""

    pattern: str
    """How such a mark is written, alone in its cell."""


def individual_named(table: Table, _rule: Rule, _: Context) -> Iterable[Broken]:
    """Suppliers of the type *individual* whose name is not withheld."""
    if table.has("supplier_name", "supplier_type"):
        where = pl.col("supplier_type").is_in(["individual", "Individual", "INDIVIDUAL"]) & table.blank(
            "redaction_reason"
        )
        yield Broken(where & pl.col("supplier_name").is_not_null(), "supplier_name")


def nobody(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """What stands in a supplier's place and names none: *Various*, *Sundry creditors*. It is published, and has no supplier's page."""
    words = context.definitions.supplier_words
    for field in table.text_fields(rule.fields):
        none = [name for name in table.distinct(field) if words.is_nobody(name)]
        if none:
            yield Broken(pl.col(field).is_in(none), field)


def ditto(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Marks that repeat the supplier above: a list that is sorted or filtered otherwise loses it. The fix is that supplier."""
    pattern = rule.read(DittoParameters).pattern
    for field in table.text_fields(rule.fields):
        marks = table.distinct(field).filter(table.distinct(field).str.contains(pattern))
        if marks.is_empty():
            continue
        marked = table.frame[field].is_in(marks.implode()).fill_null(value=False)
        filled = pl.col(field).str.strip_chars() != ""
        named = pl.when(~pl.lit(marked) & filled).then(pl.col(field))
        above = table.frame.select(named.forward_fill().over(SOURCE_FILE, SOURCE_SHEET)).to_series()
        positions = marked.arg_true()
        yield Broken(positions, field, fix=pl.lit(above.gather(positions)))


def card(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Payments by card where none should be, or the other way round."""
    wanted = rule.read(CardParameters).card
    if table.has("card_transaction"):
        how = pl.col("card_transaction")
        yield Broken(how.is_in(["GPC", "CCC"]) if wanted else how == "None", "card_transaction")


KINDS: dict[str, Kind] = {
    "individual_named": Kind(individual_named),
    "nobody": Kind(nobody),
    "ditto": Kind(ditto, DittoParameters, patterns=("pattern",)),
    "card": Kind(card, CardParameters),
}
