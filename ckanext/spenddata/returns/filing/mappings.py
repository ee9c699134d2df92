"""What a publisher confirmed about its files, remembered for the next one of the same layout; and of VAT, for all its files.

Each answer is remembered of what it was said of, and whatever else the next file shows is asked anew:

- ``columns``, ``mapping``: of the titles, all of which are the same in a layout; ``columns`` hold only where the values agree, too.
- ``credits``: of the words that said credit, each in its column. ``currency_is_sterling``: of the currencies and signs that were named.
- ``unit``: of the unit that the file names, and of whether its amounts are written with pence.
- ``amount_basis``: of the publisher's amounts; a title that says otherwise counts more.
- ``were_paid``, ``day_first``: of the rows and the dates of one file, and so not remembered. Of most files the dates or the period decide;
  where they don't, they may have been written by another program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.intake.reading import Evidence
from ckanext.spenddata.model import Mapping as Remembered

EVERY_LAYOUT = ""
"""Signature under which lies what was said for all files of a publisher."""
COLUMNS = "columns"
"""In what is remembered: canonical field → number of the column, all of a layout."""
SAID_OF = "said_of"
"""In what is remembered: answer → what it was said of (``intake.doubts``)."""
UNIT_BEFORE = "unit_before"
"""In answers: the unit that was said of files in which something else stood; a reason to ask, and no answer."""
_OF_EVIDENCE = frozenset({"credits", "unit", "currency_is_sterling"})
"""Answers that are remembered of what they were said of."""


def columns(publisher_id: str) -> dict[str, dict[str, int]]:
    """The mappings that a publisher confirmed: signature of the layout → canonical field → number of the column."""
    return {signature: record[COLUMNS] for signature, record in _latest(publisher_id).items() if record.get(COLUMNS)}


def answers(publisher_id: str, signatures: Iterable[str], doubts: Evidence) -> dict[str, Any]:
    """What a publisher answered about files of these layouts, apart from which column is which; the first layout counts most.

    Args:
        publisher_id: Whose files they are.
        signatures: Of the layouts.
        doubts: What stands in the files that was or would be asked of: an answer that was said of less is none.
    """
    known = _latest(publisher_id)
    found: dict[str, Any] = {}
    for signature in signatures:
        record = known.get(signature, {})
        held = {matter: record[matter] for matter in _OF_EVIDENCE & record.keys() if _holds(record, matter, doubts)}
        if "mapping" in record:
            held["mapping"] = record["mapping"]
        if "unit" in record and "unit" not in held and doubts.get("unit"):
            held[UNIT_BEFORE] = record["unit"]
        found = merged(held, found)
    return found


def _holds(record: Mapping[str, Any], matter: str, doubts: Evidence) -> bool:
    seen = set(doubts.get(matter, ()))
    return bool(seen) and seen <= set(record.get(SAID_OF, {}).get(matter, ()))


def amount_basis(publisher_id: str) -> str | None:
    """What a publisher said once that all its amounts include; None where it was never asked."""
    return _latest(publisher_id).get(EVERY_LAYOUT, {}).get("amount_basis")


def merged(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with later ones before earlier ones, field by field where they are about columns.

    What an answer was said of grows where it is the same answer, and else is what the later one was said of.
    """
    both = {**earlier, **later}
    mapping = {**earlier.get("mapping", {}), **later.get("mapping", {})}
    before, of = earlier.get(SAID_OF, {}), dict(later.get(SAID_OF, {}))
    for matter, seen in before.items():
        if matter not in later:
            of[matter] = seen
        elif matter in of and earlier.get(matter) == later[matter]:
            of[matter] = sorted({*seen, *of[matter]})
    return both | ({"mapping": mapping} if mapping else {}) | ({SAID_OF: of} if of else {})


def remember(
    publisher_id: str, said: Mapping[str, Any], signatures: Iterable[str], doubts: Evidence, user_id: str | None
) -> None:
    """Keep answers that led to a reading without questions, for the layouts they were given for; the caller commits.

    Args:
        publisher_id: Whose files they are.
        said: The answers.
        signatures: Of the layouts.
        doubts: What stands in the files that the answers were said of.
        user_id: Who sent them.
    """
    layouts = said.get("layouts", {})
    of = {matter: list(doubts[matter]) for matter in sorted(_OF_EVIDENCE & said.keys() & doubts.keys())}
    plain = {matter: said[matter] for matter in of} | ({SAID_OF: of} if of else {})
    if said.get("mapping"):
        plain["mapping"] = said["mapping"]
    for signature in sorted(set(signatures)):
        own = {COLUMNS: layouts[signature]} if signature in layouts else {}
        _keep(publisher_id, signature, {**plain, **own}, user_id)
    if said.get("amount_basis"):
        _keep(publisher_id, EVERY_LAYOUT, {"amount_basis": said["amount_basis"]}, user_id)


def _latest(publisher_id: str) -> dict[str, dict[str, Any]]:
    """What is remembered of a publisher, by signature."""
    query = (
        sa.select(Remembered)
        .where(Remembered.publisher_id == publisher_id)
        .distinct(Remembered.signature)
        .order_by(Remembered.signature, Remembered.version.desc())
    )
    return {found.signature: found.mapping for found in model.Session.scalars(query)}


def _keep(publisher_id: str, signature: str, said: dict[str, Any], user_id: str | None) -> None:
    """Keep what was said as the next version, unless it is known already."""
    query = (
        sa.select(Remembered)
        .where(Remembered.publisher_id == publisher_id, Remembered.signature == signature)
        .order_by(Remembered.version.desc())
        .limit(1)
    )
    latest = model.Session.scalars(query).first()
    wanted = merged(latest.mapping if latest else {}, said)
    if not said or (latest and latest.mapping == wanted):
        return
    version = latest.version + 1 if latest else 1
    model.Session.add(
        Remembered(
            publisher_id=publisher_id, signature=signature, version=version, mapping=wanted, confirmed_by=user_id
        )
    )
