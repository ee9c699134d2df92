"""Words beside the amounts that say which of them are credits: those that are plain, and those of which a person is asked.

All of it is decided by every row (``beside``), not by a sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

import polars as pl

from ckanext.spenddata.intake.columns import credit_words, deductions, mirrors, undone, unpaid
from ckanext.spenddata.intake.columns.beside import Beside, CreditMarks, Signs, Spread
from ckanext.spenddata.intake.columns.credit_words import COMING_IN, CREDIT, DEBIT, NOUGHT_AND_ONE, YES
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.columns.watch import Watch
from ckanext.spenddata.intake.grid import IN_RED, is_colours
from ckanext.spenddata.intake.reading import Question
from ckanext.spenddata.values import text

CREDITS, PAYMENTS = "these are credits", "all are payments"
"""Answers to the question whether amounts are credits that have no minus."""
_ON_CANCELLED = "If they were cancelled and never paid, remove these rows and send the file again. "
_AMONG = 3
"""Where more than one reference of so many is written like that of a credit note, all documents are."""
_FEW = 10
"""Where no more than one of so many is, they may be credit notes however they are spread."""
_SUPPLIERS = 5
"""Suppliers with several payments by whom it is seen that a way to number documents is not one for credit notes alone."""


class Marked(NamedTuple):
    """Columns and words that mark the credits."""

    marks: tuple[CreditMarks, ...] = ()
    said: tuple[str | Question, ...] = ()
    """Notes on what is done; a question where that is open."""


def plain(layout: Layout, watch: Watch, beside: Beside) -> Marked:
    """The column of signs whose marks are plain, of which nobody needs to be asked."""
    return next(filter(None, (_marks(layout, number, beside) for number in watch.signs)), Marked())


def _marks(layout: Layout, number: int, beside: Beside) -> Marked | None:
    """The marks of a column of signs, where they are plain: all are known, credits are the fewer, and no amount has a sign."""
    # A title that is repeated among the rows has no amount beside it.
    words = {word: signs for word, signs in beside.words.get(number, {}).items() if signs.plus or signs.minus}
    credits_ = credit_words.credits_among(words.keys(), titled=True)
    marked, others = beside.together(number, credits_), beside.together(number, words.keys() - credits_)
    known = words.keys() <= credits_ | DEBIT | {""}
    if not known or not 0 < marked.plus < others.plus or marked.minus or others.minus:
        return None
    spelt = sorted(text.trimmed(cell) for word in credits_ for cell in beside.words[number][word].written)
    note = f"Amounts that “{layout.title(number)}” marks as credits ({', '.join(dict.fromkeys(spelt))}) count with a minus."
    return Marked((_as_written(beside, number, credits_),), (note,))


def _as_written(beside: Beside, column: int, words: Iterable[str]) -> CreditMarks:
    return CreditMarks(column, tuple(sorted(cell for word in words for cell in beside.words[column][word].written)))


def marked_credits(amounts: pl.DataFrame, marks: pl.Series, known: CreditMarks) -> pl.DataFrame:
    """The amounts, negative where their row is marked as a credit and they are not negative already."""
    marked = marks.is_in(list(known.credits)).fill_null(value=False) & (amounts["value"] > 0).fill_null(value=False)
    return amounts.with_columns(
        value=pl.when(marked).then(-pl.col("value")).otherwise("value"),
        form=pl.when(marked).then(pl.lit("credit", pl.Categorical)).otherwise("form"),
    )


class _Doubt(NamedTuple):
    """A column that seems to say which amounts are credits, though these have no minus."""

    column: int
    words: frozenset[str]
    """Those that seem to say it."""
    amounts: int
    """So many without a minus stand beside them."""
    plain: bool
    """False where its words are no known ones, and any of them may be that of the credits."""


def _doubts(watch: Watch, beside: Beside) -> Iterator[_Doubt]:
    for number, words in beside.words.items():
        if number in watch.references:
            if not _is_way_to_number(words, beside.spread.get(number, Spread())):
                yield from _doubtful_references(number, words)
            continue
        if is_colours(number):
            yield from _doubtful_colours(number, words)
            continue
        sign = number in (*watch.signs, *watch.credits)
        credits_ = _said_by(words, watch, number) - unpaid.words_of(watch, beside, number)
        plain = bool(credits_)
        if not plain and (mirrored := frozenset(mirrors.credits_among(words, beside.amounts))):
            yield _Doubt(number, mirrored, beside.together(number, mirrored).plus, plain=True)
            continue
        if sign and not plain:
            credits_ = _unknown(words.keys() - {""})
        marked = beside.together(number, credits_)
        if credits_ == {"-"} and not sign and marked.plus * 2 > beside.together(number, words).plus:
            continue  # dashes in most rows say that there is nothing
        if not _unsigned(words, credits_, marked, sign=sign):
            # What other rows show needs no more.
            credits_ = {word for word, each in words.items() if _is_undone(word, each)}
        if credits_:
            yield _Doubt(number, frozenset(credits_), beside.together(number, credits_).plus, plain)


def _said_by(words: Mapping[str, Signs], watch: Watch, number: int) -> set[str]:
    """Words of a column that say credit by themselves, or by what other rows show of them."""
    credits_ = credit_words.credits_among(
        words.keys(),
        titled=number in (*watch.signs, *watch.credits, *watch.documents),
        status=number in watch.statuses,
        notes=number in watch.notes,
        typed=number in watch.types,
    )
    narrated = {word for word in words if number in watch.narratives and credit_words.is_narrated(word)}
    kept_back = {word for word, each in words.items() if 0 < each.plus == each.shown and deductions.is_one(word)}
    return {*credits_, *narrated, *kept_back, *(word for word, each in words.items() if _is_undone(word, each))}


def _is_undone(word: str, signs: Signs) -> bool:
    return undone.takes_back(word) and 0 < signs.plus == signs.shown and not signs.minus


def need_all_rows(watch: Watch, beside: Beside) -> bool:
    """True where words stand beside the amounts of which only all rows together show what they are, and no piece of a large file does."""
    return any(map(_need_all_rows, (words for number, words in beside.words.items() if number not in watch.references)))


def _need_all_rows(words: Mapping[str, Signs]) -> bool:
    open_ = (word for word, each in words.items() if each.shown < each.plus)
    if any(deductions.is_one(word) or undone.is_one(word) for word in open_):
        return True
    return mirrors.may_tell_credits(words.keys()) and not any(each.minus for each in words.values())


def _doubtful_colours(number: int, words: Mapping[str, Signs]) -> Iterator[_Doubt]:
    """Figures in red among others, where no amount of the table has a minus; where most are, it is how the sheet looks."""
    red, others = words.get(IN_RED, Signs()), words.get("", Signs())
    if 0 < red.plus < others.plus and not red.minus + others.minus:
        yield _Doubt(number, frozenset({IN_RED}), red.plus, plain=True)


def _doubtful_references(number: int, words: Mapping[str, Signs]) -> Iterator[_Doubt]:
    """References of credit notes among others: few, and no amount of the table has a minus."""
    notes, others = (words.get(word, Signs()) for word in (credit_words.NOTE, ""))
    if 0 < notes.plus * _AMONG <= notes.plus + others.plus and not notes.minus + others.minus:
        yield _Doubt(number, frozenset({credit_words.NOTE}), notes.plus, plain=True)


def _is_way_to_number(words: Mapping[str, Signs], spread: Spread) -> bool:
    """True where ``CR`` before a number is that of a payment run: many documents have it, and so have most suppliers."""
    notes, others = (words.get(word, Signs()) for word in (credit_words.NOTE, ""))
    many = notes.plus * _FEW > notes.plus + others.plus
    everywhere = spread.suppliers >= _SUPPLIERS and spread.having * 2 >= spread.suppliers
    return many and everywhere and all(credit_words.BARE_REFERENCE.fullmatch(cell) for cell in notes.written)


def _unknown(said: Set[str]) -> set[str]:
    """Words of a column of signs, none of them known, that may be those of the credits: any, where there are several."""
    if said == NOUGHT_AND_ONE or said <= COMING_IN.keys():
        return set(said)
    return set(said - DEBIT) if len(said) > 1 or said <= YES else set()


def _unsigned(words: Mapping[str, Signs], credits_: set[str], marked: Signs, *, sign: bool) -> bool:
    """True where the amounts of credits have no minus, though they seem to need one.

    Codes such as ``PC`` say it only where no amount at all has a minus: else the publisher writes one where it belongs. Words such as
    “credit note” say it though others have one, and a column of signs says it of each of its rows.
    """
    if not marked.plus:
        return False
    if sign and credits_ & CREDIT:
        return True
    if (sign and credits_ & COMING_IN.keys()) or any(credit_words.is_plain(word) for word in credits_):
        return not marked.minus
    return not any(each.minus for each in words.values())


def answered(layout: Layout, watch: Watch, beside: Beside) -> Marked:
    """The columns and words that a person said mark the credits; a question, where one is open and nobody has answered it."""
    doubts = list(_doubts(watch, beside))
    if doubts and layout.credits is False:
        spelt = " and ".join(
            f"{beside.spelt(doubt.column, doubt.words)} under “{layout.title(doubt.column)}”" for doubt in doubts
        )
        return Marked((), (f"Amounts beside {spelt} count as payments, as you answered.",))
    found = list(_answered_columns(layout.credits, doubts))
    if doubts and not found:
        return Marked((), (_question(layout, doubts, beside),))
    notes = (
        f"Amounts that “{layout.title(column)}” marks as credits ({beside.spelt(column, words)}) count with a minus, as you answered."
        for column, words in found
    )
    return Marked(tuple(_as_written(beside, column, words) for column, words in found), tuple(notes))


def seen(layout: Layout, watch: Watch, beside: Beside) -> tuple[str, ...]:
    """What an answer about credits is said of: each word, and the column that it stands in."""
    found = {
        f"{text.title_key(layout.title(doubt.column))}: {credit_words.core(word)}"
        for doubt in _doubts(watch, beside)
        for word in doubt.words
    }
    return tuple(sorted(found))


def _answered_columns(answer: bool | str | None, doubts: Sequence[_Doubt]) -> Iterator[tuple[int, frozenset[str]]]:
    """Columns, and which of their words an answer says are those of the credits; none where it fits no doubt."""
    for doubt in doubts:
        if isinstance(answer, str):
            if (word := credit_words.word(answer)) in doubt.words:
                yield doubt.column, frozenset({word})
        elif answer and doubt.plain:
            yield doubt.column, doubt.words


def _question(layout: Layout, doubts: Sequence[_Doubt], beside: Beside) -> Question:
    first, plain = doubts[0], doubts[0].plain
    named = (CREDITS,) if plain else tuple(_words_of(beside, first.column, first.words))
    return Question("credits", (*named, PAYMENTS), _of_credits(layout, doubts, beside))


def _of_credits(layout: Layout, doubts: Sequence[_Doubt], beside: Beside) -> str:
    first, *others = doubts
    count = text.counted(first.amounts, "amount")
    why = (
        f"“{layout.title(first.column)}” seems to say that {count} without a minus "
        f"{'is a credit' if first.amounts == 1 else 'are credits'} ({beside.spelt(first.column, first.words)})"
    )
    why += "".join(
        f"; “{layout.title(each.column)}” says it of {each.amounts:,} ({beside.spelt(each.column, each.words)})"
        for each in others
    )
    plain = first.plain
    cancelled = any(credit_words.is_cancelled(word) for each in doubts for word in each.words)
    counted = "Credits" if plain else "The amounts beside the word that you choose"
    return f"{why}. {_ON_CANCELLED if cancelled else ''}{counted} count with a minus. {'Are they' if plain else 'Which are'} credits?"


def _words_of(beside: Beside, column: int, words: Iterable[str]) -> Iterator[str]:
    """Words as they are written, each once."""
    for word in sorted(words):
        yield text.trimmed(min(beside.words[column][word].written))
