"""Bodies of the table become organisations; what was refused is listed, and the command fails."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.commands import publisher as commands
from ckanext.spenddata.commands.publisher import publisher
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.returns.people.registration import Registered


def body(id_: str, kind: str = "local authority", status: str = "current") -> SimpleNamespace:
    return SimpleNamespace(publisher=Publisher(id_, id_, body_type=kind), gss_code=f"gss {id_}", status=status)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Which bodies were made organisations; one of them can't be."""
    done: list[tuple[str, str]] = []
    bodies = {"a": body("a"), "b": body("b", "NHS trust"), "gone": body("gone", status="former"), "bad": body("bad")}
    monkeypatch.setattr(commands.config, "definitions", lambda: SimpleNamespace(bodies=bodies))
    monkeypatch.setattr(commands.model.Session, "remove", lambda: None)

    def register(publisher: Publisher, gss_code: str) -> Registered:
        if publisher.publisher_id == "bad":
            raise tk.ValidationError({"name": ["Taken."]})
        done.append((publisher.publisher_id, gss_code))
        return next(iter(Registered))

    monkeypatch.setattr(commands, "register", register)
    return done


def test_those_that_are_named_are_loaded_former_ones_too(actions, registered):
    done = actions.run(publisher, "load", "a", "gone", "--json")
    assert registered == [("a", "gss a"), ("gone", "gss gone")]
    assert (done.exit_code, set(json.loads(done.stdout))) == (0, {"a", "gone"})


def test_all_are_those_that_still_exist_of_the_kind(actions, registered):
    actions.run(publisher, "load", "--all", "--type", "NHS trust")
    assert registered == [("b", "gss b")]


def test_what_is_refused_is_listed_with_the_reason_and_the_rest_is_loaded(actions, registered):
    done = actions.run(publisher, "load", "--all")
    assert [name for name, _ in registered] == ["a", "b"]
    assert done.exit_code == 1
    assert "bad refused: {'Name': 'Taken.'}" in done.stdout
    assert "1 could not be loaded" in done.stderr


def test_names_and_all_exclude_each_other_and_one_is_needed(actions, registered):
    assert actions.run(publisher, "load").exit_code == 2
    assert actions.run(publisher, "load", "a", "--all").exit_code == 2
    assert registered == []


def test_a_body_that_the_table_lacks_is_named_and_nothing_is_loaded(actions, registered):
    done = actions.run(publisher, "load", "a", "nobody")
    assert (done.exit_code, registered) == (1, [])
    assert "Not in the table of public bodies: nobody." in done.stderr
