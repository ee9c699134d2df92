"""Files that were sent before: the same bytes, by the same publisher. That is told, and never refused: it may be on purpose."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.model import ReturnFile, Revision, SpendReturn

__all__ = ["SentBefore", "sent_before"]


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
