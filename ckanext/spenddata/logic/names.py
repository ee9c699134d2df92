"""What a name in an address stands for today."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ckan import model

from ckanext.spenddata.returns.people import former_names

_IN_QUERY = re.compile(r"(?P<before>\borganization:\s*)(?P<named>\([^()]*\)|\"[^\"]*\"|[\w-]+)")
_NAME = re.compile(r"[a-z0-9_-]{2,100}")


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


def listed_today(names: Any) -> Any:
    """A list of names, or one text of them with commas, with those of today."""
    if isinstance(names, str):
        return ",".join(listed_today(names.split(",")))
    today = _of_many()
    return [today(name.strip()) or name if isinstance(name, str) else name for name in names]


def in_query(query: Any) -> Any:
    """A question to the catalogue's search in which each former name of an organisation is that of today.

    Args:
        query: ``organization:old-name``, ``organization:("one" OR "two") AND ...``; what is no text stays as it is.
    """
    if not isinstance(query, str) or "organization:" not in query:
        return query
    today = _of_many()

    def named_today(found: re.Match[str]) -> str:
        return _NAME.sub(lambda name: today(name[0]) or name[0], found["named"])

    return _IN_QUERY.sub(lambda found: found["before"] + named_today(found), query)


def _of_many() -> Callable[[str], str | None]:
    """``name_today`` for as many names as anybody writes into one question: only what was once a name costs a look."""
    once = former_names.holders()
    return lambda name: name_today(name) if name in once else None
