"""One dataset, whatever its editor writes into it, breaks no page, feed or index that shows many."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.world import World, upload

pytestmark = pytest.mark.portal

SHARED = ("/dataset/", "/organization/{body}", "/feeds/dataset.atom", "/feeds/organization/{body}.atom", "/")
UNSEEN = ("\x01", "\x0b", "\x1f", "￾", "￿")


def all_show(app: Any, world: World) -> None:
    body = world.call("organization_show", None, id=world.other)["name"]
    for address in SHARED:
        assert app.get(address.format(body=body)).status_code == 200, address


@pytest.mark.parametrize("kind", ["Spend", "harvest", "home", "organization", "..", "<script>", "x" * 300, ["dataset"]])
def test_a_type_that_no_plugin_has(world: World, app: Any, kind: Any):
    with pytest.raises(tk.ValidationError) as refusal:
        world.call("package_create", "stranger", name="odd", owner_org=world.other, type=kind)
    assert refusal.value.error_dict.keys() == {"type"}
    all_show(app, world)


@pytest.mark.parametrize("kind", [{}, {"type": "dataset"}, {"type": ""}, {"type": None}])
def test_the_usual_type(world: World, app: Any, kind: dict[str, Any]):
    made = world.call("package_create", "stranger", name="usual", owner_org=world.other, **kind)
    assert made["type"] == "dataset"
    all_show(app, world)


@pytest.mark.parametrize("letter", UNSEEN)
def test_letters_that_no_feed_can_hold(world: World, app: Any, letter: str):
    own = world.call("package_create", "stranger", name="own", owner_org=world.other)
    for field in ("title", "notes", "author", "author_email", "version"):
        for action, asked in (("package_create", {"name": "odd"}), ("package_patch", {"id": own["id"]})):
            with pytest.raises(tk.ValidationError) as refusal:
                world.call(action, "stranger", owner_org=world.other, **asked, **{field: f"a{letter}b"})
            assert refusal.value.error_dict.keys() == {field}
    for field in ("tags", "extras", "resources"):
        parts = [{"name": f"a{letter}b", "key": f"a{letter}b", "value": "x"}]
        with pytest.raises(tk.ValidationError):
            world.call("package_patch", "stranger", id=own["id"], **{field: parts})
    given = {"upload": upload(b"a,b\n1,2\n"), "name": f"a{letter}b"}
    with pytest.raises(tk.ValidationError):
        world.call("resource_create", "stranger", package_id=own["id"], **given)
    all_show(app, world)


def test_letters_that_every_feed_can_hold(world: World, app: Any):
    words = "Ffyrdd a phriffyrdd\tŵ ŷ\r\n“<b>&amp;</b>” 𝔸"
    made = world.call("package_create", "stranger", name="own", owner_org=world.other, title=words, notes=words)
    assert made["title"].split() == words.split()
    all_show(app, world)


def test_a_relationship_that_has_no_other_end(world: World):
    one, other = (world.call("package_create", "stranger", name=name, owner_org=world.other) for name in ("one", "two"))
    related = [{"subject": one["id"], "object": other["id"], "type": "depends_on"}]
    for end in ("relationships_as_subject", "relationships_as_object"):
        for action, asked in (
            ("package_create", {"name": "odd", "owner_org": world.other}),
            ("package_patch", {"id": "one"}),
        ):
            with pytest.raises(tk.ValidationError, match="package_relationship_create"):
                world.call(action, "stranger", **asked, **{end: related})
    made = {"subject": one["id"], "object": other["id"], "type": "depends_on"}
    world.call("package_relationship_create", "stranger", **made)
    assert world.call("package_relationships_list", "stranger", id="one")
    for dataset in ("one", "two"):
        whole = world.call("package_show", "stranger", id=dataset)
        assert world.call("package_update", "stranger", **{**whole, "notes": "More"})["notes"] == "More"


def test_a_text_as_long_as_a_file(world: World, app: Any):
    own = world.call("package_create", "stranger", name="own", owner_org=world.other, notes="word " * 20_000)
    for field, value in (("notes", "word " * 60_000), ("resources", [{"name": "a", "description": "a" * 300_000}])):
        with pytest.raises(tk.ValidationError) as refusal:
            world.call("package_patch", "stranger", id=own["id"], **{field: value})
        assert refusal.value.error_dict.keys() == {field}
    all_show(app, world)
