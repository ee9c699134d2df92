"""Categories as markets: who buys what from whom."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.ledger import connection
from ckanext.spenddata.logic import markets
from ckanext.spenddata.logic.schema import markets as schema
from ckanext.spenddata.values.calendar import london_today


@tk.side_effect_free
@tk.validate_action_data(schema.show)
def spenddata_category_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A category as a market: what counts, who buys, from whom, and month by month. Published payments only. Anybody may.

    :param id: the category, as ``spenddata_category_list`` has it
    :type id: string
    :param period: whole months by payment date: ``2025-26``, ``2026-Q1``, ``2026-04`` or ``2025-10/2026-03``; without it the twelve
        months up to the newest one of which every return is due, and payments are published
    :type period: string
    :param card: payments by card, which are never in one sum with others (optional, default: ``False``)
    :type card: bool
    :param amount_basis: of bodies whose amounts are on this VAT basis (``net_of_recoverable_vat``, ``net_of_all_vat``, ``gross``,
        ``unknown``, ``mixed``); without it the one with most money
    :type amount_basis: string

    **Results:** what ``spenddata_category_list`` tells of the category; ``version`` of the categories; ``period``; ``amount_basis``, and
    ``amount_bases``: how many ``buyers``, payments (``count``) and pounds are on each; ``count`` and ``total``, null where nobody
    bought; ``share_percent`` of all that the buyers spent; ``buyers`` (``count``, and the ten ``largest``) and ``kinds`` of bodies;
    ``suppliers``: ``count`` of those named, ``paid_by_ten`` bodies or more, the ten ``largest`` with ``share_percent`` and
    ``running_percent``, ``top_five_percent``, ``top_ten_percent``, ``concentration`` (the Herfindahl-Hirschman index, 0 to 10,000, by what
    named suppliers were paid), ``withheld``; ``methods`` by which payments came into the category; ``trend``: ``months`` of the
    ``bodies`` with every return of the period, by how much the last three differ from the first three (``change_percent``), and
    by how much in the ``prices`` of the last financial year (``real_change_percent``; null within one year), and the buyers ``left_out``
    of them, with how many of their returns are ``missing`` or ``not_due`` yet; ``missing``: ``returns`` of the buyers
    that are due and not published; ``as_of_entry``. Sums in pounds and shares in per cent, as text.

    :raises ObjectNotFound: there is no such category
    :raises ValidationError: the period is none, or nobody is on the VAT basis
    """
    tk.check_access("spenddata_category_show", context, data_dict)
    with connection.reading(connection.READER_TIMEOUT) as database:
        return markets.market_dict(config.definitions(), database, data_dict, london_today())
