"""Amounts of whole invoices that stand again in each of their lines, so that they would be counted several times.

Figures show it, whatever the titles say: where rows have one date, supplier and amount in common, another column of theirs has the parts,
and these add up to it; or shares, which add up to the whole. Where there is no such column, the number of the invoice shows it beside a
title that speaks of a total; and so do the invoices of a payment, where all that were paid on one day to one supplier have the same amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from ckanext.spenddata.definitions.titles import Match
from ckanext.spenddata.intake.columns.agreement import is_amounts
from ckanext.spenddata.intake.columns.column import Column, named_apart
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.columns.rivals import WEAK_RANK, invoices
from ckanext.spenddata.intake.reading import Answers, Question
from ckanext.spenddata.values import money, text

_HEAD = 5_000
"""So many rows are looked at, for a question: they are asked about, and nothing is decided by them."""
_NEARLY = 0.9
_GROUPS = 2
_PAYMENTS = 4
"""So many payments of several invoices show it, where nothing but their amounts does."""
_SHARES = re.compile(r"(?i)%|\bper ?cent\w*|\bpct\b|\bshares?\b|\bsplits?\b|\b(?:alloc|apportion)\w*|\bproportions?\b")
_SHARE = 0.25
"""So many of the rows must be lines of an invoice with several, where nothing but its number shows them."""


def doubts(layout: Layout, matches: Mapping[int, Match], answers: Answers) -> Iterator[Question]:
    """A question for the amount where its column repeats those of whole invoices."""
    chosen = layout.column("amount")
    if chosen is None or "amount" in answers.mapping or any(asked.field == "amount" for asked in layout.questions):
        return
    if parts := [column for column in _possible(layout, chosen) if _are_parts(layout, chosen, column)]:
        labels = named_apart([chosen, *parts])
        why = (
            f"“{labels[0]}” is taken for the amount, but it stands again in several rows whose amounts under "
            f"{' and '.join(f'“{label}”' for label in labels[1:])} add up to it: it would be counted several times. Which is the amount?"
        )
        yield Question("amount", tuple(labels), why)
        return
    if shares := next((column for column in layout.columns if _are_shares(layout, chosen, column)), None):
        why = (
            f"“{chosen.label}” stands again in several rows whose shares under “{shares.label}” add up to the whole: it would be counted "
            "several times. If each row has its own amount, say that it is the amount; else write the amounts of the rows in a column and "
            "send the file again."
        )
        yield Question("amount", (chosen.label,), why)
        return
    match = matches.get(chosen.number)
    if match and match.title.rank >= WEAK_RANK and "total" in text.words(chosen.title):
        yield from _on_total(layout, matches, chosen)
    else:
        yield from _on_payment(layout, matches, chosen)


def _possible(layout: Layout, chosen: Column) -> Iterator[Column]:
    for column in layout.free():
        if column.profile.filled >= _NEARLY * chosen.profile.filled and is_amounts(column.profile):
            yield column


def _are_parts(layout: Layout, chosen: Column, other: Column) -> bool:
    """True where the other amounts add up to the chosen one in the rows that have it, a date and a supplier in common."""
    groups = _groups(layout, chosen, _pence(other))
    several = groups.filter(pl.col("rows") > 1)
    whole = groups["part"] == groups["pence"]
    sums = (several["part"] == several["pence"]).sum()
    return several.height >= _GROUPS and sums >= _NEARLY * several.height and whole.sum() >= _NEARLY * groups.height


def _are_shares(layout: Layout, chosen: Column, other: Column) -> bool:
    """True where numbers add up to a hundred, or to one, in the rows that have an amount, a date and a supplier in common."""
    if not _SHARES.search(other.title) or other.profile.filled < _NEARLY * chosen.profile.filled:
        return False
    groups = _groups(layout, chosen, _head(other).str.strip_chars(" %\t").cast(pl.Float64, strict=False))
    several = groups.filter(pl.col("rows") > 1)
    whole = groups["part"].round(1).is_in([1.0, 100.0])
    return several.height >= _GROUPS and whole.sum() >= _NEARLY * groups.height


def _groups(layout: Layout, chosen: Column, part: pl.Series) -> pl.DataFrame:
    """The rows that have an amount, a date and a supplier in common: how many, and the sum of their parts."""
    frame = _rows(layout, chosen).with_columns(part=part).drop_nulls(["pence", "part"])
    return frame.group_by(pl.exclude("part")).agg(pl.len().alias("rows"), pl.col("part").sum())


def _on_payment(layout: Layout, matches: Mapping[int, Match], chosen: Column) -> Iterator[Question]:
    """A payment of several invoices, whose amount stands beside each of them."""
    for numbers in invoices(layout, matches):
        frame = _rows(layout, chosen).with_columns(number=_head(numbers)).drop_nulls()
        if frame.width <= len(("pence", "date", "number")):
            return
        day = [name for name in frame.columns if name not in {"pence", "number"}]
        groups = frame.group_by(day).agg(
            pl.len().alias("rows"), pl.n_unique("pence", "number").name.prefix("different_"), pl.first("pence")
        )
        several = groups.filter((pl.col("rows") > 1) & (pl.col("different_number") == pl.col("rows")))
        same = several.filter(pl.col("different_pence") == 1)
        lines = int(several["rows"].sum()) >= _SHARE * frame.height
        if same["pence"].n_unique() >= _PAYMENTS and lines and same.height >= _NEARLY * several.height:
            why = (
                f"“{chosen.label}” is the same for all that was paid on one day to one supplier, in {text.counted(same.height, 'case')}, "
                f"and “{numbers.label}” differs: if it is the amount of the payment, it would be counted once for each invoice. Is it the "
                "amount of each row?"
            )
            yield Question("amount", (chosen.label,), why)
            return


def _on_total(layout: Layout, matches: Mapping[int, Match], chosen: Column) -> Iterator[Question]:
    for numbers in invoices(layout, matches):
        frame = _rows(layout, chosen).with_columns(number=_head(numbers)).drop_nulls(["pence", "number"])
        groups = frame.group_by("number").agg(pl.len().alias("rows"), different=pl.n_unique("pence"))
        several = groups.filter(pl.col("rows") > 1)
        same = several.filter(pl.col("different") == 1)
        lines = int(several["rows"].sum()) >= _SHARE * frame.height
        if several.height >= _GROUPS and lines and same.height >= _NEARLY * several.height:
            why = (
                f"“{chosen.label}” is the same in all rows of an invoice (“{numbers.label}”), in {text.counted(same.height, 'invoice')}: "
                "if it is the total of the invoice, it would be counted once for each row. Is it the amount of each row?"
            )
            yield Question("amount", (chosen.label,), why)
            return


def _rows(layout: Layout, chosen: Column) -> pl.DataFrame:
    """The chosen amounts in pence, with the date and the supplier beside them."""
    beside: Sequence[tuple[str, Column | None]] = [
        (name, layout.column(name)) for name in ("payment_date", "supplier_name")
    ]
    cells = {name: _head(column) for name, column in beside if column is not None}
    return pl.DataFrame({"pence": _pence(chosen), **cells})


def _head(column: Column) -> pl.Series:
    return column.whole.head(_HEAD)


def _pence(column: Column) -> pl.Series:
    return money.column(_head(column))["value"]
