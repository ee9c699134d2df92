"""What the columns of a table say of its amounts: which of them are credits, in which unit and which currency they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ckanext.spenddata.definitions.titles import CREDIT, DEBIT, FOREIGN_AMOUNT, SIGN, Match
from ckanext.spenddata.intake.hints import unit_named
from ckanext.spenddata.intake.reading import Answers, Question
from ckanext.spenddata.values import money, text
from ckanext.spenddata.values.faults import Fault

if TYPE_CHECKING:
    from ckanext.spenddata.intake.columns.layout import Column, Layout

__all__ = [
    "Marks",
    "complete",
    "doubts",
    "less_credits",
    "marked_credits",
    "says_sterling",
    "take_unit",
    "with_credits",
]

_CREDITS = frozenset({"c", "cr", "credit", "credits", "-"})
_DEBITS = frozenset({"d", "dr", "debit", "debits", "+"})
_CREDIT_NOTES = frozenset(
    {
        "credit note",
        "credit notes",
        "credit memo",
        "credit memos",
        "purchase credit",
        "crn",
        "cn",
        "cm",
        "pc",
        "pcr",
        "kg",
    }
) | (_CREDITS - {"-"})
"""Types of a document that takes money back: ledgers' words, and the codes of Sage and SAP."""
_KINDS = 12
"""A column of more different words than this does not say of what type a document is."""
_PENCE_SHOWN = 0.3
"""So large a share of amounts with pence is not counted in thousands or in pence."""
_WITH_PENCE = re.compile(r"\.[0-9]{2}\b")
_STERLING = re.compile(r"£|\b(?:gbp|sterling|lcy|lc|local|billing|billed|functional|base|settlement)\b", re.IGNORECASE)
_OUTRIGHT = re.compile(r"\b(?:gbp|sterling)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"[$€¥]|\b(?:usd|aud|nzd|cad|eur|euros?|dollars?|zar|rand|inr|rupees?|chf|sek|nok|dkk|jpy|hkd|sgd)\b", re.IGNORECASE
)
_POUNDS = frozenset({"£", "gbp", "sterling", "pounds", "pound", "pounds sterling", "pound sterling", "uk pounds", "uk"})


@dataclass(frozen=True)
class Marks:
    """A column whose words say which amounts are credits."""

    column: int
    credits: tuple[str, ...]
    """The words, as written."""


def says_sterling(title: str) -> bool:
    """True where a title says outright that its amounts are in pounds, as one beside a column of another currency does."""
    return _OUTRIGHT.search(title) is not None


def complete(layout: Layout, matches: Mapping[int, Match]) -> None:
    """Complete a mapped layout with what its other columns say of the amounts."""
    amount = layout.column("amount")
    if amount is None:
        return
    _join_credits(layout, amount, matches)
    _mark_credits(layout, amount, matches)
    take_unit(layout, unit_named([amount.title]), f"the title “{text.trimmed(amount.title)}” says")
    _read_currency(layout, amount, matches)


# credits in a column of their own


def _join_credits(layout: Layout, amount: Column, matches: Mapping[int, Match]) -> None:
    """Take a column of credits beside one of debits, or beside any other that is blank where the credits stand."""
    known = matches.get(amount.number)
    debits = known is not None and known.title.role == DEBIT
    for column in layout.free():
        match = matches.get(column.number)
        credits_ = match is not None and match.title.role == CREDIT and column.profile.money >= 0.5
        if credits_ and (debits or _take_turns(amount, column)):
            layout.credit = column.number
            layout.notes.append(
                f"The amounts are those of “{text.trimmed(amount.title)}”; the ones of “{text.trimmed(column.title)}” are "
                "credits, and count with a minus."
            )
            return


def _take_turns(amount: Column, other: Column) -> bool:
    """True where no row has an amount in both columns, and some have one in the other alone."""
    pairs = [
        (bool(money.read(one).pence), bool(money.read(two).pence))
        for one, two in zip(amount.cells, other.cells, strict=True)
    ]
    return (True, True) not in pairs and (False, True) in pairs


def _from_credits(debits: pl.Series, credits_: pl.Series) -> pl.Series:
    """True for each row whose amount stands in the column of credits."""
    digits = "[1-9]"
    return credits_.str.contains(digits).fill_null(value=False) & ~debits.str.contains(digits).fill_null(value=False)


def with_credits(debits: pl.Series, credits_: pl.Series) -> pl.Series:
    """The cells of both columns as one: in each row the one that has an amount."""
    return pl.select(pl.when(_from_credits(debits, credits_)).then(credits_).otherwise(debits)).to_series()


def less_credits(amounts: pl.DataFrame, debits: pl.Series, credits_: pl.Series) -> pl.DataFrame:
    """The amounts of both columns, read as one: those of credits negative; a fault where a row has a debit and a credit."""
    taken = _from_credits(debits, credits_)
    both = credits_.str.contains("[1-9]").fill_null(value=False) & ~taken
    several = pl.lit(Fault.SEVERAL.value, pl.Categorical)
    return amounts.select(
        value=pl.when(both).then(None).when(taken).then(-pl.col("value").abs()).otherwise("value"),
        fault=pl.when(both).then(several).otherwise("fault"),
        form=pl.when(taken).then(pl.lit("credit", pl.Categorical)).otherwise("form"),
    )


# credits by a mark beside the amount


def _mark_credits(layout: Layout, amount: Column, matches: Mapping[int, Match]) -> None:
    for column in layout.free():
        match = matches.get(column.number)
        if match and match.title.role == SIGN:
            credits_, debits, others = _by_mark(column, amount, _CREDITS, _DEBITS)
            if credits_ and not others and len(credits_) < len(debits) and min(credits_ + debits) >= 0:
                words = {cell for cell in column.cells if _word(cell) in _CREDITS}
                layout.marks = Marks(column.number, tuple(sorted(words)))
                layout.notes.append(
                    f"Amounts that “{text.trimmed(column.title)}” marks as credits ({', '.join(sorted(words))}) count with a minus."
                )
                return


def _word(cell: str) -> str:
    return text.trimmed(cell).lower().rstrip(".")


def _by_mark(
    marks: Column, amount: Column, credits_: frozenset[str], debits: frozenset[str]
) -> tuple[list[int], list[int], list[int]]:
    """The amounts in pence that are marked as credits, as debits, and by anything else."""
    found: tuple[list[int], list[int], list[int]] = ([], [], [])
    for mark, cell in zip(marks.cells, amount.cells, strict=True):
        pence, word = money.read(cell).pence, _word(mark)
        if pence is not None and word:
            found[0 if word in credits_ else 1 if word in debits else 2].append(pence)
    return found


def marked_credits(amounts: pl.DataFrame, marks: pl.Series, known: Marks) -> pl.DataFrame:
    """The amounts, negative where their row is marked as a credit and they are not negative already."""
    marked = marks.is_in(list(known.credits)).fill_null(value=False) & (amounts["value"] > 0).fill_null(value=False)
    return amounts.with_columns(
        value=pl.when(marked).then(-pl.col("value")).otherwise("value"),
        form=pl.when(marked).then(pl.lit("credit", pl.Categorical)).otherwise("form"),
    )


# unit and currency


def _read_currency(layout: Layout, amount: Column, matches: Mapping[int, Match]) -> None:
    sterling = _STERLING.search(amount.title) is not None or any(
        match.title.role == FOREIGN_AMOUNT for match in matches.values()
    )
    column = layout.column("currency")
    others = {_word(cell) for cell in column.cells} - _POUNDS - {""} if column else set()
    if others and sterling:
        del layout.fields["currency"]
    elif others:
        layout.foreign = (
            f"the column “{text.trimmed(column.title) if column else ''}” names other currencies than pounds sterling"
        )
    elif not sterling and _OTHER.search(amount.title):
        layout.foreign = f"the title “{text.trimmed(amount.title)}” names another currency than pounds sterling"


def take_unit(layout: Layout, said: str | None, who: str) -> None:
    """Take the unit that is said of the amounts; ask where they are written with pence all the same."""
    amount = layout.column("amount")
    if amount is None or said is None or layout.unit:
        return
    cells = [cell for cell in amount.cells if text.trimmed(cell)]
    if sum(1 for cell in cells if _WITH_PENCE.search(cell)) < _PENCE_SHOWN * len(cells):
        layout.unit = said
        layout.notes.append(f"The amounts are read as {_UNITS[said]}, as {who}.")
    else:
        why = f"The amounts are {_UNITS[said]}, as {who}, but they are written like pounds and pence. Which are they?"
        layout.questions.append(Question("unit", ("pounds", "pence", "thousands"), why))


_UNITS = {"thousands": "thousands of pounds", "pence": "pence"}


# what a person must say


def doubts(layout: Layout, matches: Mapping[int, Match], answers: Answers) -> Iterator[Question]:
    """Questions on the amounts of a layout that is completed."""
    amount = layout.column("amount")
    if amount is None:
        return
    name = text.trimmed(amount.title) or f"column {amount.number}"
    if "amount" not in answers.mapping and layout.marks is None and layout.credit is None:
        yield from _on_credits(layout, amount, matches, name)


def _on_credits(layout: Layout, amount: Column, matches: Mapping[int, Match], name: str) -> Iterator[Question]:
    """A column says which amounts are credits, and these have no minus."""
    for column in layout.columns:
        match = matches.get(column.number)
        sign = match is not None and match.title.role == SIGN
        words = {_word(cell) for cell in column.cells} - {""}
        if column is amount or not 1 < len(words) <= _KINDS or not (sign or words & _CREDIT_NOTES):
            continue
        credits_, debits, _ = _by_mark(column, amount, _CREDIT_NOTES | {"-"}, frozenset(words - _CREDIT_NOTES - {"-"}))
        if sign and not credits_:
            credits_ = debits
        if credits_ and max(credits_) > 0 and min(credits_ + debits) >= 0:
            yield Question(
                "amount",
                (name,),
                f"No amount is negative, but “{text.trimmed(column.title)}” seems to say which ones are credits. If they are, "
                "give them a minus and send the file again; if all are payments, choose the column of the amounts.",
            )
            return
