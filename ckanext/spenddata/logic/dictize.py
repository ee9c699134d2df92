"""Returns and revisions as the API gives them: to everybody what is published, to the publisher's own people everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import msgspec
import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.checks.stops import Stop
from ckanext.spenddata.logic.times import instant
from ckanext.spenddata.model import Acknowledgement, FollowUp, ReturnFile, Revision, SpendReturn
from ckanext.spenddata.model.returns import TAKEN_BACK, WORKING
from ckanext.spenddata.returns import queries, states
from ckanext.spenddata.returns.due.lines import Line
from ckanext.spenddata.returns.filing import acknowledging, repeats
from ckanext.spenddata.returns.followups import catalogue
from ckanext.spenddata.returns.people import accounts, publishers

PUBLIC_REPORT = (
    *(
        "outcome",
        "rows",
        "rows_in_error",
        "accepted_rows",
        "accepted_total",
        "amount_basis",
        "currencies",
        "payment_dates",
    ),
    *("errors", "stops", "warnings", "rules", "fixes", "versions"),
)
"""What everybody is told of the report of a published revision: its known limits, and no cell."""
_SUMS = ("accepted_total", "amount_total")
"""What a report adds up."""


def spend_return(found: SpendReturn, *, own: bool) -> dict[str, Any]:
    """A return with its revisions.

    Args:
        found: The return.
        own: Whether the reader belongs to the publisher; others are told only what was published.
    """
    body = publishers.by_organization(found.organization_id)
    published = queries.published(found)
    seen = [revision for revision in found.revisions if own or queries.was_public(revision)]
    headline = queries.headline(found) if own else published or (seen[-1] if seen else None)
    return {
        "reference": found.reference,
        "publisher_id": found.publisher_id,
        "publisher_name": body.publisher.name if body else found.publisher_id,
        "organization_id": found.organization_id,
        "dataset_id": catalogue.dataset_id(found.publisher_id, found.regime),
        **_period(found),
        "late": queries.was_late(found, body.publisher.joined if body else None),
        "state": headline.state if headline else None,
        "revision": headline.number if headline else None,
        "published_revision": published.number if published else None,
        "revisions": [revision(each, own=own) for each in seen],
    }


def revision(found: Revision, *, own: bool) -> dict[str, Any]:
    """A revision: its state, figures, files, events and, once published, what follows."""
    mixed = queries.never_in_one_sum(found.report)
    report = summed(found.report)
    result: dict[str, Any] = {
        **_same(found, "number", "state", "nil", "rows_accepted"),
        "amount_accepted": None if mixed else _amount(found.amount_accepted, found.rows_accepted, nil=found.nil),
        **_same(found, "rows_in_error", "artefact_sha256", "entry_no"),
        "note": (queries.note(found) or None) if own or _has_readers(found) else None,
        "submitted": instant(found.submitted),
        "published": instant(found.published),
        "files": [_file(file) for file in found.files],
        "events": _events(found, own=own),
        "follow_ups": _followups(found),
        "report": report if own else {name: report.get(name) for name in PUBLIC_REPORT},
    }
    if own:
        result |= {
            **_same(found, "attempt", "answers", "fixes", "stuck", "tries", "last_error"),
            "waits_for": found.waits_for if found.state in WORKING else None,
            "tries_again": instant(found.not_before),
            "heartbeat": instant(found.heartbeat),
            **_same(found, "publish_on_ready", "without_errors"),
            "submitted_by": accounts.names({found.submitted_by}).get(found.submitted_by),
            "step": states.last_step_of(found),
            "to_acknowledge": len(found.stops),
            "open_stops": len(acknowledging.open_stops(found)),
            "sent_before": [asdict(each) for each in repeats.sent_before(found)],
        }
    return result


def _file(file: ReturnFile) -> dict[str, Any]:
    """A file as it was sent; by a hash of erased bytes whoever has the rest of them could try what the erased words were."""
    return {"name": file.name, "size": file.size, "sha256": None if file.erased else file.sha256}


def _has_readers(found: Revision) -> bool:
    """Whether it is public still; what a publisher said to readers is taken back with the payments, and may be why they were."""
    return queries.was_public(found) and found.state not in TAKEN_BACK


def summed(report: Mapping[str, Any]) -> dict[str, Any]:
    """A report; its sums are None where amounts are of kinds that are never added up."""
    if not queries.never_in_one_sum(report):
        return dict(report)
    files = {"files": [{**file, "amount_total": None} for file in report["files"]]} if report.get("files") else {}
    return {**report, **dict.fromkeys(_SUMS), **files}


def stops(found: Iterable[tuple[Stop, Acknowledgement | None]]) -> list[dict[str, Any]]:
    """What a person must confirm, with what was said: for the publisher's own people."""
    pairs = list(found)
    names = accounts.names({said.user_id for _, said in pairs if said})
    numbers = _numbers({said.revision_id for _, said in pairs if said})
    return [
        {**msgspec.to_builtins(stop), "acknowledged": _acknowledged(said, names, numbers) if said else None}
        for stop, said in pairs
    ]


def _acknowledged(said: Acknowledgement, names: Mapping[str | None, str], numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "reason": said.reason,
        "who": names.get(said.user_id),
        "at": instant(said.at),
        "revision": numbers.get(said.revision_id),
    }


def _numbers(revision_ids: set[str]) -> dict[str, int]:
    query = sa.select(Revision.id, Revision.number).where(Revision.id.in_(revision_ids))
    return dict(model.Session.execute(query).tuples().all()) if revision_ids else {}


def line(found: Line) -> dict[str, Any]:
    """A line of the task list."""
    return {
        **_same(found, "reference", "publisher_id"),
        **_period(found),
        **_same(found, "late", "state", "revision", "published_revision", "nil", "rows_accepted"),
        "amount_accepted": _amount(found.amount_accepted, found.rows_accepted, nil=found.nil),
        "rows_in_error": found.rows_in_error,
        "submitted": instant(found.submitted),
        "published": instant(found.published),
        "ended": instant(found.ended),
        "why": found.why,
        "step": found.step,
    }


def _same(found: Any, *names: str) -> dict[str, Any]:
    """What the API gives as we have it, under the same names."""
    return {name: getattr(found, name) for name in names}


def _period(found: SpendReturn | Line) -> dict[str, Any]:
    """The duty and period of a return, and when it is due."""
    days = {name: getattr(found, name) for name in ("period_start", "period_end", "due")}
    return _same(found, "regime", "period") | {name: day.isoformat() if day else None for name, day in days.items()}


def _amount(amount: Decimal | str | None, rows: int | None, *, nil: bool) -> str | None:
    """A sum as text. Nought is said where a body said that there was nothing; a sum of no rows is none."""
    return str(amount) if amount is not None and (nil or rows) else None


def _events(found: Revision, *, own: bool) -> list[dict[str, Any]]:
    """Changes of state; who made them is the publisher's own business, and in which words, unless they were asked for in public."""
    names = accounts.names({event.user_id for event in found.events}) if own else {}
    shown: list[dict[str, Any]] = []
    events = [event for event in found.events if own or event.to_state not in (event.from_state, *states.OWN_STEPS)]
    for event in events:
        words = {"at": instant(event.at), "from": event.from_state, "to": event.to_state}
        if own or event.to_state in states.PUBLIC_REASONS:
            words["why"] = event.why
        shown.append(words | ({"who": names.get(event.user_id)} if own else {}))
    return shown


def _followups(found: Revision) -> list[dict[str, Any]]:
    query = sa.select(FollowUp).where(FollowUp.revision_id == found.id).order_by(FollowUp.created, FollowUp.step)
    return [
        {"step": each.step, "state": each.state, "done": instant(each.done)} for each in model.Session.scalars(query)
    ]
