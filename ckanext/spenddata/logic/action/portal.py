"""The portal in a few figures."""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.ledger import connection
from ckanext.spenddata.ledger.summary import Summary, summary
from ckanext.spenddata.logic import dictize
from ckanext.spenddata.model import Event
from ckanext.spenddata.returns import listing, publishers
from ckanext.spenddata.returns.listing import Reader
from ckanext.spenddata.values.calendar import london_today

__all__ = ["spenddata_portal_show"]

FRESH_SECONDS = 60
"""For so long one process answers with the same figures while no return changes: what is overdue changes with the day alone."""
NEWEST = 5
_known: dict[str, tuple[float, int | None, dict[str, Any]]] = {}


@tk.side_effect_free
def spenddata_portal_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show what the portal holds: how much is published, for when, and what is missing. Anybody may.

    :returns: ``publishers``, ``returns``, ``transactions``, ``amount`` (pounds as text; null where no payment is published),
        ``left_out`` (rows in error), ``published`` (the instant of the newest publication), ``first_month`` and
        ``last_month`` of payment, ``overdue`` (returns that are late and not there), and ``newest``: the returns published last, as of
        ``spenddata_return_list``, with ``publisher_name``
    :rtype: dictionary
    """
    tk.check_access("spenddata_portal_show", context, data_dict)
    portal = f"{tk.config['ckan.site_id']} {model.meta.engine.url if model.meta.engine else ''}"
    changes = model.Session.scalar(sa.select(sa.func.max(Event.id)))
    asked, known, figures = _known.get(portal, (0.0, None, {}))
    if not figures or known != changes or time.monotonic() - asked > FRESH_SECONDS:
        figures = _figures()
        _known[portal] = time.monotonic(), changes, figures
    return dict(figures)


def _figures() -> dict[str, Any]:
    with connection.reading(connection.READER_TIMEOUT) as ledger:
        whole: Summary = summary(ledger)
    bodies = publishers.every()
    names = {body.publisher.publisher_id: body.publisher.name for body in bodies}
    reader = Reader(bodies, own=(), everybody=True, today=london_today())
    newest = [line for line in listing.newest(NEWEST) if line.publisher_id in names]
    return {
        **whole._asdict(),
        "amount": str(whole.amount) if whole.transactions else None,
        "overdue": listing.overdue(reader),
        "newest": [dictize.line(line) | {"publisher_name": names[line.publisher_id]} for line in newest],
    }
