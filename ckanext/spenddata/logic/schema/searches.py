"""What may be asked about transactions."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from ckan.logic.schema import validator_args
from ckan.plugins import toolkit as tk
from ckan.types import Schema

from ckanext.spenddata.search.query import MOST_ROWS, SORTS, START

# Validators come by the names of these parameters (CKAN's ``validator_args``).
Validator = Any

__all__ = ["FILTERED", "search", "show"]

FILTERED = (
    *("publisher_id", "body_type", "body_subtype", "region", "regime", "period", "month", "category"),
    *("supplier_id", "supplier", "redaction_reason", "reference"),
)
"""What a search can be narrowed by, several values each."""
MOST_POUNDS = Decimal(10) ** 13


def several(value: Any) -> list[str]:
    """Values: a list, or one."""
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in values):
        raise tk.Invalid(tk._("Give one word or a list of words."))
    return list(dict.fromkeys(each.strip() for each in values if each.strip()))


def pence(value: Any) -> int:
    """An amount in pounds, as people write it, in pence."""
    try:
        pounds = Decimal(str(value).replace("£", "").replace(",", "").strip())
        whole = pounds.scaleb(2)
        if abs(pounds) <= MOST_POUNDS and whole == whole.to_integral_value():
            return int(whole)
    except InvalidOperation:
        pass
    raise tk.Invalid(
        tk._("{value} is not an amount. Write pounds and pence, such as 25000 or 1234.50.").format(value=value)
    )


@validator_args
def search(
    default: Validator,
    ignore_empty: Validator,
    ignore_missing: Validator,
    unicode_safe: Validator,
    isodate: Validator,
    one_of: Validator,
    natural_number_validator: Validator,
    boolean_validator: Validator,
) -> Schema:
    """``spenddata_transaction_search``."""
    filters: Schema = {name: [ignore_missing, ignore_empty, several] for name in (*FILTERED, "publisher")}
    days: Schema = {name: [ignore_missing, ignore_empty, isodate] for name in ("date_from", "date_to")}
    amounts: Schema = {name: [ignore_missing, ignore_empty, pence] for name in ("amount_min", "amount_max")}
    return {
        **filters,
        **days,
        **amounts,
        "q": [default(""), unicode_safe],
        "sort": [default("relevance"), one_of(list(SORTS))],
        "rows": [default(20), natural_number_validator, _at_most_rows],
        "cursor": [default(START), unicode_safe],
        "facets": [default(True), boolean_validator],
    }


@validator_args
def show(not_empty: Validator, natural_number_validator: Validator) -> Schema:
    """``spenddata_transaction_show``."""
    return {"id": [not_empty, natural_number_validator]}


def _at_most_rows(value: int) -> int:
    if value > MOST_ROWS:
        raise tk.Invalid(
            tk._("At most {most} rows come in one answer; ask for more with the cursor.").format(most=MOST_ROWS)
        )
    return value
