"""Nobody looks like a colleague: beside a chosen name stands the account's own."""

from __future__ import annotations

import pytest

from ckanext.spenddata.returns.people import accounts
from tests.returns.world import World, csv_file, work


@pytest.mark.parametrize(
    ("fullname", "name", "said"),
    [
        ("Ann Lee", "ann_lee", "Ann Lee (ann_lee)"),
        ("ann_lee", "ann_lee", "ann_lee"),
        ("Ann_Lee", "ann_lee", "Ann_Lee (ann_lee)"),
        ("", "ann_lee", "ann_lee"),
        (None, "ann_lee", "ann_lee"),
        ("\u202e", "ann_lee", "ann_lee"),
        ("Ann Lee (ann_lee)", "mallory", "Ann Lee (ann_lee) (mallory)"),
        ("Ann\u202e eeL", "mallory", "Ann eeL (mallory)"),
        ("Ann Lee\n\n", "mallory", "Ann Lee (mallory)"),
    ],
)
def test_a_chosen_name_and_the_account_s_own(fullname: str | None, name: str, said: str):
    assert accounts.shown(fullname, name) == said


def test_a_long_name_does_not_push_the_account_s_own_out_of_sight():
    said = accounts.shown("Ann Lee" + " x" * 200, "mallory")
    assert said.endswith("… (mallory)")
    assert len(said) < 100


def test_nobody_is_asked_for_where_nobody_did_it():
    assert accounts.names([None, ""]) == {}


@pytest.mark.portal
def test_whoever_sent_a_return_is_told_apart_from_a_namesake(world: World):
    from ckan import model
    from ckan.tests import helpers

    editor = world.people["editor"]
    helpers.call_action(
        "user_patch", {"user": world.people["sysadmin"]}, id=editor, fullname=world.people["administrator"]
    )
    model.Session.commit()
    world.submit(csv_file())
    work()
    shown = world.show(who="administrator")["revisions"][0]
    told = f"{world.people['administrator']} ({editor})"
    assert shown["submitted_by"] == told
    assert told in {event["who"] for event in shown["events"]}
