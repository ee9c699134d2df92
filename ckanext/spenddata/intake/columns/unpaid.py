"""Rows of which a column says that they were not paid, or not yet: a person is asked, whatever else is known of the amounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ckanext.spenddata.intake.columns import undone, unpaid_words
from ckanext.spenddata.intake.columns.beside import Beside, Signs
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.columns.watch import Watch
from ckanext.spenddata.intake.grid import STRUCK, is_colours
from ckanext.spenddata.intake.reading import Question
from ckanext.spenddata.values import text

FIELD = "were_paid"
"""The matter of the question, and the answer to it."""
PAID = "they were all paid"
"""The one answer: rows that were not paid can't be published, so they leave the file."""
_NONE = Signs()
_ASKED = "Were they payments? If not, remove these rows and send the file again. An answer is for this file alone."


class _Doubt(NamedTuple):
    """A column that seems to say which amounts were not paid."""

    column: int
    words: frozenset[str]
    amounts: int


def words_of(watch: Watch, beside: Beside, number: int) -> frozenset[str]:
    """The words of a column that say it; of its look, that figures are struck through."""
    words = beside.words.get(number, {})
    prepaid = frozenset(word for word, each in words.items() if 0 < each.plus == each.shown and undone.is_prepaid(word))
    if is_colours(number):
        return frozenset({STRUCK} & words.keys())
    if number in watch.cleared:
        some = words.get("", _NONE).plus > 0
        return frozenset({unpaid_words.OPEN} & words.keys()) if some else frozenset()
    if number in watch.narratives:
        return prepaid | unpaid_words.parts(words.keys())
    if number in watch.flags:
        return frozenset(unpaid_words.flagged(words.keys()))
    return prepaid | unpaid_words.among(words.keys(), status=number in watch.statuses, notes=number in watch.notes)


def said(layout: Layout, watch: Watch, beside: Beside) -> str | Question | None:
    """A question, where nobody has said that such rows were paid; else a note that somebody did. Nothing where there are none."""
    doubts = list(_doubts(watch, beside))
    if not doubts:
        return None
    if not layout.were_paid:
        return Question(FIELD, (PAID,), _why(layout, doubts, beside))
    spelt = " and ".join(
        f"{beside.spelt(each.column, each.words)} under “{layout.title(each.column)}”" for each in doubts
    )
    return f"Amounts beside {spelt} count as paid, as you answered."


def _doubts(watch: Watch, beside: Beside) -> Iterator[_Doubt]:
    for number in beside.words:
        if number not in watch.references and (words := words_of(watch, beside, number)):
            seen = beside.together(number, words)
            if not is_colours(number) or seen.plus + seen.minus:
                yield _Doubt(number, words, seen.plus + seen.minus)


def _why(layout: Layout, doubts: list[_Doubt], beside: Beside) -> str:
    said = " and ".join(
        f"“{layout.title(each.column)}” seems to say that {text.counted(each.amounts, 'amount')} "
        f"{'is no payment, or was' if each.amounts == 1 else 'are no payments, or were'} not paid yet "
        f"({beside.spelt(each.column, each.words)})"
        for each in doubts
    )
    return f"{said}. {_ASKED}"
