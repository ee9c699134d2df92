"""A line of the task list, its place there, and what may be asked of the list by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from ckanext.spenddata.model import State
from ckanext.spenddata.returns.people.publishers import Body

Key = tuple[dt.date, str, str, str, int]
"""What the list is ordered by, backwards: days, then names; a return that was taken back stands before the duty that is open again."""
MISSING = "missing"
STUCK = "stuck"
NOT_DUE = "not_due"
"""Of a period that is still running. It is listed only where it is asked for, and counts nowhere as missing."""
STATES = (MISSING, STUCK, NOT_DUE, *(str(state) for state in State))
"""States to ask for: of the headline revision, or of none."""


@dataclass(frozen=True)
class Line:
    """A return as the list shows it."""

    reference: str
    publisher_id: str
    regime: str
    period: str
    period_start: dt.date
    period_end: dt.date
    due: dt.date | None
    state: str
    revision: int | None = None
    """Number of the headline revision."""
    published_revision: int | None = None
    nil: bool = False
    rows_accepted: int | None = None
    amount_accepted: str | None = None
    """None where amounts are of kinds that are never in one sum."""
    rows_in_error: int | None = None
    submitted: dt.datetime | None = None
    published: dt.datetime | None = None
    """When the return was first published."""
    late: bool = False
    """First published after it was due; or overdue, where nothing was filed."""
    ended: dt.datetime | None = None
    """When it was withdrawn or erased."""
    why: str | None = None
    """The reason that was given for that."""
    step: str | None = None
    """Of what is checked, for its publisher's people: whether it was sent for approval or sent back since; a step of ``returns.states``."""

    @property
    def key(self) -> Key:
        """Its place in the list."""
        return self.period_end, self.publisher_id, self.regime, self.period, int(self.state != MISSING)


@dataclass(frozen=True)
class Wanted:
    """What is asked for."""

    regime: str | None = None
    state: str | None = None
    due_before: dt.date | None = None


@dataclass(frozen=True)
class Reader:
    """Who asks, and about whose returns."""

    bodies: Sequence[Body]
    own: Collection[str] | None
    """Ids of the organisations whose drafts may be shown; None for all. Of others only what was published is told."""
    everybody: bool = False
    """Whether ``bodies`` are all publishers of the portal."""
    today: dt.date = dt.date.min

    @cached_property
    def joined(self) -> dict[str, dt.date | None]:
        """From when on each of the publishers files here."""
        return {body.publisher.publisher_id: body.publisher.joined for body in self.bodies}


def cursor(line: Line) -> str:
    """What to ask for the lines after this one with."""
    end, publisher_id, regime, period, filed = line.key
    return "~".join((end.isoformat(), publisher_id, regime, period, str(filed)))


def parsed(after: str) -> Key:
    """The place that a cursor tells; ValueError where it is none."""
    try:
        end, publisher_id, regime, period, filed = after.split("~")
        return dt.date.fromisoformat(end), publisher_id, regime, period, int(filed)
    except ValueError as error:
        message = f"{after!r} is not a cursor. Ask with the cursor of the answer before."
        raise ValueError(message) from error
