"""Credits in a column of their own, beside the one of the payments."""

from __future__ import annotations

import re

import polars as pl

from ckanext.spenddata.intake.columns.beside import Beside
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.columns.watch import Watch
from ckanext.spenddata.values import money, text
from ckanext.spenddata.values.faults import Fault

_INCOME = re.compile(
    r"\b(?:receipts?|income|incomings|incwm|derbyniadau|deposits|(?:paid|money|payments) in|(?:amount|value) (?:refunded|credited)"
    r"|credit (?:note|memo) (?:amount|value))\b",
    re.IGNORECASE,
)
_FEW_BOTH = 4
"""Of so many rows at most one has a payment and a credit, where the two columns are those of the two."""


def found(layout: Layout, watch: Watch, beside: Beside) -> tuple[int | None, str | None]:
    """A column of credits beside one of debits, or beside any other that is blank where the credits stand; and a note on it.

    Where a few rows have money that went out and other that came in, none of the two is what was paid: they are in error.
    """
    for number, turns in beside.turns.items():
        readable = turns.filled and turns.amounts * 2 >= turns.filled
        few = 0 < turns.both * _FEW_BOTH <= beside.amounts
        amounts, credits_ = layout.title(watch.amount), layout.title(number)
        debits = watch.debits or (few and bool(_INCOME.search(credits_)))
        if readable and (debits or (turns.alone and not turns.both)):
            return number, (
                f"The amounts are those of “{amounts}”; the ones of “{credits_}” are credits, and count with a minus."
            )
        if readable and few:
            return None, (
                f"“{credits_}” holds an amount in {text.counted(turns.both, 'row')} that “{amounts}” has another in. "
                f"The amounts of “{amounts}” were read as they are, and nothing was taken off them."
            )
    return None, None


def _from_credits(debits: pl.Series, credits_: pl.Series) -> pl.Series:
    """True for each row whose amount stands in the column of credits."""
    digits = "[1-9]"
    return credits_.str.contains(digits).fill_null(value=False) & ~debits.str.contains(digits).fill_null(value=False)


def with_credits(debits: pl.Series, credits_: pl.Series) -> pl.Series:
    """The cells of both columns as one: in each row the one that has an amount."""
    return pl.select(pl.when(_from_credits(debits, credits_)).then(credits_).otherwise(debits)).to_series()


def less_credits(amounts: pl.DataFrame, debits: pl.Series, credits_: pl.Series) -> pl.DataFrame:
    """The amounts of both columns, read as one: those of credits negative; a fault where a row has a debit and another credit."""
    taken = _from_credits(debits, credits_)
    both = credits_.str.contains("[1-9]").fill_null(value=False) & ~taken
    if both.any():
        credited = -money.column(credits_.filter(both))["value"].abs()
        both = both.scatter(both.arg_true(), (credited != amounts["value"].filter(both)).fill_null(value=True))
    several = pl.lit(Fault.SEVERAL.value, pl.Categorical)
    return amounts.select(
        value=pl.when(both).then(None).when(taken).then(-pl.col("value").abs()).otherwise("value"),
        fault=pl.when(both).then(several).otherwise("fault"),
        form=pl.when(taken).then(pl.lit("credit", pl.Categorical)).otherwise("form"),
    )
