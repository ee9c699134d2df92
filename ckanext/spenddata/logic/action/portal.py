"""The portal in a few figures."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.ledger import ALL_SPEND, connection
from ckanext.spenddata.ledger import changes as ledger_changes
from ckanext.spenddata.ledger.summary import Summary, summary
from ckanext.spenddata.logic import dictize, first_page, highlights, peer_groups
from ckanext.spenddata.logic.schema.data import nothing
from ckanext.spenddata.model import changes
from ckanext.spenddata.returns.due import filed, listing, timeliness
from ckanext.spenddata.returns.due.lines import Reader
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.values.calendar import london_today

NEWEST = 5
OWING = 5
LATELY = 200
"""The newest returns, whose bodies are set beside their peers."""
_known: dict[str, tuple[tuple[str, str, date], dict[str, Any]]] = {}
"""Portal → of which state and day the figures are, and they themselves."""


@tk.side_effect_free
@tk.validate_action_data(nothing)
def spenddata_portal_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show what the portal holds: how much is published, for when, and what is missing. Anybody may.

    :returns: ``publishers``, ``returns``, ``transactions``, ``amount`` (pounds as text; null where no payment is published, and
        where there are several ``kinds``, which are never in one sum),
        ``left_out`` (rows in error), ``published`` (the instant of the newest publication), ``first_month`` and
        ``last_month`` of payment, ``overdue`` (returns that are late and not there), and ``newest``: the returns published last, as of
        ``spenddata_return_list``, with ``publisher_name``. ``owing``: the bodies with most overdue returns (``publisher_id``,
        ``publisher_name``, ``returns``). ``kinds``: what is published by treatment of VAT and by invoice or card (``basis``,
        ``card``, ``publishers``, ``returns``, ``transactions``, ``amount``), the one with most payments first: these are not to be
        added up. ``first_page``, of that first kind (null where nothing is published): ``basis``, ``card``, ``months`` (up to
        today), and for the twelve months from ``first_month`` to ``last_month`` ``categories`` (purchases, the largest) and
        ``body_types``, each with ``publishers``, ``transactions`` and ``amount``. ``resource_id``: all published spend as one table
        of the DataStore. ``highlights``: of the bodies that have published last, those furthest from their peers (``publisher_id``,
        ``publisher_name``, ``category``, ``times`` the median, ``finding`` as ``spenddata_comparison_show`` tells it, and
        ``period``); only with four peers and more
    :rtype: dictionary
    """
    tk.check_access("spenddata_portal_show", context, data_dict)
    portal = f"{tk.config['ckan.site_id']} {model.meta.engine.url if model.meta.engine else ''}"
    # Asked before the figures are: they may be newer than their state's name says, and never older.
    state = (changes.state().whole, ledger_changes.state().whole, london_today())
    known, figures = _known.get(portal, (None, {}))
    if known != state:
        figures = _figures()
        _known[portal] = state, figures
    return dict(figures)


@tk.side_effect_free
@tk.validate_action_data(nothing)
def spenddata_timeliness_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List how timely each publisher is: of the returns that fell due in the last twelve months. Anybody may.

    In time is a return that was first published on or before the day on which it was due; corrections don't count. What fell due
    before a publisher began to file here is not judged. Missing is what is due and not published, withdrawn returns included.

    :returns: ``since`` and ``until`` (days of falling due), and ``results``, the least timely first: ``publisher_id``,
        ``publisher_name``, ``body_type``, ``due`` (how many returns), ``in_time``, ``late``, ``missing``, and ``in_time_percent``
        (text). A publisher of whom nothing fell due is not listed
    :rtype: dictionary
    """
    tk.check_access("spenddata_timeliness_list", context, data_dict)
    today = london_today()
    return {
        "since": timeliness.since(today).isoformat(),
        "until": today.isoformat(),
        "results": [_record(each) for each in timeliness.of_publishers(publishers.every(), today)],
    }


def _record(record: timeliness.Record) -> dict[str, Any]:
    publisher = record.body.publisher
    return {
        "publisher_id": publisher.publisher_id,
        "publisher_name": publisher.name,
        "body_type": publisher.body_type,
        "due": record.due,
        "in_time": record.in_time,
        "late": record.late,
        "missing": record.missing,
        "in_time_percent": f"{100 * record.in_time / record.due:.1f}",
    }


def _figures() -> dict[str, Any]:
    with connection.reading(connection.READER_TIMEOUT) as ledger:
        whole: Summary = summary(ledger)
        bodies = publishers.every()
        known = {body.publisher.publisher_id: body.publisher for body in bodies}
        front = first_page.shown(ledger, known, whole.last_month, london_today())
        lately = list(dict.fromkeys(line.publisher_id for line in filed.newest(LATELY) if line.publisher_id in known))
        definitions = config.definitions()
        offered = peer_groups.offered(definitions)
        far = highlights.far_from_peers(definitions, ledger, offered, lately, london_today())
    names = {publisher_id: publisher.name for publisher_id, publisher in known.items()}
    reader = Reader(bodies, own=(), everybody=True, today=london_today())
    overdue = listing.overdue(reader)
    newest = [line for line in filed.newest(NEWEST) if line.publisher_id in names]
    return {
        **whole._asdict(),
        # What is of several kinds is never in one sum, and nought is said only where noughts are published.
        "amount": str(whole.amount)
        if whole.transactions and [bool(each["amount"]) for each in front["kinds"]] == [True]
        else None,
        "resource_id": ALL_SPEND,
        "overdue": sum(overdue.values()),
        "owing": [
            {"publisher_id": publisher_id, "publisher_name": names[publisher_id], "returns": late}
            for publisher_id, late in islice(overdue.items(), OWING)
        ],
        **front,
        "highlights": [each | {"publisher_name": names[each["publisher_id"]]} for each in far],
        "newest": [dictize.line(line) | {"publisher_name": names[line.publisher_id]} for line in newest],
    }
