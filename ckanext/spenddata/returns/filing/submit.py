"""Files in: what can be refused without reading is refused before anything is stored; the rest becomes a new revision."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO, Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import config
from ckanext.spenddata.model import ReturnFile, Revision, SpendReturn, State
from ckanext.spenddata.model.columns import now
from ckanext.spenddata.model.returns import UNFINISHED
from ckanext.spenddata.returns import states
from ckanext.spenddata.returns.files.storage import Kept, Storage, TooLargeError
from ckanext.spenddata.returns.filing.refusals import RefusedError, refuse_at_the_door
from ckanext.spenddata.returns.people.publishers import Body
from ckanext.spenddata.values.periods import Period

MEGABYTE = 1_000_000
BLOCKS_OTHER_PERIODS = (*UNFINISHED, State.PUBLISHED)
NAME_LENGTH = 200


class OverlapError(Exception):
    """The period shares days with that of another return of the same duty; the message names it."""


@dataclass(frozen=True)
class Upload:
    """A file as it arrives."""

    name: str
    stream: IO[bytes]


@dataclass(frozen=True)
class Submission:
    """What somebody files for a return: files, or a nil statement."""

    body: Body
    regime: str
    period: Period
    user_id: str
    uploads: Sequence[Upload] = ()
    nil: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    fixes: Sequence[Any] = ()
    acknowledge: Sequence[dict[str, Any]] = ()
    publish: bool = False


def submit(submission: Submission) -> Revision:
    """Keep the files and make the next revision of the return, to be checked in the background. Commits.

    Raises:
        RefusedError: A file is refused without reading it; nothing was kept.
        OverlapError: Another return of the same duty covers days of this period.
        StorageError: The files could not be stored; nothing was kept.
    """
    files = _keep(submission.uploads)
    spend_return = _locked_return(submission)
    revision = Revision(
        spend_return=spend_return,
        number=_next_number(spend_return.id),
        nil=submission.nil,
        answers=submission.answers,
        fixes=list(submission.fixes),
        acknowledge=list(submission.acknowledge),
        publish_on_ready=submission.publish,
        submitted=now(),
        submitted_by=submission.user_id,
        files=[
            ReturnFile(position=position, name=name, size=kept.size, sha256=kept.sha256)
            for position, (name, kept) in enumerate(files, start=1)
        ],
    )
    model.Session.add(revision)
    what = "A nil statement was made." if submission.nil else f"{len(files)} file{'s' * (len(files) > 1)} sent."
    states.begin(revision, what, submission.user_id)
    states.change(revision, State.SUBMITTED, "Submitted for checking.", submission.user_id)
    _supersede_unpublished(spend_return.id, revision, submission.user_id)
    model.Session.commit()
    return revision


def answer(revision: Revision, answers: dict[str, Any], fixes: Sequence[Any], user_id: str, *, publish: bool) -> None:
    """Send a ready revision round again with what a person said, accepted and typed; the caller holds it. Commits.

    Raises:
        ForbiddenChangeError: It is not ready.
    """
    states.change(revision, State.SUBMITTED, "Sent again with answers.", user_id)
    revision.answers = answers
    revision.fixes = list(fixes)
    revision.attempt += 1
    revision.publish_on_ready = publish
    revision.submitted_by = user_id
    model.Session.commit()


def _keep(uploads: Sequence[Upload]) -> list[tuple[str, Kept]]:
    """Receive the files, look at each, and keep all or none."""
    most_bytes = config.limits().file_bytes or 0
    storage = Storage()
    with storage.workplace() as folder:
        received = []
        for position, (name, upload) in enumerate(zip(names(uploads), uploads, strict=True)):
            path = folder / str(position)
            try:
                received.append((name, path, storage.receive(upload.stream, path, most_bytes)))
            except TooLargeError as error:
                raise RefusedError.of(name, "too_large", why=f"more than {most_bytes // MEGABYTE:,} MB") from error
            refuse_at_the_door(name, path)
        for _, path, kept in received:
            storage.keep(path, kept.sha256)
    return [(name, kept) for name, _, kept in received]


def names(uploads: Sequence[Upload]) -> list[str]:
    """What the files are called in every row of theirs."""
    return _distinct(_plain_name(upload.name) for upload in uploads)


def _plain_name(name: str) -> str:
    """A file's name without folders and control characters: it is shown, and is a place's name in every row."""
    plain = PurePath(name.replace("\\", "/")).name
    plain = "".join(c for c in unicodedata.normalize("NFC", plain) if unicodedata.category(c)[0] != "C").strip()
    return plain[-NAME_LENGTH:] or "file"


def _distinct(names: Any) -> list[str]:
    """Names with a number where one repeats, because a row's place is told by its file's name."""
    distinct: list[str] = []
    for name in names:
        stem, suffix = PurePath(name).stem, PurePath(name).suffix
        number, candidate = 1, name
        while candidate in distinct:
            number += 1
            candidate = f"{stem} ({number}){suffix}"
        distinct.append(candidate)
    return distinct


def _locked_return(submission: Submission) -> SpendReturn:
    """The return, made if need be; nobody else can file for this duty until the transaction ends."""
    duty = f"spenddata:{submission.body.publisher.publisher_id}.{submission.regime}"
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(duty, 0))))
    return find_or_make(submission.body, submission.regime, submission.period)


def find_or_make(body: Body, regime: str, period: Period) -> SpendReturn:
    """The return of a duty; made where there is none yet, unless its period overlaps another's."""
    publisher_id = body.publisher.publisher_id
    same_duty = sa.and_(SpendReturn.publisher_id == publisher_id, SpendReturn.regime == regime)
    _refuse_overlap(same_duty, period)
    found = model.Session.scalar(sa.select(SpendReturn).where(same_duty, SpendReturn.period == period.text))
    if found is None:
        found = SpendReturn(
            publisher_id=publisher_id,
            organization_id=body.organization_id,
            regime=regime,
            period=period.text,
            period_start=period.start,
            period_end=period.end,
            due=config.definitions().regimes[regime].due.date(period),
        )
        model.Session.add(found)
        model.Session.flush()
    return found


def _refuse_overlap(same_duty: sa.ColumnElement[bool], period: Period) -> None:
    alive = sa.exists().where(Revision.return_id == SpendReturn.id, Revision.state.in_(BLOCKS_OTHER_PERIODS))
    query = sa.select(SpendReturn).where(
        same_duty,
        SpendReturn.period != period.text,
        SpendReturn.period_start <= period.end,
        SpendReturn.period_end >= period.start,
        alive,
    )
    other = model.Session.scalars(query.limit(1)).first()
    if other is not None:
        raise OverlapError(
            f"The period {period.text} shares days with {other.period}, for which there is a return already ({other.reference})."
            " A payment in both would be counted twice. Choose another period, or withdraw that return first."
        )


def _next_number(return_id: str) -> int:
    query = sa.select(sa.func.coalesce(sa.func.max(Revision.number), 0)).where(Revision.return_id == return_id)
    return (model.Session.scalar(query) or 0) + 1


def _supersede_unpublished(return_id: str, by: Revision, user_id: str) -> None:
    """Earlier revisions that wait for a person are done with; those in work are seen to when their turn comes."""
    waiting = (State.READY, State.REJECTED)
    query = sa.select(Revision).where(
        Revision.return_id == return_id, Revision.state.in_(waiting), Revision.number < by.number
    )
    for earlier in model.Session.scalars(query.with_for_update()):
        states.change(earlier, State.SUPERSEDED, f"Revision {by.number} was submitted.", user_id)
