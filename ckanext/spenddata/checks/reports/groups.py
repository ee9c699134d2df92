"""Findings grouped for people: ten thousand of one kind are one entry with its count, its rows and what to do."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import polars as pl

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.definitions.rules import Rule

RANGES_SHOWN = 8
EXAMPLES_SHOWN = 3


class Example(msgspec.Struct, kw_only=True, frozen=True):
    """A cell that breaks the rule, and in how many places it does."""

    value: str | None
    expected: str | None
    fix: str | None
    count: int


class Group(msgspec.Struct, kw_only=True, frozen=True):
    """All findings of one rule with one severity, in one sheet of one file."""

    rule: str
    title: str
    severity: str
    file: str | None
    sheet: str | None
    count: int
    rows: str
    """Where, such as ``rows 2–57, 60 and 63``; empty where the finding is about the whole file."""
    columns: tuple[int, ...]
    """Columns of the file, from 1."""
    examples: tuple[Example, ...]
    """The most frequent cells."""
    fixes: int
    """How many of the findings carry a fix of a cell."""
    expected: str
    remedy: str
    basis: str
    url: str


def group(findings: pl.DataFrame, rules: Mapping[str, Rule]) -> list[Group]:
    """Groups, errors first, then by how many."""
    parts = findings.partition_by("severity", "rule", "file", "sheet", maintain_order=True) if findings.height else []
    groups = [_group(part, rules.get(part["rule"][0])) for part in parts]
    return sorted(groups, key=lambda g: (g.severity != finding.ERROR, -g.count, g.rule, g.file or "", g.sheet or ""))


def _group(part: pl.DataFrame, rule: Rule | None) -> Group:
    first = part.row(0, named=True)
    return Group(
        rule=first["rule"],
        title=rule.title if rule else first["rule"],
        severity=first["severity"],
        file=first["file"],
        sheet=first["sheet"],
        count=part.height,
        rows=where(part["row"]),
        columns=tuple(part["column"].drop_nulls().unique().sort()),
        examples=_examples(part),
        fixes=part.filter(pl.col("index").is_not_null())["fix"].count(),
        expected=first["expected"] or (rule.expected if rule else ""),
        remedy=rule.remedy if rule else "",
        basis=rule.basis.text if rule else "",
        url=rule.basis.url if rule else "",
    )


def _examples(part: pl.DataFrame) -> tuple[Example, ...]:
    counted = (
        part.filter(pl.col("value").is_not_null())
        .group_by("value", maintain_order=True)
        .agg(pl.col("expected", "fix").first(), pl.len().alias("count"))
        .sort("count", descending=True, maintain_order=True)
    )
    return tuple(Example(**row) for row in counted.head(EXAMPLES_SHOWN).to_dicts())


def where(rows: pl.Series, shown: int = RANGES_SHOWN) -> str:
    """Row numbers in words, runs drawn together: ``rows 2–57, 60 and 63``."""
    numbers = rows.drop_nulls().unique().sort().cast(pl.Int64)
    if numbers.is_empty():
        return ""
    starts = numbers.diff().fill_null(0).ne(1)
    runs = pl.DataFrame({"row": numbers, "run": starts.cum_sum()}).group_by("run", maintain_order=True)
    bounds = runs.agg(pl.col("row").first().alias("first"), pl.col("row").last().alias("last"))
    words = [_run(first, last) for first, last in bounds.head(shown).select("first", "last").iter_rows()]
    seen = int(bounds.head(shown).select((pl.col("last") - pl.col("first") + 1).sum()).item())
    if len(numbers) > seen:
        words.append(f"{len(numbers) - seen:,} more")
    return f"{'row' if len(numbers) == 1 else 'rows'} {listed(words)}"


def listed(words: list[str]) -> str:
    """``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _run(first: int, last: int) -> str:
    return f"{first:,}" if first == last else f"{first:,}–{last:,}"
