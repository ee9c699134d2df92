"""What is confirmed of a revision's findings, kept or refused in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ckan import model

from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns.filing import acknowledging


def keep(revision: Revision, said: Sequence[dict[str, Any]], user_id: str) -> int:
    """Keep each yes to a finding, or none of them; the caller holds the revision and commits. How many were new.

    Raises:
        ValidationError: One names no finding, or more than one.
    """
    if not said:
        return 0
    try:
        return acknowledging.acknowledge(revision, said, user_id)
    except acknowledging.NotNamedError as error:
        model.Session.rollback()
        raise refused("acknowledge", str(error)) from error
