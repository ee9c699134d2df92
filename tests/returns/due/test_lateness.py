"""A return is late by London's calendar and from the day on which its publisher joined; history that is loaded is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import sqlalchemy as sa
from ckan.plugins import toolkit as tk

from tests.returns.world import World, csv_file

if TYPE_CHECKING:
    from ckanext.spenddata.returns.people.publishers import Body

Joining = Callable[[str], World]


@pytest.fixture
def joining(world: World) -> Iterator[Joining]:
    """The world, its council with another day from which it files here, until the test ends."""
    from ckan.tests import helpers

    def since(day: str) -> World:
        helpers.call_action("organization_patch", {"user": world.people["sysadmin"]}, id=world.council, joined=day)
        return world

    before = helpers.call_action("organization_show", id=world.council)["joined"]
    yield since
    since(before)


def _line(world: World, period: str) -> dict[str, Any]:
    from ckan.tests import helpers

    listed = helpers.call_action("spenddata_return_list", publisher="X-DEMO-1")["results"]
    return next(line for line in listed if line["period"] == period)


class TestLateness:
    """A return is late by London's calendar, from its first publication on."""

    @pytest.mark.parametrize(
        ("published", "late"),
        [
            ("2026-04-30T22:59:00+00:00", False),  # 30 April, 23:59 in London
            ("2026-04-30T23:01:00+00:00", True),  # 1 May, 00:01 in London
        ],
    )
    def test_the_last_minute_is_london_s(self, world: World, published: str, late: bool):
        from ckan import model

        world.publish(csv_file())
        model.Session.execute(sa.text("UPDATE spenddata_revision SET published = :at"), {"at": published})
        model.Session.commit()
        assert world.show(who=None)["late"] is late

    @pytest.mark.parametrize(
        ("joined", "late"),
        [
            ("2026-04-30", True),  # the day on which the return fell due
            ("2026-05-01", False),
            ("", False),  # since its organisation was made: today
        ],
    )
    def test_what_fell_due_before_the_publisher_joined_is_not_judged(self, joining: Joining, joined: str, late: bool):
        world = joining(joined)
        world.publish(csv_file())
        line = _line(world, "2026-Q1")
        assert (line["state"], line["late"], world.show(who=None)["late"]) == ("published", late, late)

    @pytest.mark.parametrize(("joined", "late"), [("2026-04-30", True), ("2026-05-01", False), ("", False)])
    def test_what_is_missing_from_before_is_missing_and_not_overdue(self, joining: Joining, joined: str, late: bool):
        line = _line(joining(joined), "2026-Q1")
        assert (line["state"], line["late"]) == ("missing", late)


def _body(world: World) -> Body:
    from ckanext.spenddata.returns.people import publishers

    found = publishers.by_organization(world.council)
    assert found
    return found


class TestTheDayOfJoining:
    """Said by a person, it stays; where nobody said it, the day the organisation was made holds."""

    def test_what_was_said_is_not_overwritten_and_a_blank_is_filled(self, joining: Joining):
        from ckanext.spenddata.returns.people.registration import Registered, register

        def joined_after(said: str) -> tuple[Registered, dt.date | None]:
            world = joining(said)
            outcome = register(msgspec.structs.replace(_body(world).publisher, joined=dt.date(2024, 2, 29)))
            return outcome, _body(world).publisher.joined

        assert joined_after("2020-01-01") == (Registered.SAME, dt.date(2020, 1, 1))
        assert joined_after("") == (Registered.CHANGED, dt.date(2024, 2, 29))

    def test_blank_it_is_the_day_the_organisation_was_made(self, joining: Joining):
        from ckan import model

        from ckanext.spenddata.values.calendar import LONDON

        body = _body(joining(""))
        made = model.Session.get_one(model.Group, body.organization_id).created
        assert (body.publisher.joined, body.says_joined) == (made.astimezone(LONDON).date(), False)

    def test_no_day_is_refused_in_words(self, joining: Joining):
        with pytest.raises(tk.ValidationError, match="Date format incorrect"):
            joining("last spring")
