"""What an erasure is about: the named places, and every other revision that ever held what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import artefact, config, rows
from ckanext.spenddata.model import ReturnFile, Revision, SpendReturn, State
from ckanext.spenddata.model.returns import WORKING
from ckanext.spenddata.returns.files.storage import Storage

FIGURES = frozenset({"amount", "payment_date", "irrecoverable_vat", "currency", "amount_basis", "redaction_reason"})
"""Fields that figures are made of, or that say that something is withheld: a row can go, these cells of it can't."""
INDEX = "_index"
LEAST_LETTERS = 4
"""Words shorter than this are not looked for elsewhere: they stand in too many cells."""


class NothingThereError(Exception):
    """A place that was named is not in the revision, or holds nothing; the message says which."""


@dataclass(frozen=True)
class Place:
    """A row of a file, or some cells of it."""

    row: int
    file: str | None = None
    """Its name; None where the revision has one file."""
    sheet: str | None = None
    fields: tuple[str, ...] = ()
    """Canonical fields; none for the whole row."""


@dataclass
class Part:
    """What goes from one revision."""

    revision: Revision
    drop: set[int] = field(default_factory=set)
    """Positions of rows in the artefact."""
    blank: dict[int, set[str]] = field(default_factory=dict)
    """Position of a row → fields."""

    def as_data(self) -> dict[str, Any]:
        """As the order keeps it: where, and never what."""
        spend_return = self.revision.spend_return
        return {
            "revision": self.revision.number,
            "revision_id": self.revision.id,
            "reference": spend_return.reference,
            "artefact": self.revision.artefact_sha256,
            "files": [file.sha256 for file in self.revision.files],
            "drop": sorted(self.drop),
            "blank": {str(index): sorted(fields) for index, fields in sorted(self.blank.items())},
        }


def erasable() -> list[str]:
    """Fields whose cells can be erased."""
    return [name for name in config.definitions().transaction.names if name not in FIGURES]


def whole(revisions: Iterable[Revision]) -> list[Part]:
    """All of some revisions."""
    return [Part(revision) for revision in revisions]


def plan(named_in: Revision, places: Sequence[Place], *, same_words: bool) -> list[Part]:
    """What goes from which revisions, where cells or rows of one revision are named.

    A row of another revision is the same payment where amount and transaction number are equal, or amount and date where it has no
    number; a cell of it goes where it says the same. Revisions are those of the return, and those of the publisher that hold one of
    the same files.

    Args:
        named_in: The revision whose rows the places name.
        places: The places.
        same_words: Whether the words of the named cells go wherever else they stand in a text of these revisions, too.

    Raises:
        NothingThereError: A place is not there, or its cell is blank already.
    """
    frame = _frame(named_in)
    named = [_named(frame, named_in, place) for place in places]
    parts = []
    for revision in _relatives(named_in):
        part = Part(revision)
        its_own = revision.id == named_in.id
        its_frame = frame if its_own else _frame(revision)
        if its_own:
            _add_named(part, named)
        else:
            _add_same_payments(part, named, its_frame)
        if same_words:
            _add_same_words(part, named, its_frame)
        for index in part.drop:
            part.blank.pop(index, None)
        if part.drop or part.blank or _shares_bytes(revision, named_in):
            parts.append(part)
    return parts


@dataclass(frozen=True)
class _Named:
    """A place with what stands there; it lives only as long as the plan is made."""

    index: int
    """Position of the row in the artefact of the revision that it was named in."""
    payment: tuple[Any, ...]
    supplier: str
    words: dict[str, str]
    """Field → folded text; empty for a whole row."""


def _named(frame: pl.DataFrame, revision: Revision, place: Place) -> _Named:
    here = pl.col(rows.SOURCE_ROW) == place.row
    if place.file is not None:
        here &= pl.col(rows.SOURCE_FILE) == place.file
    if place.sheet is not None:
        here &= pl.col(rows.SOURCE_SHEET) == place.sheet
    found = frame.with_row_index(INDEX).filter(here)
    if found.height != 1:
        raise NothingThereError(
            f"Row {place.row} of revision {revision.number} stands in more places than one. Name its file and sheet too."
            if found.height
            else f"Revision {revision.number} has no payment in row {place.row}. Rows count from 1, as a spreadsheet shows them."
        )
    row = found.to_dicts()[0]
    blank = [name for name in place.fields if row.get(name) in (None, "")]
    if blank:
        message = f"Row {place.row} of revision {revision.number} has no {blank[0]}: there is nothing to erase."
        raise NothingThereError(message)
    words = {name: _folded(row[name]) for name in place.fields}
    return _Named(row[INDEX], _payment(row), _folded(row.get("supplier_name")), words)


def _add_named(part: Part, named: Sequence[_Named]) -> None:
    """What was named, where it was named."""
    for one in named:
        if one.words:
            part.blank.setdefault(one.index, set()).update(one.words)
        else:
            part.drop.add(one.index)


def _add_same_payments(part: Part, named: Sequence[_Named], frame: pl.DataFrame) -> None:
    """The same payments in another revision: as many rows as were named, and of cells those that say the same."""
    if "amount" not in frame.columns:
        return
    amounts = [one.payment[0] for one in named]
    alike = frame.with_row_index(INDEX).filter(pl.col("amount").is_in(amounts, nulls_equal=True))
    rows_alike = alike.select(INDEX, *_shown_columns(frame)).to_dicts()
    for one in named:
        for row in rows_alike:
            index = row[INDEX]
            if _payment(row) != one.payment or index in part.drop:
                continue
            same_words = {name for name, words in one.words.items() if _folded(row.get(name)) == words}
            if same_words:
                part.blank.setdefault(index, set()).update(same_words)
            elif not one.words and (one.payment[1] is not None or _folded(row.get("supplier_name")) == one.supplier):
                part.drop.add(index)
                break


def _add_same_words(part: Part, named: Sequence[_Named], frame: pl.DataFrame) -> None:
    """Wherever else the words of the named cells stand in a text."""
    wanted = {words for one in named for words in one.words.values()}
    for index, row in enumerate(frame.select(_shown_columns(frame)).iter_rows(named=True)):
        _add_words(part, index, row, wanted)


def _add_words(part: Part, index: int, row: dict[str, Any], wanted: set[str]) -> None:
    long_enough = [words for words in wanted if len(words) >= LEAST_LETTERS]
    for name in erasable():
        text = _folded(row.get(name))
        if text and any(words in text for words in long_enough):
            part.blank.setdefault(index, set()).add(name)


def _shown_columns(frame: pl.DataFrame) -> list[str]:
    names = {"payment_date", "amount", "transaction_number", *erasable()}
    return [name for name in frame.columns if name in names]


def _payment(row: dict[str, Any]) -> tuple[Any, ...]:
    """What a payment is known by in every revision: amount and number, and where it has no number, amount and date."""
    number = row.get("transaction_number")
    return row.get("amount"), number, None if number else row.get("payment_date")


def _folded(value: Any) -> str:
    return " ".join(str(value).split()).casefold() if value is not None else ""


def _frame(revision: Revision) -> pl.DataFrame:
    path = Storage().artefact(revision.artefact_sha256) if revision.artefact_sha256 else None
    if path is None or not path.exists():
        return pl.DataFrame(
            schema={rows.SOURCE_FILE: pl.String, rows.SOURCE_SHEET: pl.String, rows.SOURCE_ROW: pl.UInt32}
        )
    return artefact.read(path).frame


def _relatives(revision: Revision) -> list[Revision]:
    """All revisions of the return, and those of the publisher with one of its files, that are not erased; nobody is reading them."""
    shas = [file.sha256 for file in revision.files]
    with_file = sa.select(ReturnFile.revision_id).where(ReturnFile.sha256.in_(shas))
    query = (
        sa.select(Revision)
        .join(SpendReturn, SpendReturn.id == Revision.return_id)
        .where(
            SpendReturn.publisher_id == revision.spend_return.publisher_id,
            sa.or_(Revision.return_id == revision.return_id, Revision.id.in_(with_file)),
            Revision.state != State.ERASED,
        )
        .order_by(SpendReturn.period_start, Revision.number)
    )
    found = list(model.Session.scalars(query))
    busy = next((each for each in found if each.state in WORKING), None)
    if busy is not None:
        raise NothingThereError(
            f"Revision {busy.number} of {busy.spend_return.reference} is being worked on at this moment and may hold the same."
            " Nothing was erased. Try again in a minute."
        )
    return found


def _shares_bytes(one: Revision, other: Revision) -> bool:
    return bool({file.sha256 for file in one.files} & {file.sha256 for file in other.files})
