"""Suppliers: who one is, and who pays it."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.ledger import connection, supplier_read
from ckanext.spenddata.logic import suppliers
from ckanext.spenddata.logic.schema import suppliers as schema

__all__ = [
    "spenddata_supplier_list",
    "spenddata_supplier_show",
]


@tk.side_effect_free
@tk.validate_action_data(schema.show)
def spenddata_supplier_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A supplier: who it is, under which names it was paid and why they are one, who pays it, and how much. Anybody may.

    :param id: the supplier, as a payment, a search or a total names it (``supplier_id``); a name that has been linked to another
        supplier since leads to that one
    :type id: string

    **Results:** ``id``; ``name``, the most frequent one; ``identity`` (``kind``: ``company``, ``charity``, ``public body`` or ``name``;
    ``number``; ``url`` of the register); ``count`` and ``total`` of all its payments, with their ``amount_bases`` and ``currencies``;
    ``names`` (each with ``count``, ``publishers``, ``total``, the ``method`` and ``score`` by which it was linked, the name that it is
    ``like``, and the steward's ``decision`` where there was one); ``payers``, ``years``, ``months`` and ``categories``, each with ``count``
    and ``total``, the first category being that of most money; ``category_percent`` of a payer: the supplier's share of all that it
    spent in that category; ``first_payment`` and ``last_payment``; ``largest``: the five largest payments. Sums in pounds, as text.

    :raises ObjectNotFound: no published payment went to it
    """
    tk.check_access("spenddata_supplier_show", context, data_dict)
    with connection.reading() as database:
        found = suppliers.supplier_dict(database, supplier_read.current_id(database, data_dict["id"]))
    if found is None:
        raise suppliers.no_supplier()
    return found


@tk.side_effect_free
@tk.validate_action_data(schema.listed)
def spenddata_supplier_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Suppliers, those who were paid most first. Anybody may.

    :param q: letters that stand in one of a supplier's names (optional)
    :type q: string
    :param limit: how many (20, at most 100)
    :type limit: int

    :returns: dictionaries with ``id``, ``name``, ``count``, ``publishers`` (how many pay it) and ``total`` (pounds, as text)
    :rtype: list of dictionaries
    """
    tk.check_access("spenddata_supplier_list", context, data_dict)
    with connection.reading() as database:
        return suppliers.listed_dict(
            database, supplier_read.largest(database, data_dict["q"].strip(), data_dict["limit"])
        )
