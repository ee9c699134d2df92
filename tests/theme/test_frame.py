"""Header and footer: only ways that this portal has, where one is, which scripts a page needs, and the other languages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.theme import frame


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Be on a page, signed in or not."""
    views = dict.fromkeys(("spenddata_search.index", "spenddata_markets.index", "dataset.search", "home.about"))
    monkeypatch.setattr(frame, "current_app", SimpleNamespace(view_functions=views))
    helpers = SimpleNamespace(url_for="to {}".format, lang=lambda: "en")
    monkeypatch.setattr(tk, "_", str, raising=False)
    monkeypatch.setattr(tk, "h", helpers, raising=False)

    def go(endpoint: str | None, *, signed_in: bool = False) -> None:
        request = SimpleNamespace(endpoint=endpoint, blueprint=(endpoint or "").split(".")[0] or None, environ={})
        monkeypatch.setattr(tk, "request", request, raising=False)
        monkeypatch.setattr(tk, "current_user", SimpleNamespace(is_authenticated=signed_in), raising=False)

    return go


def test_the_navigation_has_only_ways_that_are_there_each_at_the_first_that_is(at):
    at("spenddata_search.index")
    assert [(way.label, way.url) for way in frame.spenddata_navigation()] == [
        ("Search", "to spenddata_search.index"),
        ("Categories", "to spenddata_markets.index"),
        ("Data", "to dataset.search"),
    ]
    assert [way.label for way in frame.spenddata_footer()] == ["Datasets", "About"]


@pytest.mark.parametrize(
    ("endpoint", "current"),
    [
        ("spenddata_search.index", ["page", "", ""]),
        ("spenddata_search.transaction", ["true", "", ""]),
        ("spenddata_markets.show", ["", "true", ""]),
        ("dataset.read", ["", "", "true"]),
        ("spend_resource.read", ["", "", "true"]),
        ("user.login", ["", "", ""]),
        (None, ["", "", ""]),
    ],
)
def test_where_one_is_is_marked(at, endpoint, current):
    at(endpoint)
    assert [way.current for way in frame.spenddata_navigation()] == current


SPEND, OTHER = {"type": "spend"}, {"type": "dataset"}
PERIOD, NOTES = {"period": "2026-Q1"}, {"name": "notes"}


@pytest.mark.parametrize(
    ("endpoint", "package", "resource", "own"),
    [
        ("spenddata_search.index", None, None, True),
        ("home.index", None, None, True),
        ("user.login", None, None, True),
        (None, None, None, False),
        ("dataset.search", None, None, False),
        ("dataset.read", SPEND, None, True),
        ("dataset.read", OTHER, None, False),
        ("dataset.edit", SPEND, None, False),
        ("spend_resource.read", SPEND, PERIOD, True),
        ("spend_resource.read", SPEND, NOTES, False),
        ("spend_resource.read", SPEND, None, False),
        ("resource.read", OTHER, PERIOD, False),
    ],
)
def test_which_pages_are_ours_alone_and_need_no_scripts_of_ckan_s(at, endpoint, package, resource, own):
    at(endpoint, signed_in=True)
    assert frame.spenddata_own_page(package, resource) is own
    if own:
        assert frame.spenddata_scripts(package, resource) is False


@pytest.mark.parametrize(
    ("endpoint", "signed_in", "scripts"),
    [
        ("dataset.search", False, False),
        ("dataset.search", True, False),
        ("organization.read", False, False),
        ("organization.read", True, True),  # one can follow there
        ("dataset.edit", False, True),
    ],
)
def test_scripts_are_left_out_where_a_page_is_only_read(at, endpoint, signed_in, scripts):
    at(endpoint, signed_in=signed_in)
    assert frame.spenddata_scripts() is scripts


@pytest.fixture
def languages(at, monkeypatch: pytest.MonkeyPatch) -> Any:
    def offered(root: str, *locales: str, here: str = "en") -> list[dict[str, str]]:
        at("spenddata_search.index")
        tk.request.environ["CKAN_CURRENT_URL"] = "/spend/search?q=roads"
        monkeypatch.setattr(tk, "config", {"ckan.locale_default": "en", "ckan.root_path": root}, raising=False)
        monkeypatch.setattr(frame.i18n, "get_locales_from_config", lambda: set(locales))
        monkeypatch.setattr(tk.h, "lang", lambda: here)
        return frame.spenddata_languages()

    return offered


def test_a_language_is_offered_that_the_portal_offers_and_we_are_translated_into(languages):
    assert languages("", "cy", "de", "en") == [{"code": "cy", "name": "Cymraeg", "url": "/cy/spend/search?q=roads"}]
    assert languages("", "de") == []


def test_a_reader_of_another_language_is_led_back_to_the_default_one(languages):
    assert languages("", "cy", here="cy") == [{"code": "en", "name": "English", "url": "/spend/search?q=roads"}]


def test_below_a_folder_the_language_stands_where_the_portal_says(languages):
    assert languages("/data/{{LANG}}", "cy")[0]["url"] == "/data/cy/spend/search?q=roads"
    assert languages("/data/{{LANG}}", "cy", here="cy")[0]["url"] == "/data/spend/search?q=roads"


def test_what_the_configuration_says_of_the_portal_is_told(monkeypatch):
    monkeypatch.setattr(frame.config, "demonstration", lambda: True)
    monkeypatch.setattr(frame.config, "contact", lambda: {"name": "The team"})
    assert frame.spenddata_demonstration() is True
    assert frame.spenddata_contact() == {"name": "The team"}
