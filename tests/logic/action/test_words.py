"""Words of datasets that are not public are told to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.logic.conftest import world
from tests.returns.world import World

__all__ = ["world"]

OTHERS = ("stranger", None)
ASKED: list[tuple[str, dict[str, Any]]] = [
    *(("tag_list", {}), ("tag_list", {"all_fields": True}), ("tag_list", {"query": "road"})),
    *(("tag_search", {"query": "road"}), ("tag_search", {"query": "road", "limit": 1, "offset": 0})),
    *(("tag_autocomplete", {"q": "road"}), ("tag_autocomplete", {"q": "road", "limit": 1})),
    *(("tag_show", {"id": "roadworks-to-come"}), ("tag_show", {"id": "roads"})),
    *(("format_autocomplete", {"q": ""}), ("format_autocomplete", {"q": "secret"}), ("format_autocomplete", {})),
    *(("tag_search", {"query": "road", "limit": 0}), ("tag_autocomplete", {})),
]


def answer(world: World, who: str | None, action: str, data: dict[str, Any]) -> Any:
    try:
        return world.call(action, who, **data)
    except (tk.NotAuthorized, tk.ObjectNotFound, tk.ValidationError) as refusal:
        return [type(refusal).__name__, str(refusal)]


def told(world: World, who: str | None) -> list[str]:
    """Everything that is told of tags and formats, without ids."""
    return [
        f"{action} {data}: {answer(world, who, action, data)}".replace("roadworks-to-come", "ASKED")
        for action, data in ASKED
    ]


def dataset(world: World, name: str, tag: str, form: str, *, private: bool) -> None:
    resources = [{"name": "a file", "format": form, "url": "", "url_type": "upload"}]
    asked = {"name": name, "owner_org": world.council, "private": private, "tags": [{"name": tag}]}
    tk.get_action("package_create")(
        {"ignore_auth": True, "user": world.people["sysadmin"]}, asked | {"resources": resources}
    )


@pytest.mark.check(15, "tags and formats of private datasets are told to nobody else")
def test_tags_and_formats_of_a_private_dataset_are_told_to_its_people_alone(world: World):
    dataset(world, "roads", "roads", "CSV", private=False)
    without = {who: told(world, who) for who in OTHERS}
    assert "'roads'" in without[None][0]
    dataset(world, "to-come", "roadworks-to-come", "SECRETS", private=True)
    assert {who: told(world, who) for who in OTHERS} == without
    for who in ("editor", "sysadmin"):
        assert "roadworks-to-come" in world.call("tag_list", who)
        assert "roadworks-to-come" in world.call("tag_autocomplete", who, q="road")
        assert world.call("tag_show", who, id="roadworks-to-come")["name"] == "roadworks-to-come"
        assert "secrets" in world.call("format_autocomplete", who, q="")
    assert world.call("format_autocomplete", None, q="") == ["csv"]
