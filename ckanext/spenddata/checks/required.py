"""What must be filled in: a supplier or the reason why there is none, and the fields that the regime asks for."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.grouped import from_above
from ckanext.spenddata.checks.table import Broken, Kind, Overall, Table
from ckanext.spenddata.definitions.rules import Rule


class RequiredParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kinds ``required_cell`` and ``required_column``."""

    except_fields: tuple[str, ...] = ()
    """Fields that other rules speak of, or whose blank cells say something."""
    unless_redacted: tuple[str, ...] = ()
    """Fields that may be blank in a row with something withheld."""
    instead: dict[str, tuple[str, ...]] = {}
    """Field → fields that do as well."""


def supplier(table: Table, _rule: Rule, _: Context) -> Iterable[Broken]:
    """Rows with neither a supplier nor a redaction; with the supplier of their group where it is named once for several rows."""
    missing = table.blank("supplier_name") & table.blank("redaction_reason")
    if not table.has("supplier_name"):
        yield Broken(missing, "supplier_name")
        return
    blank = table.frame.select(missing).to_series().fill_null(value=False).arg_true()
    yield Broken(blank, "supplier_name", fix=pl.lit(from_above(table, blank)))


def required_cell(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Blank cells of fields that the regime requires."""
    parameters = rule.read(RequiredParameters)
    for name in _required(context, parameters):
        alternatives = [other for other in (name, *parameters.instead.get(name, ())) if table.has(other)]
        if not alternatives:
            continue
        where = pl.all_horizontal(table.blank(other) for other in alternatives)
        if name in parameters.unless_redacted:
            where &= table.blank("redaction_reason")
        yield Broken(where, name, expected=rule.expected.format(title=_title(name, context)))


def required_column(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Fields that the regime requires and no column of the filing has."""
    parameters = rule.read(RequiredParameters)
    for name in _required(context, parameters):
        if len(table) and not any(table.has(other) for other in (name, *parameters.instead.get(name, ()))):
            yield Overall(field=name, value=None, expected=rule.expected.format(title=_title(name, context)))


def _required(context: Context, parameters: RequiredParameters) -> list[str]:
    fields = context.regime.required_on(context.day) if context.regime else ()
    return [name for name in fields if name not in parameters.except_fields]


def _title(name: str, context: Context) -> str:
    """What the regime calls a field."""
    own = context.regime.columns if context.regime else {}
    return own.get(name) or context.definitions.transaction.field(name).title


KINDS: dict[str, Kind] = {
    "supplier": Kind(supplier),
    "required_cell": Kind(required_cell, RequiredParameters, fills=("title",)),
    "required_column": Kind(required_column, RequiredParameters, fills=("title",)),
}
