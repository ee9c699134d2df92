"""Identifiers that people may not choose: those that the portal makes from names, and so anybody can work out beforehand.

The resource of a return has the same identifier on every portal and after every rebuild (a UUID of version 5). Whoever gave it to a
resource of their own would stop the publication of another body; whoever gave it to a table of the DataStore, as a second name, would be
read in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.refusals import refused

_AN_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_FROM_A_NAME = 5
"""The version of a UUID that is made from a name (RFC 9562)."""


def refuse_chosen(resources: Any, known: Iterable[str]) -> None:
    """Refuse a new resource whose identifier is made from a name.

    Args:
        resources: As an action was given them; anything that is no list of mappings is left for CKAN to refuse.
        known: Identifiers of the dataset's resources as they are stored, which may stay.

    Raises:
        ValidationError: There is one.
    """
    for resource in resources if isinstance(resources, list) else []:
        chosen = str(resource.get("id") or "") if isinstance(resource, Mapping) else ""
        if chosen not in known and _is_from_a_name(chosen):
            words = tk._("Identifiers of this kind are the portal’s to give. Nothing was stored. Leave the id out.")
            raise refused("id", words)


def refuse_as_second_names(names: Iterable[Any]) -> None:
    """Refuse a second name of a table in which an identifier stands: it could be another resource’s, of today or of tomorrow.

    Raises:
        ValidationError: There is one.
    """
    # CKAN takes marks and spaces around a name away, so it is looked for anywhere within.
    if any(_AN_ID.search(str(name)) for name in names):
        words = tk._("A table can’t have an identifier as its second name. Nothing was stored. Choose a word.")
        raise refused("aliases", words)


def _is_from_a_name(identifier: str) -> bool:
    try:
        return UUID(identifier).version == _FROM_A_NAME
    except ValueError:
        return False
