"""Columns whose title is written twice, blank or broken, by the place they have in HM Treasury's order of columns."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.spenddata.definitions.titles import Match
from ckanext.spenddata.intake.columns import evidence
from ckanext.spenddata.intake.columns.agreement import WORDY, agrees, is_amounts
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.values import text

ORDER = (
    "department_family",
    "entity",
    "payment_date",
    "expense_type",
    "expense_area",
    "supplier_name",
    "transaction_number",
    "amount",
    "description",
)
"""HM Treasury's order of columns."""
_OFTEN = 0.5


def by_order(layout: Layout, matches: Mapping[int, Match]) -> None:
    """A column with no title that is known takes the field that stands between its neighbours' in HM Treasury's order."""
    at = {mapped.column: name for name, mapped in layout.fields.items()}
    for column in layout.free():
        match = matches.get(column.number)
        if match and not (match.title.field and not agrees(match.title.field, column.profile)):
            continue
        before, after = at.get(column.number - 1), at.get(column.number + 1)
        last = _is_last(layout, column)
        name = _between(before, after, first=column.number == 1, last=last)
        if name is None or not layout.wants(name) or not column.profile.filled or not agrees(name, column.profile):
            continue
        if (column.profile.money < 0.9) if name == "amount" else is_amounts(column.profile):
            continue
        if not _stands_for(name, column) or (name == "amount" and column.title.strip() and _has_rivals(layout, column)):
            continue
        what = (
            "no title"
            if not text.trimmed(column.title)
            else f"the title “{column.label}” says something else or nothing"
        )
        layout.take(name, column, evidence.ORDER.with_words(what=what))
        at[column.number] = name


def _is_last(layout: Layout, column: Column) -> bool:
    """True for a column without a title at the right of the table; not where most of its cells are blank, for these are remarks."""
    beyond = any(other.profile.filled for other in layout.columns if other.number > column.number)
    return not text.title_key(column.title) and not beyond and column.profile.blank <= _OFTEN


def _stands_for(name: str, column: Column) -> bool:
    """True where the values can be the field's though no title says so: words for names and kinds, numbers for references."""
    if name in {"amount", "payment_date"}:
        return True
    if name != "transaction_number":
        return column.profile.textual >= WORDY
    numbered = sum(any(map(str.isdigit, cell)) for cell in column.cells)
    return column.profile.postcodes < 0.5 and numbered >= 0.8 * column.profile.filled


def _has_rivals(layout: Layout, column: Column) -> bool:
    """True where another column that no field takes holds amounts, too: which of them was paid isn't told by the place."""
    return any(other.number != column.number and is_amounts(other.profile) for other in layout.free())


def _between(before: str | None, after: str | None, *, first: bool, last: bool) -> str | None:
    if first and after in ORDER and ORDER.index(after) == 1:
        return ORDER[0]
    if before not in ORDER or ORDER.index(before) + 1 >= len(ORDER):
        return None
    place = ORDER.index(before) + 1
    follows = after in ORDER and ORDER.index(after) == place + 1
    return ORDER[place] if follows or last or (after is None and ORDER[place] == "amount") else None
