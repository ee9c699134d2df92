"""The person's yes to each finding that stops a publication: one by one, with a reason, for the very content in which it was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import config
from ckanext.spenddata.checks.stops import Stop
from ckanext.spenddata.model import Acknowledgement, Revision
from ckanext.spenddata.returns import states
from ckanext.spenddata.returns.files import reports
from ckanext.spenddata.values.text import counted


class AdvanceAcknowledgement(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A yes to one finding, named by its identity, or by its rule and what else tells it from the others."""

    reason: str
    """Why it is right; kept, and shown to whoever approves."""
    finding: str | None = None
    rule: str | None = None
    field: str | None = None
    value: str | None = None
    """The cell, or the words on the whole file, as the report has them."""
    file: str | None = None
    sheet: str | None = None
    row: int | None = None


class NotNamedError(Exception):
    """A yes that names no finding, or several; the message says which there are."""


def open_stops(revision: Revision) -> list[tuple[str, str]]:
    """Identity and rule of each finding of a revision that nobody has said yes to."""
    if not revision.stops:
        return []
    known = set(given(revision))
    return [(finding, rule) for finding, rule in revision.stops if finding not in known]


def given(revision: Revision) -> dict[str, Acknowledgement]:
    """Finding → what was said to it, of the findings that the revision has."""
    names = [finding for finding, _ in revision.stops]
    query = sa.select(Acknowledgement).where(
        Acknowledgement.return_id == revision.return_id, Acknowledgement.finding.in_(names)
    )
    return {each.finding: each for each in model.Session.scalars(query)} if names else {}


def given_with(revision: Revision) -> list[tuple[Stop, Acknowledgement | None]]:
    """Every finding that a person must say yes to, with what was said to it; for the publisher's own people."""
    report = reports.whole(revision) if revision.stops else None
    known = given(revision)
    return [(stop, known.get(stop.finding)) for stop in report.to_acknowledge] if report else []


def why_stopped(revision: Revision) -> str | None:
    """What must still be said yes to, in words; None where nothing must."""
    left = open_stops(revision)
    if not left:
        return None
    rules = config.definitions().rules
    counts = Counter(rules[rule].title if rule in rules else rule for _, rule in left)
    named = "; ".join(title if count == 1 else f"{title} ({count:,} times)" for title, count in counts.items())
    return (
        f"{counted(len(left), 'finding')} must be confirmed before this is published: {named}. Send another file, or say for each that it"
        " is right, and why (spenddata_finding_acknowledge)."
    )


def acknowledge(revision: Revision, said: Iterable[Mapping[str, Any]], user_id: str) -> int:
    """Keep each yes; the caller holds the revision, and commits. All of them are kept, or none. How many were new.

    Raises:
        NotNamedError: One names no finding of the revision, or more than one.
    """
    report = reports.whole(revision)
    return _keep(revision, report.to_acknowledge if report else (), said, user_id)


def acknowledge_in_advance(revision: Revision, found: Sequence[Stop]) -> None:
    """What a program said yes to when it sent the files, now that the check has found what there is. The caller commits.

    What names nothing that was found is passed over: then the finding that it does not name keeps the revision from publication.
    """
    said, revision.acknowledge = revision.acknowledge, []
    for each in said:
        try:
            _keep(revision, found, [each], revision.submitted_by or "")
        except NotNamedError as error:
            states.note(revision, str(error), revision.submitted_by or "")


def _keep(revision: Revision, found: Sequence[Stop], said: Iterable[Mapping[str, Any]], user_id: str) -> int:
    named = [
        (_named(each, found), each.reason) for each in (msgspec.convert(one, AdvanceAcknowledgement) for one in said)
    ]
    known = given(revision)
    fresh = {stop.finding: (stop, reason.strip()) for stop, reason in named if stop.finding not in known}
    for stop, reason in fresh.values():
        model.Session.add(
            Acknowledgement(
                return_id=revision.return_id,
                revision_id=revision.id,
                finding=stop.finding,
                rule=stop.rule,
                reason=reason,
                user_id=user_id,
            )
        )
    for (title, reason), count in Counter((stop.title, reason) for stop, reason in fresh.values()).items():
        times = f" ({count:,} times)" if count > 1 else ""
        states.note(revision, f"Confirmed: {title}{times}. Reason: {reason}", user_id)
    model.Session.flush()
    return len(fresh)


def _named(said: AdvanceAcknowledgement, found: Sequence[Stop]) -> Stop:
    """The one finding that is meant."""
    wanted = {name: value for name, value in msgspec.structs.asdict(said).items() if name not in {"reason", "row"}}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    if not wanted.keys() & {"finding", "rule"}:
        raise NotNamedError(
            "Name what you confirm: by finding, or by rule and, where there are several of one rule, by value or row."
        )
    meant = [stop for stop in found if _is_meant(stop, wanted, said.row)]
    if len(meant) == 1:
        return meant[0]
    name = said.finding or said.rule
    if not meant:
        raise NotNamedError(f"Nothing to confirm is called {name}, or not there. Nothing was confirmed.")
    raise NotNamedError(
        f"{name} names {len(meant):,} findings, and each needs a yes of its own. Name them one by one, by finding, value or row. Nothing"
        " was confirmed."
    )


def _is_meant(stop: Stop, wanted: Mapping[str, Any], row: int | None) -> bool:
    return all(getattr(stop, name) == value for name, value in wanted.items()) and (row is None or row in stop.rows)
