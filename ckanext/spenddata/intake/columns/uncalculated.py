"""Columns that a title speaks for and that hold nothing but formulas without a result: another is taken in their place, and asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ckanext.spenddata.definitions.titles import Match
from ckanext.spenddata.intake.columns.column import named_apart
from ckanext.spenddata.intake.columns.layout import KEY_FIELDS, Layout
from ckanext.spenddata.intake.reading import Answers, Question


def doubts(layout: Layout, matches: Mapping[int, Match], answers: Answers) -> Iterator[Question]:
    """A question for the date, the amount and the supplier where the column that may be it was never calculated."""
    asked = {question.field for question in layout.questions} | answers.mapping.keys()
    for name in KEY_FIELDS:
        chosen = layout.column(name)
        if chosen is None or name in asked:
            continue
        taken = matches.get(chosen.number)
        for column in layout.columns:
            match = matches.get(column.number)
            if match is None or match.title.field != name or (taken and match.title.rank > taken.title.rank):
                continue
            if column.uncalculated and not column.profile.filled and column.number != chosen.number:
                labels = named_apart([chosen, column])
                why = (
                    f"“{labels[1]}” holds formulas without a result, and “{labels[0]}” was read in its place. Open the workbook in your "
                    f"spreadsheet program, save it there and send it again; or say that “{labels[0]}” is right."
                )
                yield Question(name, tuple(labels[:1]), why)
                break
