"""CKAN's scripts and sheets are sent lighter, of the very versions that CKAN has, and everything else in them stays."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

lighter = pytest.importorskip("ckanext.spenddata.theme.lighter", reason="CKAN is not here")


@pytest.fixture
def assets(monkeypatch):
    """What is registered with CKAN."""
    from ckan.lib import webassets_tools
    from ckan.plugins import toolkit as tk
    from webassets.env import Environment

    monkeypatch.setattr(webassets_tools, "env", Environment(), raising=False)
    monkeypatch.setitem(tk.config, "ckan.base_public_folder", "public")
    monkeypatch.setitem(tk.config, "ckanext.spenddata.lighter_styles", True)
    lighter.lighten()
    return webassets_tools.env


def test_scripts_are_replaced_by_their_makers_small_ones(assets):
    bundle = assets["vendor/vendor"]
    names = [Path(file).name for file in bundle.contents]
    assert names == ["jed.js", "moment.min.js", "select2.full.min.js", "popperjs.min.js", "purify.min.js"]
    assert all(Path(file).is_file() for file in bundle.contents)
    assert bundle.extra["preload"] == ["vendor/select2-css", "vendor/jquery", "vendor/fontawesome"]
    assert bundle.output == "vendor/%(version)s_vendor.js"
    for name in ("jquery", "bootstrap", "htmx"):
        assert [Path(file).name for file in assets[f"vendor/{name}"].contents] == [f"{name}.min.js"]


VERSION = {
    "bootstrap.min.js": r"Bootstrap v([\d.]+)",
    "htmx.min.js": r'version: ?[\'"]([\d.]+)[\'"]',
    "jquery.min.js": r"jQuery (?:JavaScript Library )?v([\d.]+)",
    "moment.min.js": r'version ?= ?[\'"]([\d.]+)[\'"]',
    "popperjs.min.js": r"@popperjs/core v([\d.]+)",
    "purify.min.js": r"DOMPurify ([\d.]+)",
    "select2.full.min.js": r"Select2 ([\w.-]+)",
}


@pytest.mark.parametrize(("large", "small"), [(large, small.name) for large, small in lighter.SCRIPTS.items()])
def test_a_small_script_is_of_the_version_that_ckan_has(large, small):
    import ckan

    whole = (Path(ckan.__file__).parent / "public" / "base" / "vendor" / large).read_text()
    light = (lighter.SMALL / small).read_text()
    found, expected = (
        re.findall(VERSION[small], text) or re.findall(r'version="([\d.]+)"', text) for text in (light, whole)
    )
    if small == "htmx.min.js":
        found = [each for each in found if each in expected]
    assert expected[0] in found
    assert len(gzip.compress(light.encode())) * 10 < len(gzip.compress(whole.encode())) * 8
    assert list(lighter.SMALL.glob(f"{small.split('.')[0]}*LICENSE.txt"))


def test_sheets_are_sent_without_what_nothing_names_and_others_when_the_portal_changes(assets):
    from ckanext.spenddata.theme.unused import Unused

    for name in ("css/main", "vendor/fontawesome"):
        assert any(isinstance(each, Unused) for each in assets[name].filters)
        assert re.fullmatch(r"\w+/%\(version\)s_[0-9a-f]{12}_\w+\.css", assets[name].output)


def test_scripts_that_only_lay_out_a_list_stay_away_and_nothing_else_of_theirs(assets):
    import ckan
    from webassets.loaders import YAMLLoader

    folder = Path(ckan.__file__).parent / "public" / "base" / "javascript"
    whole = YAMLLoader(str(folder / "webassets.yml")).load_bundles()
    for name in ("main", "ckan"):
        sent = [str(Path(file).relative_to(folder)) for file in assets[f"base/{name}"].contents]
        assert sent == [file for file in whole[name].contents if file not in lighter.LEFT_OUT]
        assert len(sent) < len(whole[name].contents)
        assert assets[f"base/{name}"].extra == whole[name].extra


def test_the_administrator_may_have_them_whole(monkeypatch):
    from ckan.lib import webassets_tools
    from ckan.plugins import toolkit as tk
    from webassets.env import Environment

    monkeypatch.setattr(webassets_tools, "env", Environment(), raising=False)
    monkeypatch.setitem(tk.config, "ckan.base_public_folder", "public")
    monkeypatch.setitem(tk.config, "ckanext.spenddata.lighter_styles", False)
    lighter.lighten()
    assert not any(webassets_tools.is_registered(name) for name in ("css/main", "base/main", "base/ckan"))


def test_what_is_there_already_stays(assets):
    bundles = {name: assets[name] for name in ("vendor/vendor", "css/main")}
    lighter.lighten()
    assert {name: assets[name] for name in bundles} == bundles


def test_a_script_that_ckan_has_mended_since_is_ckan_s_own(monkeypatch, assets):
    from ckan.lib import webassets_tools
    from webassets.env import Environment

    other = lighter.SCRIPTS["purify.js"]._replace(made_of="0" * 64)
    monkeypatch.setattr(webassets_tools, "env", Environment(), raising=False)
    monkeypatch.setattr(lighter, "SCRIPTS", {**lighter.SCRIPTS, "purify.js": other})
    lighter.lighten()
    names = [Path(file).name for file in webassets_tools.env["vendor/vendor"].contents]
    assert names == ["jed.js", "moment.min.js", "select2.full.min.js", "popperjs.min.js", "purify.js"]
