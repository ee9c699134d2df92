"""What a person said of the columns: a mapping that they confirmed for this layout is all there is; else the answers come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ckanext.spenddata.definitions.titles import Match
from ckanext.spenddata.intake.columns import evidence
from ckanext.spenddata.intake.columns.agreement import agrees
from ckanext.spenddata.intake.columns.column import Column, signature
from ckanext.spenddata.intake.columns.evidence import Evidence
from ckanext.spenddata.intake.columns.layout import KEY_FIELDS, Layout
from ckanext.spenddata.intake.reading import Answers
from ckanext.spenddata.values import text


def confirmed(columns: Sequence[Column], matches: Mapping[int, Match], answers: Answers) -> Layout | None:
    """The layout as a person confirmed it; None where nobody did, or where what was confirmed earlier does not fit these values."""
    known = signature(columns)
    answered = answers.layouts.get(known)
    wanted = answered if answered is not None else answers.remembered.get(known)
    if wanted is None:
        return None
    by_number = {column.number: column for column in columns}
    chosen = {name: by_number[number] for name, number in wanted.items() if number in by_number}
    if answered is None and not (chosen and all(agrees(name, column.profile) for name, column in chosen.items())):
        return None
    layout = Layout(columns, closed=frozenset(KEY_FIELDS) - chosen.keys(), confirmed=True)
    for name, column in chosen.items():
        _take_said(layout, name, column, matches, evidence.CONFIRMED)
    return layout


def _take_said(layout: Layout, name: str, column: Column, matches: Mapping[int, Match], said: Evidence) -> None:
    """Map a column as a person said; what its title says of VAT or of the kind of date still counts."""
    layout.take(name, column, said)
    match = matches.get(column.number)
    if match and match.title.field == name and match.title.basis:
        layout.basis[name] = match.title.basis


def by_answers(layout: Layout, matches: Mapping[int, Match], answers: Mapping[str, str]) -> None:
    """Map the columns that answers name."""
    for name, wanted in answers.items():
        column = _called(wanted, layout.free())
        if column:
            _take_said(layout, name, column, matches, evidence.ANSWERED)


def _called(wanted: str, columns: Sequence[Column]) -> Column | None:
    """The column that an answer names: by its number, its exact title, or a title that differs in nothing that matters."""
    exact = (c for c in columns if wanted in {c.title, c.label, f"column {c.number}"})
    alike = (c for c in columns if text.title_key(wanted) and text.title_key(wanted) == text.title_key(c.title))
    return next(exact, None) or next(alike, None)
