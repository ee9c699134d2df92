"""Filing a return: submit files or a nil statement, and answer what they leave open."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context
from werkzeug.datastructures import FileStorage

from ckanext.spenddata import config
from ckanext.spenddata.checks import typed
from ckanext.spenddata.logic import common, typed_cells
from ckanext.spenddata.logic.changing import held_as_looked_at, refusing_in_words, revision_dict
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.schema import returns as schema
from ckanext.spenddata.model import Revision, State
from ckanext.spenddata.returns.files.storage import StorageError
from ckanext.spenddata.returns.filing import submit as submitting
from ckanext.spenddata.returns.filing import unusable
from ckanext.spenddata.returns.filing.refusals import RefusedError
from ckanext.spenddata.returns.filing.submit import OverlapError, Submission, Upload
from ckanext.spenddata.values import written_periods
from ckanext.spenddata.values.periods import Period, PeriodError


@tk.validate_action_data(schema.submit)
def spenddata_return_submit(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Submit files, or a nil statement, for a return.

    The files are kept as they are sent, privately, and checked in the background: ask ``spenddata_return_show`` how it went. A later
    submission for the same return is its next revision; nothing that is published changes before that revision is published.

    What can be seen without reading a file (it is empty, too large, or no table at all) is refused at once, and nothing is kept.

    Example::

        curl -H "Authorization: $TOKEN" -F publisher=X-DEMO-1 -F regime=lgtc-500 -F period=2026-Q1 -F publish=true
            -F upload=@spend.csv https://portal.example/api/action/spenddata_return_submit

    :param publisher: the publisher's identifier (``GB-LAE-LDS``), or its organisation's name or id
    :type publisher: string
    :param regime: the duty that the return answers, such as ``lgtc-500``
    :type regime: string
    :param period: a month (``2026-04``), calendar quarter (``2026-Q1``), financial year (``2026-27``) or accounting period
        (``2026-27-P10``); or as people write it, where that has one meaning (``October 2026``, ``Q1 2026-27``)
    :type period: string
    :param period_start: first day of an accounting period, where the body's calendar is its own (optional)
    :type period_start: ISO date string
    :param period_end: last day of an accounting period (optional)
    :type period_end: ISO date string
    :param upload: the file or files, as multipart form data (optional where ``nil`` is true)
    :type upload: file, or list of files
    :param nil: state that there was nothing to report (optional, default: ``False``)
    :type nil: bool
    :param answers: what the files don't say: ``mapping`` (canonical field → title of its column, or ``column 7``), ``layouts``
        (signature of a table's layout, as its report has it → canonical field → number of its column: the whole mapping of such a
        table, confirmed), ``day_first``, ``currency_is_sterling``, ``unit`` (``pounds``, ``pence``, ``hundreds``, ``thousands``,
        ``millions``), ``amount_basis``, ``credits`` (amounts without a minus that a column calls credits: true, they are; false, all are
        payments; a word, those beside this word are), ``were_paid`` (true: amounts that a column calls unpaid, or on hold, were paid all
        the same). They are remembered for the publisher's next files of the same layout that show the same words, signs and ways of
        writing; ``amount_basis`` for all its files, ``were_paid`` and ``day_first`` for none (optional)
    :type answers: dictionary, or its JSON
    :param fixes: what is accepted of the suggested fixes: ids of rules, for all that they suggest, and dictionaries with ``rule``,
        ``file``, ``row`` and, in a workbook, ``sheet``, for one place; and cells that you type in place of what the files say:
        dictionaries with ``file``, ``row``, ``sheet`` in a workbook, ``field``, and ``value``, written as in a file with the day first
        (nothing empties the cell). Cells are kept as they were understood, at most 500; of one that is given twice the last counts, and
        one of a row that turns out not to be there changes nothing: ``spenddata_revision_fixes`` lists what was changed (optional)
    :type fixes: list of strings and dictionaries, or its JSON
    :param acknowledge: findings that are right, confirmed beforehand (``spenddata_finding_acknowledge``); what the check then finds
        beside them keeps the return from being published (optional)
    :type acknowledge: list of dictionaries, or its JSON
    :param publish: your own yes, given beforehand: publish as soon as it is checked, if there is no error, no question and nothing left
        to confirm (optional, default: ``False``)
    :type publish: bool

    :returns: ``reference`` of the return, ``revision`` (its number), ``state``, and ``waiting`` where the message to the workers could
        not be sent: the work is then done after the next sweep
    :rtype: dictionary

    :raises ValidationError: a file was refused, a typed cell can't be read or is of no file sent, the period is none or overlaps another
        return's; nothing was kept
    :raises NotAuthorized: you are no editor of the publisher or its parent body
    """
    body = common.body(data_dict["publisher"])
    tk.check_access("spenddata_return_submit", context, data_dict)
    submission = Submission(
        body=body,
        regime=data_dict["regime"],
        period=_period(data_dict),
        user_id=common.acting_user(context),
        uploads=[Upload(file.filename or "", file.stream) for file in _uploads(data_dict)],
        nil=data_dict["nil"],
        answers=data_dict["answers"],
        fixes=data_dict["fixes"],
        acknowledge=data_dict["acknowledge"],
        publish=data_dict["publish"],
    )
    _refuse_contradiction(submission)
    _refuse_absent_files(submission)
    try:
        revision = submitting.submit(submission)
    except RefusedError as error:
        raise tk.ValidationError({"upload": [str(error)], "code": [error.refusal.code]}) from error
    except StorageError as error:
        raise tk.ValidationError({"upload": [str(error)], "code": ["storage"]}) from error
    except OverlapError as error:
        model.Session.rollback()
        raise refused("period", str(error)) from error
    return revision_dict(revision)


@tk.validate_action_data(schema.answer)
def spenddata_return_answer(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Answer the questions about a revision's files, accept suggested fixes or type cells; it is then read and checked again.

    :param reference: the return, such as ``X-DEMO-1.lgtc-500.2026-Q1``
    :type reference: string
    :param revision: number of the revision that you looked at; one that is not the newest any more is refused (optional, default: the
        newest)
    :type revision: int
    :param attempt: the reading of it that you looked at, as ``spenddata_return_show`` has it; one that was read again since is refused
        (optional)
    :type attempt: int
    :param answers: as for ``spenddata_return_submit``; they replace earlier answers (optional)
    :type answers: dictionary, or its JSON
    :param fixes: as for ``spenddata_return_submit``; they replace those accepted and typed before, so send these again, too (optional)
    :type fixes: list of strings and dictionaries, or its JSON
    :param publish: publish as soon as it is checked, if there is no error, no question and nothing left to confirm (optional,
        default: ``False``)
    :type publish: bool

    :returns: ``reference``, ``revision``, ``state`` and ``waiting``, as of ``spenddata_return_submit``
    :rtype: dictionary

    :raises ValidationError: the revision is not ready, for instance because it is being checked, or not what you looked at any more (of
        ``revision`` or ``attempt``); a typed cell can't be read, or is of no row that was read (of ``fixes``)
    """
    revision = held_as_looked_at(common.revision_for("spenddata_return_answer", context, data_dict), data_dict)
    _refuse_absent_rows(revision, data_dict["fixes"])
    with refusing_in_words():
        submitting.answer(
            revision,
            data_dict["answers"],
            data_dict["fixes"],
            common.acting_user(context),
            publish=data_dict["publish"],
        )
    return revision_dict(revision)


def _refuse_absent_rows(revision: Revision, fixes: list[Any]) -> None:
    """Refuse to type into rows that aren't there; lets the revision go.

    What was typed before may be of a row that another reading found, and is passed over by this one.
    """
    _, cells = typed.parted(fixes)
    if not cells or revision.state != State.READY:
        return
    _, before = typed.parted(revision.fixes)
    if said := typed_cells.absent(unusable.absent(revision, [cell for cell in cells if cell not in before])):
        model.Session.rollback()
        raise refused("fixes", said)


def _refuse_absent_files(submission: Submission) -> None:
    """Refuse to type into files that aren't sent."""
    _, cells = typed.parted(submission.fixes)
    sent = submitting.names(submission.uploads)
    if said := typed_cells.absent(cell for cell in cells if cell.file not in sent):
        raise refused("fixes", said)


def _period(data_dict: dict[str, Any]) -> Period:
    try:
        first, last = _day(data_dict.get("period_start")), _day(data_dict.get("period_end"))
        return written_periods.parse(data_dict["period"], first, last)
    except PeriodError as error:
        raise refused("period", str(error)) from error


def _day(value: dt.datetime | dt.date | None) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


def _uploads(data_dict: dict[str, Any]) -> list[FileStorage]:
    """The files sent; CKAN hands on only the first of several with one field name, so the request is asked for the others."""
    files: list[FileStorage] = data_dict["upload"]
    if len(files) == 1 and tk.request and files[0] in (sent := tk.request.files.getlist("upload")):
        files = [file for file in sent if file.filename]
    return files


def _refuse_contradiction(submission: Submission) -> None:
    if submission.nil and submission.uploads:
        raise refused("nil", tk._("Send files, or state that there was nothing to report; not both."))
    if not submission.nil and not submission.uploads:
        raise refused("upload", tk._("Select a file, or state that there was nothing to report."))
    if len(submission.uploads) > config.most_files():
        message = tk._("Send at most {count} files at once.").format(count=config.most_files())
        raise refused("upload", message)
