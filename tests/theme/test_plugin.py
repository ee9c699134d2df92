"""What CKAN is given of the theme: every helper that its templates call, its templates before CKAN's, its pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.theme import catalogue, columns, frame, plugin

HERE = Path(plugin.__file__).parent
HELPERS = plugin._helpers()


def test_every_public_helper_of_its_modules_is_given():
    assert set(HELPERS) == {*catalogue.__all__, *columns.__all__, *frame.__all__}
    assert HELPERS["spenddata_navigation"] is frame.spenddata_navigation


def test_every_helper_is_called_by_some_template():
    templates = "".join(path.read_text() for path in HERE.parent.rglob("*.html"))
    called = set(re.findall(r"\b(?:h\.)?(spenddata_\w+)\(", templates))
    assert set(HELPERS) <= called


def test_its_templates_and_styles_are_laid_over_ckan_s(monkeypatch: pytest.MonkeyPatch):
    done: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        tk, "add_template_directory", lambda _config, folder: done.append(("templates", folder)), raising=False
    )
    monkeypatch.setattr(tk, "add_resource", lambda folder, name: done.append((folder, name)), raising=False)
    monkeypatch.setattr(plugin.lighter, "lighten", lambda: done.append(("lighter",)))
    plugin.ThemePlugin.update_config(None, {})  # type: ignore[arg-type]
    assert done == [("templates", "templates"), ("assets", "spenddata_theme"), ("lighter",)]
    assert all((HERE / folder).is_dir() for folder in ("templates", "assets"))


def test_pages_are_told_which_of_their_parts_are_not_translated(monkeypatch: pytest.MonkeyPatch):
    installed: list[object] = []
    monkeypatch.setattr(plugin.languages, "install", installed.append)
    app = object()
    assert plugin.ThemePlugin.make_middleware(None, app, {}) is app  # type: ignore[arg-type]
    assert installed == [app]
    assert plugin.ThemePlugin.get_blueprint(None) == [plugin.blueprint]  # type: ignore[arg-type]
