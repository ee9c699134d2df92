"""The check: every rule in force, over every row.

Each kind of rule says which rows break it as a Boolean expression. All expressions are worked out in one pass over the
rows; values, what was expected and fixes only for the rows that break a rule. So the time hardly grows with the number
of rules, and there is no limit to the number of findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ckanext.spenddata import extensions
from ckanext.spenddata.checks import (
    amounts,
    another_kind,
    exchanged_columns,
    findings,
    forms,
    handling,
    headed,
    hidden,
    in_pairs,
    other_returns,
    outliers,
    own_totals,
    pasted_blocks,
    patterns,
    people,
    periods,
    personal_data,
    publisher,
    redactions,
    repeats,
    replaced,
    required,
    said_credits,
    schema,
    series,
    sheet_months,
    sheets_aside,
    shifted,
    summing,
    suppliers,
    text,
    usual,
    wrong_file,
)
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Matching, Overall, Table
from ckanext.spenddata.definitions.rules import Rule, Severity
from ckanext.spenddata.definitions.yaml_file import DefinitionError
from ckanext.spenddata.intake.reading import TableReading
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_ROW, SOURCE_SHEET, Rows

_FAMILIES = (
    *(
        schema,
        required,
        amounts,
        forms,
        said_credits,
        periods,
        suppliers,
        summing,
        text,
        redactions,
        personal_data,
        people,
        repeats,
        pasted_blocks,
        in_pairs,
        hidden,
    ),
    *(
        own_totals,
        wrong_file,
        other_returns,
        outliers,
        series,
        sheet_months,
        shifted,
        publisher,
        another_kind,
        handling,
        headed,
        usual,
        replaced,
        exchanged_columns,
        sheets_aside,
    ),
)
KINDS: Mapping[str, Kind] = extensions.with_others(
    extensions.RULE_KINDS, {name: kind for family in _FAMILIES for name, kind in family.KINDS.items()}
)
"""How each kind of rule is tested: ours, and those of other packages that are installed."""


@dataclass(frozen=True)
class _Test:
    """One test of a rule in force."""

    rule: Rule
    severity: Severity
    broken: Broken | Matching


def check(rows: Rows, context: Context, rules: Iterable[Rule] | None = None) -> pl.DataFrame:
    """Every finding, by row and then by the order of the rules; findings about the whole filing come first.

    Args:
        rows: The filing.
        context: What is known beside it.
        rules: The rules to hold it against, all of the definitions unless said otherwise. Which of them are in
            force is the context's.

    Raises:
        DefinitionError: A rule has a kind or parameters that no test knows.
    """
    table = Table(rows)
    overall: list[pl.DataFrame] = []
    tests: list[_Test] = []
    for rule in context.definitions.rules.values() if rules is None else rules:
        severity = rule.severity_for(context.regime, context.day)
        if severity is None:
            continue
        kind = _kind(rule)
        rule.read(kind.parameters)
        for found in kind.test(table, rule, context):
            if isinstance(found, Overall):
                overall.append(_about_the_filing(rule, severity, found))
            else:
                tests.append(_Test(rule, severity, found))
    found = zip(tests, _positions(table, tests), strict=True)
    by_row = [_findings(table, test, index, context.tables) for test, index in found if len(index)]
    ordered = pl.concat([findings.empty(), *by_row]).sort("index", maintain_order=True)
    return pl.concat([*overall, ordered])


def check_nil(context: Context) -> pl.DataFrame:
    """Every finding about a nil statement: what is asked of the return itself, whatever was paid.

    Raises:
        DefinitionError: A rule has a kind or parameters that no test knows.
    """
    asked = [rule for rule in context.definitions.rules.values() if _kind(rule).of_nil]
    return check(Rows.none(), context, asked)


def _kind(rule: Rule) -> Kind:
    if rule.kind not in KINDS:
        raise DefinitionError(
            f"Rule {rule.id} has the kind {rule.kind!r}, which no test knows. Kinds are: {', '.join(sorted(KINDS))}."
        )
    return KINDS[rule.kind]


def _positions(table: Table, tests: list[_Test]) -> list[pl.Series]:
    """The positions of the rows that break each test."""
    found = patterns.positions(table, {i: t.broken for i, t in enumerate(tests) if isinstance(t.broken, Matching)})
    where = {i: t.broken.where for i, t in enumerate(tests) if isinstance(t.broken, Broken)}
    masks = {str(i): mask for i, mask in where.items() if isinstance(mask, pl.Expr)}
    seen = table.frame.select(**masks) if masks else pl.DataFrame()
    found |= {int(i): _true(seen[i], len(table)) for i in masks}
    found |= {i: positions for i, positions in where.items() if isinstance(positions, pl.Series)}
    return [found[i].cast(pl.UInt32) for i in range(len(tests))]


def _true(mask: pl.Series, height: int) -> pl.Series:
    """Positions where a mask holds; a mask of one value says it of every row."""
    if len(mask) != height:
        return pl.int_range(height if mask.any() else 0, dtype=pl.UInt32, eager=True)
    return mask.fill_null(value=False).arg_true()


def _findings(table: Table, test: _Test, index: pl.Series, tables: Sequence[tuple[str, TableReading]]) -> pl.DataFrame:
    rule = test.rule
    broken = test.broken.at(index) if isinstance(test.broken, Matching) else test.broken
    value = broken.value
    if value is None:
        value = table.sent(broken.field) if broken.field else pl.lit(None)
    expected = rule.expected if broken.expected is None else broken.expected
    fix = pl.lit(None) if broken.fix is None else broken.fix
    columns = {
        "rule": pl.lit(rule.id),
        "severity": pl.lit(test.severity),
        "file": pl.col(SOURCE_FILE).cast(pl.String),
        "sheet": pl.col(SOURCE_SHEET),
        "row": pl.col(SOURCE_ROW),
        "column": column_of(broken.field, tables),
        "field": pl.lit(broken.field),
        "value": value,
        "expected": pl.lit(expected) if isinstance(expected, str) else expected,
        "fix": fix,
        "index": pl.lit(index),
    }
    cells = [column.cast(findings.SCHEMA[name]).alias(name) for name, column in columns.items()]
    return table.columns_of(cells)[index].select(cells)


def _about_the_filing(rule: Rule, severity: Severity, found: Overall) -> pl.DataFrame:
    finding = {
        "rule": rule.id,
        "severity": severity,
        "file": found.file,
        "sheet": found.sheet,
        "field": found.field,
        "value": found.value,
        "expected": found.expected or rule.expected,
        "fix": found.fix,
    }
    return pl.DataFrame([finding], schema=findings.SCHEMA)


def column_of(field: str | None, tables: Sequence[tuple[str, TableReading]]) -> pl.Expr:
    """In which column of the file a field stands, by the row's place; null where its table lacks the field."""
    column = pl.lit(None, dtype=pl.UInt16)
    for file, table in tables:
        mapped = table.mapping.get(field or "")
        here = pl.lit(mapped.column if mapped else None, dtype=pl.UInt16)
        if len(tables) == 1:
            return here
        same = (pl.col(SOURCE_FILE).cast(pl.String) == file) & pl.col(SOURCE_SHEET).eq_missing(table.sheet)
        column = pl.when(same & (pl.col(SOURCE_ROW) >= table.first_row)).then(here).otherwise(column)
    return column
