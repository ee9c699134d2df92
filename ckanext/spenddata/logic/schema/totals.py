"""What may be asked about totals."""

from __future__ import annotations

from typing import Any

from ckan.lib.navl.validators import default, ignore_empty, ignore_missing, unicode_safe
from ckan.plugins import toolkit as tk
from ckan.types import Schema

from ckanext.spenddata.logic.schema.said import yes_or_no
from ckanext.spenddata.logic.schema.searches import several
from ckanext.spenddata.logic.schema.strict import only_known
from ckanext.spenddata.logic.validators import spenddata_count

FILTERS = ("publisher", "body_type", "body_subtype", "region", "category", "category_group", "regime")
MOST_ROWS = 5_000
MOST_COLUMNS = 500


@only_known
def show() -> Schema:
    """``spenddata_totals_show``. What the words mean is checked where they are known."""
    return {
        "rows": [default("category"), unicode_safe],
        "columns": [ignore_missing, ignore_empty, unicode_safe],
        "measure": [default("amount"), unicode_safe],
        "period": [ignore_missing, ignore_empty, unicode_safe],
        **{name: [ignore_missing, ignore_empty, several] for name in FILTERS},
        "card": [ignore_missing, yes_or_no],
        "amount_basis": [ignore_missing, ignore_empty, unicode_safe],
        "prices": [ignore_missing, ignore_empty, unicode_safe],
        "complete": [default(False), yes_or_no],
        "limit": [default(40), spenddata_count, _between(MOST_ROWS)],
        "column_limit": [default(24), spenddata_count, _between(MOST_COLUMNS)],
    }


def _between(most: int) -> Any:
    """From one to so many."""

    def check(value: int) -> int:
        if not 1 <= value <= most:
            raise tk.Invalid(tk._("Ask for 1 to {most}.").format(most=most))
        return value

    return check
