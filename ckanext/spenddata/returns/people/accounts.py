"""What an account is called inside the portal: by the name that its owner chose, and by its own, which nobody else can have."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.values.text import without_controls

LONGEST = 80
"""Characters of a chosen name: a longer one could push the account's own out of sight."""


def shown(fullname: str | None, name: str) -> str:
    """*Ann Lee (ann_lee)*: a chosen name may be a colleague's, so the account's own stands beside it wherever they differ.

    Args:
        fullname: What the owner chose to be called.
        name: The account's name.
    """
    chosen = " ".join(without_controls(fullname or "").split())
    if not chosen or chosen == name:
        return name
    short = chosen if len(chosen) <= LONGEST else f"{chosen[: LONGEST - 1]}…"
    return f"{short} ({name})"


def names(user_ids: Iterable[str | None]) -> dict[str | None, str]:
    """User id → what the account is called; the portal's own work has none."""
    wanted = [user_id for user_id in user_ids if user_id]
    query = sa.select(model.User.id, model.User.fullname, model.User.name).where(model.User.id.in_(wanted))
    return {id_: shown(fullname, name) for id_, fullname, name in model.Session.execute(query)} if wanted else {}
