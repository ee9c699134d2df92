"""An approved artefact → the ledger. The ledger's entry is the commit record; CKAN's rows follow it."""

from __future__ import annotations

import logging
from decimal import Decimal
from typing import Literal, NamedTuple

import polars as pl
import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import artefact, config
from ckanext.spenddata.ledger import publish as ledger
from ckanext.spenddata.ledger.publication import Entry, Overtaken, Publication
from ckanext.spenddata.model import Revision, State
from ckanext.spenddata.returns import queries, states
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.filing import acknowledging
from ckanext.spenddata.returns.followups import planning
from ckanext.spenddata.returns.people import authority, publishers
from ckanext.spenddata.returns.people.authority import Role
from ckanext.spenddata.values.text import counted

log = logging.getLogger(__name__)


class AuthorityLostError(Exception):
    """Whoever approved may no longer publish for this publisher."""


class ArtefactChangedError(Exception):
    """What lies in the store is not what was approved."""


def least_role() -> Role:
    """Who may give the yes to a publication: administrators where approval is on, else editors."""
    return Role.ADMIN if config.approval() else Role.EDITOR


class WhyNot(NamedTuple):
    """Why a revision can't be approved, and what to do."""

    about: Literal["answers", "without_errors", "acknowledge", "upload"]
    """What would have to be said or sent: a parameter of the actions."""
    message: str


def why_not(revision: Revision, without_errors: int = 0) -> WhyNot | None:
    """Why a ready revision can't be approved; None where it can.

    Args:
        revision: The revision.
        without_errors: The number of rows in error that the person agrees to leave out.
    """
    blocking = [each for each in revision.report.get("questions") or [] if each["question"].get("blocking", True)]
    if blocking:
        return WhyNot("answers", _open_questions(len(blocking)))
    in_error = revision.rows_in_error or 0
    if in_error != without_errors:
        return WhyNot("without_errors", _rows_in_error(in_error))
    if not revision.nil and not revision.rows_accepted:
        return WhyNot(
            "upload",
            "No row could be published. Fix the file and send it again, or make a nil statement where there was nothing to report.",
        )
    stopped = acknowledging.why_stopped(revision)
    return WhyNot("acknowledge", stopped) if stopped else None


def _open_questions(number: int) -> str:
    one = number == 1
    return (
        f"{counted(number, 'question')} about the files {'is' if one else 'are'} open. Answer {'it' if one else 'them'}"
        " (spenddata_return_answer); then it is checked again."
    )


def _rows_in_error(number: int) -> str:
    return (
        f"{counted(number, 'row')} {'is' if number == 1 else 'are'} in error and can't enter a figure. Put that right and send the file"
        f" again, or publish without by confirming the number (without_errors={number}); it is then public beside the data."
    )


def ask(revision: Revision, user_id: str, note: str = "") -> None:
    """Send a checked revision to those who approve; said once, however often. The caller holds the revision. Commits.

    Args:
        revision: The revision.
        user_id: Who sends it.
        note: What readers should know of the figures; whoever approves may change it.

    Raises:
        ForbiddenChangeError: It is not ready.
    """
    if not states.is_asked(revision):
        states.ask(revision, user_id)
    _keep_note(revision, note)
    model.Session.commit()


def approve(revision: Revision, user_id: str, without_errors: int, note: str = "") -> None:
    """The person's own yes after looking; publication follows in the background. The caller holds the revision. Commits.

    Args:
        revision: The revision.
        user_id: Who says it.
        without_errors: The number of rows in error that are left out.
        note: What readers should know of the figures, published with them; kept with the report, and gone with it.

    Raises:
        ForbiddenChangeError: It is not ready.
    """
    states.change(revision, State.APPROVED, _yes(without_errors), user_id)
    revision.approved_by = user_id
    revision.without_errors = without_errors
    _keep_note(revision, note)
    model.Session.commit()


def _keep_note(revision: Revision, note: str) -> None:
    """What readers should know, in place of what was said before."""
    others = {name: value for name, value in revision.report.items() if name != queries.NOTE}
    revision.report = others | ({queries.NOTE: note} if note else {})


def _yes(without_errors: int) -> str:
    return f"Approved without {counted(without_errors, 'row')} in error." if without_errors else "Approved."


def publish(revision_id: str) -> None:
    """Publish an approved revision, or finish a publication that a dying process left; commits.

    Can run again at any point: the ledger does nothing for what it holds already.
    """
    revision = states.held(revision_id)
    if revision is None or revision.state not in (State.APPROVED, State.PUBLISHING):
        model.Session.rollback()
        return
    if revision.state == State.APPROVED:
        states.change(revision, State.PUBLISHING, "Publication began.")
    model.Session.commit()
    try:
        entry = _to_ledger(revision)
    except AuthorityLostError as error:
        _back(revision_id, State.READY, str(error))
    except Overtaken as error:
        _back(revision_id, State.SUPERSEDED, str(error))
    else:
        _published(revision_id, entry)


def _to_ledger(revision: Revision) -> Entry:
    """The ledger's transaction, with the authority of whoever approved read again under its lock."""
    spend_return = revision.spend_return
    body = publishers.by_organization(spend_return.organization_id)
    if body is None or body.publisher.publisher_id != spend_return.publisher_id:
        message = f"{spend_return.publisher_id} is no longer registered for the organisation that filed this return."
        raise AuthorityLostError(message)
    publication, frame = approved(revision, body.publisher.name)
    approver, organization_id = revision.approved_by, spend_return.organization_id
    # Nothing of ours stays locked or unread while the ledger's transaction runs.
    model.Session.rollback()
    with ledger.turn(publication.publisher_id) as cursor:
        _authorise(approver, organization_id, least_role())
        return ledger.publish(publication, frame, cursor)


def approved(revision: Revision, publisher_name: str) -> tuple[Publication, pl.DataFrame]:
    """What was approved of a revision, as the ledger takes it: the publication and its rows.

    Raises:
        ArtefactChangedError: What lies in the store is something else.
    """
    read = artefact.read(Storage().artefact(revision.artefact_sha256 or ""))
    frame = artefact.accepted(read)
    _compare_with_approved(revision, frame.height, artefact.total(frame))
    spend_return = revision.spend_return
    publication = Publication(
        publisher_id=spend_return.publisher_id,
        publisher_name=publisher_name,
        regime=spend_return.regime,
        period=spend_return.period,
        period_start=spend_return.period_start,
        period_end=spend_return.period_end,
        return_id=spend_return.reference,
        revision=revision.number,
        attempt=revision.attempt,
        sha256=revision.artefact_sha256 or "",
        nil=revision.nil,
        left_out=revision.rows_in_error or 0,
        rules_version=revision.report.get("versions", {}).get("rules", ""),
        mapping_version=revision.report.get("mapping_version", ""),
    )
    return publication, frame


def _authorise(user_id: str | None, organization_id: str, least: Role) -> None:
    if authority.role(user_id, organization_id) < least:
        raise AuthorityLostError(
            "Not published: the person who approved this revision may no longer publish for this body."
            " What was public stays as it was. Somebody with that right must approve it again."
        )


def _compare_with_approved(revision: Revision, rows: int, pence: int) -> None:
    amount = Decimal(pence) / 100
    if (rows, amount) != (revision.rows_accepted, revision.amount_accepted):
        raise ArtefactChangedError(
            f"The stored artefact has {counted(rows, 'row')} of £{amount}; approved were"
            f" {counted(revision.rows_accepted or 0, 'row')} of £{revision.amount_accepted}. Nothing was published."
            " Restore the storage folder from a backup, or send the files again."
        )


def _published(revision_id: str, entry: Entry) -> None:
    """What the ledger recorded, in CKAN's database: this revision is published, the one before it superseded."""
    revision = states.held(revision_id)
    if revision is None or revision.state != State.PUBLISHING:
        log.warning("Revision %s was seen to by another process.", revision_id)
        model.Session.rollback()
        return
    before = sa.select(Revision).where(Revision.return_id == revision.return_id, Revision.state == State.PUBLISHED)
    for earlier in model.Session.scalars(before.with_for_update()):
        states.change(earlier, State.SUPERSEDED, f"Replaced by revision {revision.number}.")
        model.Session.flush()
    states.change(revision, State.PUBLISHED, f"Published as entry {entry.entry_no}: {counted(entry.n, 'payment')}.")
    revision.entry_no = entry.entry_no
    revision.published = entry.published
    planning.plan(revision)
    model.Session.commit()


def _back(revision_id: str, to: State, why: str) -> None:
    revision = states.held(revision_id)
    if revision is not None and revision.state == State.PUBLISHING:
        states.change(revision, to, why)
    model.Session.commit()
