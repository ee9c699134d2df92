"""Cells that seem to stand in another column: told, and never moved. What the titles say stands; a person corrects the row."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.fixes import FIXED
from ckanext.spenddata.checks.table import Broken, Kind, Overall, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.faults import Fault
from ckanext.spenddata.values.text import counted

_LIKE = {
    "payment_date": r"(?i)^\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ](?:\d{4}|\d{2})$|^\d{4}-\d{2}-\d{2}",
    "amount": r"^[-(]?£? ?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}\)?-?$",
}
"""How dates and amounts are known where they stand in another column."""
_PENCE = r"\.\d{2}$"
_PART = r"\.0\d$"
_AGAIN = 4
"""A column in which each of its numbers stands more often than this holds codes."""


class ExchangedParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``exchanged``."""

    digits: int
    """References of fewer digits are too much like amounts."""
    percent: int
    """So many of a filing's amounts have pence, and so many of its references as many digits as the cell in question."""


class UnderWordsParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``under_words``."""

    at_least: int
    """Fewer rows are descriptions that quote an amount."""
    percent: int
    """In more of the rows than this it is one thing to say of the column, not one of each row."""


def shifted(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Rows whose date or amount can't be read, while another column holds what looks like it."""
    fields = [name for name in table.rows.fields if name in _LIKE or name not in canonical.TYPED_FIELDS]
    found_already: pl.Expr = pl.lit(value=False)
    for field in (name for name in _LIKE if table.has(name)):
        others = [name for name in fields if name != field]
        lost = (table.fault(field) == Fault.UNREADABLE).fill_null(value=False) | table.blank(field)
        lost &= table.form(field).ne_missing(FIXED)
        if not table.frame.select(lost.any()).item():
            continue
        likely = [table.sent(name).str.contains(_LIKE[field]).fill_null(value=False) for name in others]
        where = lost & pl.any_horizontal(pl.lit(value=False), *likely) & ~found_already
        titles = [context.definitions.transaction.field(name).title for name in others]
        stands = [
            pl.when(like).then(pl.lit(rule.expected.format(place=title)))
            for title, like in zip(titles, likely, strict=True)
        ]
        yield Broken(where, field, expected=pl.coalesce(pl.lit(None, pl.String), *stands))
        found_already |= where


def exchanged(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Rows whose amount has the digits of a reference, and whose reference the form of an amount, as few other references have."""
    parameters = rule.read(ExchangedParameters)
    if not table.has("amount", "transaction_number"):
        return
    amount, reference = table.sent("amount"), pl.col("transaction_number")
    doubtful = amount.str.contains(rf"^\d{{{parameters.digits},}}$") & reference.str.contains(_LIKE["amount"])
    rows = table.frame.select(doubtful.fill_null(value=False)).to_series().arg_true()
    if rows.is_empty() or not _mostly(table, amount.str.contains(_PENCE), parameters.percent):
        return
    digits = reference.str.len_chars().filter(reference.str.contains(r"^\d+$"))
    usual = table.frame.select(digits.mode().min()).item()
    same = reference.str.contains(rf"^\d{{{usual or 0}}}$")
    if usual and _mostly(table, same, parameters.percent):
        length = table.frame.select(amount.str.len_chars()).to_series().gather(rows)
        yield Broken(rows.filter(length == usual), "amount")
    elif _mostly(table, ~reference.str.contains(_LIKE["amount"]), parameters.percent):
        yield Broken(rows, "amount")


def under_words(table: Table, rule: Rule, _: Context) -> Iterable[Broken | Overall]:
    """Rows with an amount of money where words belong: a cell more stands before it, and what is read may be VAT."""
    parameters = rule.read(UnderWordsParameters)
    for name in (name for name in rule.fields if name != "amount" and table.has(name)):
        cells = pl.col(name).cast(pl.String)
        like = cells.str.contains(_LIKE["amount"]) & cells.str.contains(_PENCE)
        # Numbers of jobs and references become 5100.00 in a spreadsheet.
        like &= ~cells.str.ends_with(".00")
        found = table.frame.select(cells.alias("cell"), like.alias("like")).with_row_index("at").filter("like")
        # 5100.01, 5100.02 number the parts of something; the pence of amounts are seldom below ten.
        if len(found) < parameters.at_least or found["cell"].str.contains(_PART).sum() * 2 > len(found):
            continue
        if len(found) * 100 > len(table) * parameters.percent:
            # Codes such as 4110.25 come again and again, amounts seldom.
            if found["cell"].n_unique() * _AGAIN < len(found):
                continue
            yield Overall(
                field=name, value=f"{len(found):,} of {counted(len(table), 'row')}, such as “{found['cell'][0]}”"
            )
        else:
            yield Broken(found["at"], name)


def _mostly(table: Table, holds: pl.Expr, percent: int) -> bool:
    return table.frame.select(holds.fill_null(value=False).mean() * 100 >= percent).item() is True


KINDS: dict[str, Kind] = {
    "shifted": Kind(shifted, fills=("place",)),
    "exchanged": Kind(exchanged, ExchangedParameters),
    "under_words": Kind(under_words, UnderWordsParameters),
}
"""How each kind is tested."""
