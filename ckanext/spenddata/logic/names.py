"""What a name in an address stands for today."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.spenddata.returns.people import former_names

__all__ = ["by_todays_name", "name_today"]


def name_today(name: str) -> str | None:
    """Today's name of the organisation that once had this one; None where an organisation has it now, or none ever had it.

    Args:
        name: A name, or anything else that stands in its place in an address.
    """
    living = model.Group.get(name)
    if living is not None and living.state == model.State.ACTIVE:
        return None
    holder = former_names.holder(name)
    group = model.Group.get(holder) if holder else None
    return group.name if group else None


def by_todays_name(asked: dict[str, Any]) -> dict[str, Any]:
    """What an action on an organisation was asked, with its name of today under ``id``."""
    name = asked.get("id")
    today = name_today(name) if isinstance(name, str) else None
    return {**asked, "id": today} if today else asked
