"""The files of a revision are read, in another process; and once more with what the first reading brings to mind.

Comes in: a revision whose checking has begun. Goes out: a ``Read``, or an error that says that the machine, not the files, failed.
"""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from ckan import model

from ckanext.spenddata import config
from ckanext.spenddata.filing import Filing, FilingReport, Result
from ckanext.spenddata.intake.reading import Outcome
from ckanext.spenddata.model import Revision
from ckanext.spenddata.pipeline import limited
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.filing import mappings, nil, others, prepared, records
from ckanext.spenddata.sandbox import End

log = logging.getLogger(__name__)

_UNITS = {"unit", mappings.UNIT_BEFORE}
NEARLY_FULL = 100_000_000
"""Free bytes below which a disk counts as full."""


class ReadingInterruptedError(Exception):
    """The machine stopped the reading; nothing is known about the files."""


@dataclass(frozen=True)
class Read:
    """What was made of a revision's files."""

    result: Result
    answers: dict[str, Any]
    """What was said of the files and used: for them, and for files of their layouts before."""

    @property
    def report(self) -> FilingReport:
        """What is said about them."""
        return self.result.report

    @property
    def signatures(self) -> list[str]:
        """The layouts of the tables that were read, in their order."""
        return _signatures(self.report)


def read(revision: Revision, storage: Storage, folder: Path) -> Read:
    """Read and check the files of a revision, or write its nil statement. Ends the transaction: reading takes long.

    Args:
        revision: The revision; with ``nil`` it needs no files.
        storage: Where its files lie.
        folder: An empty folder, in which all is written.

    Raises:
        OSError: The disk is full.
        ReadingInterruptedError: The machine stopped the process that read.
    """
    if revision.nil:
        return _nil(revision, storage, folder)
    found = _read(revision, storage, folder)
    _refuse_to_blame_the_files(found.result, folder)
    return found


def _nil(revision: Revision, storage: Storage, folder: Path) -> Read:
    said, filing = dict(revision.answers), prepared.filing(revision, storage, folder)
    model.Session.rollback()
    result = nil.run(filing, folder / "out", config.definitions())
    records.write(filing, result.folder)
    return Read(result, said)


def _refuse_to_blame_the_files(result: Result, folder: Path) -> None:
    if _disk_was_full(result, folder):
        raise OSError(errno.ENOSPC, "The disk is full: the files are read when there is room")
    if result.interrupted:
        log.warning("Reading was stopped: %s", result.detail)
        raise ReadingInterruptedError(
            "The machine stopped the reading of the files. Nothing is wrong with them so far; they are read again."
        )


def _disk_was_full(result: Result, folder: Path) -> bool:
    """Whether what was read did not fit because the disk is full, which says nothing about the files."""
    did_not_fit = result.refusal is not None and result.refusal.code == f"reading_{End.OUTPUT}"
    return did_not_fit and shutil.disk_usage(folder).free < NEARLY_FULL


def _read(revision: Revision, storage: Storage, folder: Path) -> Read:
    """Read the files, with the columns that this publisher confirmed for their layouts; and the answers that were used.

    They are read again with what else it answered for these layouts, where that makes a difference: what it wrote its amounts in, and
    the answers to what the first reading asks. And they are checked again with other returns than those of the nearest periods, where
    payments of those fall on the same days: such a return may hold the same payments.
    """
    revision_id, answers = revision.id, dict(revision.answers)
    filing = prepared.filing(revision, storage, folder)
    model.Session.rollback()
    result = _pipeline(filing, folder / "out")
    known = _known(filing, result.report, answers)
    same_days = others.on_the_same_days(revision_id, result.report.payment_dates, filing.history, storage)
    model.Session.rollback()
    if known == answers and not same_days:
        return Read(result, answers)
    filing = _with(msgspec.structs.replace(filing, history=(*filing.history, *same_days)), known)
    result = _pipeline(filing, folder / "again")
    # Only where the columns are known is it seen what stands in them.
    further = _known(filing, result.report, known)
    model.Session.rollback()
    if further == known:
        return Read(result, _own(known))
    return Read(_pipeline(_with(filing, further), folder / "once more"), _own(further))


def _known(filing: Filing, report: FilingReport, said: dict[str, Any]) -> dict[str, Any]:
    """What was said of the files, completed where that makes a difference to the reading."""
    known = _remembered(filing, report, said)
    makes_a_difference = report.outcome == Outcome.ASK or known.keys() & _UNITS != said.keys() & _UNITS
    return known if makes_a_difference else said


def _with(filing: Filing, said: Mapping[str, Any]) -> Filing:
    return msgspec.structs.replace(filing, answers=prepared.answers(said, filing.answers.remembered))


def _own(said: Mapping[str, Any]) -> dict[str, Any]:
    """Answers without what was only a reason to ask."""
    return {name: value for name, value in said.items() if name != mappings.UNIT_BEFORE}


def _pipeline(filing: Filing, out: Path) -> Result:
    result = limited.run_limited(
        filing, out, overlay=config.overlay(), seconds=config.seconds(), memory_bytes=config.memory_bytes()
    )
    records.write(filing, result.folder)
    return result


def _remembered(filing: Filing, report: FilingReport, said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said of these files, completed by what the publisher answered about their layouts before."""
    if filing.publisher is None:
        return dict(said)
    before = mappings.answers(filing.publisher.publisher_id, _signatures(report), report.doubts)
    if "unit" in said:
        before.pop(mappings.UNIT_BEFORE, None)
    return mappings.merged(before, said)


def _signatures(report: FilingReport) -> list[str]:
    """The layouts of the tables that were read, in their order."""
    return list(dict.fromkeys(table.signature for file in report.files for table in file.tables))
