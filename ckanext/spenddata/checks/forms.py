"""How cells were written: what was read, but rounded by a spreadsheet, or in a form that other programs may read wrongly."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Table
from ckanext.spenddata.checks.written import written
from ckanext.spenddata.definitions.rules import Rule


class FormParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``form``."""

    forms: tuple[str, ...]
    """Ways of writing a value, as the reading names them."""
    mend: bool = True
    """Whether the value, written plainly, is a fix: not where digits are gone."""


def form(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Cells written in one of some forms. The fix is the value written plainly."""
    parameters = rule.read(FormParameters)
    for field in rule.fields:
        if table.has(field):
            fix = written(field) if parameters.mend else None
            yield Broken(table.form(field).is_in(list(parameters.forms)), field, fix=fix)


KINDS: dict[str, Kind] = {"form": Kind(form, FormParameters)}
