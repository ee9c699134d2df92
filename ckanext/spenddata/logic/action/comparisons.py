"""Comparisons: bodies set side by side."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.compare import plain
from ckanext.spenddata.ledger import connection, read
from ckanext.spenddata.logic import comparing
from ckanext.spenddata.logic.schema import comparisons as schema
from ckanext.spenddata.values.calendar import london_today

__all__ = ["spenddata_comparison_show"]


@tk.side_effect_free
@tk.validate_action_data(schema.show)
def spenddata_comparison_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Compare what a public body spends with what others spend, by category. Public data only; anybody may ask.

    :param publishers: the bodies, by publisher identifier or organisation name; the first is the one that is compared
        (a list, or a text with commas between)
    :type publishers: list of strings
    :param publisher: the body that is compared, where its peers come from a peer group; goes before ``publishers``
    :type publisher: string
    :param peer_group: id of a peer group; without it, and without ``publishers``, the first group that knows the body
    :type peer_group: string
    :param regime: id of the duty whose returns are compared; without it the first one of the body that isn't about
        cards
    :type regime: string
    :param period: whole months by payment date: ``2025-26``, ``2026-Q1``, ``2026-04`` or ``2025-10/2026-03``; without
        it the newest financial year that the body has published whole, else its newest twelve months
    :type period: string
    :param measure: id of a measure; without it spending per head where every body has a population, else shares
    :type measure: string

    **Results:**

    ``headline``
        the answer in a sentence
    ``measure``, ``period``, ``peer_group``, ``regime``
        what was compared, with its limits, basis, version and licence
    ``peer_groups``
        the groups that know the body, to choose from
    ``bodies``
        the body (``role`` ``publisher``) and its peers, in the order of all cells: ``publisher_id, title, slug, facts,
        regime, amount_basis, in_statistics, coverage, cautions``
    ``total``, ``categories``
        rows of ``category, label, kind, cells, peers, rank, ranked, difference``; a cell has ``transactions, amount,
        share_percent, value, value_text`` and ``search``, what to ask ``spenddata_transaction_search`` for the
        transactions behind it; ``peers`` has the ``count, minimum, lower_quartile, median, upper_quartile, maximum`` of
        the comparable peers. What is not known is null, never 0
    ``cautions``
        what must be said at the figures: ``code, text, publisher_id, excludes``
    ``as_of_entry``
        number of the newest publication that was looked at

    :raises ValidationError: a body, group, regime, period or measure is not known
    """
    tk.check_access("spenddata_comparison_show", context, data_dict)
    definitions = config.definitions()
    asked = comparing.question(definitions, data_dict)
    with connection.reading(connection.READER_TIMEOUT) as ledger:
        found = comparing.answer(definitions, ledger, asked, london_today())
        as_of = read.last_entry_no(ledger)
    return plain.comparison_dict(found) | {
        "peer_group": plain.peer_group_dict(asked.group) if asked.group else None,
        "peer_groups": [{"id": group.id, "title": group.title} for group in asked.groups],
        "regime": {"id": asked.regimes[0].id, "title": asked.regimes[0].title},
        "as_of_entry": as_of,
    }
