"""A submitted revision is read and checked, what was made of it is kept, and what becomes of it is said."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.filing import FilingReport
from ckanext.spenddata.intake.reading import Outcome
from ckanext.spenddata.model import Revision, State
from ckanext.spenddata.model.returns import UNFINISHED
from ckanext.spenddata.returns import states
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.filing import acknowledging, mappings, publishing, reading, records
from ckanext.spenddata.returns.filing.reading import Read
from ckanext.spenddata.returns.people import authority
from ckanext.spenddata.values.text import counted

SUMMARY = (
    *("outcome", "questions", "refusal", "rows", "rows_in_error", "accepted_rows", "amount_total", "accepted_total"),
    *("amount_basis", "currencies"),
    *("payment_dates", "errors", "stops", "warnings", "rules", "fixes", "versions"),
)
"""What the database keeps of a report; the whole of it lies in the store."""


def check(revision_id: str) -> None:
    """Read and check a submitted revision, or one whose checking a dying process left; commits."""
    revision = states.held(revision_id)
    if revision is None or revision.state not in (State.SUBMITTED, State.CHECKING):
        model.Session.rollback()
        return
    if revision.state == State.SUBMITTED:
        states.change(revision, State.CHECKING, "Checking began.")
    model.Session.commit()
    storage = Storage()
    with storage.workplace() as folder:
        found = reading.read(revision, storage, folder)
        _keep(revision_id, revision.attempt, found, storage)


def _keep(revision_id: str, attempt: int, found: Read, storage: Storage) -> None:
    """Store what was made of the files, and say what becomes of the revision; commits."""
    result, report = found.result, found.report
    sha256 = storage.keep_artefact(result.artefact) if result.artefact else None
    mapping_version = records.mapping_version(result.folder)
    storage.keep_reports(result.folder, revision_id, attempt)
    revision = states.held(revision_id)
    if revision is None or revision.state != State.CHECKING or revision.attempt != attempt:
        model.Session.rollback()
        return
    summary = msgspec.to_builtins(report)
    revision.report = {name: summary[name] for name in SUMMARY} | {"mapping_version": mapping_version}
    revision.answers = found.answers
    revision.artefact_sha256 = sha256
    revision.rows_accepted = report.accepted_rows
    revision.amount_accepted = Decimal(report.accepted_total)
    revision.rows_in_error = report.rows_in_error
    revision.stops = [[stop.finding, stop.rule] for stop in report.to_acknowledge]
    if report.refusal or sha256 is None:
        states.change(revision, State.REJECTED, _why_rejected(report))
    else:
        states.change(revision, State.READY, _why_ready(report))
        _remember(revision, found)
        acknowledging.acknowledge_in_advance(revision, report.to_acknowledge)
        _go_on(revision)
    model.Session.commit()


def _why_rejected(report: FilingReport) -> str:
    if report.refusal:
        return f"{report.refusal.message} {report.refusal.remedy}"
    return "No payments were found in what was sent. Check the files and send them again, or make a nil statement."


def _why_ready(report: FilingReport) -> str:
    if report.outcome == Outcome.ASK:
        return f"Read, with {counted(len(report.questions), 'question')} to answer before it can be published."
    confirm = f", {len(report.to_acknowledge):,} to confirm" if report.to_acknowledge else ""
    return (
        f"Checked: {counted(report.rows, 'row')}, {report.rows_in_error:,} in error{confirm},"
        f" {counted(report.warnings, 'warning')}."
    )


def _remember(revision: Revision, found: Read) -> None:
    """Keep answers that led to a reading without questions, by the layouts they were given for."""
    if revision.answers and found.report.outcome == Outcome.READ:
        publisher_id = revision.spend_return.publisher_id
        mappings.remember(publisher_id, revision.answers, found.signatures, found.report.doubts, revision.submitted_by)


def _go_on(revision: Revision) -> None:
    """Approve at once what a program said yes to beforehand; set aside what a later submission has overtaken."""
    later = sa.select(Revision.number).where(
        Revision.return_id == revision.return_id,
        Revision.number > revision.number,
        Revision.state.in_((*UNFINISHED, State.PUBLISHED)),
    )
    overtaken_by = model.Session.scalars(later.limit(1)).first()
    if overtaken_by is not None:
        states.change(revision, State.SUPERSEDED, f"Revision {overtaken_by} was submitted.")
    elif revision.publish_on_ready and publishing.why_not(revision) is None:
        user_id = revision.submitted_by
        if authority.role(user_id, revision.spend_return.organization_id) >= publishing.least_role():
            revision.approved_by = user_id
            states.change(revision, State.APPROVED, "Approved by whoever sent it, since there is no error.", user_id)
