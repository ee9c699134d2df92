"""After the databases are back: schemas brought up to date, what was taken back since is taken back again, indexes made."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.cli.db import upgrade
from ckan.lib import search, uploader

from ckanext.spenddata.backup import databases, figures
from ckanext.spenddata.backup.faults import BackupError
from ckanext.spenddata.ledger import schema, verify
from ckanext.spenddata.model import Revision, SpendReturn, State
from ckanext.spenddata.returns.files.storage import sha256_of
from ckanext.spenddata.returns.followups import catalogue
from ckanext.spenddata.returns.removal import removals
from ckanext.spenddata.returns.removal.removal_record import Noted
from ckanext.spenddata.returns.repair import orphans, reindex
from ckanext.spenddata.values.text import counted

log = logging.getLogger(__name__)


@dataclass
class CaughtUp:
    """What a restore did beyond putting back what was in the backup."""

    taken_back: list[str] = field(default_factory=list)
    """References of returns of which something was taken back again."""
    by_hand: list[str] = field(default_factory=list)
    """Orders that could not be carried out: nothing of what they are about is shown, and a person must see to them."""
    written_again: int = 0
    """Published files that were not those of the backup's moment."""
    payments: int = 0
    """In the search index."""
    figures: dict[str, Any] = field(default_factory=dict)
    """As they are at the end."""


def catch_up(noted: Sequence[Noted], say: Callable[[str], object]) -> CaughtUp:
    """Make a restored portal whole.

    Raises:
        BackupError: The ledger does not agree with itself.
    """
    done = CaughtUp()
    # What it tells is for the person, not for the program that reads our answer.
    with redirect_stdout(sys.stderr):
        upgrade.main([], standalone_mode=False)
    schema.initialise()
    say("The indexes of datasets and payments are made again.")
    search.rebuild(clear=True, quiet=True)
    done.payments, _ = reindex.rebuild()
    for order in noted:
        _again(order, done)
    if noted:
        say(f"What was taken back after the backup is taken back again: {len(done.taken_back)} orders.")
    for revision_id in list(_unlike()):
        catalogue.follow(model.Session.get_one(Revision, revision_id))
        model.Session.commit()
        done.written_again += 1
    orphans.mend(orphans.find())
    say("The ledger is compared with itself.")
    _verify()
    ckan, datastore = databases.both()
    model.Session.remove()
    with ckan.connected() as main, datastore.connected() as other:
        done.figures = figures.of(main, other)
    return done


def _again(order: Noted, done: CaughtUp) -> None:
    try:
        if removals.again(order):
            done.taken_back.append(order.reference)
    except Exception as error:
        # Whatever keeps one order from being carried out, the others must be; it stands, and hides what it is about.
        log.exception("The order %s of %s could not be carried out again", order.id, order.reference)
        done.by_hand.append(f"{order.reference}, ordered {order.ordered}: {error}")
        model.Session.rollback()


def _unlike() -> Iterator[str]:
    """Published revisions of which CKAN's copy of the file is missing, or of another moment than the databases."""
    query = sa.select(Revision.id, SpendReturn.resource_id).join(SpendReturn).where(Revision.state == State.PUBLISHED)
    for revision_id, resource_id in model.Session.execute(query).all():
        resource = model.Resource.get(resource_id)
        # Where it is not in the catalogue yet, that is still to be done, and known to be.
        if resource is not None and resource.state == model.State.ACTIVE and resource.hash != _hash(resource_id):
            yield revision_id


def _hash(resource_id: str) -> str:
    path = Path(uploader.get_resource_uploader({"id": resource_id, "url_type": "upload"}).get_path(resource_id))
    return sha256_of(path) if path.is_file() else ""


def _verify() -> None:
    found = [each for _, disagreements in verify.every_publisher() for each in disagreements]
    if found:
        raise BackupError(
            f"The databases are restored, but the ledger does not agree with itself: {found[0]}"
            f" ({counted(len(found), 'place')}). Run: ckan spenddata ledger rebuild, then: ckan spenddata ledger verify."
        )
