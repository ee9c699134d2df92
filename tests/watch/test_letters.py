"""Who approves hears that a return waits, who sent it that it came back or is public: each once, and no mail holds up the work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.returns.conftest import portal_world, world  # noqa: F401  a publisher and its people
from tests.returns.world import REGIME, World, csv_file, work

if TYPE_CHECKING:
    from ckanext.spenddata.watch.letters import Letters

pytestmark = [pytest.mark.portal, pytest.mark.usefixtures("with_request_context")]

ABOUT = {"reference": f"X-DEMO-1.{REGIME}.2026-Q1"}


@pytest.fixture
def box(world: World, ckan_config, monkeypatch) -> list[tuple[str, str, str]]:  # noqa: F811
    """A checked return where the portal asks for approval; what is sent: to whom, about what, and the words."""
    from ckan.lib import mailer
    from ckan.lib.redis import connect_to_redis

    for key in connect_to_redis().scan_iter("spenddata:letter:*"):
        connect_to_redis().delete(key)
    ckan_config["smtp.mail_from"] = "portal@example.org"
    monkeypatch.setitem(ckan_config, "ckanext.spenddata.approval", True)
    sent: list[tuple[str, str, str]] = []
    monkeypatch.setattr(
        mailer, "mail_recipient", lambda name, _address, subject, body: sent.append((name, subject, body))
    )
    world.submit(csv_file(3))
    work()
    return sent


def told(box: list[tuple[str, str, str]], letters: Letters | None = None) -> list[tuple[str, str, str]]:
    """What is sent now, by a process that has just begun or by one that goes on."""
    from ckan import model

    from ckanext.spenddata.watch.letters import Letters

    box.clear()
    model.Session.remove()
    (letters or Letters()).tell()
    return list(box)


@dataclass
class _User:
    """Somebody who approves."""

    name: str

    @property
    def id(self) -> str:
        return self.name

    @property
    def email(self) -> str:
        return f"{self.name}@example.org"


def test_of_what_nobody_sent_for_approval_nobody_is_told(box):
    assert told(box) == []


def test_those_who_approve_are_told_once_that_a_return_waits(world: World, box):  # noqa: F811
    world.call("spenddata_return_send_for_approval", "editor", **ABOUT)
    [(name, subject, body)] = told(box)
    assert name == world.people["administrator"]
    assert subject == "For your approval: Exampleton City Council, January to March 2026"
    assert world.people["editor"] in body
    assert f"/spend/returns/{ABOUT['reference']}" in body
    assert "@" not in body
    assert told(box) == []


def test_what_came_back_or_was_approved_by_then_calls_nobody(world: World, box):  # noqa: F811
    world.call("spenddata_return_send_for_approval", "editor", **ABOUT)
    world.call("spenddata_return_send_back", "administrator", **ABOUT, why="June is missing.")
    assert [subject.split(":")[0] for _, subject, _ in told(box)] == ["Sent back"]


def test_who_sent_it_is_told_that_it_came_back_and_why(world: World, box):  # noqa: F811
    world.call("spenddata_return_send_back", "administrator", **ABOUT, why="June is missing.")
    [(name, subject, body)] = told(box)
    assert (name, subject.split(":")[0]) == (world.people["editor"], "Sent back")
    assert "June is missing." in body


def test_who_sent_it_is_told_that_it_is_public(world: World, box):  # noqa: F811
    world.call("spenddata_return_send_for_approval", "editor", **ABOUT)
    world.call("spenddata_return_approve", "administrator", **ABOUT)
    work()
    [(name, subject, body)] = told(box)
    assert (name, subject.split(":")[0]) == (world.people["editor"], "Published")
    assert world.people["administrator"] in body


def test_letters_of_which_all_were_sent_are_not_worked_out_again(world: World, box, monkeypatch):  # noqa: F811
    from ckanext.spenddata.watch import letters

    world.call("spenddata_return_send_for_approval", "editor", **ABOUT)
    going_on = letters.Letters()
    assert len(told(box, going_on)) == 1
    with monkeypatch.context() as patched:
        patched.setattr(letters, "_letters", lambda event: pytest.fail(f"worked out again: {event.to_state}"))
        assert told(box, going_on) == []
    world.call("spenddata_return_send_back", "administrator", **ABOUT, why="June is missing.")
    assert [subject.split(":")[0] for _, subject, _ in told(box, going_on)] == ["Sent back"]


def test_a_round_sends_no_more_than_its_share_and_the_next_goes_on(world: World, box, monkeypatch):  # noqa: F811
    from ckanext.spenddata.watch import letters

    monkeypatch.setattr(letters, "MOST_AT_ONCE", 1)
    world.call("spenddata_return_send_for_approval", "editor", **ABOUT)
    monkeypatch.setattr(letters, "_approvers", lambda *_args, **_options: [_User("a"), _User("b")])
    going_on = letters.Letters()
    assert [[name for name, *_ in told(box, going_on)] for _ in range(3)] == [["a"], ["b"], []]


def test_who_works_there_no_more_hears_nothing(world: World, box):  # noqa: F811
    from ckan.tests import helpers

    world.call("spenddata_return_send_back", "administrator", **ABOUT, why="June is missing.")
    asked = {"id": world.council, "username": world.people["editor"]}
    helpers.call_action("organization_member_delete", {"user": world.people["sysadmin"]}, **asked)
    assert told(box) == []


def test_a_mail_server_that_is_away_holds_up_nothing_and_is_asked_again(world: World, box, monkeypatch):  # noqa: F811
    from ckan.lib import mailer
    from ckan.lib.redis import connect_to_redis

    def away(*_: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(mailer, "mail_recipient", away)
        world.call("spenddata_return_send_for_approval", "editor", **ABOUT)
        assert told(box) == []
    for key in connect_to_redis().scan_iter("spenddata:letter:*"):
        assert 0 < connect_to_redis().ttl(key) <= 600
        connect_to_redis().delete(key)
    assert len(told(box)) == 1


def test_whom_no_mail_can_be_sent_to_keeps_nobody_else_from_theirs(world: World, box, monkeypatch):  # noqa: F811
    from ckan.lib import mailer

    from ckanext.spenddata.watch import letters

    sent = list[str]()

    def send(name: str, *_: str) -> None:
        if name == "a":
            raise ValueError("Header values may not contain linefeed or carriage return characters")
        sent.append(name)

    monkeypatch.setattr(mailer, "mail_recipient", send)
    monkeypatch.setattr(letters, "_approvers", lambda *_args, **_options: [_User("a"), _User("b")])
    world.call("spenddata_return_send_for_approval", "editor", **ABOUT)
    told(box)
    assert sent == ["b"]


@pytest.mark.parametrize(("setting", "value"), [("smtp.mail_from", ""), ("ckanext.spenddata.approval", False)])
def test_without_a_sender_or_approval_nothing_is_sent(world: World, box, ckan_config, setting: str, value: Any):  # noqa: F811
    world.call("spenddata_return_send_for_approval", "editor", **ABOUT)
    ckan_config[setting] = value
    assert told(box) == []


def test_a_name_can_add_no_line_to_a_letter_s_subject():
    from types import SimpleNamespace

    from ckanext.spenddata.watch import letters

    found = SimpleNamespace(publisher_id="X-\r\nBcc: all", period="2026-99", organization_id="none")
    assert letters._what(SimpleNamespace(spend_return=found)) == "X- Bcc: all, 2026-99"  # type: ignore[arg-type]
