"""Identifiers are CKAN's kind, and instants know their zone."""

from __future__ import annotations

import datetime as dt
import uuid

from ckanext.spenddata.model.columns import new_id, now


def test_identifiers_are_random_and_in_their_plain_form():
    made = {new_id() for _ in range(100)}
    assert len(made) == 100
    assert all(str(uuid.UUID(each, version=4)) == each for each in made)


def test_now_is_in_utc():
    assert now().utcoffset() == dt.timedelta()
    assert abs(now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)
