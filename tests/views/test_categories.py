"""Categories that change after publication: a version applied, a steward's decision, and everything that shows them follows."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.standing import standing
from tests.returns.world import HEADER, World, follow, work

PUBLISHER, OTHER = "X-DEMO-1", "X-DEMO-3"
TYPES = ("Zygmology", "Zygmology", "Agency Staff")


def spend(body: str, *types: str) -> bytes:
    lines = [HEADER]
    for number, words in enumerate(types, start=1):
        lines.append(
            f"{body},{number + 1:02d}/02/2026,Elmstow {number} Ltd,T{number:06d},1000.00,Area,{words},Purpose {number},Shop,0.00"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


@pytest.fixture
@standing
def published(world: World) -> World:
    """Two councils that use a word which no table knows."""
    world.publish(spend("Exampleton City Council", *TYPES))
    world.submit(spend("Otherborough District Council", "Zygmology"), who="stranger", publisher=OTHER, publish=True)
    work()
    follow()
    return world


def found(world: World, **asked) -> dict:
    return world.call("spenddata_transaction_search", None, **asked)


def test_a_steward_decides_for_a_publisher_or_everybody_sees_first_what_would_move_and_undoes(published: World):
    world = published
    queue = world.call("spenddata_queue_list", "sysadmin", kind="category")
    (question,) = [each for each in queue["results"] if (each["expense_type"] or "").lower() == "zygmology"]
    assert (question["count"], question["publishers"], question["total"]) == (3, 2, "3000.00")
    assert set(question["reason"] or {"second", "decided", "against"}) >= {"second", "decided", "against"}
    asked = {"kind": "category", "expense_type": "zygmology", "category": "legal", "why": "It is law"}
    preview = world.call("spenddata_decision_make", "sysadmin", preview=True, **asked)
    assert (preview["decision"], preview["moved"], preview["total"], preview["returns"]) == (None, 3, "3000.00", 2)
    assert found(world, category="legal")["count"] == 0
    own = world.call("spenddata_decision_make", "sysadmin", publisher=PUBLISHER, **asked)
    assert {line["publisher_id"] for line in own["lines"]} == {PUBLISHER}
    assert sum(line["count"] for line in own["lines"]) == 2
    world.call("spenddata_decision_make", "sysadmin", **(asked | {"category": "it"}))
    follow()
    assert (found(world, category="legal")["count"], found(world, category="it")["count"]) == (2, 1)
    told = world.call("spenddata_queue_list", "sysadmin", kind="category")
    assert not [each for each in told["results"] if (each["expense_type"] or "").lower() == "zygmology"]
    assert (told["decisions"][1]["decision"], told["decisions"][1]["why"]) == (own["decision"], "It is law")
    world.call("spenddata_decision_undo", "sysadmin", kind="category", decision=own["decision"], why="It is not")
    follow()
    assert found(world, category="it")["count"] == 3


def test_a_payment_tells_every_category_that_it_had(published: World, reader):
    world = published
    (row, *_) = [each for each in found(world, q="zygmology")["results"] if each["publisher_id"] == PUBLISHER]
    asked = {"kind": "category", "payment": row["_id"], "category": "legal", "why": "Looked at the invoice"}
    assert world.call("spenddata_decision_make", "sysadmin", **asked)["moved"] == 1
    shown = world.call("spenddata_transaction_show", None, id=row["_id"])
    assert (shown["category"], shown["category_method"], shown["category_confidence"]) == ("legal", "steward", 1.0)
    (change,) = shown["category_history"]
    assert (change["kind"], change["why"]) == ("decision", "Looked at the invoice")
    assert (change["before"]["category"], change["after"]["category"]) == (row["category"], "legal")
    page = reader(None).get(f"/spend/transactions/{row['_id']}")
    assert f"Category before {row['category_label']}, until" in page.text
    assert "Looked at the invoice" in page.text
    assert "Decide what this is" not in page.text
    assert "Decide what this is" in reader("sysadmin").get(f"/spend/transactions/{row['_id']}").text
    follow()
    (again,) = [each for each in found(world, q="zygmology")["results"] if each["_id"] == row["_id"]]
    assert (again["category"], again["category_confidence"]) == ("legal", 1.0)
    assert again["category_version"].startswith("decision ")
    taken = reader(None).get("/spend/search.csv?category=legal").response.get_data(as_text=True)
    assert "category,category_label,category_method,category_version,category_confidence,supplier_id" in taken


def test_a_version_is_looked_at_applied_and_undone(published: World):
    from ckanext.spenddata.ledger import connection

    world = published
    with connection.writing() as database, database.cursor() as cursor:
        # As if an older version had put it elsewhere.
        cursor.execute(
            "update spenddata.ledger set category = 'legal', category_version = 'old' where category = 'agency-staff'"
        )
        for table in ("total_month", "total_year"):
            cursor.execute(f"update spenddata.{table} set category = 'legal' where category = 'agency-staff'")
    preview = world.call("spenddata_category_preview", "sysadmin", publisher=PUBLISHER)
    assert [(each["before"], each["after"], each["count"]) for each in preview["lines"]] == [
        ("legal", "agency-staff", 1)
    ]
    applied = world.call("spenddata_category_apply", "sysadmin", publisher=PUBLISHER, why="Version 3")
    assert (applied["lines"], applied["version"]) == (preview["lines"], preview["version"])
    follow()
    assert found(world, category="agency-staff")["count"] == 1
    again = world.call("spenddata_category_apply", "sysadmin", publisher=PUBLISHER, why="Again")
    assert (again["change"], again["moved"]) == (None, 0)
    (change,) = world.call("spenddata_category_change_list", "sysadmin", publisher=PUBLISHER)
    assert (change["change"], change["why"], change["count"]) == (applied["change"], "Version 3", 1)
    undone = world.call("spenddata_category_undo", "sysadmin", change=applied["change"], why="Too early")
    assert undone["moved"] == 1
    with pytest.raises(tk.ValidationError, match="still in force"):
        world.call("spenddata_category_undo", "sysadmin", change=applied["change"], why="Again")


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"category": "legal"}, "Say what is decided about"),
        ({"category": "legal", "payment": 1, "expense_type": "x"}, "Say what is decided about"),
        ({"category": "legl", "expense_type": "Zygmology"}, "The nearest is"),
        ({"category": "unclassified", "expense_type": "Zygmology"}, "There is no category"),
        ({"expense_type": "Zygmology"}, "Choose a category"),
        ({"category": "legal", "expense_type": "No such words"}, "No published payment is like that"),
        ({"category": "legal", "payment": 7}, "no longer published"),
    ],
)
def test_what_can_not_be_decided_is_refused_with_the_reason(world: World, asked: dict, said: str):
    with pytest.raises(tk.ValidationError, match=said):
        world.call("spenddata_decision_make", "sysadmin", kind="category", why="Because", **asked)
