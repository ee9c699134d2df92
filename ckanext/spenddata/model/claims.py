"""What a row needs to be a piece of work that survives any process."""

from __future__ import annotations

from typing import Annotated

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.spenddata.model.columns import OptionalInstant, OptionalText

MOST_TRIES = 5
"""After so many tries without success, work waits for a person: it is *stuck*."""

Count = Annotated[int, mapped_column(sa.Integer, default=0)]


class Work:
    """Columns of a row that a background process works on.

    A try begins when a process claims the row and ends when it finishes; a process that is killed leaves the try counted and the row
    as it was. The claim itself is a lock of the database session, so it ends with the process that holds it.
    """

    tries: Mapped[Count]
    """Tries begun since the last success."""
    claimed_by: Mapped[OptionalText]
    """Host and process of the last try."""
    heartbeat: Mapped[OptionalInstant]
    """Last sign of life of that process."""
    not_before: Mapped[OptionalInstant]
    """After a failure: when to try again."""
    last_error: Mapped[OptionalText]
    """Why the last try failed."""

    @property
    def out_of_tries(self) -> bool:
        """Whether nobody will try again by themselves."""
        return self.tries >= MOST_TRIES
