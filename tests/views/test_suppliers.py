"""Who else pays them: by identity, under whatever names; and the stewards' decisions, from the first question to the undoing."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.standing import standing
from tests.returns.world import HEADER, World, follow, work

NAMES = ("HC-One Ltd", "HC-ONE Limited", "HC - One Ltd", "HC One Ltd", "Elmstow Heritage", "Elmstow Heritage (Swindon)")


def spend(*names: str, body: str = "Exampleton City Council") -> bytes:
    lines = [HEADER]
    for number, name in enumerate(names, start=1):
        lines.append(
            f'{body},{number + 1:02d}/02/2026,"{name}",T{number:06d},1000.00,Care,Care,Purpose {number},Care,0.00'
        )
    return ("\r\n".join(lines) + "\r\n").encode()


@pytest.fixture
@standing
def published(world: World) -> World:
    """Two councils that pay one supplier under four spellings, and two that may be one."""
    world.publish(spend(*NAMES))
    world.submit(
        spend("HC One Limited", body="Otherborough District Council"),
        who="stranger",
        publisher="X-DEMO-3",
        publish=True,
    )
    work()
    follow()
    return world


def only(world: World, q: str) -> dict:
    """The one supplier with some letters in its name."""
    (found,) = world.call("spenddata_supplier_list", None, q=q)
    return found


def test_one_supplier_under_all_its_spellings_and_who_pays_it(published: World, reader):
    found = only(published, "HC")
    assert (found["count"], found["publishers"], found["total"]) == (5, 2, "5000.00")
    shown = published.call("spenddata_supplier_show", None, id="name:HC-ONE LTD")
    assert shown["id"] == found["id"]
    assert {name["name"] for name in shown["names"]} == {*NAMES[:4], "HC One Limited"}
    assert [(payer["publisher_id"], payer["count"]) for payer in shown["payers"]] == [("X-DEMO-1", 4), ("X-DEMO-3", 1)]
    page = reader(None).get(f"/spend/suppliers/{found['id']}")
    assert page.heading() == "2 public bodies paid HC - One Ltd £5k"
    assert "The same but for spelling" in page.text
    assert "Otherborough District Council" in page.text


def test_when_what_for_and_how_much_of_each_buyers_category(published: World, reader):
    shown = published.call("spenddata_supplier_show", None, id="name:HC-ONE LTD")
    assert (shown["first_payment"], shown["last_payment"]) == ("2026-02-02", "2026-02-05")
    assert shown["months"] == [{"month": "2026-02", "count": 5, "total": "5000.00"}]
    assert [line["total"] for line in shown["categories"]] == ["5000.00"]
    assert [payer["category_percent"] for payer in shown["payers"]] == ["66.7", "100.0"], "4,000 of 6,000; all of it"
    assert [line["amount"] for line in shown["largest"]] == ["1000.00"] * 5
    page = reader(None).get(f"/spend/suppliers/{shown['id']}")
    assert "2 February 2026" in page.text
    assert "66.7%" in page.text
    assert "Share of what it spends on social care" in page.text
    assert [term.get_text() for term in page.soup.select("dl.sp-basis dt")] == [
        *("What this is", "What is missing", "Take it away", "How it is made")
    ]
    bars = [float(bar["width"].rstrip("%")) for bar in page.soup.select("td.bar rect")]
    assert bars == sorted(bars, reverse=True)
    assert len(bars) == 2
    link = page.soup.select_one("#what-for td.n a")
    payment = reader(None).get(link["href"])
    wrong = payment.soup.find("a", string="This is wrong")["href"]
    assert wrong.endswith(("/spend/publishers/exampleton", "/spend/publishers/otherborough"))


def test_what_is_wrong_is_told_to_the_publisher_by_mail(published: World, reader):
    from ckan import model

    body = model.Group.get(published.council)
    body.extras = {**body.extras, "contact_email": "spend@exampleton.example"}
    model.Session.commit()
    try:
        row = published.call("spenddata_supplier_show", None, id="name:HC-ONE LTD")["largest"]
        payment = next(each for each in row if each["publisher_id"] == "X-DEMO-1")
        page = reader(None).get(f"/spend/transactions/{payment['_id']}")
        wrong = page.soup.find("a", string="This is wrong")["href"]
        assert wrong.startswith("mailto:spend@exampleton.example?subject=Published%20payment%20of")
        assert f"transactions%2F{payment['_id']}" in wrong
    finally:
        body = model.Group.get(published.council)
        body.extras = {name: value for name, value in body.extras.items() if name != "contact_email"}
        model.Session.commit()


@pytest.mark.usefixtures("published")
def test_search_counts_and_finds_by_identity(world: World):
    found = world.call("spenddata_transaction_search", None, q="hc one")
    (bucket,) = found["facets"]["suppliers"]
    assert bucket["count"] == 5
    again = world.call("spenddata_transaction_search", None, supplier_id=bucket["value"])
    assert {row["supplier_name"] for row in again["results"]} == {*NAMES[:4], "HC One Limited"}


@pytest.mark.usefixtures("published")
def test_the_list_finds_by_name_and_says_where_there_is_none(reader):
    page = reader(None).get("/spend/suppliers?q=elmstow")
    assert "Elmstow Heritage (Swindon)" in page.text
    assert "HC" not in page.soup.find("tbody").get_text()
    assert "Each public body publishes above a threshold of its own" in page.text
    assert "Type part of a name" not in page.text
    assert reader(None).get("/spend/suppliers?name=elmstow").status == 400
    assert "No supplier has these letters" in reader(None).get("/spend/suppliers?q=100%25_").text


def test_a_steward_decides_sees_first_what_would_move_and_undoes(published: World):
    world = published
    queue = world.call("spenddata_queue_list", "sysadmin")
    (question,) = [each for each in queue["results"] if "Elmstow" in each["one"]["name"]]
    assert question["doubt"] == "places"
    pair = {"one": question["one"]["id"], "other": question["other"]["id"]}
    asked = {"verdict": "same", "why": "One charity", **pair}
    preview = world.call("spenddata_decision_make", "sysadmin", preview=True, **asked)
    assert preview == {"decision": None, "moved": 1, "returns": 1}
    assert len(world.call("spenddata_supplier_list", None, q="Elmstow")) == 2
    made = world.call("spenddata_decision_make", "sysadmin", **asked)
    assert only(world, "Elmstow")["count"] == 2
    follow()
    (bucket,) = world.call("spenddata_transaction_search", None, q="elmstow")["facets"]["suppliers"]
    assert bucket["count"] == 2
    told = world.call("spenddata_queue_list", "sysadmin")
    assert not [each for each in told["results"] if "Elmstow" in each["one"]["name"]]
    assert (told["decisions"][0]["decision"], told["decisions"][0]["why"]) == (made["decision"], "One charity")
    world.call("spenddata_decision_undo", "sysadmin", decision=made["decision"], why="Two after all")
    assert len(world.call("spenddata_supplier_list", None, q="Elmstow")) == 2


@pytest.mark.usefixtures("published")
def test_what_can_not_be_decided_is_refused_with_the_reason(world: World):
    for asked in ({"one": "name:NOBODY"}, {"name": "name:X", "one": "a", "other": "b"}, {}):
        with pytest.raises(tk.ValidationError, match="one and other"):
            world.call("spenddata_decision_make", "sysadmin", verdict="same", why="Because", **asked)
    with pytest.raises(tk.ValidationError, match="There is no supplier"):
        world.call("spenddata_decision_make", "sysadmin", verdict="same", why="Because", one="name:A", other="name:B")
    with pytest.raises(tk.ValidationError, match="There is no verdict"):
        world.call("spenddata_decision_make", "sysadmin", verdict="maybe", why="Because", one="name:A", other="name:B")
    with pytest.raises(tk.ObjectNotFound):
        world.call("spenddata_supplier_show", None, id="name:NOBODY")


def test_names_are_gone_with_the_return(published: World):
    reference = "X-DEMO-1.lgtc-500.2026-Q1"
    published.call("spenddata_return_withdraw", "administrator", reference=reference, why="By mistake")
    work()
    follow()
    assert published.call("spenddata_supplier_list", None, q="Elmstow") == []
    assert [
        name["name"]
        for name in published.call("spenddata_supplier_show", None, id=only(published, "HC")["id"])["names"]
    ] == ["HC One Limited"]


def test_a_person_in_an_older_ledger_is_no_supplier_once_names_are_linked_again(published: World):
    from ckanext.spenddata.ledger import connection, totals, verify
    from ckanext.spenddata.returns.followups.suppliers import link_afresh

    with connection.writing() as database, database.cursor() as cursor:
        cursor.execute("delete from spenddata.supplier_name where name like 'Elmstow%'")
        cursor.execute(
            "update spenddata.ledger set supplier_name = 'Mrs Jane Exampleton', supplier_key = 'name:MRS JANE EXAMPLETON'"
            " where supplier_name = 'Elmstow Heritage'"
        )
        totals.recreate(cursor, "X-DEMO-1")
    link_afresh()
    assert verify.publisher("X-DEMO-1") == []
    assert published.call("spenddata_supplier_list", None, q="Jane") == []
    assert only(published, "Elmstow")["count"] == 1
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select supplier_key, supplier_id from spenddata.ledger where supplier_name like 'Mrs %'")
        assert cursor.fetchall() == [("person", None)]
        cursor.execute("select count(*) from spenddata.supplier_name where name like 'Mrs %'")
        assert cursor.fetchone() == (0,)
