"""A revision as the pipeline is given it: its files, whose they are, what was said of them, and what they are held against."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from ckanext.spenddata import config
from ckanext.spenddata.checks import typed
from ckanext.spenddata.filing import Filing, FilingFile
from ckanext.spenddata.intake.reading import Answers
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.filing import mappings, others, repeats
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.returns.people.publishers import Body
from ckanext.spenddata.values import vat
from ckanext.spenddata.values.calendar import london_today


def filing(revision: Revision, storage: Storage, folder: Path) -> Filing:
    """Gather what is known of a revision before its files are opened.

    Args:
        revision: One with files, or a nil statement.
        storage: Where the files and the artefacts of other returns lie.
        folder: Where the list of registered publishers is written, for the process that reads.
    """
    spend_return = revision.spend_return
    body = publishers.by_organization(spend_return.organization_id)
    accepted, cells = typed.parted(revision.fixes)
    registered = folder / "registered.json"
    registered.write_bytes(msgspec.json.encode([every.publisher for every in publishers.every()]))
    return Filing(
        files=tuple(FilingFile(path=str(storage.file(file.sha256)), name=file.name) for file in revision.files),
        publisher=body.publisher if body else None,
        registered_path=str(registered),
        regime=spend_return.regime,
        period=spend_return.period,
        answers=answers(revision.answers, mappings.columns(spend_return.publisher_id)),
        amount_basis=_amount_basis(revision, body),
        fixes=accepted,
        typed=cells,
        history=others.near(spend_return, storage),
        sent_before=repeats.for_other_returns(revision),
        published=others.replaced(revision, storage),
        nil=revision.nil,
        limits=config.limits(),
        today=london_today(),
    )


def answers(said: Mapping[str, Any], remembered: Mapping[str, Mapping[str, int]]) -> Answers:
    """What was said of the files, for intake; what the amounts include is the filing's."""
    own = {name: value for name, value in said.items() if name != "amount_basis"}
    return msgspec.convert({**own, "remembered": remembered}, Answers)


def _amount_basis(revision: Revision, body: Body | None) -> str | None:
    """What the amounts include: as answered for these files, as the body says for all its files, as it once answered.

    None where nobody was asked; ``unknown`` where nobody knows.
    """
    stated = body.amount_basis if body else vat.UNKNOWN
    return (
        revision.answers.get("amount_basis")
        or (stated if stated != vat.UNKNOWN else None)
        or mappings.amount_basis(revision.spend_return.publisher_id)
    )
