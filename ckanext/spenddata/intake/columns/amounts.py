"""What the columns of a table say of its amounts: which of them are credits, in which unit and which currency they are.

All of it is decided by every row (``beside``), not by a sample.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ckanext.spenddata.definitions.titles import CREDIT, DEBIT, DOCUMENT_TYPE, FOREIGN_AMOUNT, SIGN, STATUS, Match
from ckanext.spenddata.intake.columns import (
    credit_column,
    credit_marks,
    credit_words,
    currencies,
    scales,
    unpaid,
    unpaid_words,
)
from ckanext.spenddata.intake.columns.beside import AmountFacts, Beside
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.columns.watch import Watch
from ckanext.spenddata.intake.grid import colours_of
from ckanext.spenddata.intake.hints import unit_named
from ckanext.spenddata.intake.reading import Answers, Question
from ckanext.spenddata.values import text
from ckanext.spenddata.values.units import UNITS

_KINDS = 60
"""A sample of a column with more different words than this proves that the column is no list of kinds: all of it has no fewer."""
_SELDOM_KINDS = frozenset(
    {
        "payment_date",
        "amount",
        "supplier_name",
        "department_family",
        "entity",
        "supplier_postcode",
        "transaction_number",
    }
)
"""Fields whose cells never say of which kind a row is."""
_AREAS = frozenset({"expense_area", "supplier_type"})
"""Fields whose codes are those of departments, wards and sorts of creditors: ``CR`` beside ``DR`` says nothing of an amount there, “credit
note” does."""
_PENCE_SHOWN = 0.3
"""So large a share of amounts with pence is not counted in thousands or in pence."""
_VERY_TITLE = 0.9
"""A title that is known for certain; “Payment Hold” is no “Pay Method” mistyped."""
_PADDED = 3
"""So many amounts that are filled up with noughts show a habit."""
_POUNDS = frozenset(
    {"£", "gbp", "sterling", "pounds", "pound", "pounds sterling", "pound sterling", "uk pounds", "uk", "stg", "ster"}
)
_IS_PAID = re.compile(
    r"\W*(?:(?:is|has|been|fully|invoice|payment)\W+)*(?:paid|made|approved|authori[sz]ed|released|posted|stage|statws)\W*(?:y\W*n|yes\W*no|flag)?\W*"
    r"|\W*(?:(?:payment|bacs|claim|application|request|process\w*|run|batch|file)\W+)*(?:status|result|outcome|decision)\W*(?:flag|ind|indicator)?\W*",
    re.IGNORECASE,
)
_NOTES = re.compile(r"\b(?:notes?|comments?|remarks?|nodiadau|sylwadau)\b", re.IGNORECASE)
"""The title of a column in which people write what there is to say of a payment.

A narrative says what it was for: a “refund” there may well have been paid to somebody."""
_NARRATIVES = re.compile(r"\b(?:descriptions?|narratives?|details?|purpose|particulars|disgrifiad)\b", re.IGNORECASE)
_PLUS_AND_MINUS = re.compile(r"(?=[^+]*\+)(?=[^-]*-)[ +/-]+")
_UNITS = {
    "hundreds": "hundreds of pounds",
    "thousands": "thousands of pounds",
    "millions": "millions of pounds",
    "pence": "pence",
}


def complete(layout: Layout, matches: Mapping[int, Match], answers: Answers) -> None:
    """Complete a mapped layout with what its other columns say of the amounts.

    Args:
        layout: a mapped layout.
        matches: what its titles mean.
        answers: what a person said of amounts that seem to be credits and have no minus, or not to be paid.
    """
    layout.watch = _watch(layout, matches)
    if layout.watch is None:
        return
    title = layout.title(layout.watch.amount)
    layout.credits, layout.were_paid = answers.credits, bool(answers.were_paid)
    if unit := unit_named([title]):
        layout.unit_named = (unit, f"the title “{title}” says")
    _look(layout)
    if layout.amounts.of_original:
        del layout.fields["currency"]


def _watch(layout: Layout, matches: Mapping[int, Match]) -> Watch | None:
    """What to look at in a layout; None where it has no amounts."""
    amount, currency, supplier, day, reference = (
        layout.column(name) for name in ("amount", "currency", "supplier_name", "payment_date", "transaction_number")
    )
    if amount is None:
        return None
    roles = {number: match.title.role for number, match in matches.items()}
    fields = {mapped.column: name for name, mapped in layout.fields.items()}
    free = sorted(column.number for column in layout.free())
    signs = tuple(c.number for c in layout.free() if roles.get(c.number) == SIGN or _PLUS_AND_MINUS.fullmatch(c.title))
    documents = tuple(c.number for c in layout.free() if roles.get(c.number) == DOCUMENT_TYPE or _holds_signs_alone(c))
    cleared = tuple(c.number for c in layout.columns if unpaid_words.CLEARED.fullmatch(c.title) and c is not day)
    references = tuple(
        c.number for c in layout.columns if c.number not in cleared and _is_reference(c, fields, matches)
    )
    flags = tuple(c.number for c in layout.free() if _is_flag(c, matches.get(c.number)))
    statuses = tuple(
        c.number
        for c in layout.free()
        if c.number not in (*flags, *cleared) and (roles.get(c.number) == STATUS or _IS_PAID.fullmatch(c.title))
    )
    known = {*signs, *documents, *statuses, *flags, *references, *cleared}
    notes = tuple(c.number for c in layout.columns if c.number not in known and _is_of_notes(c, roles))
    others = known | {*notes}
    narratives = tuple(c.number for c in layout.columns if c.number not in others and _is_narrative(c, fields))
    return Watch(
        amount.number,
        signs,
        documents,
        statuses,
        notes,
        narratives,
        references,
        supplier.number if supplier else None,
        day.number if day else None,
        reference.number if reference else None,
        kinds=tuple(c.number for c in layout.columns if c.number not in others and _may_be_kinds(c, fields)),
        areas=tuple(number for number, name in fields.items() if name in _AREAS),
        types=tuple(c.number for c in layout.columns if _holds_types(c, fields)),
        credits=tuple(number for number in free if roles.get(number) == CREDIT),
        debits=roles.get(amount.number) == DEBIT,
        currency=currency.number if currency else None,
        foreign_beside=FOREIGN_AMOUNT in roles.values(),
        twins=tuple(layout.twins),
        flags=flags,
        cleared=cleared,
        scales=tuple(
            c.number for c in layout.columns if scales.TITLE.fullmatch(c.title) or scales.RATE.fullmatch(c.title)
        ),
        colours=amount.colours is not None,
    )


def _is_flag(column: Column, match: Match | None) -> bool:
    """True for a column that is filled where a row was cancelled or held, unless its very title is that of something else."""
    other = match is not None and match.title.role in (CREDIT, DEBIT, STATUS) and match.certainty >= _VERY_TITLE
    return not other and unpaid_words.FLAG.fullmatch(column.title) is not None


def _is_reference(column: Column, fields: Mapping[int, str], matches: Mapping[int, Match]) -> bool:
    """True for a column of references of documents, whether it is published or not. Words alone under its title are kinds of them."""
    if column.number in fields or column.number not in matches:
        return fields.get(column.number) == "transaction_number"
    title = matches[column.number].title
    numbered = any(map(str.isdigit, "".join(column.cells)))
    return (title.field == "transaction_number" and numbered) or title.private == "invoice_number"


def _is_of_notes(column: Column, roles: Mapping[int, str]) -> bool:
    return _NOTES.search(column.title) is not None and roles.get(column.number) not in (CREDIT, DEBIT)


def _is_narrative(column: Column, fields: Mapping[int, str]) -> bool:
    described = column.number not in fields and _NARRATIVES.search(column.title)
    return fields.get(column.number) == "description" or bool(described)


def _may_be_kinds(column: Column, fields: Mapping[int, str]) -> bool:
    return fields.get(column.number) not in _SELDOM_KINDS and len(set(column.cells)) <= _KINDS


def _holds_signs_alone(column: Column) -> bool:
    """True for a column without a title in which nothing but signs stands; of one that is blank it may be said further down."""
    return (
        not text.trimmed(column.title)
        and {credit_words.word(cell) for cell in column.words} <= credit_words.SIGNS_ALONE
    )


def _holds_types(column: Column, fields: Mapping[int, str]) -> bool:
    return fields.get(column.number) not in _AREAS and bool(credit_words.OF_TYPES.fullmatch(column.title))


def _look(layout: Layout) -> None:
    cells = {column.number: column.whole for column in layout.columns}
    cells |= {colours_of(column.number): column.colours for column in layout.columns if column.colours is not None}
    if layout.watch is not None:
        layout.beside = layout.watch.look(cells.__getitem__)
        layout.amounts = facts(layout, layout.beside)


def take_unit(layout: Layout, unit: str | None, who: str, *, sure: bool = True) -> None:
    """Take the unit that is said of the amounts, where nothing else said one before; a person is asked where that is not sure."""
    if layout.watch is not None and unit is not None and layout.unit_named is None:
        layout.unit_named, layout.unit_sure = (unit, who), sure
        layout.amounts = facts(layout, layout.beside)


def take_currency(layout: Layout, said: str) -> None:
    """Take what is said of another currency of all amounts: a person is asked."""
    if layout.watch is not None and layout.currency_named is None:
        layout.currency_named = said
        layout.amounts = facts(layout, layout.beside)


def facts(layout: Layout, beside: Beside) -> AmountFacts:
    """What follows from what stands beside the amounts of a layout; pure, so that it can be asked again when more rows are known."""
    watch = layout.watch
    if watch is None:
        return AmountFacts()
    credit, credit_note = credit_column.found(layout, watch, beside)
    marked = credit_marks.plain(layout, watch, beside)
    doubts = {"unit": _unit_seen(layout, beside)}
    if credit is None and not marked.marks:
        marked = credit_marks.answered(layout, watch, beside)
        doubts["credits"] = credit_marks.seen(layout, watch, beside)
    unit, unit_said = _unit(layout, beside)
    by_row = scales.said(layout, watch, beside, UNITS)
    said = (credit_note, *marked.said, unpaid.said(layout, watch, beside), by_row or unit_said)
    notes = tuple(each for each in said if isinstance(each, str))
    questions = tuple(each for each in said if isinstance(each, Question))
    foreign, of_original = _currency(layout, watch, beside)
    if foreign:
        doubts["currency_is_sterling"] = tuple(
            sorted({f"title: {layout.title(watch.amount)}", *_other_currencies(beside)})
        )
    return AmountFacts(credit, marked.marks, unit, foreign, of_original, notes, questions, beside.twins, doubts)


# unit and currency


def _currency(layout: Layout, watch: Watch, beside: Beside) -> tuple[str | None, bool]:
    """Why the amounts may not be in pounds, and whether the currencies named are those of other amounts."""
    title = layout.title(watch.amount)
    sterling = currencies.says_own(title) or watch.foreign_beside
    others = _other_currencies(beside)
    if others and sterling:
        return None, True
    if not others and not sterling and (rates := scales.rates(layout, watch, beside)):
        return rates, False
    if others and watch.currency is not None:
        return f"the column “{layout.title(watch.currency)}” names other currencies than pounds sterling", False
    if layout.currency_named and not sterling:
        return layout.currency_named, False
    if not sterling and currencies.names_another(title):
        return f"the title “{title}” names another currency than pounds sterling", False
    return None, False


def _other_currencies(beside: Beside) -> set[str]:
    """Currencies that a column names, apart from pounds."""
    named = {
        text.trimmed(cell).lower().rstrip(".") for cell in beside.currencies if not text.is_nothing(text.trimmed(cell))
    }
    return named - _POUNDS - {""}


def _has_pence(beside: Beside) -> bool:
    return beside.with_pence >= _PENCE_SHOWN * beside.amounts


def _unit_seen(layout: Layout, beside: Beside) -> tuple[str, ...]:
    """What an answer about the unit is said of: the unit that the file names, and whether its amounts are written with pence."""
    named = layout.unit_named[0] if layout.unit_named else "no unit"
    return (f"{named} named, amounts {'with' if _has_pence(beside) else 'without'} pence",)


def _unit(layout: Layout, beside: Beside) -> tuple[str | None, str | Question | None]:
    """The unit that is said of the amounts, and a note on it; a question where they are written with pence all the same."""
    if layout.unit_named is None:
        return None, _of_padded(layout, beside)
    unit, who = layout.unit_named
    if not layout.unit_sure:
        if _has_pence(beside):
            return None, None
        why = f"As {who}, figures are {_UNITS[unit]}. It may not be said of these amounts. Which are they?"
        return None, Question("unit", UNITS, why)
    if not _has_pence(beside) or not beside.amounts:
        return unit, f"The amounts are read as {_UNITS[unit]}, as {who}."
    why = f"The amounts are {_UNITS[unit]}, as {who}, but they are written like pounds and pence. Which are they?"
    return None, Question("unit", UNITS, why)


def _of_padded(layout: Layout, beside: Beside) -> Question | None:
    """A question where amounts are filled up with noughts and have no point, as programs write pence."""
    if layout.watch is None or beside.padded < max(_PADDED, _PENCE_SHOWN * beside.amounts):
        return None
    title = layout.title(layout.watch.amount)
    why = f"The amounts under “{title}” are digits filled up with noughts, without a point, as programs often write pence. Which are they?"
    return Question("unit", UNITS, why)
