"""Comparisons: bodies set side by side."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.compare import plain
from ckanext.spenddata.ledger import comparison_read, connection, read
from ckanext.spenddata.logic import comparing, comparing_category, peer_groups
from ckanext.spenddata.logic.schema import comparisons as schema
from ckanext.spenddata.values.calendar import london_today


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
    :param order: of the categories: ``distance`` outside the peers' middle half (the usual one), ``difference`` from
        their median, ``times`` of it, or ``size``, the body's own amount
    :type order: string
    :param without: bodies that are left out, though the group has them (a list, or a text with commas between)
    :type without: list of strings
    :param category: id of a category that is looked at closely
    :type category: string
    :param as_of: the ``as_of_entry`` of an earlier answer; then ``changes`` says what has changed since
    :type as_of: integer

    **Results:**

    ``headline``
        the answer in a sentence: where the body differs most
    ``finding``, ``summary``
        the same sentence and those that belong below it, each with ``code, text, parameters``
    ``measure``, ``period``, ``peer_group``, ``regime``
        what was compared, with its limits, basis, version and licence
    ``peer_groups``
        the groups that know the body, to choose from
    ``bodies``
        the body (``role`` ``publisher``) and its peers, in the order of all cells: ``publisher_id, title, slug, facts,
        regime, amount_basis, in_statistics, coverage, cautions``
    ``total``, ``categories``
        rows of ``category, label, kind, cells, peers, standing, rank, ranked, difference, without_largest, cautions``,
        what is bought before what is not, each in the ``order``; a cell has ``transactions, amount, share_percent,
        value, value_text`` and ``search``, what to ask ``spenddata_transaction_search`` for the payments behind it;
        ``peers`` has the ``count, minimum, lower_quartile, median, upper_quartile, maximum, deviation`` of the
        comparable peers (median, quartiles and deviation of four and more); ``standing`` says where the body stands
        among them: ``place, rank, of, difference, times, outside, robust_distance``; ``without_largest`` the figure
        without the one payment that is much of it. What is not known is null, never 0, and so is what would be a sum of
        amounts of several kinds (with VAT and without, or in other currencies), though there are ``transactions``
    ``statistics``
        what made each figure: by which rules, of which ``peers``; which are ``left_out`` and why
    ``category``
        with ``category``: its ``finding``, ``explained`` (is it how often, or how much at a time?), ``definition``,
        ``bodies`` with ``payments_per`` (10,000 people where ``counted_per`` is ``heads``, a million pounds published
        where it is ``million``), ``median_payment`` and ``suppliers``, ``months`` with ``value`` and ``peers``, the
        ``years`` of two and more financial years that lie whole in the period, with the same, and of figures in pounds
        ``real_value`` and ``real_median`` in the ``prices`` of the last (``financial_year``, ``title``, ``source``,
        ``licence``, ``address`` of the series, and which years are a ``forecast``; null where they are not known): their
        ``peers`` are those that have published every one of these years, the
        ``suppliers`` in common as ``spenddata_comparison_suppliers`` tells them, and the body's largest ``payments``
    ``cautions``
        what must be said at the figures: ``code, text, publisher_id, excludes``
    ``as_of_entry``
        number of the newest publication that was looked at
    ``changes``
        with ``as_of``: what has changed since of the returns behind these figures, ``publisher_id, regime, period,
        what, date, entry_no, payments``; an empty list where nothing has

    :raises ValidationError: a body, group, regime, period or measure is not known
    """
    tk.check_access("spenddata_comparison_show", context, data_dict)
    definitions = config.definitions()
    known = peer_groups.available(definitions, context, data_dict.get("peer_group"))
    asked = comparing.question(definitions, data_dict, known)
    with connection.reading(connection.READER_TIMEOUT) as ledger:
        found = comparing.answer(definitions, ledger, asked, london_today())
        as_of = read.last_entry_no(ledger)
        changed = comparing.changes(ledger, asked, found.span)
        closely = (
            comparing_category.closely(definitions, ledger, found, found.row(asked.category))
            if asked.category
            else None
        )
    return plain.comparison_dict(found) | {
        "peer_group": plain.peer_group_dict(asked.group) if asked.group else None,
        "peer_groups": [{"id": group.id, "title": group.title} for group in asked.groups],
        "regime": {"id": asked.regimes[0].id, "title": asked.regimes[0].title},
        "as_of_entry": as_of,
        "category": closely,
        "changes": None if asked.as_of is None else [_change(each) for each in changed],
    }


@tk.side_effect_free
@tk.validate_action_data(schema.suppliers)
def spenddata_comparison_suppliers(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Suppliers that a public body and its peers have in common in a category. Public data only; anybody may ask.

    Suppliers are told apart by their identity, whatever each body calls them. A higher payment is not a higher price:
    the published data has no hours and no units.

    :param category: id of the category
    :type category: string
    :param publishers: as for ``spenddata_comparison_show``, like ``publisher``, ``peer_group``, ``without``,
        ``regime``, ``period`` and ``measure``
    :type publishers: list of strings

    **Results:**

    ``suppliers``
        those that the body and at least two of its peers pay (one, where it has no more than one), the body's largest
        first: ``supplier_id, name, cells``; a cell has ``transactions, amount, share_percent`` of what that body pays
        in the category, ``median_payment`` and ``search``
    ``in_common``, ``share_percent``
        how many there are, and what part of the body's payments in the category they receive
    ``suppliers_of_body``, ``withheld``
        how many suppliers the body pays in the category, and what it pays to those that nobody may know
    ``bodies``
        ``publisher_id`` and ``title``, in the order of all cells

    :raises ValidationError: the category, a body, group, regime, period or measure is not known
    """
    tk.check_access("spenddata_comparison_suppliers", context, data_dict)
    definitions = config.definitions()
    known = peer_groups.available(definitions, context, data_dict.get("peer_group"))
    asked = comparing.question(definitions, data_dict, known)
    with connection.reading(connection.READER_TIMEOUT) as ledger:
        found = comparing.answer(definitions, ledger, asked, london_today())
        suppliers = comparing_category.common(ledger, found, asked.category or "")
    return suppliers | {
        "bodies": [{"publisher_id": body.publisher_id, "title": body.name} for body in found.bodies],
        "category": asked.category,
        "period": plain.span_dict(found.span),
    }


def _change(change: comparison_read.Change) -> dict[str, Any]:
    return {
        "publisher_id": change.publisher_id,
        "regime": change.regime,
        "period": change.period,
        "what": change.what,
        "date": change.day.isoformat(),
        "entry_no": change.entry_no,
        "payments": change.n,
    }
