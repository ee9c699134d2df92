"""Kinds of expense and areas told apart by their values, where titles do not: exchanged, written twice, codes, categories.

Of the words in a column of expense types many are known ones (``expense_types.csv``); of those in a column of areas hardly any is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ckanext.spenddata.definitions.expense_types import normalise
from ckanext.spenddata.intake.columns import credit_words, evidence, unpaid_words
from ckanext.spenddata.intake.columns.agreement import WORDY
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.columns.profile import filled
from ckanext.spenddata.intake.reading import Answers
from ckanext.spenddata.values import text

_HARDLY, _MANY, _MOST = 0.02, 0.25, 0.5
"""Shares of known expense types."""
_ENOUGH = 10
"""Fewer filled cells show nothing."""
_SEVERAL = 5
"""So many codes and words that pair one to one are no chance."""
_LINES = frozenset(
    {"item", "vat", "tax", "freight", "miscellaneous", "misc", "prepay", "prepayment", "rec tax", "nonrec tax"}
    | {"standard", "invoice", "invoices", "credit note", "credit notes", "credit", "credit memo", "debit memo", "mixed"}
)
"""Types of the lines of an invoice in ledgers. They are no categories."""
_NEARLY = 0.9
"""So large a share of the words of a column says how payments were made, or by which kind of document, and not for what."""


def put_right(layout: Layout, known: Collection[str], answers: Answers) -> None:
    """Set a layout right by the words in its columns; what a person said stays.

    Args:
        layout: a mapped layout.
        known: expense types, normalised.
        answers: what a person has said.
    """
    if layout.confirmed or {"expense_type", "expense_area", "category_local", "description"} & answers.mapping.keys():
        return
    _drop_line_types(layout)
    _drop_ways_to_pay(layout)
    kind, area = layout.column("expense_type"), layout.column("expense_area")
    if kind and area and text.title_key(kind.title) == text.title_key(area.title):
        _settle_equal_titles(layout, kind, area, known)
    elif kind and area and _exchanged(_share(kind, known), _share(area, known)):
        _exchange(layout, kind, area)
    elif kind and kind.profile.textual < WORDY:
        _ask_for_words(layout, kind)
    elif kind is None and layout.wants("expense_type"):
        _take_category(layout, known)


def _share(column: Column, known: Collection[str]) -> float:
    """Share of known expense types; 0 where hardly a cell is filled."""
    words = filled(column.cells)
    return sum(normalise(cell) in known for cell in words) / len(words) if len(words) >= _ENOUGH else 0.0


def _exchanged(kind: float, area: float) -> bool:
    """True where the shares of known expense types under two titles show that these are exchanged. An area may be called “Roads”, too."""
    return (kind <= _HARDLY and area >= _MANY) or (area >= _MOST and kind * 4 <= area)


def _drop_line_types(layout: Layout) -> None:
    for name in ("category_local", "expense_type"):
        column = layout.column(name)
        words = {cell.lower() for cell in column.words} if column else set[str]()
        # Under “Expense type”, freight is one.
        typed = column is not None and (name == "category_local" or credit_words.OF_TYPES.fullmatch(column.title))
        if typed and words and words <= _LINES:
            del layout.fields[name]


def _drop_ways_to_pay(layout: Layout) -> None:
    """``BACS``, ``CHQ`` under *Type*: how it was paid, which says nothing of what was bought."""
    for name in ("expense_type", "category_local"):
        column = layout.column(name)
        words = {credit_words.word(cell) for cell in column.words} if column else set[str]()
        ways = unpaid_words.WAYS_TO_PAY | credit_words.OF_BANKS
        if words & ways and len(words & (ways | credit_words.MADE)) >= _NEARLY * len(words):
            del layout.fields[name]


def _settle_equal_titles(layout: Layout, kind: Column, area: Column, known: Collection[str]) -> None:
    """``Expense Area, Expense Area``: each part of a body has parts of its own, so where the values nest both are areas."""
    pairs = {pair for pair in zip(kind.cells, area.cells, strict=True) if all(pair)}
    finer = max(len({one for one, _ in pairs}), len({other for _, other in pairs}))
    if len(pairs) > finer or len(pairs) < _SEVERAL or _share(kind, known) > _HARDLY:
        return
    del layout.fields["expense_type"]
    layout.fields["expense_area"] = replace(layout.fields["expense_area"], confidence=evidence.SEVERAL)
    _ask(
        layout,
        "expense_area",
        [kind, area],
        "Two columns have the same title, and each value of one belongs to one value of the other, as with parts of a body and "
        "their parts. Until you say which is the expense area, the second is shown; if one holds the expense type, say so.",
    )


def _exchange(layout: Layout, kind: Column, area: Column) -> None:
    layout.take("expense_type", area, evidence.EXCHANGED_TYPE)
    layout.take("expense_area", kind, evidence.EXCHANGED_AREA)
    _ask(
        layout,
        "expense_type",
        [area, kind],
        f"The titles “{kind.label}” and “{area.label}” seem to be exchanged: many values of “{area.label}” are known expense "
        "types, and hardly any of the other. Until you say which column holds the expense type, the first is shown.",
    )


def _ask_for_words(layout: Layout, kind: Column) -> None:
    """Codes of accounts say nothing where another column has the words for each of them."""
    for column in (layout.column("description"), *layout.free()):
        if column and column.profile.textual >= WORDY and _pair(kind, column):
            del layout.fields["expense_type"]
            _ask(
                layout,
                "expense_type",
                [column, kind],
                f"“{kind.label}” holds codes, and “{column.label}” the words for each of them. Codes alone tell a reader "
                "nothing and are left out. If the words are the expense type rather than the description, say so.",
            )
            return


def _pair(codes: Column, words: Column) -> bool:
    """True where nearly every code has words of its own, and each comes again and again."""
    pairs = [pair for pair in zip(codes.cells, words.cells, strict=True) if all(pair)]
    kinds, codes_, words_ = len(set(pairs)), len({code for code, _ in pairs}), len({word for _, word in pairs})
    return kinds >= _SEVERAL and kinds <= 1.05 * min(codes_, words_) and kinds <= 0.7 * len(pairs)


def _take_category(layout: Layout, known: Collection[str]) -> None:
    """A category of a department's list whose words are expense types: central government must say these, and no category."""
    category = layout.column("category_local")
    if category and "department_family" in layout.fields and _share(category, known) >= _MOST:
        del layout.fields["category_local"]
        layout.take("expense_type", category, evidence.CATEGORY_AS_TYPE)


def _ask(layout: Layout, name: str, columns: list[Column], why: str) -> None:
    layout.questions = [question for question in layout.questions if question.field != name]
    layout.ask(name, columns, why, blocking=False)
