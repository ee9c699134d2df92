"""Which of a publisher's other returns a filing is compared with: those of the nearest periods, and all that may hold the same payments.

A payment is known again by its date among other things, so only a return with payments on the same days can hold the same ones. Their
first and last days stand in CKAN's database, so that it costs one query to know which of hundreds of returns are to be opened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.checks.history import Published
from ckanext.spenddata.checks.reports.file_report import Dates
from ckanext.spenddata.filing import EarlierReturn
from ckanext.spenddata.model import Revision, SpendReturn, State
from ckanext.spenddata.returns.files.storage import Storage

RETURNS = 6
ROWS = 500_000
"""How much of what was published for other periods is opened at once."""


def near(spend_return: SpendReturn, storage: Storage) -> tuple[EarlierReturn, ...]:
    """The published returns of the nearest periods, before and after, as many as are read quickly."""
    query = _published(spend_return).order_by(*_distance(spend_return.period_start)).limit(RETURNS)
    return tuple(_within(query, storage))


def on_the_same_days(
    revision_id: str, days: Dates | None, known: Collection[EarlierReturn], storage: Storage
) -> tuple[EarlierReturn, ...]:
    """Further published returns that have payments on the days of a filing, those first whose period is nearest to them.

    Args:
        revision_id: The filing.
        days: First and last day of its payments, where it has any.
        known: The returns that it is compared with anyway.
        storage: Where artefacts lie.
    """
    revision = model.Session.get(Revision, revision_id)
    if revision is None or days is None:
        return ()
    first, last = (Revision.report["payment_dates"][end].astext for end in ("first", "last"))
    query = (
        _published(revision.spend_return)
        .where(first <= days.last.isoformat(), last >= days.first.isoformat())
        .where(SpendReturn.period.not_in([each.period for each in known]))
        .order_by(*_distance(days.first))
    )
    return tuple(_within(query, storage))


def replaced(revision: Revision, storage: Storage) -> Published | None:
    """What another revision has made public for the same return, and its artefact, where it has payments."""
    query = sa.select(Revision.rows_accepted, Revision.amount_accepted, Revision.artefact_sha256).where(
        Revision.return_id == revision.return_id, Revision.id != revision.id, Revision.state == State.PUBLISHED
    )
    found = model.Session.execute(query).first()
    if found is None:
        return None
    payments, amount, sha256 = found
    return Published(
        payments=payments or 0,
        pence=int((amount or 0) * 100),
        artefact=str(storage.artefact(sha256)) if payments and sha256 else None,
    )


def _published(spend_return: SpendReturn) -> sa.Select[Any]:
    """The other published returns of a publisher under the same duty that have payments."""
    return (
        sa.select(SpendReturn.period, Revision.artefact_sha256, Revision.rows_accepted)
        .join(Revision, Revision.return_id == SpendReturn.id)
        .where(
            SpendReturn.publisher_id == spend_return.publisher_id,
            SpendReturn.regime == spend_return.regime,
            SpendReturn.id != spend_return.id,
            Revision.state == State.PUBLISHED,
            Revision.rows_accepted > 0,
        )
    )


def _distance(day: dt.date) -> tuple[Any, ...]:
    return sa.func.abs(SpendReturn.period_start - day), SpendReturn.period_start


def _within(query: sa.Select[Any], storage: Storage) -> Iterable[EarlierReturn]:
    rows = 0
    for period, sha256, accepted in model.Session.execute(query):
        rows += accepted
        if rows > ROWS:
            return
        yield EarlierReturn(period=period, path=str(storage.artefact(sha256)))
