"""Categories that change after publication: versions applied to a publisher, stewards' decisions; then everything that shows them follows.

The ledger's transaction is the change (``ledger/category_versions.py``, ``ledger/category_decisions.py``). The file of a return, its
DataStore table and the search index follow it by follow-ups, as they follow a publication.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
from ckan import model

from ckanext.spenddata import config
from ckanext.spenddata.ledger import (
    category_decisions,
    category_versions,
    connection,
    decided_categories,
    entries,
    turns,
)
from ckanext.spenddata.ledger.category_decisions import Decision, Target
from ckanext.spenddata.ledger.category_moves import Moved
from ckanext.spenddata.model import Step
from ckanext.spenddata.returns.followups import planning
from ckanext.spenddata.returns.people import publishers

FOLLOWS = (Step.CATALOGUE, Step.DATASTORE, Step.INDEX)


def preview(publisher_id: str) -> pl.DataFrame:
    """What the version in force would move, as ``classify.moves`` tells it; nothing is changed."""
    return category_versions.preview(publisher_id, publishers.known(publisher_id), config.definitions())


def apply(publisher_id: str, reviewer: str, why: str) -> Moved:
    """Apply the version in force to what a publisher has published; commits CKAN's session."""
    publisher = publishers.known(publisher_id)
    # No transaction of CKAN's database stays open while rows are decided.
    model.Session.rollback()
    moved = category_versions.apply(publisher_id, publisher, config.definitions(), reviewer, why)
    _show_again(moved.returns)
    return moved


def undo_version(change_no: int, reviewer: str, why: str) -> Moved:
    """Take back a version that was applied; commits CKAN's session.

    Raises:
        Undecidable: It is none, or nothing of it is in force.
    """
    _, moved = category_versions.undo(change_no, reviewer, why)
    _show_again(moved.returns)
    return moved


def decide(target: Target, category: str, reviewer: str, why: str, *, preview: bool = False) -> Decision:
    """Write a steward's line, and move the payments that it is about; commits CKAN's session.

    Raises:
        Undecidable: It is about no published payment.
    """
    decision = category_decisions.decide(target, category, reviewer, why, preview=preview)
    return _followed(decision, preview=preview)


def undo_decision(decision_no: int, reviewer: str, why: str, *, preview: bool = False) -> Decision:
    """Take a line back; commits CKAN's session.

    Raises:
        Undecidable: There is none of this number, or it is undone already.
    """
    decision = category_decisions.undo(decision_no, reviewer, why, preview=preview)
    return _followed(decision, preview=preview)


def apply_decisions(publisher_id: str, reference: str) -> None:
    """Give what is published of a return the categories that stewards decided for its like; commits CKAN's session where that moves any.

    Publishing does that too. This is for what its transaction could not see. Can run again, to the effect of once.
    """
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        turns.lock(cursor, publisher_id)
        entry = entries.latest(cursor, publisher_id, reference)
        moved = decided_categories.apply_to_entry(cursor, entry) if entry and entry.current else Moved()
        if moved != Moved():
            connection.note(cursor, may_wait=True)
    _show_again(moved.returns)


def _followed(decision: Decision, *, preview: bool) -> Decision:
    if not (preview or decision.repeated):
        _show_again(decision.moved.returns)
    return decision


def _show_again(references: Iterable[str]) -> None:
    planning.plan_again(references, FOLLOWS)
