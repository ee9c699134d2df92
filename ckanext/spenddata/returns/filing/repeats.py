"""Files that were sent before: the same bytes. That is never refused, as it may be on purpose; for another return, a person must say so."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.checks import history
from ckanext.spenddata.model import ReturnFile, Revision, SpendReturn, State
from ckanext.spenddata.model.returns import UNFINISHED
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.values.periods import Period, PeriodError


@dataclass(frozen=True)
class SentBefore:
    """An earlier revision that has one of the files."""

    name: str
    """What the file is called in the later revision."""
    reference: str
    revision: int
    state: str


def sent_before(revision: Revision) -> list[SentBefore]:
    """For each file of a revision, the newest earlier revision of each return with the same bytes."""
    names = {file.sha256: file.name for file in revision.files}
    if not names:
        return []
    query = (
        sa.select(
            ReturnFile.sha256,
            SpendReturn.publisher_id,
            SpendReturn.regime,
            SpendReturn.period,
            Revision.number,
            Revision.state,
        )
        .join(Revision, Revision.id == ReturnFile.revision_id)
        .join(SpendReturn, SpendReturn.id == Revision.return_id)
        .where(
            SpendReturn.publisher_id == revision.spend_return.publisher_id,
            ReturnFile.sha256.in_(names),
            Revision.id != revision.id,
            Revision.submitted < revision.submitted,
        )
        .order_by(Revision.submitted.desc())
    )
    found: dict[tuple[str, str], SentBefore] = {}
    for sha256, publisher_id, regime, period, number, state in model.Session.execute(query):
        reference = f"{publisher_id}.{regime}.{period}"
        found.setdefault((sha256, reference), SentBefore(names[sha256], reference, number, state))
    return list(found.values())


def for_other_returns(revision: Revision) -> tuple[history.SentBefore, ...]:
    """The files of a revision that another return has: one that is published, or one of the same publisher that may still be.

    What another publisher has not published is nobody's business here.
    """
    own = SpendReturn.publisher_id == revision.spend_return.publisher_id
    earlier = sa.and_(own, Revision.state.in_(UNFINISHED), Revision.submitted < revision.submitted)
    query = (
        sa.select(ReturnFile.sha256, SpendReturn)
        .join(Revision, Revision.id == ReturnFile.revision_id)
        .join(SpendReturn, SpendReturn.id == Revision.return_id)
        .where(
            ReturnFile.sha256.in_([file.sha256 for file in revision.files]),
            Revision.return_id != revision.return_id,
            sa.or_(Revision.state == State.PUBLISHED, earlier),
        )
        .distinct()
    )
    found = [
        history.SentBefore(file=file.name, where=_in_words(other, revision.spend_return))
        for sha256, other in model.Session.execute(query)
        for file in revision.files
        if file.sha256 == sha256
    ]
    return tuple(sorted(found, key=lambda each: (each.file, each.where)))


def _in_words(other: SpendReturn, this: SpendReturn) -> str:
    try:
        period = Period.parse(other.period, other.period_start, other.period_end).title
    except PeriodError:
        period = other.period
    if other.publisher_id == this.publisher_id:
        return f"{period} ({other.reference})"
    body = publishers.by_organization(other.organization_id)
    return f"{body.publisher.name if body else other.publisher_id}, {period} ({other.reference})"
