"""Findings grouped for people: ten thousand of one kind are one entry with its count, its rows and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
import polars as pl

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.text import capital

RANGES_SHOWN = 8
EXAMPLES_SHOWN = 3
PLACES_SHOWN = 3
EXPECTED_SHOWN = 8
"""What was expected may differ from finding to finding: the columns that are missing, say."""


class Example(msgspec.Struct, kw_only=True, frozen=True):
    """A cell that breaks the rule, and in how many places it does."""

    value: str | None
    expected: str | None
    fix: str | None
    count: int


class _Alike(msgspec.Struct, kw_only=True, frozen=True):
    """Findings of one rule with one severity."""

    rule: str
    title: str
    severity: str
    count: int
    columns: tuple[int, ...]
    """Columns of the file, from 1."""
    examples: tuple[Example, ...]
    """The most frequent cells."""
    fixes: int
    """How many of the findings carry a fix of a cell."""
    expected: str
    """What was expected, each way once."""
    remedy: str
    basis: str
    url: str
    personal: bool = False
    """Whether it is about people: told before anything else."""


class Group(_Alike, kw_only=True, frozen=True):
    """All of them in one sheet of one file."""

    file: str | None
    sheet: str | None
    rows: str
    """Where, such as ``rows 2–57, 60 and 63``; empty where the finding is about the whole file."""


class RuleGroup(_Alike, kw_only=True, frozen=True):
    """All of them over all sheets and files."""

    places: tuple[str, ...]
    """The first of them in words, such as ``sheet May, rows 2–57``; none where the findings are about the whole."""
    more_places: int

    @property
    def mendable(self) -> bool:
        """Whether every finding carries a fix."""
        return self.fixes == self.count

    @property
    def place(self) -> str:
        """All places in one line; empty where the findings are about the whole."""
        more = (
            [f"{self.more_places:,} more {'sheet' if self.more_places == 1 else 'sheets'}"] if self.more_places else []
        )
        return "; ".join([*self.places, *more])

    @property
    def where(self) -> str:
        """The same at the beginning of a sentence, with the column where there is one only."""
        column = f", column {self.columns[0]}" if len(self.columns) == 1 else ""
        ours = self.place.startswith(("row ", "rows ", "sheet "))
        return (capital(self.place) if ours else self.place) + column if self.place else ""


def by_rule(groups: Iterable[Group], *, files: bool = False) -> list[RuleGroup]:
    """The groups of a rule and severity as one; their places name the file if ``files``.

    What is about people comes first, then errors, what is to be confirmed and warnings; of each, what is found most often.
    """
    parts: dict[tuple[str, str], list[Group]] = {}
    for one in groups:
        parts.setdefault((one.severity, one.rule), []).append(one)
    together = [_together(alike, files=files) for alike in parts.values()]
    return sorted(
        together, key=lambda each: (not each.personal, finding.gravity(each.severity), -each.count, each.rule)
    )


def _together(parts: list[Group], *, files: bool) -> RuleGroup:
    first = parts[0]
    places = [_place(part, file=files) for part in parts if part.rows]
    examples = sorted((example for part in parts for example in part.examples), key=lambda each: -each.count)
    return RuleGroup(
        **{name: getattr(first, name) for name in ("rule", "title", "severity", "remedy", "basis", "url", "personal")},
        count=sum(part.count for part in parts),
        places=tuple(places[:PLACES_SHOWN]),
        more_places=len(places[PLACES_SHOWN:]),
        columns=tuple(sorted({column for part in parts for column in part.columns})),
        examples=tuple({example.value: example for example in reversed(examples)}.values())[: -EXAMPLES_SHOWN - 1 : -1],
        fixes=sum(part.fixes for part in parts),
        expected="; ".join(dict.fromkeys(part.expected for part in parts)),
    )


def _place(part: Group, *, file: bool) -> str:
    sheet = f"sheet {part.sheet}" if part.sheet else None
    return ", ".join(filter(None, (part.file if file else None, sheet, part.rows)))


def group(findings: pl.DataFrame, rules: Mapping[str, Rule]) -> list[Group]:
    """Groups, errors first, then by how many."""
    parts = findings.partition_by("severity", "rule", "file", "sheet", maintain_order=True) if findings.height else []
    groups = [_group(part, rules.get(part["rule"][0])) for part in parts]
    return sorted(groups, key=lambda g: (finding.gravity(g.severity), -g.count, g.rule, g.file or "", g.sheet or ""))


def _group(part: pl.DataFrame, rule: Rule | None) -> Group:
    first = part.row(0, named=True)
    return Group(
        rule=first["rule"],
        title=rule.title if rule else first["rule"],
        severity=first["severity"],
        personal=rule.personal if rule else False,
        file=first["file"],
        sheet=first["sheet"],
        count=part.height,
        rows=where(part["row"]),
        columns=tuple(part["column"].drop_nulls().unique().sort()),
        examples=_examples(part),
        fixes=part.filter(pl.col("index").is_not_null())["fix"].count(),
        expected=_expected(part, rule),
        remedy=rule.remedy if rule else "",
        basis=rule.basis.text if rule else "",
        url=rule.basis.url if rule else "",
    )


def _expected(part: pl.DataFrame, rule: Rule | None) -> str:
    ways = part["expected"].drop_nulls().unique(maintain_order=True).to_list()
    if len(ways) > EXPECTED_SHOWN:
        ways = [*ways[:EXAMPLES_SHOWN], "…"]
    return "; ".join(ways) or (rule.expected if rule else "")


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
