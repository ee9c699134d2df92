"""Carrying out an erasure: the ledger and the artefacts first, then every file, table, document and record that could still quote it.

Each step can run twice with the effect of once; a process that dies in the middle leaves an open order, which the sweep takes up.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import polars as pl
import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import artefact, blanking
from ckanext.spenddata.checks import typed
from ckanext.spenddata.ledger import connection, erase, erasures
from ckanext.spenddata.model import Acknowledgement, Event, Removal, ReturnFile, Revision, Scope, State
from ckanext.spenddata.model.columns import now
from ckanext.spenddata.returns import queries, states
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.followups import catalogue, index, suppliers, tables
from ckanext.spenddata.returns.removal import activities, erased_details, removal_record

ERASED_NAME = "(erased)"
"""What a file of an erased revision is called."""
WITHHELD_AS = "personal_data"
"""What ``redaction_reason`` says of a row whose supplier, description or postcode was erased, where it said nothing."""
SAYS_WHO = ("supplier_name", "description")
LEAST_LETTERS = 4
"""Shorter words are in too many records to be looked for."""


def carry_out(order: Removal) -> None:
    """Do all that an order of erasure says; commits. The caller has looked that it is not done."""
    removal_id, plan = order.id, list(order.plan)
    take_out(order)
    _forget_files(plan)
    _follow(plan)
    removal_record.note(model.Session.get_one(Removal, removal_id))
    model.Session.execute(sa.update(Removal).where(Removal.id == removal_id).values(done=now(), last_error=None))
    model.Session.commit()


def take_out(order: Removal) -> None:
    """The part that is quick: what is erased leaves the ledger and the artefacts; commits after each revision."""
    removal_id, plan = order.id, list(order.plan)
    model.Session.commit()
    for part in plan:
        _part(removal_id, part)
        model.Session.commit()
    suppliers.forget()


def _part(removal_id: str, part: dict[str, Any]) -> None:
    """What goes from one revision: the order of the steps is such that what says where they are is changed last."""
    order = model.Session.get_one(Removal, removal_id)
    revision = states.held(part["revision_id"])
    if revision is None or _is_done(order, revision, part):
        return
    if order.scope == Scope.REVISION or not revision.artefact_sha256:
        _whole(order, revision, part)
    else:
        _places(order, revision, part)
    _forget_words(revision)
    _record_erased_files(revision, whole=revision.state == State.ERASED)


def _is_done(order: Removal, revision: Revision, part: dict[str, Any]) -> bool:
    if order.scope == Scope.REVISION:
        return revision.state == State.ERASED
    return all(file.erased for file in revision.files) and revision.artefact_sha256 != part["artefact"]


def _whole(order: Removal, revision: Revision, part: dict[str, Any]) -> None:
    before = part["artefact"] or ""
    if revision.entry_no is not None:
        erase.erase(revision.entry_no, erase.Order(order.id, order.why, before=before, whole=True))
    activities.forget(_dataset(revision), [before, queries.note(revision)])
    revision.artefact_sha256 = None
    revision.rows_accepted = revision.amount_accepted = revision.rows_in_error = revision.without_errors = None
    revision.report, revision.answers, revision.fixes = {}, {}, []
    revision.last_error = None
    if State.ERASED in states.BECOMES[State(revision.state)]:
        states.change(revision, State.ERASED, order.why, order.ordered_by)


def _places(order: Removal, revision: Revision, part: dict[str, Any]) -> None:
    """Rows and cells of a revision that stays: its artefact is written again without them, and the ledger follows."""
    drop = set(part["drop"])
    blank = {int(position): fields for position, fields in part["blank"].items()}
    storage = Storage()
    with storage.workplace() as folder:
        source = storage.artefact(part["artefact"])
        before = artefact.read(source).frame
        rewritten = blanking.rewrite(source, folder / "artefact", drop, blank, WITHHELD_AS)
        sha256 = storage.keep_artefact(folder / "artefact")
    accepted = artefact.accepted(rewritten)
    in_error = rewritten.frame.height - accepted.height
    total = artefact.total(accepted)
    if revision.entry_no is not None:
        numbers = _numbers_in_entry(order, revision.entry_no, before)
        asked = erase.Order(
            order.id,
            order.why,
            before=part["artefact"],
            after=sha256,
            n=accepted.height,
            pence=total,
            left_out=in_error,
            rows=tuple(numbers[position] for position in sorted(drop) if position in numbers),
            cells={numbers[position]: tuple(fields) for position, fields in blank.items() if position in numbers},
            redaction_reason=WITHHELD_AS,
        )
        erase.erase(revision.entry_no, asked)
        erased_details.note(order, revision.entry_no, revision.id, asked.cells)
    # What was said to readers may quote what is erased in other words.
    activities.forget(_dataset(revision), [*_words(before, drop, blank), queries.note(revision)])
    revision.artefact_sha256 = sha256
    revision.rows_accepted, revision.rows_in_error = accepted.height, in_error
    revision.amount_accepted = Decimal(total).scaleb(-2)
    revision.report = {name: value for name, value in revision.report.items() if name in blanking.KEPT}
    states.note_erasure(revision, order.why, order.ordered_by)


def _numbers_in_entry(order: Removal, entry_no: int, frame: pl.DataFrame) -> dict[int, int]:
    """Position of a row in the artefact → its number in the ledger's entry, before this order."""
    kept = [position for position, in_error in enumerate(frame[artefact.IN_ERROR]) if not in_error]
    with connection.reading() as database:
        earlier = [each for each in erasures.of_entry(database, entry_no) if each.erasure_id != order.id]
    return dict(zip(kept, erasures.row_numbers(earlier, len(kept)), strict=True))


def _words(frame: pl.DataFrame, drop: Collection[int], blank: Mapping[int, Collection[str]]) -> list[str]:
    """What is erased, to be looked for in CKAN's records; it is kept nowhere."""
    cells = [(position, name) for position, fields in blank.items() for name in fields]
    cells += [(position, name) for position in drop for name in SAYS_WHO]
    values = {str(frame[name][position] or "") for position, name in cells if name in frame.columns}
    return sorted(value for value in values if len(value) >= LEAST_LETTERS)


def _forget_words(revision: Revision) -> None:
    """What was written down with its changes of state may quote it; the reasons that were given for everybody stay.

    So may the reasons for which a person confirmed a finding, and what a finding is known by: that they did stays.
    """
    forgotten = {"reason": "", "finding": sa.func.concat("erased:", Acknowledgement.id)}
    of_return = Acknowledgement.return_id == revision.return_id
    model.Session.execute(sa.update(Acknowledgement).where(of_return).values(**forgotten))
    # Of what was rejected that is still there which was said beforehand.
    revision.stops, revision.acknowledge = [], []
    revision.fixes = [each for each in revision.fixes if not typed.is_cell(each)]
    model.Session.execute(
        sa.update(Event)
        .where(Event.revision_id == revision.id, Event.to_state.not_in((*states.PUBLIC_REASONS,)))
        .values(why="")
    )


def _record_erased_files(revision: Revision, *, whole: bool) -> None:
    """Say of every file of the revision that its bytes are gone; a name may say who was paid, too."""
    for file in revision.files:
        file.erased = file.erased or now()
        if whole:
            file.name = ERASED_NAME


def _forget_files(plan: Collection[dict[str, Any]]) -> None:
    """Bytes as sent, artefacts, CSVs, reports and marked files, unless something that stays is made of the same bytes."""
    storage = Storage()
    for part in plan:
        sha256 = part["artefact"]
        if sha256 and not _any(Revision.artefact_sha256 == sha256):
            storage.forget_csv(sha256)
            storage.artefact(sha256).unlink(missing_ok=True)
        shutil.rmtree(storage.reports(part["revision_id"], 0).parent, ignore_errors=True)
        for file in part["files"]:
            if not _any(ReturnFile.sha256 == file, ReturnFile.erased.is_(None)):
                storage.file(file).unlink(missing_ok=True)


def _any(*conditions: sa.ColumnElement[bool]) -> bool:
    return bool(model.Session.scalar(sa.select(sa.exists().where(*conditions))))


def _follow(plan: Collection[dict[str, Any]]) -> None:
    """The catalogue, the table and the search of every return that is touched say what is left."""
    by_return = {part["reference"]: part for part in plan}
    for part in by_return.values():
        revision = model.Session.get_one(Revision, part["revision_id"])
        catalogue.follow(revision)
        index.follow(model.Session.get_one(Revision, part["revision_id"]), afresh=True)
        tables.follow(model.Session.get_one(Revision, part["revision_id"]))
        model.Session.commit()


def _dataset(revision: Revision) -> str:
    return catalogue.dataset_id(revision.spend_return.publisher_id, revision.spend_return.regime)
