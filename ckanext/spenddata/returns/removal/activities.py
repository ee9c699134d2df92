"""CKAN's own record of activity, which keeps whole datasets as they once were."""

from __future__ import annotations

import json
from collections.abc import Iterable

import sqlalchemy as sa
from ckan import model


def forget(dataset_id: str, words: Iterable[str]) -> int:
    """Delete the records of a dataset that quote any of some words; how many. The caller commits."""
    from ckanext.activity.model import Activity

    # A record is JSON: a quotation mark or the end of a line stands there with a backslash.
    forms = {form for word in words if word for form in (word, json.dumps(word, ensure_ascii=False)[1:-1])}
    quoting = [sa.cast(Activity.data, sa.Text).icontains(form, autoescape=True) for form in sorted(forms)]
    if not quoting:
        return 0
    found = model.Session.execute(sa.delete(Activity).where(Activity.object_id == dataset_id, sa.or_(*quoting)))
    return found.rowcount
