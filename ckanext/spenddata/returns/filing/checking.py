"""Files → pipeline → artefact and report. Parsing happens in another process, under limits, while no transaction is open."""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import config
from ckanext.spenddata.filing import Filing, FilingFile, FilingReport, Result
from ckanext.spenddata.intake.reading import Answers, Outcome
from ckanext.spenddata.model import Revision, State
from ckanext.spenddata.model.returns import UNFINISHED
from ckanext.spenddata.pipeline import limited
from ckanext.spenddata.returns import states
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.filing import acknowledging, mappings, nil, others, publishing, records, repeats
from ckanext.spenddata.returns.people import authority, publishers
from ckanext.spenddata.returns.people.publishers import Body
from ckanext.spenddata.sandbox import End
from ckanext.spenddata.values.calendar import london_today
from ckanext.spenddata.values.text import counted

log = logging.getLogger(__name__)

SUMMARY = (
    *("outcome", "questions", "refusal", "rows", "rows_in_error", "accepted_rows", "amount_total", "accepted_total"),
    *("payment_dates", "errors", "stops", "warnings", "rules", "fixes", "versions"),
)
"""What the database keeps of a report; the whole of it lies in the store."""


NEARLY_FULL = 100_000_000
"""Free bytes below which a disk counts as full."""


class ReadingInterruptedError(Exception):
    """The machine stopped the reading; nothing is known about the files."""


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
        said = dict(revision.answers)
        if revision.nil:
            result = nil.run(revision.spend_return, folder / "out")
        else:
            result, said = _run(revision, storage, folder)
        if _disk_was_full(result, folder):
            raise OSError(errno.ENOSPC, "The disk is full: the files are read when there is room")
        if result.interrupted:
            log.warning("Revision %s: %s", revision_id, result.detail)
            message = (
                "The machine stopped the reading of the files. Nothing is wrong with them so far; they are read again."
            )
            raise ReadingInterruptedError(message)
        _keep(revision_id, revision.attempt, result, said, storage)


def _disk_was_full(result: Result, folder: Path) -> bool:
    """Whether what was read did not fit because the disk is full, which says nothing about the files."""
    did_not_fit = result.refusal is not None and result.refusal.code == f"reading_{End.OUTPUT}"
    return did_not_fit and shutil.disk_usage(folder).free < NEARLY_FULL


def _run(revision: Revision, storage: Storage, folder: Path) -> tuple[Result, dict[str, Any]]:
    """Read the files, with the columns that this publisher confirmed for their layouts; and the answers that were used.

    They are read again with what else it answered for these layouts, where that makes a difference: what it wrote its amounts in, and
    the answers to what the first reading asks. And they are checked again with other returns than those of the nearest periods, where
    payments of those fall on the same days: such a return may hold the same payments.
    """
    revision_id, said = revision.id, dict(revision.answers)
    filing = _filing(revision, storage, folder)
    model.Session.rollback()
    result = _pipeline(filing, folder / "out")
    known = _remembered(filing, result.report, said)
    if known == said or not (result.report.outcome == Outcome.ASK or known.get("unit") != said.get("unit")):
        known = said
    same_days = others.on_the_same_days(revision_id, result.report.payment_dates, filing.history, storage)
    model.Session.rollback()
    if known == said and not same_days:
        return result, said
    again = msgspec.structs.replace(
        filing, answers=_answers(known, filing.answers.remembered), history=(*filing.history, *same_days)
    )
    return _pipeline(again, folder / "again"), known


def _pipeline(filing: Filing, out: Path) -> Result:
    result = limited.run_limited(
        filing, out, overlay=config.overlay(), seconds=config.seconds(), memory_bytes=config.memory_bytes()
    )
    records.write(filing, result.folder)
    return result


def _filing(revision: Revision, storage: Storage, folder: Path) -> Filing:
    spend_return = revision.spend_return
    body = publishers.by_organization(spend_return.organization_id)
    registered = folder / "registered.json"
    registered.write_bytes(msgspec.json.encode([every.publisher for every in publishers.every()]))
    return Filing(
        files=tuple(FilingFile(path=str(storage.file(file.sha256)), name=file.name) for file in revision.files),
        publisher=body.publisher if body else None,
        registered_path=str(registered),
        regime=spend_return.regime,
        period=spend_return.period,
        answers=_answers(revision.answers, mappings.columns(spend_return.publisher_id)),
        amount_basis=_amount_basis(revision, body),
        fixes=tuple(revision.fixes),
        history=others.near(spend_return, storage),
        sent_before=repeats.for_other_returns(revision),
        limits=config.limits(),
        today=london_today(),
    )


def _answers(said: Mapping[str, Any], remembered: Mapping[str, Mapping[str, int]]) -> Answers:
    """What was said of the files, for intake; what the amounts include is the filing's."""
    own = {name: value for name, value in said.items() if name != "amount_basis"}
    return msgspec.convert({**own, "remembered": remembered}, Answers)


def _amount_basis(revision: Revision, body: Body | None) -> str | None:
    """What the amounts include: as answered for these files, as the body says for all its files, as it once answered.

    None where nobody was asked; ``unknown`` where nobody knows.
    """
    stated = body.amount_basis if body else publishers.UNKNOWN_BASIS
    return (
        revision.answers.get("amount_basis")
        or (stated if stated != publishers.UNKNOWN_BASIS else None)
        or mappings.amount_basis(revision.spend_return.publisher_id)
    )


def _remembered(filing: Filing, report: FilingReport, said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said of these files, completed by what the publisher answered about their layouts before."""
    if filing.publisher is None:
        return dict(said)
    return mappings.merged(mappings.answers(filing.publisher.publisher_id, _signatures(report)), said)


def _signatures(report: FilingReport) -> list[str]:
    """The layouts of the tables that were read, in their order."""
    return list(dict.fromkeys(table.signature for file in report.files for table in file.tables))


def _keep(revision_id: str, attempt: int, result: Result, answers: dict[str, Any], storage: Storage) -> None:
    """Store what was made of the files, and say what becomes of the revision; commits."""
    sha256 = storage.keep_artefact(result.artefact) if result.artefact else None
    mapping_version = records.mapping_version(result.folder)
    storage.keep_reports(result.folder, revision_id, attempt)
    revision = states.held(revision_id)
    if revision is None or revision.state != State.CHECKING or revision.attempt != attempt:
        model.Session.rollback()
        return
    report = result.report
    summary = msgspec.to_builtins(report)
    revision.report = {name: summary[name] for name in SUMMARY} | {"mapping_version": mapping_version}
    revision.answers = answers
    revision.artefact_sha256 = sha256
    revision.rows_accepted = report.accepted_rows
    revision.amount_accepted = Decimal(report.accepted_total)
    revision.rows_in_error = report.rows_in_error
    revision.stops = [[stop.finding, stop.rule] for stop in report.to_acknowledge]
    if report.refusal or sha256 is None:
        states.change(revision, State.REJECTED, _why_rejected(report))
    else:
        states.change(revision, State.READY, _why_ready(report))
        _remember(revision, report)
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


def _remember(revision: Revision, report: FilingReport) -> None:
    """Keep answers that led to a reading without questions, by the layouts they were given for."""
    if revision.answers and report.outcome == Outcome.READ:
        publisher_id = revision.spend_return.publisher_id
        mappings.remember(publisher_id, revision.answers, _signatures(report), revision.submitted_by)


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
