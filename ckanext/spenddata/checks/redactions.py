"""What was withheld, how it is said, and what was left standing beside it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Matching, Overall, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.text import counted


class ShareParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``redaction_share``."""

    percent: int
    """More than this share of the rows, or of the money, and a reader will ask why."""
    at_least: int = 20
    """Filings with fewer rows are not asked."""


class PhraseParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``redaction_phrase``."""

    phrases: dict[str, str]
    """Reason → the phrase that is prescribed for it."""


class BesideParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``redacted_beside``."""

    pattern: str = "."
    """What must not stand in ``fields`` when the supplier is withheld as personal data."""
    emptied: bool = False
    """Whether an empty cell is the fix."""


def share(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing in which unusually many suppliers are withheld, by rows or by money.

    A row that names its supplier and withholds its description alone is not counted.
    """
    parameters = rule.read(ShareParameters)
    if not table.has("redaction_reason") or len(table) < parameters.at_least:
        return
    reasoned, size = pl.col("redaction_reason").is_not_null(), table.value("amount").abs()
    supplier = table.value("supplier_name")
    names = table.frame.filter(reasoned).select(supplier.alias("supplier"))["supplier"].unique().drop_nulls()
    hidden = [name for name in names if context.definitions.redactions.reason(name, supplier=True)]
    withheld = reasoned & (supplier.is_null() | supplier.is_in(hidden))
    rows, money, total = table.frame.select(
        withheld.sum().alias("rows"), size.filter(withheld).sum().alias("money"), size.sum().alias("total")
    ).row(0)
    of_rows, of_money = rows * 100 / len(table), money * 100 / total if total else 0
    if max(of_rows, of_money) > parameters.percent:
        yield Overall(
            field="redaction_reason",
            value=f"{rows:,} of {counted(len(table), 'row')} ({of_rows:.0f}%), {of_money:.0f}% of the money",
            expected=rule.expected.format(percent=parameters.percent),
        )


def phrase(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Suppliers withheld in other words than those prescribed."""
    phrases = rule.read(PhraseParameters).phrases
    if table.has("supplier_name", "redaction_reason"):
        supplier = pl.col("supplier_name")
        right = pl.col("redaction_reason").replace_strict(phrases, default=None, return_dtype=pl.String)
        withheld = supplier.str.contains(r"(?i)withheld|redact|redac?ted|red[a-z]{1,4}ed\b|removed")
        where = right.is_not_null() & withheld & (supplier.str.to_uppercase() != right)
        yield Broken(where, "supplier_name", expected=right, fix=right)


def reason_missing(table: Table, _rule: Rule, _: Context) -> Iterable[Broken]:
    """Suppliers that are withheld without a word on why."""
    if table.has("supplier_name", "redaction_reason"):
        yield Broken((pl.col("redaction_reason") == "other") & pl.col("supplier_name").is_not_null(), "supplier_name")


def beside(table: Table, rule: Rule, _: Context) -> Iterable[Matching]:
    """Rows about a person whose name is withheld, in which something else says who it is."""
    parameters = rule.read(BesideParameters)
    fix = pl.lit("") if parameters.emptied else None
    if table.has("redaction_reason"):
        for field in table.text_fields(rule.fields):
            yield Matching(field, parameters.pattern, where=pl.col("redaction_reason") == "personal_data", fix=fix)


KINDS: dict[str, Kind] = {
    "redaction_share": Kind(share, ShareParameters, fills=("percent",)),
    "redaction_phrase": Kind(phrase, PhraseParameters),
    "redaction_reason_missing": Kind(reason_missing),
    "redacted_beside": Kind(beside, BesideParameters, patterns=("pattern",)),
}
