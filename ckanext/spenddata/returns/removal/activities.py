"""CKAN's own record of activity, which keeps whole datasets as they once were."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from ckan import model


def forget(dataset_id: str, words: Iterable[str]) -> int:
    """Delete the records of a dataset that quote any of some words; how many. The caller commits."""
    from ckanext.activity.model import Activity

    quoting = [sa.cast(Activity.data, sa.Text).icontains(word, autoescape=True) for word in words if word]
    if not quoting:
        return 0
    found = model.Session.execute(sa.delete(Activity).where(Activity.object_id == dataset_id, sa.or_(*quoting)))
    return found.rowcount
