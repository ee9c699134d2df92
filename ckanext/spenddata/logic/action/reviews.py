"""Looking before saying yes."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.logic import common
from ckanext.spenddata.logic.schema import returns as schema
from ckanext.spenddata.returns import review

__all__ = ["spenddata_revision_review"]


@tk.side_effect_free
@tk.validate_action_data(schema.one_revision)
def spenddata_revision_review(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show what to look at before a revision is published: its findings drawn together, and its largest lines.

    For members of the publisher. All findings one by one are given by ``spenddata_revision_findings``.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision (optional, default: the newest)
    :type revision: int

    :returns: ``groups``: dictionaries with ``rule``, ``title``, ``severity``, ``file``, ``sheet``, ``count``, ``rows`` (where, in
        words), ``columns``, ``examples`` (the most frequent cells: ``value``, ``expected``, ``fix``, ``count``), ``fixes`` (how many
        carry a suggested fix), ``expected``, ``remedy``, ``basis``, ``url``; and ``largest``: the five largest lines that would be
        published, with their places
    :rtype: dictionary

    :raises ObjectNotFound: there is no such revision, or it is not yours to see
    """
    revision = common.revision(context, data_dict)
    tk.check_access("spenddata_revision_review", context, data_dict)
    return {"groups": review.grouped(revision), "largest": review.largest(revision)}
