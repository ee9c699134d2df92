"""Fills a portal with published payments, as many as are asked for, by what publishes and indexes and nothing before it.

``python -m benchmarks.filling --payments 500000`` with ``CKAN_INI`` set, on a portal that is up and has no such bodies yet.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

with suppress(ImportError):
    import pylibmagic  # noqa: F401  must come before CKAN

from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app

from benchmarks.payments import Plan, bodies, months, newcomer, payments, pool
from ckanext.spenddata import config
from ckanext.spenddata.artefact import total
from ckanext.spenddata.demo.bodies import Body
from ckanext.spenddata.demo.load import load
from ckanext.spenddata.ledger import connection, entries, publish, transactions
from ckanext.spenddata.ledger.publication import Entry, Publication
from ckanext.spenddata.model import ReturnFile, Revision, SpendReturn, State
from ckanext.spenddata.model.columns import now
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.documents import document

Tell = Callable[[str], object]
AT_ONCE = 8
"""Returns whose payments are sent to the index together."""


def fill(plan: Plan, tell: Tell) -> int:
    """Publish and index; how many payments there are. There are no artefacts: these bodies can file nothing more."""
    begun = time.monotonic()
    theirs = bodies(plan.publishers)
    load([*theirs, newcomer()], [], os.urandom(12).hex(), tell)
    for body in theirs:
        _publish(plan, body)
    tell(f"The payments are in the ledger after {time.monotonic() - begun:.0f} s.")
    sent = index(theirs)
    tell(f"{sent:,} payments are in the index after {time.monotonic() - begun:.0f} s.")
    return sent


def index(theirs: Sequence[Body]) -> int:
    """Index what is published of some bodies, all in one step; an index that holds nothing of them has nothing to be dropped."""
    core, sent = Core(config.search_url()), 0
    with connection.reading() as ledger:
        current = entries.current_of(ledger, [body.publisher.publisher_id for body in theirs])
    known = {body.publisher.publisher_id: body.publisher for body in theirs}
    for several in batched(current, AT_ONCE):
        documents = [
            document(row, known[entry.publisher_id], entry.entry_no)
            for entry in several
            for rows in transactions.batches(entry.publisher_id, entry.entry_no)
            for row in rows
        ]
        core.add(documents)
        sent += len(documents)
    core.commit()
    return sent


def batched(items: Sequence[Entry], size: int) -> Iterator[Sequence[Entry]]:
    """Some at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _publish(plan: Plan, body: Body) -> None:
    drawn = pool(body, plan.seed, config.definitions().categories)
    known = publishers.by_id(body.publisher.publisher_id)
    assert known
    for year, month in months(plan.months):
        frame = payments(drawn, body, year, month, plan.rows, plan.seed)
        publication = publication_of(body, f"{year}-{month:02d}")
        entry = publish.publish(publication, frame)
        model.Session.add(return_of(known, publication, entry, total(frame)))
    model.Session.commit()


def publication_of(body: Body, period: str) -> Publication:
    """What a body publishes of a period."""
    publisher, regime = body.publisher, body.regime
    return_id = f"{publisher.publisher_id}.{regime}.{period}"
    sha256 = hashlib.sha256(return_id.encode()).hexdigest()
    return Publication(publisher.publisher_id, publisher.name, regime, period, return_id, 1, 1, sha256)


def return_of(body: publishers.Body, publication: Publication, entry: Entry, pence: int) -> SpendReturn:
    """The return in CKAN's database, as its publication leaves it."""
    start, end = publication.days()
    moment = now()
    filed: dict[str, Any] = {
        "number": 1,
        "state": State.PUBLISHED,
        "rows_accepted": entry.n,
        "amount_accepted": Decimal(pence).scaleb(-2),
        "rows_in_error": 0,
        "entry_no": entry.entry_no,
        "submitted": moment,
        "published": moment,
        "files": [ReturnFile(position=0, name=f"spend-{publication.period}.csv", size=1, sha256=publication.sha256)],
    }
    return SpendReturn(
        publisher_id=publication.publisher_id,
        organization_id=body.organization_id,
        regime=publication.regime,
        period=publication.period,
        period_start=start,
        period_end=end,
        due=end + dt.timedelta(days=30),
        revisions=[Revision(**filed)],
    )


def run(module: str, what: str | None, fills: Callable[[Plan, Tell], object], payments: int, publishers: int) -> None:
    """Read a command line and fill, in an application as CKAN's own command line makes it.

    Args:
        module: Which is run.
        what: What it does, in words.
        fills: What fills.
        payments: How many, where the command line doesn't say.
        publishers: How many, the same.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=what)
    parser.add_argument("--payments", type=int, default=payments)
    parser.add_argument("--publishers", type=int, default=publishers)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    application: Any = make_app(load_config(os.environ["CKAN_INI"]))
    with application._wsgi_app.test_request_context():  # noqa: SLF001  as CKAN's own command line does
        fills(
            Plan(wanted.payments, wanted.publishers, wanted.months, wanted.seed), lambda said: print(said, flush=True)
        )


if __name__ == "__main__":
    run("benchmarks.filling", __doc__, fill, 500_000, 40)
