"""Date, amount and supplier that no title gave, by the values; and what is left where nothing better is there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ckanext.spenddata.definitions.titles import PERIOD, Match
from ckanext.spenddata.intake.columns import evidence
from ckanext.spenddata.intake.columns.agreement import agrees, is_amounts, looks_like
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.layout import KEY_FIELDS, Layout
from ckanext.spenddata.intake.columns.profile import Profile, filled
from ckanext.spenddata.intake.reading import Question
from ckanext.spenddata.values import dates
from ckanext.spenddata.values.faults import Fault

_CERTAIN = 0.9
_DIGITS, _DIGITS_IN = 0.4, 0.8
_PERIODS = re.compile(r"(?i)\b(?:periods?|prd|fiscal|financial|fin|fy)\b")
_OWED = re.compile(r"(?i)\b(?:due|outstanding|owing|owed|balance|award(?:ed)?)\b")
_FEW = 3
"""So few rows may have suppliers that are numbers."""


def by_values(layout: Layout, matches: Mapping[int, Match]) -> None:
    """Propose date, amount and supplier by what the columns hold that no title speaks for."""
    open_ = [c for c in layout.free() if c.profile.filled and not _spoken_for(matches.get(c.number), c.profile)]
    if layout.wants("payment_date"):
        days = [c for c in layout.columns if c.profile.dates + c.profile.months >= 0.8 and not _numbers_periods(c)]
        if any(c in open_ for c in days):
            # Beside the end of a period, a column of dates that nobody knows may be its beginning.
            _propose(layout, "payment_date", sorted(days, key=lambda c: c not in open_), "dates")
    if layout.wants("amount"):
        amounts = [c for c in open_ if is_amounts(c.profile)]
        _propose(layout, "amount", amounts, "amounts of money")
    if layout.wants("supplier_name"):
        _propose_supplier(layout, open_)
    _ask_where_guessed(layout)


def _ask_where_guessed(layout: Layout) -> None:
    """Where titles name but one of date, amount and supplier, what the values say of the others is confirmed by a person."""
    asked = {question.field for question in layout.questions}
    guessed = [name for name in KEY_FIELDS if name in layout.fields and evidence.is_guess(layout.fields[name].why)]
    for name in guessed if len(guessed) > 1 else ():
        if name not in asked:
            why = f"No title says which column is the {name.replace('_', ' ')}. Is it this one?"
            label = layout.fields[name].title.strip() or f"column {layout.fields[name].column}"
            layout.questions.append(Question(name, (label,), why))


def _spoken_for(match: Match | None, profile: Profile) -> bool:
    """True where the title says what the column is, and the values do not contradict it."""
    if match is None or match.certainty < 0.8:
        return False
    return agrees(match.title.field, profile)


def _propose(layout: Layout, name: str, found: list[Column], what: str, *, sure: bool = True) -> None:
    """Propose the only column that fits; ask where several do, or where the reason is no good one."""
    if not found:
        return
    sure = sure and len(found) == 1
    layout.take(name, found[0], (evidence.VALUES if sure else evidence.SOME_VALUES).with_words(what=what))
    if not sure or not layout.titled:
        reason = "Several columns could be" if len(found) > 1 else "No title says which column is"
        layout.ask(name, found, f"{reason} the {name.replace('_', ' ')}: its values are {what}. Please say which.")


def _propose_supplier(layout: Layout, open_: list[Column]) -> None:
    texts = [
        c for c in open_ if c.profile.textual >= 0.6 and c.number not in {m.column for m in layout.fields.values()}
    ]
    if not texts:
        return
    ranked = sorted(texts, key=lambda c: (-c.profile.companies, -c.profile.distinct, c.number))
    best = ranked[0]
    known = [c for c in layout.columns if c not in open_ and _names_more_companies(c, best)]
    ranked += known
    clear = best.profile.companies >= 0.2 and all(c.profile.companies < best.profile.companies / 2 for c in ranked[1:])
    layout.take(
        "supplier_name", best, evidence.VALUES.with_words(what="names of companies") if clear else evidence.BEST_TEXT
    )
    if not clear or not layout.titled:
        layout.ask("supplier_name", ranked, "No title says which column names the supplier. Please say which.")


def _names_more_companies(column: Column, best: Column) -> bool:
    """True where the title speaks for another field, and the values are still names of companies, more than those of the best guess."""
    profile = column.profile
    return looks_like("supplier_name", column) and profile.companies > best.profile.companies


def by_least(layout: Layout, matches: Mapping[int, Match]) -> None:
    """Columns that are taken because there is nothing better: months for dates, whole numbers for amounts, numbers for names."""
    open_ = [c for c in layout.free() if c.profile.filled]
    if layout.wants("payment_date"):
        months = [c for c in open_ if _is_period(matches.get(c.number)) and _are_months(c)]
        if len(months) == 1:
            layout.take("payment_date", months[0], evidence.MONTH)
    if layout.wants("amount") and {"payment_date", "supplier_name"} <= layout.fields.keys():
        numbers = [c for c in open_ if c.profile.money >= 0.9 and matches.get(c.number) is None]
        _propose(layout, "amount", numbers, "numbers", sure=False)
        _propose_owed(layout, open_, matches)
    if layout.wants("supplier_name"):
        named = [c for c in layout.columns if _names_suppliers(matches.get(c.number)) and 0 < c.profile.filled <= _FEW]
        if len(named) == 1:
            layout.fields.pop("supplier_local_id", None)
            layout.take("supplier_name", named[0], evidence.NUMBERED_NAMES)


def _propose_owed(layout: Layout, open_: list[Column], matches: Mapping[int, Match]) -> None:
    """The only amounts there are, though their title speaks of what is owed or awarded: a person says whether they were paid.

    A title of another register is asked about with the register's others.
    """
    found = [c for c in open_ if is_amounts(c.profile)]
    match = matches.get(found[0].number) if len(found) == 1 else None
    if not layout.wants("amount") or match is None or not _OWED.search(found[0].title):
        return
    layout.take("amount", found[0], evidence.OWED)
    if match.title.kind != "register":
        why = (
            f"“{found[0].title.strip()}” holds the only amounts of money, and its title speaks of what is owed, left or awarded, not of "
            "what was paid. If these are payments, say that it holds the amount; if not, send the file of payments."
        )
        layout.ask("amount", found, why)


def by_title_alone(layout: Layout, matches: Mapping[int, Match]) -> None:
    """Dates or amounts that can't be read, under the only title that is theirs, where no other column holds any.

    Each row is then an error that shows its cell. A question could only be answered with the same column, or a wrong one.
    """
    for name in ("amount", "payment_date"):
        others = {*KEY_FIELDS} - {name}
        if not layout.wants(name) or not others <= layout.fields.keys():
            continue
        titled = [column for column in layout.free() if _is_titled(name, matches.get(column.number))]
        elsewhere = any(looks_like(name, column) for column in layout.columns if column not in titled)
        if len(titled) == 1 and not elsewhere and (_mostly_digits(titled[0]) or _are_periods(titled[0])):
            layout.take(name, titled[0], evidence.TITLE_ALONE)


def _is_titled(name: str, match: Match | None) -> bool:
    return match is not None and match.title.field == name and match.certainty >= _CERTAIN


def _mostly_digits(column: Column) -> bool:
    """True for cells that are numbers with something about them, as damaged amounts and dates are, and no words."""
    cells = filled(column.cells)
    digits = sum(sum(map(str.isdigit, cell)) >= _DIGITS * len(cell) for cell in cells)
    return bool(cells) and digits >= _DIGITS_IN * len(cells)


def _are_periods(column: Column) -> bool:
    """True for periods of the accounts, of which each row then says that they are no dates."""
    cells = filled(column.cells)
    return bool(cells) and sum(dates.read(cell).fault == Fault.PERIOD for cell in cells) >= _DIGITS_IN * len(cells)


def _are_months(column: Column) -> bool:
    """True for months with their names: in numbers the fifth month of a year may be August."""
    return column.profile.months >= 0.8 and column.profile.words >= 0.8


def _numbers_periods(column: Column) -> bool:
    """True for numbers of months under a title that calls them periods: the third of a financial year is June."""
    return bool(_PERIODS.search(column.title)) and column.profile.months >= 0.8 and not _are_months(column)


def _is_period(match: Match | None) -> bool:
    return match is not None and match.title.role == PERIOD


def _names_suppliers(match: Match | None) -> bool:
    """True where a title is one for suppliers, whatever the values made of it."""
    return match is not None and any(title.field == "supplier_name" for title in (match.title, *match.title.also))
