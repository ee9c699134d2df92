"""What is missing, chosen from nothing, neither yes nor no, or too long is told in words that say what to do: in every schema of ours."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from ckan.lib.navl.dictization_functions import validate
from ckan.plugins import toolkit as tk

from ckanext.spenddata import config, definitions
from ckanext.spenddata.logic import schema as schemas
from ckanext.spenddata.logic.schema import said

OF_CKAN = ("Missing value", "Invalid", "Value must", "Please", "Must be", "Bad ", "not a valid")
"""What CKAN says of a parameter has one of these."""
ODD = ([], "", " ", "\t\n", "maybe", "x" * 20_000, -1, 7.5, {"a": [None]}, ["", 3], "http://[::1", float("nan"))


def _every() -> Iterator[Any]:
    for module in pkgutil.iter_modules(schemas.__path__, f"{schemas.__name__}."):
        for name, made in vars(importlib.import_module(module.name)).items():
            if inspect.isfunction(made) and hasattr(made, "__wrapped__"):
                yield pytest.param(made, id=f"{module.name.rpartition('.')[2]}.{name}")


EVERY = list(_every())


@pytest.fixture(autouse=True)
def of_the_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    known = definitions.load()
    monkeypatch.setattr(config, "definitions", lambda: known)
    for module in ("ckan.logic.validators", "ckan.lib.navl.validators"):
        monkeypatch.setattr(f"{module}._", str)
    monkeypatch.setattr(
        "ckanext.spenddata.logic.schema.returns.limit_to_configured_maximum", lambda *_: lambda value: value
    )


def told(made: Any, data: dict[str, Any]) -> dict[str, list[str]]:
    return validate(data, made(), {})[1]


@pytest.mark.parametrize("made", EVERY)
def test_whatever_is_missing_or_odd_is_told_in_our_words(made):
    names = [name for name in made() if not name.startswith("__")]
    for asked in ({}, *(dict.fromkeys(names, odd) for odd in ODD)):
        for field, words in told(made, asked).items():
            for sentence in words:
                assert isinstance(sentence, str), (field, sentence)
                assert not any(each in sentence for each in OF_CKAN), (field, sentence)
                assert sentence.endswith("."), (field, sentence)
                assert "is missing. Give it" not in sentence, field


@pytest.mark.parametrize("made", EVERY)
def test_what_is_no_yes_is_not_taken_for_a_no(made):
    """A misspelt preview would be an order."""
    for name in {"preview", "publish", "nil", "every_revision", "same_words", "shared", "fixable"} & set(made()):
        assert told(made, {name: "yess"})[name] == ["Say true or false."]


@pytest.mark.parametrize("made", EVERY)
def test_what_people_write_is_kept_whole_or_refused_with_its_length(made):
    for name in {"why", "note", "title", "basis"} & set(made()):
        words = told(made, {name: "x" * (said.LONGEST_WORDS + 1)})[name]
        assert words == ["Use at most 1,000 characters; you have used 1,001."]
        assert name not in told(made, {name: " " + "x" * said.LONGEST_WORDS + "\r\n"})


def test_the_end_of_a_line_is_one_character_as_a_browser_counts():
    assert said.words("a\r\n" * 500) == ("a\n" * 500).strip()


@pytest.mark.parametrize(
    ("given", "meant"),
    [("true", True), ("YES", True), (1, True), ("off", False), (False, False), ("0", False), ("", None), (None, None)],
)
def test_yes_and_no_are_read_and_nothing_said_is_neither(given, meant):
    assert said.yes_or_no(given) is meant


@pytest.mark.parametrize("given", ["maybe", 2, [], "truee"])
def test_what_is_neither_yes_nor_no_is_refused(given):
    with pytest.raises(tk.Invalid, match="true or false"):
        said.yes_or_no(given)


def test_an_unknown_word_is_told_with_those_there_are():
    check = said.one_of(lambda: "kind", ("csv", "marked"))
    assert [check("csv"), check("")] == ["csv", ""]
    with pytest.raises(tk.Invalid, match=r"There is no kind cvs\. The nearest is csv\."):
        check("cvs")


@pytest.mark.parametrize(
    ("given", "wrong"), [("https://www.example.org/table", False), ("http://example.org", False), ("table.csv", True)]
)
def test_a_web_address_is_whole(given, wrong):
    errors: dict[Any, list[str]] = {("url",): []}
    said.web_address(("url",), {("url",): given}, errors, {})
    assert errors[("url",)] == ["Write a whole web address, such as https://www.example.org/table."] * wrong


def test_words_lose_what_nobody_sees_and_may_not_be_that_alone():
    assert said.words(" The \u202eamount\u202c is\r\nright ") == "The amount is\nright"
    assert said.words("  ") == ""
    with pytest.raises(tk.Invalid):
        said.words("\u202e")
