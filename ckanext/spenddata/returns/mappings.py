"""Answers that a publisher gave about a layout, remembered for its next file of the same layout."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.model import Mapping


def remembered(publisher_id: str, signature: str) -> Mapping | None:
    """The latest answers of a publisher about a layout."""
    query = (
        sa.select(Mapping)
        .where(Mapping.publisher_id == publisher_id, Mapping.signature == signature)
        .order_by(Mapping.version.desc())
        .limit(1)
    )
    return model.Session.scalars(query).first()


def remember(publisher_id: str, signature: str, answers: dict[str, Any], user_id: str | None) -> None:
    """Keep answers as the next version, unless they are what is remembered already; the caller commits."""
    latest = remembered(publisher_id, signature)
    if latest and latest.mapping == answers:
        return
    version = latest.version + 1 if latest else 1
    model.Session.add(
        Mapping(publisher_id=publisher_id, signature=signature, version=version, mapping=answers, confirmed_by=user_id)
    )
