"""Returns, their revisions, the files of a revision, and every change of state."""

from __future__ import annotations

import uuid
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ckanext.spenddata.model.claims import Work
from ckanext.spenddata.model.columns import (
    BaseModel,
    Day,
    Id,
    Instant,
    Json,
    JsonList,
    OptionalDay,
    OptionalInstant,
    OptionalText,
    Text,
)


class State(StrEnum):
    """Where a revision is in its life; ``returns/states.py`` has the allowed changes."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKING = "checking"
    REJECTED = "rejected"
    READY = "ready"
    APPROVED = "approved"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


TAKEN_BACK = (State.WITHDRAWN, State.ERASED)
OVER = (State.SUPERSEDED, *TAKEN_BACK)
"""States in which a revision says no longer how its return stands."""

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "spenddata.ckanext")
"""Of the identifiers that are made from names, the same on every portal and after every rebuild."""


def resource_id(reference: str) -> str:
    """Id of the CKAN resource of a return."""
    return str(uuid.uuid5(NAMESPACE, reference))


def _resource_id(context: Any) -> str:
    row = context.get_current_parameters()
    return resource_id(f"{row['publisher_id']}.{row['regime']}.{row['period']}")


NEWEST = ("period_end", "publisher_id", "regime", "period")
"""What returns are listed by, backwards."""


class SpendReturn(BaseModel):
    """The duty of one publisher × regime × period. It has no state but what its revisions say."""

    __tablename__ = "spenddata_return"
    __table_args__ = (
        sa.UniqueConstraint("publisher_id", "regime", "period", name="spenddata_return_duty"),
        sa.Index("spenddata_return_organization", "organization_id", "period_start"),
        sa.Index("spenddata_return_due", "due"),
        sa.Index("spenddata_return_resource", "resource_id"),
        sa.Index(
            "spenddata_return_newest",
            *(sa.text(f'{name} COLLATE "C"') if name != "period_end" else sa.text(name) for name in NEWEST),
        ),
    )

    id: Mapped[Id]
    publisher_id: Mapped[Text]
    organization_id: Mapped[Text]
    regime: Mapped[Text]
    period: Mapped[Text]
    resource_id: Mapped[str] = mapped_column(sa.Text, default=_resource_id)
    """Id of its CKAN resource, which CKAN forgets some time after the resource is gone."""
    period_start: Mapped[Day]
    period_end: Mapped[Day]
    due: Mapped[OptionalDay]
    created: Mapped[Instant]

    # Classes are named by functions here: every extension's classes share one registry, where names may repeat.
    revisions: Mapped[list[Revision]] = relationship(
        lambda: Revision, back_populates="spend_return", order_by=lambda: Revision.number, cascade="all, delete-orphan"
    )

    @property
    def reference(self) -> str:
        """What people and programs call the return: ``GB-LAE-LDS.lgtc-500.2026-Q1``."""
        return f"{self.publisher_id}.{self.regime}.{self.period}"


class Revision(Work, BaseModel):
    """One filing for a return: files or a nil statement. It carries the state."""

    __tablename__ = "spenddata_revision"
    __table_args__ = (
        sa.UniqueConstraint("return_id", "number", name="spenddata_revision_number"),
        sa.Index("spenddata_revision_state", "state"),
        sa.Index("spenddata_revision_entry", "entry_no", postgresql_where=sa.text("entry_no IS NOT NULL")),
        # One revision of a return is public, whatever two processes think at the same time.
        sa.Index(
            "spenddata_revision_published", "return_id", unique=True, postgresql_where=sa.text("state = 'published'")
        ),
    )

    id: Mapped[Id]
    return_id: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("spenddata_return.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(sa.Integer)
    state: Mapped[Text]
    attempt: Mapped[int] = mapped_column(sa.Integer, default=1)
    """Which reading of the files: answers and fixes make another attempt of the same revision."""

    nil: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    answers: Mapped[Json]
    """What the person said about the files (``intake.reading.Answers``)."""
    fixes: Mapped[JsonList]
    """What the person accepted of the suggested fixes: ids of rules, and single places (``checks.fixes.Place``); and the cells that they
    typed (``checks.typed.TypedCell``)."""
    acknowledge: Mapped[JsonList]
    """What a program said yes to beforehand, each an ``AdvanceAcknowledgement``, until the check has found what it names."""
    stops: Mapped[JsonList]
    """Identity and rule of each finding that a person must say yes to: ``[identity, rule]``. ``Acknowledgement`` has the answers."""
    publish_on_ready: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    """A program's own yes, given with the files: publish when there is no error."""

    report: Mapped[Json]
    """Summary of the report; the whole lies beside the artefact."""
    artefact_sha256: Mapped[OptionalText]
    """What was read, and is approved and published: one Parquet file."""
    rows_accepted: Mapped[int | None] = mapped_column(sa.BigInteger)
    amount_accepted: Mapped[Decimal | None] = mapped_column(sa.Numeric(16, 2))
    rows_in_error: Mapped[int | None] = mapped_column(sa.BigInteger)
    without_errors: Mapped[int | None] = mapped_column(sa.BigInteger)
    """The number of rows in error that the person agreed to publish without."""
    entry_no: Mapped[int | None] = mapped_column(sa.BigInteger)
    """The ledger's entry: the record that this revision was published."""

    submitted: Mapped[OptionalInstant]
    submitted_by: Mapped[OptionalText]
    approved_by: Mapped[OptionalText]
    published: Mapped[OptionalInstant]

    spend_return: Mapped[SpendReturn] = relationship(lambda: SpendReturn, back_populates="revisions")
    files: Mapped[list[ReturnFile]] = relationship(
        lambda: ReturnFile, order_by=lambda: ReturnFile.position, cascade="all, delete-orphan"
    )
    events: Mapped[list[Event]] = relationship(lambda: Event, order_by=lambda: Event.id, cascade="all, delete-orphan")

    @property
    def stuck(self) -> bool:
        """Whether its background work has failed so often that a person must look."""
        return self.out_of_tries and self.state in WORKING


WORKING = (State.SUBMITTED, State.CHECKING, State.APPROVED, State.PUBLISHING)
"""States from which a background process takes a revision on."""

UNFINISHED = (State.DRAFT, *WORKING, State.READY)
"""States of a revision that may still be published."""


class ReturnFile(BaseModel):
    """One file of a revision, kept as it was sent."""

    __tablename__ = "spenddata_file"
    __table_args__ = (
        sa.UniqueConstraint("revision_id", "position", name="spenddata_file_position"),
        sa.Index("spenddata_file_sha256", "sha256"),
    )

    id: Mapped[Id]
    revision_id: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("spenddata_revision.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(sa.Integer)
    name: Mapped[Text]
    size: Mapped[int] = mapped_column(sa.BigInteger)
    sha256: Mapped[Text]
    erased: Mapped[OptionalInstant]
    """When its bytes were erased; its SHA-256 stays, so that nobody takes another file for it."""


class Event(BaseModel):
    """One change of state: who, when, from, to, why. Never changed, never deleted."""

    __tablename__ = "spenddata_event"
    __table_args__ = (sa.Index("spenddata_event_revision", "revision_id"),)

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    revision_id: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("spenddata_revision.id", ondelete="CASCADE"))
    at: Mapped[Instant]
    user_id: Mapped[OptionalText]
    """Who; null where the portal itself did it."""
    from_state: Mapped[OptionalText]
    to_state: Mapped[Text]
    why: Mapped[Text]
