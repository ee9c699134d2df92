"""Suppliers: who one is, and who pays it."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.definitions import regimes
from ckanext.spenddata.ledger import connection, supplier_read
from ckanext.spenddata.logic import suppliers
from ckanext.spenddata.logic.schema import suppliers as schema


@tk.side_effect_free
@tk.validate_action_data(schema.show)
def spenddata_supplier_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A supplier: who it is, under which names it was paid and why they are one, who pays it, and how much. Anybody may.

    Payments by invoice and by card, amounts that include VAT in different ways, and currencies are never in one sum: all figures are of
    one kind.

    :param id: the supplier, as a payment, a search or a total names it (``supplier_id``); a name that has been linked to another
        supplier since leads to that one
    :type id: string
    :param card: payments by card (true) or by invoice; without it, as without ``amount_basis``, the kind of most payments (optional)
    :type card: bool
    :param amount_basis: what VAT the amounts include: ``net_of_recoverable_vat``, ``net_of_all_vat``, ``gross`` or ``unknown`` (optional)
    :type amount_basis: string
    :param currency: the currency of the amounts, as in ``GBP`` (optional)
    :type currency: string

    **Results:** ``id``; ``name``, the most frequent one; ``identity`` (``kind``: ``company``, ``charity``, ``public body`` or ``name``;
    ``number``; ``url`` of the register); ``kinds`` of payments (``card``, ``amount_basis``, ``currency``, ``count``, ``total``), that of
    most payments first; ``card``, ``amount_basis`` and ``currency`` of the kind that is told, and of it ``count`` and ``total``;
    ``amount_bases`` and ``currencies`` of all; ``names`` (each with ``count``, ``publishers``, the ``method`` and ``score`` by which it
    was linked, the name that it is ``like``, and the steward's ``decision`` where there was one); ``payers``, ``years``, ``months`` and
    ``categories``, each with ``count`` and ``total``, the first category being that of most money; ``category_percent`` of a payer: the
    supplier's share of all that it spent in that category; ``first_payment`` and ``last_payment``; ``median``: the payment in the
    middle, credits not counted, and ``credits``: how many there are (both null of more than 10,000 payments); ``largest``: the five
    largest payments. Sums as text.

    :raises ObjectNotFound: no published payment went to it
    :raises ValidationError: none of them is of the kind that is asked for
    """
    tk.check_access("spenddata_supplier_show", context, data_dict)
    with connection.reading() as database:
        found = suppliers.supplier_dict(database, supplier_read.current_id(database, data_dict["id"]), data_dict)
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

    :returns: dictionaries with ``id``, ``name``, ``count``, ``publishers`` (how many pay it), ``sums`` of each kind of payments, the
        largest first (``card``, ``amount_basis``, ``currency``, ``count``, ``total`` as text), and ``total`` in pounds: null where there
        are several kinds, as payments by invoice and by card, amounts that include VAT in different ways, and currencies are never in
        one sum
    :rtype: list of dictionaries
    """
    tk.check_access("spenddata_supplier_list", context, data_dict)
    cards = regimes.cards(config.definitions().regimes)
    with connection.reading() as database:
        found = supplier_read.largest(database, cards, data_dict["q"].strip(), data_dict["limit"])
        return suppliers.listed_dict(database, found)
