"""What a publisher confirmed about its files, remembered for the next one of the same layout; and of VAT, for all its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.model import Mapping as Remembered

EVERY_LAYOUT = ""
"""Signature under which lies what was said for all files of a publisher."""
COLUMNS = "columns"
"""In what is remembered: canonical field → number of the column, all of a layout."""
_APART = frozenset({"layouts", "amount_basis", "were_paid"})
"""What is kept in its own way, or not at all: that rows were paid which a file calls unpaid is said of these rows."""


def columns(publisher_id: str) -> dict[str, dict[str, int]]:
    """The mappings that a publisher confirmed: signature of the layout → canonical field → number of the column."""
    return {signature: record[COLUMNS] for signature, record in _latest(publisher_id).items() if record.get(COLUMNS)}


def answers(publisher_id: str, signatures: Iterable[str]) -> dict[str, Any]:
    """What a publisher answered about files of these layouts, apart from which column is which; the first layout counts most."""
    known = _latest(publisher_id)
    found: dict[str, Any] = {}
    for signature in signatures:
        record = known.get(signature, {})
        found = merged({name: value for name, value in record.items() if name != COLUMNS}, found)
    return found


def amount_basis(publisher_id: str) -> str | None:
    """What a publisher said once that all its amounts include; None where it was never asked."""
    return _latest(publisher_id).get(EVERY_LAYOUT, {}).get("amount_basis")


def merged(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with later ones before earlier ones, field by field where they are about columns."""
    both = {**earlier, **later}
    mapping = {**earlier.get("mapping", {}), **later.get("mapping", {})}
    return {**both, "mapping": mapping} if mapping else both


def remember(publisher_id: str, said: Mapping[str, Any], signatures: Iterable[str], user_id: str | None) -> None:
    """Keep answers that led to a reading without questions, for the layouts they were given for; the caller commits."""
    layouts = said.get("layouts", {})
    plain = {name: value for name, value in said.items() if name not in _APART}
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
