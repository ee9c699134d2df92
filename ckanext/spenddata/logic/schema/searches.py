"""What may be asked about transactions."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from ckan.lib.navl.validators import default, ignore_empty, ignore_missing, unicode_safe
from ckan.plugins import toolkit as tk
from ckan.types import Schema

from ckanext.spenddata.logic.nearest import there_is_no
from ckanext.spenddata.logic.schema.said import is_yes_or_no, required_as, yes_or_no
from ckanext.spenddata.logic.schema.strict import only_known
from ckanext.spenddata.logic.schema.suppliers import at_most
from ckanext.spenddata.logic.validators import spenddata_count, spenddata_day
from ckanext.spenddata.search.query import MOST_ROWS, SORTS, START

FILTERED = (
    *("publisher_id", "body_type", "body_subtype", "region", "regime", "period", "month", "category"),
    *("supplier_id", "supplier", "supplier_company_number", "redaction_reason", "reference"),
    *("amount_basis", "currency"),
)
"""What a search can be narrowed by, several values each."""
FACETS = {
    "publishers": "publisher_id",
    "regimes": "regime",
    "categories": "category",
    "suppliers": "supplier_id",
    "body_types": "body_type",
    "regions": "region",
    "amount_bases": "amount_basis",
    "currencies": "currency",
    "months": "month",
}
"""What can be counted and summed by → the index's field."""
MOST_POUNDS = Decimal(10) ** 13
_CURSOR = re.compile(r"[A-Za-z0-9+/]+={0,2}")


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
    # The first: no number at all; the second: one that has no end, or none that can be told.
    except (InvalidOperation, OverflowError):
        pass
    raise tk.Invalid(
        tk._("{value} is not an amount. Write pounds and pence, such as 25000 or 1234.50.").format(value=value)
    )


@only_known
def search() -> Schema:
    """``spenddata_transaction_search``."""
    return {
        **_wanted(),
        "sort": [default("relevance"), _order],
        "rows": [default(20), spenddata_count, _at_most_rows],
        "cursor": [default(START), unicode_safe, _place],
        "facets": [default(True), _facets],
        "figures": [default(False), yes_or_no],
    }


@only_known
def publications() -> Schema:
    """``spenddata_publication_list``."""
    return {
        **_wanted(),
        "limit": [default(20), spenddata_count, at_most],
        "offset": [default(0), spenddata_count],
    }


def _wanted() -> Schema:
    """Which payments are looked for."""
    filters: Schema = {name: [ignore_missing, ignore_empty, several] for name in (*FILTERED, "publisher")}
    days: Schema = {name: [ignore_missing, ignore_empty, spenddata_day] for name in ("date_from", "date_to")}
    amounts: Schema = {name: [ignore_missing, ignore_empty, pence] for name in ("amount_min", "amount_max")}
    return {
        **filters,
        **days,
        **amounts,
        "card": [ignore_missing, yes_or_no],
        "q": [default(""), unicode_safe],
    }


@only_known
def show() -> Schema:
    """``spenddata_transaction_show``."""
    return {"id": [required_as("payment"), spenddata_count], "around": [default(False), yes_or_no]}


def _facets(value: Any) -> tuple[str, ...]:
    """All facets, none, or those that are named: a list, or one."""
    if is_yes_or_no(value):
        return tuple(FACETS) if tk.asbool(value) else ()
    names = tuple(several(value))
    for name in names:
        if name not in FACETS:
            raise tk.Invalid(there_is_no(tk._("facet"), name, FACETS))
    return names


def _order(value: Any) -> str:
    if not isinstance(value, str) or value not in SORTS:
        raise tk.Invalid(there_is_no(tk._("order"), str(value), SORTS))
    return value


def _place(value: str) -> str:
    """The cursor of an answer before, which Solr makes and reads: base64."""
    if value != START and not _CURSOR.fullmatch(value):
        raise tk.Invalid(
            tk._("This is not a cursor. Take it from the answer before, or leave it out for the first page.")
        )
    return value


def _at_most_rows(value: int) -> int:
    if value > MOST_ROWS:
        raise tk.Invalid(
            tk._("At most {most} rows come in one answer; ask for more with the cursor.").format(most=MOST_ROWS)
        )
    return value
