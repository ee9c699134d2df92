"""Signs that the wrong file was sent: marks of a draft, amounts that cannot be payments, sums unlike those of the body."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.sums import is_mixed
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.checks.written import money
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.text import counted

_SHOWN = 120


class MarkingParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``marked``."""

    pattern: str
    unless: str = ""
    """What is no such mark, though it has the words of one: “Covid-19 testing”."""


class ShareParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kinds ``mostly_negative``, ``all_equal`` and ``mostly_equal``."""

    at_least: int = 10
    """Rows of which it can be said."""
    percent: int = 50


class TotalParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``another_total``."""

    times: int = 10
    returns: int = 2
    """Other returns that are enough to know what is usual."""


def protective_marking(_: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Files whose name, sheets or words around the payments say that they are not meant to be published."""
    parameters = rule.read(MarkingParameters)
    words = pl.DataFrame(context.words, schema={"file": pl.String, "words": pl.String}, orient="row").unique(
        maintain_order=True
    )
    said = pl.col("words").str.replace_all("_", " ")
    if parameters.unless:
        said = said.str.replace_all(parameters.unless, "")
    found = words.filter(said.str.contains(parameters.pattern))
    for file, quoted in found.iter_rows():
        yield Overall(file=file, value=f"“{quoted[:_SHOWN]}”")


def mostly_negative(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing, or one of its sheets, in which most amounts are negative: perhaps every sign was turned round."""
    parameters = rule.read(ShareParameters)
    if not table.has("amount"):
        return
    if said := _mostly_negative(table.frame["amount"], parameters):
        yield Overall(field="amount", value=said)
        return
    sheets = [(file, part.sheet) for file, part in context.tables if part.sheet and not _OF_CREDITS.search(part.sheet)]
    for file, sheet in dict.fromkeys(sheets):
        if said := _mostly_negative(table.sheet(file, sheet)["amount"], parameters):
            yield Overall(field="amount", value=f"{said} on the sheet “{sheet}”", file=file, sheet=sheet)


_OF_CREDITS = re.compile(r"(?i)credit|refund|revers|income|receipt|recover|recharge|adjust|cancel|void|rebate")
"""The name of a sheet of amounts that came back."""


def _mostly_negative(amounts: pl.Series, parameters: ShareParameters) -> str | None:
    amounts = amounts.drop_nulls()
    negative = int((amounts < 0).sum())
    if len(amounts) < parameters.at_least or negative * 100 <= len(amounts) * parameters.percent:
        return None
    return f"{negative:,} of {counted(len(amounts), 'amount')} are negative"


def all_equal(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """A filing in which every amount is the same."""
    parameters = rule.read(ShareParameters)
    amounts = table.frame["amount"].drop_nulls() if table.has("amount") else pl.Series(dtype=pl.Int64)
    if len(amounts) >= parameters.at_least and amounts.n_unique() == 1:
        yield Overall(field="amount", value=f"{counted(len(amounts), 'amount')} of {money(amounts[0])}")


def mostly_equal(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """A filing nearly all of whose amounts are the same, as a cell dragged down the column leaves them."""
    parameters = rule.read(ShareParameters)
    amounts = table.frame["amount"].drop_nulls() if table.has("amount") else pl.Series(dtype=pl.Int64)
    if len(amounts) < parameters.at_least:
        return
    # What more than half of them are stands in their middle, which is found faster than all are counted.
    same = int(amounts.quantile(0.5, "lower") or 0)
    count = int((amounts == same).sum())
    if len(amounts) > count and count * 100 >= len(amounts) * parameters.percent:
        yield Overall(field="amount", value=f"{count:,} of {counted(len(amounts), 'amount')} are {money(same)}")


def another_total(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing whose sum is many times larger or smaller than those of other returns usually are."""
    parameters = rule.read(TotalParameters)
    if context.history is None or not table.has("amount") or is_mixed(table.frame, context.amount_basis):
        return
    totals = context.history.earlier.group_by("period").agg(pl.col("amount").sum())["amount"].abs()
    usual, total = totals.median(), abs(table.rows.amount_total())
    if not len(table) or len(totals) < parameters.returns or not isinstance(usual, int | float) or not usual:
        return
    if total > usual * parameters.times or total * parameters.times < usual:
        expected = rule.expected.format(usual=money(round(usual / 100) * 100))
        yield Overall(field="amount", value=f"a total of {money(table.rows.amount_total())}", expected=expected)


def not_begun(_: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing for a period that lies in the future."""
    if context.period and context.today < context.period.start:
        yield Overall(value=context.period.title)


KINDS: dict[str, Kind] = {
    "marked": Kind(protective_marking, MarkingParameters, patterns=("pattern", "unless")),
    "mostly_negative": Kind(mostly_negative, ShareParameters),
    "all_equal": Kind(all_equal, ShareParameters),
    "mostly_equal": Kind(mostly_equal, ShareParameters),
    "another_total": Kind(another_total, TotalParameters, fills=("usual",)),
    "not_begun": Kind(not_begun, of_nil=True),
}
