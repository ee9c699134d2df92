"""What a row needs to be a piece of work that survives any process."""

from __future__ import annotations

from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.spenddata.model.columns import OptionalInstant, OptionalText

MOST_TRIES = 5
"""After so many failures of its own, work waits for a person: it is *stuck*."""
MOST_INTERRUPTIONS = 20
"""After so many beginnings without an end in a row it is the work that ends its processes, not the machine: it is stuck too."""

NEW_START: dict[str, Any] = {"tries": 0, "interrupted": 0, "not_before": None, "waits_for": None, "waits_since": None}
"""What the columns of work hold that is to be tried at once, as if it never had been."""
FRESH = NEW_START | {"last_error": None}
"""The same, with nothing to tell of earlier tries."""

Count = Annotated[int, mapped_column(sa.Integer, default=0)]


class Work:
    """Columns of a row that a background process works on.

    A process that claims the row counts an interruption, and takes it back when the work ends, however it ends: so one that was killed
    leaves it counted. What fails by its own fault counts as a try. What meets an outage counts as neither, and waits. The claim
    itself is a lock of the database session, so it ends with the process that holds it.
    """

    tries: Mapped[Count]
    """Failures of its own since the last success."""
    interrupted: Mapped[Count]
    """Beginnings without an end since the last end."""
    claimed_by: Mapped[OptionalText]
    """Host and process that began it last."""
    heartbeat: Mapped[OptionalInstant]
    """Last sign of life of that process."""
    not_before: Mapped[OptionalInstant]
    """When to try again, where it did not end well."""
    last_error: Mapped[OptionalText]
    """Why it did not end well the last time."""
    waits_for: Mapped[OptionalText]
    """What is away, such as ``search`` (a kind of :mod:`ckanext.spenddata.faults`), while it is waited for."""
    waits_since: Mapped[OptionalInstant]

    @property
    def out_of_tries(self) -> bool:
        """Whether nobody will try again by themselves."""
        return out_of_tries(self)


def out_of_tries(work: Any) -> Any:
    """Whether nobody will try this work again: a truth for a row, a condition for a table or its columns."""
    return (work.tries >= MOST_TRIES) | (work.interrupted >= MOST_INTERRUPTIONS)
