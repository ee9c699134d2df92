"""Columns by known titles, where the values agree.

Of several columns for one field the best ranked is taken; there is a question where the ranks leave more than one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from ckanext.spenddata.definitions.titles import DEBIT, Match
from ckanext.spenddata.intake.columns import currencies, evidence, rivals
from ckanext.spenddata.intake.columns.agreement import WORDY, agrees
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.evidence import Evidence
from ckanext.spenddata.intake.columns.layout import KEY_FIELDS, Layout
from ckanext.spenddata.values import text


def by_titles(layout: Layout, matches: Mapping[int, Match]) -> None:
    """Map the columns whose titles are known; debits, perhaps with credits beside them, where there is no column of amounts."""
    candidates: dict[str, list[tuple[Column, Match]]] = defaultdict(list)
    for column in layout.free():
        match = matches.get(column.number)
        if match and match.title.field and layout.wants(match.title.field):
            candidates[match.title.field].append((column, match))
    _divide_pairs(candidates)
    for name, found in candidates.items():
        agreeing = [(column, match) for column, match in found if agrees(name, column.profile)]
        if agreeing:
            _choose(layout, name, agreeing)
    if layout.wants("amount"):
        _from_debits(layout, matches)


def _from_debits(layout: Layout, matches: Mapping[int, Match]) -> None:
    """The amounts of a table that has a column of debits, and perhaps one of credits, and no other."""
    for column in layout.free():
        match = matches.get(column.number)
        if match and match.title.role == DEBIT and column.profile.filled and agrees("amount", column.profile):
            layout.take("amount", column, Evidence.of_title(match))
            return


def _divide_pairs(candidates: dict[str, list[tuple[Column, Match]]]) -> None:
    """``Expense Area, Expense Area``: in HM Treasury's order the first of the two is the expense type."""
    areas = candidates.get("expense_area", [])
    if "expense_type" in candidates or len(areas) < 2:
        return
    (first, match), (second, other) = areas[:2]
    if first.profile.textual < WORDY:
        return
    if second.number == first.number + 1 and text.title_key(first.title) == text.title_key(second.title):
        candidates["expense_type"] = [(first, _as(match, evidence.FIRST_OF_TWO))]
        candidates["expense_area"] = [
            (second, _as(other, evidence.SECOND_OF_TWO)),
            *areas[2:],
        ]


def _as(match: Match, kind: Evidence) -> Match:
    return match._replace(certainty=kind.weight, why=kind.why)


def _choose(layout: Layout, name: str, found: list[tuple[Column, Match]]) -> None:
    """Take the best ranked of the columns; ask where more than one is as good."""
    ordered = sorted(found, key=lambda item: _preference(name, *item))
    column, match = ordered[0]
    others = [(c, m) for c, m in ordered[1:] if c.profile.filled]
    layout.twins += [(column.number, c.number) for c, _ in others if name in KEY_FIELDS and column.same_as(c)]
    equals = [(c, m) for c, m in others if _rival(name, match, m, column, c)]
    found_by = (
        Evidence.of_title(match)
        .times(evidence.SEVERAL if equals else 1)
        .times(1 if column.profile.filled else evidence.BLANK)
    )
    if others and not equals:
        passed = ", ".join(f"“{c.label}”" for c, _ in others)
        found_by = replace(found_by, why=f"{match.why}; taken before {passed}")
    layout.take(name, column, found_by)
    if match.title.basis:
        layout.basis[name] = match.title.basis
    if equals:
        columns = [column, *(c for c, _ in equals)]
        why = f"{len(columns)} columns could be the {name.replace('_', ' ')}. Until you say which, the first is shown."
        layout.ask(name, columns, why, blocking=name in KEY_FIELDS)


def _preference(name: str, column: Column, match: Match) -> tuple[bool, int, bool, float, int]:
    """Sorts the columns that could be a field: filled or called by its very name, of good rank, words rather than codes, sure, early."""
    lesser = name in _WORDS and column.profile.textual < WORDY
    if name == "amount":
        lesser = not currencies.says_outright(column.title)
    return (
        not column.profile.filled and match.title.rank > 0,
        match.title.rank,
        lesser,
        -match.certainty,
        column.number,
    )


_KNOWN = 0.8
"""A title that only contains a known one is less sure."""
_WORDS = frozenset({"expense_area", "expense_type", "description", "category_local"})
"""Fields that are better in words than in codes."""


def _rival(name: str, best: Match, other: Match, column: Column, candidate: Column) -> bool:
    """True where nothing but a person can say which of two columns is the field."""
    if column.same_as(candidate) or other.certainty < best.certainty - 0.1:
        return False
    if name == "amount":
        decided = bool(best.title.basis) and best.title.basis != other.title.basis
        decided |= currencies.says_outright(column.title) and not currencies.says_outright(candidate.title)
        # Of “Receipted Amount” one word is known: it comes before no title of which all are.
        weaker = best.title.rank < other.title.rank >= rivals.WEAK_RANK and best.certainty >= _KNOWN
        return not decided and not weaker
    if name == "supplier_name" and best.certainty < _KNOWN <= other.certainty:
        return True  # “Supplier Group” may be a name of several suppliers, and “Name” that of each
    # A service area is the finer one beside a department area; which one a publisher means is not for us to say.
    return other.title.rank <= best.title.rank + (name == "expense_area")
