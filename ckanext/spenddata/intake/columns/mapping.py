"""Which column is which canonical field: by the titles and by the values, with a confidence and a reason for each.

The steps, each working on what the ones before left open:

1. what a person confirmed or answered (``said``);
2. the known titles, where the values agree (``titles``);
3. values that only one field has, under a lost title (``untitled``);
4. a title that is written twice, blank or broken: its place in HM Treasury's order (``order``);
5. date, amount and supplier that no title gave: the values (``guesses``);
6. dates or amounts under a title that is theirs, in a form that nobody knows: so each row says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ckanext.spenddata.definitions.titles import Match, Titles
from ckanext.spenddata.intake.columns import (
    amounts,
    arithmetic,
    pence_apart,
    references,
    registers,
    repeated,
    rivals,
    uncalculated,
    untitled,
    vat_by_row,
)
from ckanext.spenddata.intake.columns.agreement import WORDY, agrees
from ckanext.spenddata.intake.columns.answers import by_answers, confirmed
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.guesses import by_least, by_title_alone, by_values
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.columns.order import by_order
from ckanext.spenddata.intake.columns.profile import Profile
from ckanext.spenddata.intake.columns.titles import by_titles
from ckanext.spenddata.intake.reading import Answers

_SOME = 0.1
"""Share of names of companies that a column of suppliers has."""


def map_columns(columns: Sequence[Column], titles: Titles, answers: Answers) -> Layout:
    """Map the columns of a table."""
    matches = {column.number: _meant(match, column) for column in columns if (match := titles.match(column.title))}
    if titles.duty:
        matches = _apart(matches)
    layout = confirmed(columns, matches, answers) or _mapped(columns, matches, answers)
    # Which column is which says nothing of the credits in it: they are a question of their own.
    amounts.complete(layout, matches, answers)
    references.find(layout)
    if not layout.confirmed:
        layout.questions += [*registers.doubts(layout, matches, answers)]
        layout.questions += [*rivals.doubts(layout, matches, answers), *untitled.doubts(layout)]
        layout.questions += [*repeated.doubts(layout, matches, answers)]
        layout.questions += [*pence_apart.doubts(layout, answers)]
        layout.questions += [*arithmetic.doubts(layout, matches, answers)]
        layout.questions += [*vat_by_row.doubts(layout, answers)]
        layout.questions += [*uncalculated.doubts(layout, matches, answers)]
    return layout


def _meant(match: Match, column: Column) -> Match:
    """The first of the meanings of a title that the values agree with."""
    profile = column.profile
    if match.title.field == "supplier_local_id" and profile.companies >= _SOME and profile.textual >= WORDY:
        # Agresso's ``SuppID(T)``: the text that belongs to an identifier.
        return match._replace(title=replace(match.title, field="supplier_name", rank=rivals.WEAK_RANK))
    meanings = (match.title, *match.title.also)
    best = next((title for title in meanings if _fits(title.field, profile)), match.title)
    others = tuple(title for title in meanings if title is not best)
    return match._replace(title=replace(best, also=others))


def _apart(matches: Mapping[int, Match]) -> dict[int, Match]:
    """The matches, with another meaning for a title whose first one is that of a column which can mean nothing else."""
    certain = {match.title.field for match in matches.values() if not match.title.also and match.certainty >= _CERTAIN}
    apart = dict(matches)
    for number, match in matches.items():
        other = next((title for title in match.title.also if title.field not in certain), None)
        if match.title.field in certain and other is not None:
            apart[number] = match._replace(title=other)
    return apart


def _fits(name: str, profile: Profile) -> bool:
    """True where the values speak for a field as one of several meanings of a title."""
    if name == "department_family":
        return profile.distinct * profile.filled <= _FAMILIES or profile.commonest >= _ONE
    return agrees(name, profile)


_CERTAIN = 0.9
_FAMILIES = 3
"""So many families of departments may be in one file; more “departments” are those of one body."""
_ONE = 0.75
"""One that so many rows have is the family, whatever else stands in the column."""


def _mapped(columns: Sequence[Column], matches: Mapping[int, Match], answers: Answers) -> Layout:
    closed = frozenset(name for name, wanted in answers.mapping.items() if not wanted)
    layout = Layout(columns, closed=closed, titled=bool(matches))
    by_answers(layout, matches, answers.mapping)
    by_titles(layout, matches)
    untitled.take(layout)
    by_order(layout, matches)
    by_values(layout, matches)
    by_least(layout, matches)
    by_title_alone(layout, matches)
    return layout
