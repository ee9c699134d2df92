"""The Table Schema's constraints, each cell of each field, exactly as frictionless sees them in the canonical CSV.

A cell that holds something which is no value of the field's type breaks its type, and then nothing else; a blank cell
can only break *required*; a value can break several of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec
import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.checks import spellings
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Table
from ckanext.spenddata.definitions.rules import Constraint, Rule
from ckanext.spenddata.definitions.transaction import Field
from ckanext.spenddata.values.faults import Fault

URI = r"^[A-Za-z][A-Za-z0-9+.-]*:"
"""How a URI starts: what ``format: uri`` asks of a string is a scheme."""


class ConstraintParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``constraint``."""

    without_column: bool = False
    """Whether *required* is broken by every row where the filing has no such column. (Some fields are filled in by the
    portal.)"""
    reshape: spellings.Shape | None = None
    """How a cell can be brought into the right form."""
    spellings: dict[str, str] = {}
    """Other words for the right ones, in lower case."""


class FaultParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``fault``."""

    faults: tuple[Fault, ...]


def constraint(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Cells that break ``rule.constraint`` of their field. A rule without fields has those that no other names."""
    parameters = rule.read(ConstraintParameters)
    for field in _fields(rule, context):
        broken = _broken(table, field, rule.constraint, parameters)
        if broken is not None:
            fix = spellings.fix(table.value(field.name), field, parameters.reshape, parameters.spellings)
            yield Broken(broken, field.name, expected=expected(rule, field), fix=fix)


def fault(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Cells of typed fields that could not be read, for one of the reasons in ``faults``."""
    faults = [str(fault) for fault in rule.read(FaultParameters).faults]
    for field in _fields(rule, context):
        if table.has(field.name) and field.name in canonical.TYPED_FIELDS:
            yield Broken(table.fault(field.name).is_in(faults), field.name)


KINDS: dict[str, Kind] = {
    "constraint": Kind(constraint, ConstraintParameters, fills=("title", "pattern", "enum", "minimum", "maximum")),
    "fault": Kind(fault, FaultParameters),
}


def bound(field: Field, value: str | float) -> pl.Expr:
    """A minimum or maximum of a field as its values are held: a date, integer pence, or text."""
    if field.name in canonical.DATE_FIELDS:
        return pl.lit(date.fromisoformat(str(value)))
    if field.name in canonical.MONEY_FIELDS:
        return pl.lit(int(Decimal(str(value)) * 100), dtype=pl.Int64)
    return pl.lit(str(value))


def _fields(rule: Rule, context: Context) -> list[Field]:
    if rule.fields:
        return [context.definitions.transaction.field(name) for name in rule.fields]
    named = {
        name
        for other in context.definitions.rules.values()
        if other.constraint == rule.constraint
        for name in other.fields
    }
    return [field for field in context.definitions.transaction.fields if field.name not in named]


def _broken(
    table: Table, field: Field, constraint: Constraint | None, parameters: ConstraintParameters
) -> pl.Expr | None:
    """Where the constraint is broken; None where the field has no such constraint, or the filing no such field."""
    limits, value = field.constraints, table.value(field.name)
    if constraint == "required":
        return (
            table.blank(field.name)
            if limits.required and (parameters.without_column or table.has(field.name))
            else None
        )
    if not table.has(field.name):
        return None
    if constraint == "type" and field.format == "uri":
        return ~value.str.contains(URI)
    if constraint == "type" and field.name in canonical.TYPED_FIELDS:
        return table.fault(field.name).is_not_null()
    if constraint == "pattern" and limits.pattern:
        return ~value.str.contains(f"^{limits.pattern}$")
    if constraint == "enum" and limits.enum:
        return ~value.is_in(list(limits.enum))
    if constraint == "minimum" and limits.minimum is not None:
        return value < bound(field, limits.minimum)
    if constraint == "maximum" and limits.maximum is not None:
        return value > bound(field, limits.maximum)
    return None


def expected(rule: Rule, field: Field) -> str:
    """What a rule expects of a field, in words."""
    limits = field.constraints
    return rule.expected.format(
        title=field.title,
        pattern=limits.pattern,
        enum=", ".join(limits.enum),
        minimum=_readable(limits.minimum),
        maximum=_readable(limits.maximum),
    )


def _readable(limit: str | float | None) -> str:
    """A limit with thousands commas, as a person writes it."""
    text = "" if limit is None else str(limit)
    return f"{int(text):,}" if re.fullmatch(r"-?\d+", text) else text
