"""Peer groups: loaded by a steward after looking, taken back with a reason; own ones saved from a comparison, shared or not, removed."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import pytest

from tests.returns.standing import standing
from tests.returns.world import World, csv_file

LOADED = {
    "id": "twins",
    "title": "Twinned districts",
    "basis": "Twinned by their councils.",
    "version": "2026",
    "licence": "OGL-UK-3.0",
    "source": "Exampleton City Council",
    "url": "",
}
TABLE = "publisher_id,peers\nX-DEMO-1,X-DEMO-3 X-DEMO-77\n"
COMPARED = "/spend/compare?publisher=X-DEMO-1&measure=spend"


@pytest.fixture
@standing
def two(world: World) -> World:
    """Two bodies with the payments of a quarter."""
    world.publish()
    world.publish(csv_file(name="Otherborough District Council"), publisher="X-DEMO-3", who="stranger")
    return world


def load(world: World, who: str | None = "sysadmin", **changes) -> dict:
    return world.call("spenddata_peer_group_load", who, **(LOADED | {"csv": TABLE} | changes))


def refused(world: World, action: str, who: str | None, **data) -> dict:
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError) as refusal:
        world.call(action, who, **data)
    return refusal.value.error_dict


def ids(world: World, who: str | None = None) -> list[str]:
    return [group["id"] for group in world.call("spenddata_peer_group_list", who)["groups"]]


def test_a_steward_looks_loads_and_takes_back(world: World, reader):
    steward = reader("sysadmin")
    assert reader("administrator").get("/spend/stewards/peers").status == 403
    sent = LOADED | {"file": (io.BytesIO(b"publisher_id,peers\nX-DEMO-1,X-DEMO-1\nLeeds,X-DEMO-3\n"), "peers.csv")}
    wrong = steward.post("/spend/stewards/peers", sent | {"licence": ""})
    assert wrong.status == 400
    assert ("Say under which licence the table was published.", "field-licence") in wrong.problems()
    wrong = steward.post(
        "/spend/stewards/peers", LOADED | {"csv": "publisher_id,peers\nX-DEMO-1,X-DEMO-1\nLeeds,X-DEMO-3\n"}
    )
    assert "Line 2: X-DEMO-1 is among its own peers. Line 3: Leeds is not an identifier" in wrong.text
    looked = steward.post("/spend/stewards/peers", LOADED | {"file": (io.BytesIO(TABLE.encode()), "peers.csv")})
    assert looked.heading() == "Twinned districts would give peers to 1 body"
    assert "2 pairs. Nothing has changed yet." in looked.text
    assert "X-DEMO-77" in looked.text
    assert "twins" not in ids(world)
    kept = {
        field["name"]: field.get("value", "") for field in looked.form("/spend/stewards/peers").select("input[name]")
    }
    assert steward.post("/spend/stewards/peers", kept | {"step": "confirm"}).location.endswith("#loads")
    assert "twins" in ids(world)
    shown = world.call("spenddata_comparison_show", None, publisher="X-DEMO-1", peer_group="twins", measure="spend")
    assert [body["publisher_id"] for body in shown["bodies"]] == ["X-DEMO-1", "X-DEMO-3"]
    assert shown["peer_group"]["licence"] == "OGL-UK-3.0"
    assert steward.post("/spend/stewards/peers/remove", {"id": "twins", "why": ""}).status == 400
    assert steward.post("/spend/stewards/peers/remove", {"id": "twins", "why": "Out of date"}).status == 302
    assert "twins" not in ids(world)
    assert "Out of date" in steward.get("/spend/stewards/peers").text


def test_a_later_load_stands_over_the_former_until_it_is_taken_back(world: World):
    assert load(world)["replaces"] is None
    assert load(world, version="2027")["replaces"] == {"title": "Twinned districts", "version": "2026"}
    removed = world.call("spenddata_peer_group_remove", "sysadmin", id="twins", why="A mistake")
    assert removed["restored"] == {"title": "Twinned districts", "version": "2026"}
    loads = world.call("spenddata_peer_group_list", "sysadmin", history=True)["loads"]
    assert [(each["version"], each["in_force"], each["removed_why"]) for each in loads] == [
        ("2027", False, "A mistake"),
        ("2026", True, None),
    ]
    world.call("spenddata_peer_group_remove", "sysadmin", id="twins", why="No more")


def test_a_table_of_nobody_here_is_refused(world: World):
    said = refused(
        world, "spenddata_peer_group_load", "sysadmin", **LOADED, csv="publisher_id,peers\nX-DEMO-8,X-DEMO-9\n"
    )
    assert said == {"csv": ["None of the bodies in the column publisher_id is a publisher of this portal."]}


def test_bodies_of_ones_own_are_saved_shared_and_removed(two: World, reader):
    mine = reader("editor")
    assert "Save these bodies" not in reader(None).get(f"{COMPARED}&publisher=X-DEMO-3").text
    page = mine.get(f"{COMPARED}&publisher=X-DEMO-3")
    form = page.form("/spend/peers")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}
    assert sent["publishers"] == "X-DEMO-3"
    assert mine.post("/spend/peers", sent | {"title": ""}).status == 400
    saved = mine.post("/spend/peers", sent | {"title": "My district"})
    assert "peer_group=" in saved.location
    to = urlsplit(saved.location)
    again = mine.get(f"{to.path}?{to.query}")
    assert "My district" in again.text
    assert "My district" in mine.get("/spend/peers").text
    (group,) = [g for g in two.call("spenddata_peer_group_list", "editor")["groups"] if g["kind"] == "own"]
    assert group["publishers"] == ["X-DEMO-3"]
    asked = {"publisher": "X-DEMO-1", "peer_group": group["id"], "measure": "spend"}
    assert "peer_group" in refused(two, "spenddata_comparison_show", "stranger", **asked), "it is not shared"
    assert two.call("spenddata_comparison_show", "editor", **asked)["peer_group"]["title"] == "My district"
    shared = two.call("spenddata_peer_group_save", "editor", title="Ours", publishers=["X-DEMO-3"], shared=True)
    assert (
        two.call("spenddata_comparison_show", None, **(asked | {"peer_group": shared["id"]}))["peer_group"]["title"]
        == "Ours"
    )
    assert reader("stranger").post("/spend/peers/remove", {"id": group["id"]}).status == 403
    assert mine.post("/spend/peers/remove", {"id": group["id"]}).status == 302
    assert "peer_group" in refused(two, "spenddata_comparison_show", "editor", **asked)


def test_bodies_that_are_none_are_named(world: World):
    said = refused(world, "spenddata_peer_group_save", "editor", title="Mine", publishers=["X-DEMO-1", "atlantis"])
    assert "There is no publisher atlantis." in said["publishers"][0]
