"""Tables whose titles name dates, amounts and suppliers while the values stand under other titles: one title too many, for example."""

from __future__ import annotations

from ckanext.spenddata.definitions.titles import Titles
from ckanext.spenddata.intake.columns.agreement import agrees
from ckanext.spenddata.intake.columns.layout import KEY_FIELDS, Layout
from ckanext.spenddata.values import text


def explain(layout: Layout, titles: Titles) -> str:
    """What seems to be wrong with the titles of a layout whose rows look like payments; empty where they name no payments."""
    meant = {column.number: match for column in layout.columns if (match := titles.match(column.title))}
    fields = {number: match.title.field for number, match in meant.items()}
    if not {*fields.values()} >= {*KEY_FIELDS}:
        return ""
    titled = [column for column in layout.columns if text.trimmed(column.title)]
    filled = sum(1 for column in layout.columns if column.profile.filled)
    unfit = [c.number for c in titled if fields.get(c.number) in KEY_FIELDS and not agrees(fields[c.number], c.profile)]
    if len(titled) <= filled or not unfit:
        return "The values do not fit the titles above them."
    taken = {mapped.column for mapped in layout.fields.values()}
    before = [
        column
        for column in titled
        if column.number < unfit[0] and not (fields.get(column.number) and column.number in taken)
    ]
    where = f" from “{before[-1].label}” on" if before else ""
    return (
        f"There are {len(titled)} titles over {filled} filled columns: the cells{where} seem to stand one column to the left of their "
        "titles."
    )
