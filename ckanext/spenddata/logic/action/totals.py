"""Totals set out as a table."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.ledger import connection
from ckanext.spenddata.logic import totals
from ckanext.spenddata.logic.schema import totals as schema
from ckanext.spenddata.values.calendar import london_today


@tk.side_effect_free
@tk.validate_action_data(schema.show)
def spenddata_totals_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Totals of published payments as a table: rows by columns, with what is missing from each figure. Anybody may.

    Payments by invoice and by card are never in one sum, nor amounts that include VAT in different ways: where neither rows nor columns
    tell them apart, the table holds one kind, and ``amount_bases`` says what else there is.

    :param rows: ``category`` (the default), ``category_group``, ``supplier`` (of up to 500,000 payments), ``publisher``,
        ``body_type``, ``body_subtype``, ``region``, ``month``,
        ``quarter``, ``financial_year``, ``calendar_year``, ``regime``, ``payment_method`` or ``amount_basis``
    :type rows: string
    :param columns: another of these, but not ``supplier``; without it one column (optional)
    :type columns: string
    :param measure: ``amount`` (the default), ``payments``, ``share`` (of the column, in per cent), ``average`` (pounds a payment);
        ``median-payment`` (of up to 100,000 payments, credits not counted), or a measure of comparisons that divides by a figure about
        the body, such as ``spend-per-head``: of one body, or where rows or columns are bodies
    :type measure: string
    :param period: whole months by payment date: ``2025-26``, ``2026-Q1``, ``2026-04`` or ``2025-10/2026-03``; without it the twelve
        months up to the newest one of which every return is due, and payments are published
    :type period: string
    :param publisher: only these bodies, by identifier or name in addresses (optional)
    :type publisher: list of strings
    :param body_type: only bodies of these kinds (optional)
    :type body_type: list of strings
    :param body_subtype: only bodies of these tiers or classes (optional)
    :type body_subtype: list of strings
    :param region: only bodies of these regions (optional)
    :type region: list of strings
    :param category: only these categories (optional)
    :type category: list of strings
    :param category_group: ``procurement`` or ``non-procurement`` (optional)
    :type category_group: list of strings
    :param regime: only these duties to publish, all of invoices or all of cards (optional)
    :type regime: list of strings
    :param card: payments by card instead of by invoice (optional, default: ``False``, or what the duties asked for are)
    :type card: bool
    :param amount_basis: payments on this VAT basis (``net_of_recoverable_vat``, ``net_of_all_vat``, ``gross``, ``unknown``); without it
        the one with most payments
    :type amount_basis: string
    :param prices: a financial year (``2025-26``) in whose prices every amount of the answer is told, by the portal's series of prices
        (optional; without it amounts are as paid)
    :type prices: string
    :param complete: only bodies that have published every return that is due (optional, default: ``False``): a change over time is
        one only among these
    :type complete: bool
    :param limit: how many rows to show, the largest (or newest), up to 5,000; the others are together in ``rest`` (default: 40)
    :type limit: int
    :param column_limit: how many columns, up to 500; the others are together in each row's ``others`` (default: 24)
    :type column_limit: int

    **Results:** ``rows``, ``columns`` (null for none, and where none has a value) and
    ``measure`` (``id``, ``title``, ``unit``, ``limits``; ``divided_by``: null, or
    the ``fact``, its ``title``, the ``bodies`` that have it, with ``value``, ``year`` and ``source``, and ``why`` those ``without`` have
    no figure); ``period``; ``prices`` (null for amounts as
    paid, else ``financial_year``, and ``title``, ``source``, ``licence`` and ``address`` of the series, and which years are a
    ``forecast``); ``card`` and ``amount_basis``
    of the figures (null where the table tells them apart); ``amount_bases``: ``bodies``, ``returns`` and ``payments`` of these months
    on each; ``regimes`` behind the figures, with ``threshold``; ``column_values`` (``id``, ``label``); ``lines`` (``id``, ``label``, of
    a body its ``slug``, ``cells`` in the order of the columns, ``others``, ``all``), ``rest`` and ``total`` (null where rows are never
    in one sum). A cell has ``count`` and ``total`` (pounds, as text), ``value`` (the measure, as text) and ``state``: ``complete``
    (with a count of 0 a true nought), ``part`` (something due is missing, or published on another VAT basis alone), ``missing``
    (nothing is published), ``other_basis`` (nothing is on this VAT basis, something on another) or ``not_due``; of the last three the
    figures are null. ``search`` of the table, a line and a column value: what to ask ``spenddata_transaction_search`` for
    its payments, those of the line and column before those of the table. ``shown``: how many ``rows`` and ``columns`` there are
    ``of_rows`` and ``of_columns``. ``withheld`` and ``not_classified`` (``count``, ``total``; null where the table tells kinds apart);
    ``bodies`` that published; ``missing`` (``returns`` that are due and not there, of how many ``bodies``, the ten that lack
    ``most``, and ``before_joining``: ``returns`` among them that fell due before their ``bodies`` began to file here);
    ``incomplete``: ``missing`` of those that are not in the table where it is of bodies with every return, else null;
    ``left_out``: rows in error that are in no figure; ``other_currencies``: payments that are in no sum, as they aren't in pounds;
    ``counted_elsewhere``: bodies (``publisher_id``, ``name``) with a
    ``regime`` whose payments they publish under another duty, too, and that are counted there alone; ``as_of_entry``.

    :raises ValidationError: a name is not known (the nearest that is known is said), or the question would add up what can't be
    """
    tk.check_access("spenddata_totals_show", context, data_dict)
    with connection.reading(connection.READER_TIMEOUT) as database:
        return totals.totals_dict(config.definitions(), database, data_dict, london_today())
