"""Who publishes on time: counted as the list of returns counts, return by return."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

from tests.returns.world import PERIOD, REGIME, World, csv_file


def record(world: World, publisher: str = "X-DEMO-1") -> dict:
    found = world.call("spenddata_timeliness_list", None)["results"]
    return next((each for each in found if each["publisher_id"] == publisher), {})


def joined(world: World, day: str) -> None:
    from ckan.tests import helpers

    helpers.call_action("organization_patch", {"user": world.people["sysadmin"]}, id=world.council, joined=day)


def first_published(at: str) -> None:
    from ckan import model

    model.Session.execute(sa.text("UPDATE spenddata_revision SET published = :at"), {"at": at})
    model.Session.commit()


def test_in_time_late_and_missing_are_told_apart_and_taken_back_is_missing(world: World):
    joined(world, "2020-01-01")
    nothing_filed = record(world)
    assert nothing_filed["missing"] == nothing_filed["due"] > 0
    world.publish(csv_file())
    first_published("2026-04-30T22:59:00+00:00")
    in_time = record(world)
    assert (in_time["in_time"], in_time["late"]) == (1, 0)
    first_published("2026-04-30T23:01:00+00:00")
    assert (record(world)["in_time"], record(world)["late"]) == (0, 1)
    reference = f"X-DEMO-1.{REGIME}.{PERIOD}"
    world.call("spenddata_return_withdraw", "administrator", reference=reference, why="Wrong file")
    assert record(world)["missing"] == in_time["missing"] + 1


def test_what_fell_due_before_a_publisher_joined_is_not_judged(world: World):
    joined(world, "")
    world.publish(csv_file())
    first_published("2026-09-01T12:00:00+00:00")
    assert record(world) == {}


def test_the_league_and_the_list_of_returns_say_the_same(world: World):
    joined(world, "2020-01-01")
    world.publish(csv_file())
    listed = world.call("spenddata_return_list", None, publisher="X-DEMO-1", limit=100)["results"]
    since = world.call("spenddata_timeliness_list", None)["since"]
    count = Counter(
        "missing" if line["state"] == "missing" else "late" if line["late"] else "in_time"
        for line in listed
        if line["due"] and since <= line["due"]
    )
    assert {name: record(world)[name] for name in ("in_time", "late", "missing")} == {
        name: count[name] for name in ("in_time", "late", "missing")
    }


def test_the_page_names_who_is_late_and_the_file_has_everybody(world: World, app):
    joined(world, "2020-01-01")
    page = app.get("/spend/timeliness")
    assert "Publishers with a late or missing return" in page.body
    assert "Exampleton City Council" in page.body
    lines = app.get("/spend/timeliness.csv").body.splitlines()
    assert lines[0].startswith("publisher_id,publisher_name,body_type,due,in_time,late,missing,in_time_percent")
    assert [line for line in lines if line.startswith("X-DEMO-1,")]
