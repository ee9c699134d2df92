"""The stewards' desk: for stewards alone; what would move is seen before it moves; every decision with who, when and why, and undone."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.returns.world import World, follow, work
from tests.views.test_categories import PUBLISHER, published  # noqa: F401  a fixture
from tests.views.test_suppliers import NAMES
from tests.views.test_suppliers import spend as suppliers_spend

GIVE_A_REASON = "Give a reason: it stays on record, where others read it, so name nobody."


@pytest.mark.usefixtures("published")
def test_it_is_for_stewards_alone(reader):
    assert "/user/login" in reader(None).get("/spend/stewards").location
    assert reader("administrator").get("/spend/stewards").status == 403
    sent = {"expense_type": "Zygmology", "category": "legal", "why": "Mine", "scope": "everybody", "step": "confirm"}
    assert reader("administrator").post("/spend/stewards/categories", sent).status == 403


def test_a_category_is_decided_after_looking_and_undone(published: World, reader):  # noqa: F811
    desk = reader("sysadmin").get("/spend/stewards")
    assert "Zygmology" in desk.text
    assert "wait for a sure category" in desk.heading()
    link = next(a["href"] for a in desk.soup.select("#categories td.x a") if "ygmology" in a["href"])
    form = reader("sysadmin").get(link)
    assert form.heading() == "What is this?"
    steward = reader("sysadmin")
    asked = dict(parse_qsl(urlsplit(link).query)) | {"scope": "publisher", "publisher": PUBLISHER}
    wrong = steward.post("/spend/stewards/categories", asked | {"category": "", "why": ""})
    assert (wrong.status, wrong.problems()) == (400, [(GIVE_A_REASON, "field-why")])
    asked |= {"category": "legal", "why": "It is law"}
    looked = steward.post("/spend/stewards/categories", asked)
    assert "2 payments would move, £2,000" in looked.text
    assert published.call("spenddata_transaction_search", None, category="legal")["count"] == 0
    done = steward.post("/spend/stewards/categories", asked | {"step": "confirm"})
    assert "/spend/stewards?just=decided&decision=" in done.location
    follow()
    assert published.call("spenddata_transaction_search", None, category="legal")["count"] == 2
    desk = steward.get("/spend/stewards?just=decided")
    assert "It is law" in desk.soup.select_one("#decisions").get_text()
    undo = next(a["href"] for a in desk.soup.select("#decisions a") if "undo" in a["href"])
    (number,) = re.findall(r"decision=(\d+)", undo)
    assert (
        steward.post("/spend/stewards/undo", {"kind": "category", "decision": number, "why": "It is not"}).status == 302
    )
    follow()
    assert published.call("spenddata_transaction_search", None, category="legal")["count"] == 0
    assert "It is not" in steward.get("/spend/stewards").text


def test_without_a_choice_the_page_lists_what_can_be_decided(published: World, reader):  # noqa: F811
    steward = reader("sysadmin")
    page = steward.get("/spend/stewards/categories")
    queue = published.call("spenddata_queue_list", "sysadmin", kind="category")
    waits = "payment waits" if queue["payments"] == 1 else "payments wait"
    assert page.heading() == f"{queue['payments']} {waits} for a sure category"
    links = page.soup.select("main li a[href*='/spend/stewards/categories?']")
    assert [a.get_text() for a in links] == [
        line["expense_type"] or line["supplier"]["name"] for line in queue["results"]
    ]
    assert steward.get(links[0]["href"]).heading() == "What is this?"


@pytest.mark.parametrize(("page", "part"), [("suppliers", "suppliers"), ("undo", "decisions")])
def test_without_a_choice_other_forms_lead_to_their_part_of_the_desk(world: World, reader, page, part):
    assert reader("sysadmin").get(f"/spend/stewards/{page}").location.endswith(f"/spend/stewards#{part}")


def test_what_the_evidence_suggests_is_accepted_in_one_step_by_a_form_of_the_desk(published: World, reader):  # noqa: F811
    """Whatever is suggested: what isn't likely enough to be shown is only looked at."""
    steward = reader("sysadmin")
    queue = published.call("spenddata_queue_list", "sysadmin", kind="category")
    desk = steward.get("/spend/stewards")
    rows = desk.soup.select("#categories tbody tr")
    accepts = [bool(row.form) for row in rows]
    assert accepts == [line["suggested"]["likely"] for line in queue["results"]]
    assert all("/spend/stewards/categories?" in row.select_one("td.x a")["href"] for row in rows)


def test_accepting_moves_at_once_says_what_moved_and_can_be_undone(published: World, reader, monkeypatch):  # noqa: F811
    from ckanext.spenddata.logic import category_decisions

    monkeypatch.setattr(category_decisions, "_is_likely", lambda _category, _confidence: True)
    steward = reader("sysadmin")
    rows = steward.get("/spend/stewards").soup.select("#categories tbody tr")
    row = next(row for row in rows if "ygmology" in row.get_text())
    assert row.form.select_one("input[name=_csrf_token]")["value"]
    sent = {field["name"]: field["value"] for field in row.form.select("input[name]") if field["name"] != "_csrf_token"}
    assert steward.post(row.form["action"], sent, token=None).status in (400, 403)
    asked = {name: sent[name] for name in ("expense_type", "category", "why")}
    would = published.call("spenddata_decision_make", "sysadmin", kind="category", preview=True, **asked)
    done = steward.post(row.form["action"], sent)
    told = steward.get(done.location[done.location.index("/spend/") :])
    many = {0: "had this category already", 1: "1 payment changed its category."}
    assert many.get(would["moved"], f"{would['moved']} payments changed their category.") in told.text
    assert "Undo decision" in told.text
    again = steward.post(row.form["action"], sent)
    twice = steward.get(again.location[again.location.index("/spend/") :])
    assert "This was decided already." in twice.text
    assert len(published.call("spenddata_queue_list", "sysadmin", kind="category")["decisions"]) == 1
    follow()
    assert published.call("spenddata_transaction_search", None, category=sent["category"])["count"] == 3
    (decision, *_) = published.call("spenddata_queue_list", "sysadmin", kind="category")["decisions"]
    assert (decision["moved"], decision["category"]) == (would["moved"], sent["category"])
    assert decision["why"].startswith("Accepted as the evidence suggests, with confidence ")


def test_accepting_shows_first_what_would_move_where_a_payment_would_leave_a_third_category(
    published: World,  # noqa: F811
    reader,
    monkeypatch,
):
    """The desk asks about payments that are not sure; a decision is about their like that are, too."""
    from ckanext.spenddata.logic import category_decisions

    monkeypatch.setattr(category_decisions, "_is_likely", lambda _category, _confidence: True)
    steward = reader("sysadmin")
    rows = steward.get("/spend/stewards").soup.select("#categories tbody tr")
    row = next(row for row in rows if "ygmology" in row.get_text())
    sent = {field["name"]: field["value"] for field in row.form.select("input[name]") if field["name"] != "_csrf_token"}
    third = next(name for name in ("legal", "it") if name != sent["category"])
    paid = published.call("spenddata_transaction_search", None, q="zygmology")["results"]
    (second,) = {each["supplier_id"] for each in paid if each["supplier_name"] == "Elmstow 2 Ltd"}
    asked = {"kind": "category", "supplier_id": second, "category": third, "why": "Looked at their invoices"}
    published.call("spenddata_decision_make", "sysadmin", **asked)
    looked = steward.post(row.form["action"], sent)
    assert (looked.status, looked.heading()) == (200, "What is this?")
    assert looked.soup.select_one("input[name=step]")["value"] == "confirm"
    assert len(published.call("spenddata_queue_list", "sysadmin", kind="category")["decisions"]) == 1
    follow()
    assert published.call("spenddata_transaction_search", None, category=third)["count"] == 1


def test_the_desk_of_a_portal_where_nothing_is_published_shows_no_share(world: World, reader):
    desk = reader("sysadmin").get("/spend/stewards")
    assert desk.status == 200
    assert not desk.soup.select("#classified")


def test_two_suppliers_are_decided_after_looking(world: World, reader):
    world.publish(suppliers_spend(*NAMES))
    work()
    follow()
    steward = reader("sysadmin")
    desk = steward.get("/spend/stewards")
    link = next(a["href"] for a in desk.soup.select("#suppliers a.btn") if "Swindon" in a.get_text())
    assert "One has a place" in desk.text
    assert steward.get(link).heading() == "Are these one supplier?"
    asked = dict(parse_qsl(urlsplit(link).query)) | {"verdict": "same", "why": "One charity"}
    assert "1 name would be" in steward.post("/spend/stewards/suppliers", asked).text
    assert len(world.call("spenddata_supplier_list", None, q="Elmstow")) == 2
    assert steward.post("/spend/stewards/suppliers", asked | {"step": "confirm"}).status == 302
    assert len(world.call("spenddata_supplier_list", None, q="Elmstow")) == 1


def test_a_version_is_looked_at_and_applied(published: World, reader):  # noqa: F811
    steward = reader("sysadmin")
    assert steward.get("/spend/stewards/version")
    looked = steward.get(f"/spend/stewards/version?publisher={PUBLISHER}")
    assert looked.heading().startswith("0 payments of Exampleton")
    assert GIVE_A_REASON in steward.post("/spend/stewards/version", {"publisher": PUBLISHER}).text
    assert steward.post("/spend/stewards/version", {"publisher": PUBLISHER, "why": "Version 3"}).status == 302
    assert published.call("spenddata_category_change_list", "sysadmin") == []
