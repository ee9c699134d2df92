"""Peer groups as they are kept: each time anew under its name, with who is in them exactly as it was given."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db")

WORDS = {name: f"The {name}" for name in ("title", "basis", "version", "licence", "source", "url")}


def saved(**more: Any) -> Any:
    from ckan import model

    from ckanext.spenddata.model import SavedPeers

    made = SavedPeers(
        **{"name": "near", "shared": False, "place": 3, "listed": {}, "bodies": [], "made_by": "ann", **WORDS, **more},
        made=dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC),
    )
    model.Session.add(made)
    model.Session.commit()
    number = made.number
    model.Session.remove()
    return model.Session.get(SavedPeers, number)


def test_a_group_comes_back_as_it_was_kept():
    listed = {"X-DEMO-1": ["X-DEMO-2", "X-DEMO-3"]}
    found = saved(listed=listed, bodies=["X-DEMO-9"], owner="a-user", shared=True)
    assert (found.listed, found.bodies, found.owner, found.shared) == (listed, ["X-DEMO-9"], "a-user", True)
    assert {name: getattr(found, name) for name in WORDS} == WORDS
    assert (found.made, found.place, found.made_by) == (dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC), 3, "ann")


def test_one_that_nobody_owns_and_nobody_took_back_has_none_of_that():
    found = saved()
    assert (found.owner, found.removed, found.removed_by, found.removed_why) == (None, None, None, None)


def test_loading_a_group_again_adds_another_with_a_higher_number():
    first, second = saved(), saved(title="Newer")
    assert second.number > first.number
    assert (first.name, second.name) == ("near", "near")


def test_nobody_chooses_the_number_of_a_group():
    from ckan import model

    statement = sa.text("insert into spenddata_peer_group (number, name) values (5, 'x')")
    with pytest.raises(sa.exc.ProgrammingError, match="GENERATED ALWAYS"):
        model.Session.execute(statement)
    model.Session.rollback()
