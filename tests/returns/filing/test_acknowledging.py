"""What stops a publication until a person says yes: by page, API and command, one by one, for the very content that was looked at."""

from __future__ import annotations

from typing import Any

import pytest

from tests.returns.world import PERIOD, REGIME, World, csv_file, ledger_rows, work

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
LATER = f"X-DEMO-1.{REGIME}.2026-Q2"
ANOTHER_PERIOD = "period-another"
SAME_FILE = "repeat-same-file"


def state(world: World, reference: str = REFERENCE) -> str:
    return world.show(reference)["state"]


def listed(world: World, reference: str = REFERENCE) -> dict[str, dict[str, Any]]:
    """Rule → what must be confirmed, where each rule stops once."""
    found = world.call("spenddata_finding_list", reference=reference)["findings"]
    return {each["rule"]: each for each in found}


def confirm(world: World, *said: dict[str, Any], who: str = "editor", reference: str = REFERENCE) -> dict[str, Any]:
    return world.call("spenddata_finding_acknowledge", who, reference=reference, acknowledge=list(said))


def refused(world: World, *said: dict[str, Any], reference: str = REFERENCE) -> str:
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError) as refusal:
        confirm(world, *said, reference=reference)
    return str(refusal.value.error_dict)


def test_last_quarter_s_file_sent_for_two_other_quarters_is_published_once(world: World):
    world.publish(csv_file(20, month=5), period="2026-Q2")
    before = ledger_rows()
    for period in ("2025-Q3", "2026-Q3"):
        filed = world.submit(csv_file(20, month=5), period=period, publish=True)
        work()
        assert state(world, filed["reference"]) == "ready"
        assert {ANOTHER_PERIOD, SAME_FILE, "repeat-same-rows"} <= set(listed(world, filed["reference"]))
    assert ledger_rows() == before


@pytest.mark.usefixtures("three_of_another_period")
def test_neither_yes_nor_approval_goes_past_what_is_not_confirmed(world: World):
    from ckan.plugins import toolkit as tk

    for action, who in (("spenddata_return_publish", "editor"), ("spenddata_return_approve", "administrator")):
        with pytest.raises(tk.ValidationError) as refusal:
            world.call(action, who, reference=REFERENCE)
        [why] = refusal.value.error_dict["acknowledge"]
        assert "1 finding must be confirmed" in why
        assert "Most payments lie outside the period" in why
    assert state(world) == "ready"


@pytest.mark.usefixtures("three_of_another_period")
def test_what_is_confirmed_by_name_is_published_and_the_reason_is_kept(world: World):
    kept = confirm(world, {"rule": ANOTHER_PERIOD, "reason": "The dates are those of the invoices"})
    assert (kept["acknowledged"], kept["open"], kept["state"]) == (1, 0, "ready")
    said = listed(world)[ANOTHER_PERIOD]["acknowledged"]
    assert (said["reason"], said["revision"]) == ("The dates are those of the invoices", 1)
    assert said["who"]
    world.call("spenddata_return_publish", reference=REFERENCE)
    work()
    shown = world.show()
    assert shown["state"] == "published"
    assert any("The dates are those of the invoices" in event["why"] for event in shown["revisions"][0]["events"])


def test_what_a_program_confirms_beforehand_is_published_at_once(world: World):
    said = [{"rule": ANOTHER_PERIOD, "reason": "Invoice dates"}]
    world.submit(csv_file(3, month=5), publish=True, acknowledge=said)
    work()
    assert state(world) == "published"


def test_what_was_not_confirmed_beforehand_waits_and_what_was_is_kept(world: World):
    world.publish(csv_file(20, month=5), period="2026-Q2")
    said = [{"rule": ANOTHER_PERIOD, "reason": "Invoice dates"}, {"rule": "repeat-whole-file", "reason": "No such"}]
    world.submit(csv_file(20, month=5), publish=True, acknowledge=said)
    work()
    assert state(world) == "ready"
    found = listed(world)
    assert found[ANOTHER_PERIOD]["acknowledged"]
    assert not found[SAME_FILE]["acknowledged"]


@pytest.mark.usefixtures("three_of_another_period")
def test_a_yes_comes_with_the_publication_itself(world: World):
    said = [{"finding": listed(world)[ANOTHER_PERIOD]["finding"], "reason": "Invoice dates"}]
    world.call("spenddata_return_publish", reference=REFERENCE, acknowledge=said)
    work()
    assert state(world) == "published"


def test_there_is_no_yes_to_everything(world: World):
    world.submit(csv_file(20, month=5), csv_file(20, month=5))
    world.submit(csv_file(20, month=5), csv_file(20, month=5), period="2026-Q3")
    work()
    reference = f"X-DEMO-1.{REGIME}.2026-Q3"
    several = refused(world, {"rule": SAME_FILE, "reason": "Fine"}, reference=reference)
    assert "names 2 findings" in several
    assert "Name what you confirm" in refused(world, {"reason": "All is well"}, reference=reference)
    assert "can't be used" in refused(world, {"all": True, "reason": "All is well"}, reference=reference)
    assert "Nothing to confirm is called" in refused(
        world, {"rule": "amount-missing", "reason": "x"}, reference=reference
    )
    assert not any(
        each["acknowledged"] for each in world.call("spenddata_finding_list", reference=reference)["findings"]
    )


@pytest.mark.usefixtures("three_of_another_period")
def test_a_yes_without_a_reason_is_none(world: World):
    for reason in ("", "   "):
        assert "acknowledge" in refused(world, {"rule": ANOTHER_PERIOD, "reason": reason})
    assert "acknowledge" in refused(world, {"rule": ANOTHER_PERIOD})


@pytest.mark.usefixtures("three_of_another_period")
def test_another_file_needs_another_yes_and_the_same_file_does_not(world: World):
    confirm(world, {"rule": ANOTHER_PERIOD, "reason": "Invoice dates"})
    world.submit(csv_file(3, month=5))
    work()
    assert world.show()["revisions"][-1]["open_stops"] == 0
    world.submit(csv_file(4, month=5), publish=True)
    work()
    shown = world.show()
    assert (shown["state"], shown["revisions"][-1]["open_stops"]) == ("ready", 1)


@pytest.mark.usefixtures("three_of_another_period")
def test_members_see_and_others_do_not_and_nothing_of_it_is_public(world: World):
    from ckan.plugins import toolkit as tk

    reason = "Because Quillfeather was late"
    confirm(world, {"rule": ANOTHER_PERIOD, "reason": reason})
    assert world.call("spenddata_finding_list", "member", reference=REFERENCE)["findings"]
    with pytest.raises(tk.NotAuthorized):
        confirm(world, {"rule": ANOTHER_PERIOD, "reason": "Me too"}, who="member")
    world.call("spenddata_return_publish", reference=REFERENCE)
    work()
    public = world.show(who=None)
    assert reason not in str(public)
    assert "open_stops" not in public["revisions"][0]
    assert [event for event in public["revisions"][0]["events"] if event["from"] == event["to"]] == []
    with pytest.raises(tk.NotAuthorized):
        world.call("spenddata_finding_list", None, reference=REFERENCE)


def test_nothing_is_confirmed_of_what_does_not_wait_for_a_yes(world: World):
    world.publish(csv_file(3))
    assert "waiting for a yes" in refused(world, {"rule": ANOTHER_PERIOD, "reason": "Too late"})


@pytest.mark.usefixtures("three_of_another_period")
def test_an_answer_that_leaves_the_rows_as_they_were_leaves_the_yes(world: World):
    confirm(world, {"rule": ANOTHER_PERIOD, "reason": "Invoice dates"})
    world.call("spenddata_return_answer", reference=REFERENCE, answers={"day_first": True}, publish=True)
    work()
    assert state(world) == "published"


def test_what_another_publisher_has_published_is_told_and_what_it_has_not_is_not(world: World):
    content = csv_file(20, name="Somebody")
    world.submit(content, publisher="X-DEMO-3", who="stranger")
    world.submit(content)
    work()
    assert SAME_FILE not in listed(world)
    world.call("spenddata_return_publish", "stranger", reference=f"X-DEMO-3.{REGIME}.{PERIOD}")
    work()
    world.submit(content, publish=True)
    work()
    assert "Otherborough District Council" in listed(world)[SAME_FILE]["value"]
    assert state(world) == "ready"
