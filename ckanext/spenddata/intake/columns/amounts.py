"""What the columns of a table say of its amounts: which of them are credits, in which unit and which currency they are.

All of it is decided by every row (``beside``), not by a sample.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from ckanext.spenddata.definitions.titles import Match
from ckanext.spenddata.intake.columns import credit_words
from ckanext.spenddata.intake.columns.beside import Beside, Signs, Watch
from ckanext.spenddata.intake.columns.credit_words import CREDIT, DEBIT
from ckanext.spenddata.intake.columns.labels import label
from ckanext.spenddata.intake.hints import unit_named
from ckanext.spenddata.intake.reading import Question
from ckanext.spenddata.values import text
from ckanext.spenddata.values.faults import Fault

if TYPE_CHECKING:
    from ckanext.spenddata.intake.columns.layout import Layout

__all__ = [
    "Marks",
    "Said",
    "complete",
    "less_credits",
    "marked_credits",
    "said",
    "says_sterling",
    "take_unit",
    "with_credits",
]

_PENCE_SHOWN = 0.3
"""So large a share of amounts with pence is not counted in thousands or in pence."""
_STERLING = re.compile(r"£|\b(?:gbp|sterling|lcy|lc|local|billing|billed|functional|base|settlement)\b", re.IGNORECASE)
_OUTRIGHT = re.compile(r"\b(?:gbp|sterling)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"[$€¥]|\b(?:usd|aud|nzd|cad|eur|euros?|dollars?|zar|rand|inr|rupees?|chf|sek|nok|dkk|jpy|hkd|sgd)\b", re.IGNORECASE
)
_POUNDS = frozenset({"£", "gbp", "sterling", "pounds", "pound", "pounds sterling", "pound sterling", "uk pounds", "uk"})
_UNITS = {"thousands": "thousands of pounds", "pence": "pence"}


@dataclass(frozen=True)
class Marks:
    """A column whose words say which amounts are credits."""

    column: int
    credits: tuple[str, ...]
    """The words, as written."""


@dataclass(frozen=True)
class Said:
    """What the columns beside the amounts say of them."""

    credit: int | None = None
    """Number of the column of credits, where the amounts stand in two columns and ``amount`` is that of the debits."""
    marks: Marks | None = None
    """The column that marks the credits, where no amount has a sign of its own."""
    unit: str | None = None
    """What the amounts are counted in, where the title or the words above the table say so."""
    foreign: str | None = None
    """Why the amounts may not be in pounds sterling."""
    of_original: bool = False
    """True where the column of currencies is that of other amounts."""
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    twins: bool = True
    """False where a column that was passed over as a copy is none."""


def says_sterling(title: str) -> bool:
    """True where a title says outright that its amounts are in pounds, as one beside a column of another currency does."""
    return _OUTRIGHT.search(title) is not None


def complete(layout: Layout, matches: Mapping[int, Match], *, ask: bool) -> None:
    """Complete a mapped layout with what its other columns say of the amounts.

    Args:
        layout: a mapped layout.
        matches: what its titles mean.
        ask: False where a person has said already that the amounts are as they stand.
    """
    layout.watch = Watch.of(layout, matches)
    if layout.watch is None:
        return
    title = _title(layout, layout.watch.amount)
    layout.ask_credits = ask
    if unit := unit_named([title]):
        layout.unit_named = (unit, f"the title “{title}” says")
        layout.watch = replace(layout.watch, pence=True)
    _look(layout)
    if layout.said.of_original:
        del layout.fields["currency"]


def _look(layout: Layout) -> None:
    cells = {column.number: column.whole for column in layout.columns}
    if layout.watch is not None:
        layout.beside = layout.watch.look(cells.__getitem__)
        layout.said = said(layout, layout.beside)


def take_unit(layout: Layout, unit: str | None, who: str) -> None:
    """Take the unit that is said of the amounts, where nothing else said one before."""
    if layout.watch is not None and unit is not None and layout.unit_named is None:
        layout.unit_named = (unit, who)
        layout.watch = replace(layout.watch, pence=True)
        _look(layout)


def said(layout: Layout, beside: Beside) -> Said:
    """What follows from what stands beside the amounts of a layout; pure, so that it can be asked again when more rows are known."""
    watch = layout.watch
    if watch is None:
        return Said()
    notes: list[str] = []
    questions: list[Question] = []
    credit = _credit_column(layout, watch, beside, notes)
    marks = next((found for number in watch.signs if (found := _marks(layout, number, beside, notes))), None)
    if credit is None and marks is None and layout.ask_credits:
        questions += list(_on_credits(layout, watch, beside))[:1]
    unit = _unit(layout, beside, notes, questions)
    foreign, of_original = _currency(layout, watch, beside)
    return Said(credit, marks, unit, foreign, of_original, tuple(notes), tuple(questions), beside.twins)


def _title(layout: Layout, number: int) -> str:
    return next(label(column) for column in layout.columns if column.number == number)


# credits in a column of their own


def _credit_column(layout: Layout, watch: Watch, beside: Beside, notes: list[str]) -> int | None:
    """A column of credits beside one of debits, or beside any other that is blank where the credits stand."""
    for number, turns in beside.turns.items():
        readable = turns.filled and turns.amounts * 2 >= turns.filled
        if readable and (watch.debits or (turns.alone and not turns.both)):
            notes.append(
                f"The amounts are those of “{_title(layout, watch.amount)}”; the ones of “{_title(layout, number)}” are "
                "credits, and count with a minus."
            )
            return number
    return None


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


def _together(words: Mapping[str, Signs], among: set[str] | frozenset[str]) -> Signs:
    found = Signs()
    for word in words.keys() & among:
        found = found.and_(words[word])
    return found


def _marks(layout: Layout, number: int, beside: Beside, notes: list[str]) -> Marks | None:
    """The marks of a column of signs, where they are plain: all are known, credits are the fewer, and no amount has a sign."""
    words = beside.words.get(number, {})
    credits_ = credit_words.credits_among(words.keys(), titled=True)
    marked, others = _together(words, set(credits_)), _together(words, words.keys() - credits_)
    known = words.keys() <= credits_ | DEBIT | {""}
    if not known or not 0 < marked.plus < others.plus or marked.minus or others.minus:
        return None
    spelt = sorted(text.trimmed(cell) for word in credits_ for cell in beside.written[number][word])
    notes.append(
        f"Amounts that “{_title(layout, number)}” marks as credits ({', '.join(dict.fromkeys(spelt))}) count with a minus."
    )
    return Marks(number, tuple(sorted(cell for word in credits_ for cell in beside.written[number][word])))


def marked_credits(amounts: pl.DataFrame, marks: pl.Series, known: Marks) -> pl.DataFrame:
    """The amounts, negative where their row is marked as a credit and they are not negative already."""
    marked = marks.is_in(list(known.credits)).fill_null(value=False) & (amounts["value"] > 0).fill_null(value=False)
    return amounts.with_columns(
        value=pl.when(marked).then(-pl.col("value")).otherwise("value"),
        form=pl.when(marked).then(pl.lit("credit", pl.Categorical)).otherwise("form"),
    )


def _on_credits(layout: Layout, watch: Watch, beside: Beside) -> Iterator[Question]:
    """A column says which amounts are credits, and these have no minus."""
    for number, words in beside.words.items():
        sign = number in watch.signs
        credits_ = set(credit_words.credits_among(words.keys(), titled=sign or number in watch.documents))
        if sign and not credits_:
            credits_ = words.keys() - DEBIT - {""} if len(words.keys() - {""}) > 1 else set()
        if _unsigned(words, credits_, sign=sign):
            yield _question(layout, watch, number, credits_, beside)


def _unsigned(words: Mapping[str, Signs], credits_: set[str], *, sign: bool) -> bool:
    """True where the amounts of credits have no minus, though they seem to need one.

    Codes such as ``PC`` say it only where no amount at all has a minus: else the publisher writes one where it belongs. Words such as
    “credit note” say it though others have one, and a column of signs says it of each of its rows.
    """
    marked = _together(words, credits_)
    if not marked.plus:
        return False
    if sign and credits_ & CREDIT:
        return True
    if any(credit_words.is_plain(word) for word in credits_):
        return not marked.minus
    return not any(each.minus for each in words.values())


def _question(layout: Layout, watch: Watch, number: int, credits_: set[str], beside: Beside) -> Question:
    count = _together(beside.words[number], credits_).plus
    spelt = sorted({text.trimmed(cell) for word in credits_ for cell in beside.written[number][word]})
    return Question(
        "amount",
        (_title(layout, watch.amount),),
        f"“{_title(layout, number)}” seems to say that {text.counted(count, 'amount')} without a minus "
        f"{'is a credit' if count == 1 else 'are credits'} ({', '.join(spelt[:5])}). If so, give "
        f"{'it' if count == 1 else 'them'} a minus and send the file again; if all are payments, choose the column of the amounts.",
    )


# unit and currency


def _currency(layout: Layout, watch: Watch, beside: Beside) -> tuple[str | None, bool]:
    """Why the amounts may not be in pounds, and whether the currencies named are those of other amounts."""
    title = _title(layout, watch.amount)
    sterling = _STERLING.search(title) is not None or watch.foreign_beside
    named = {
        text.trimmed(cell).lower().rstrip(".") for cell in beside.currencies if not text.is_nothing(text.trimmed(cell))
    }
    others = named - _POUNDS - {""}
    if others and sterling:
        return None, True
    if others and watch.currency is not None:
        return f"the column “{_title(layout, watch.currency)}” names other currencies than pounds sterling", False
    if not sterling and _OTHER.search(title):
        return f"the title “{title}” names another currency than pounds sterling", False
    return None, False


def _unit(layout: Layout, beside: Beside, notes: list[str], questions: list[Question]) -> str | None:
    """The unit that is said of the amounts; a question where they are written with pence all the same."""
    if layout.unit_named is None:
        return None
    unit, who = layout.unit_named
    if beside.with_pence < _PENCE_SHOWN * beside.amounts or not beside.amounts:
        notes.append(f"The amounts are read as {_UNITS[unit]}, as {who}.")
        return unit
    why = f"The amounts are {_UNITS[unit]}, as {who}, but they are written like pounds and pence. Which are they?"
    questions.append(Question("unit", ("pounds", "pence", "thousands"), why))
    return None
