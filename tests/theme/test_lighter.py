"""CKAN's largest script is sent without the words of languages that nobody reads here, and everything else in it stays."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

lighter = pytest.importorskip("ckanext.spenddata.theme.lighter", reason="CKAN is not here")


@pytest.fixture
def bundle(monkeypatch):
    from ckan.lib import webassets_tools
    from ckan.plugins import toolkit as tk
    from webassets.env import Environment

    monkeypatch.setattr(webassets_tools, "env", Environment(), raising=False)
    monkeypatch.setitem(tk.config, "ckan.base_public_folder", "public")
    lighter.lighten()
    return webassets_tools.env["vendor/vendor"]


def test_only_the_dates_are_lighter(bundle):
    names = [Path(file).name for file in bundle.contents]
    assert names == ["jed.js", "moment.min.js", "select2.full.js", "popperjs.js", "purify.js"]
    assert all(Path(file).is_file() for file in bundle.contents)
    assert bundle.extra["preload"] == ["vendor/select2-css", "vendor/jquery", "vendor/fontawesome"]
    assert bundle.output == "vendor/%(version)s_vendor.js"


def test_it_is_the_version_that_ckan_has():
    import ckan

    public = Path(ckan.__file__).parent / "public" / "base" / "vendor"
    whole, light = (public / lighter.HEAVY).read_bytes(), (lighter.VENDOR / lighter.LIGHT).read_bytes()
    version = whole.partition(b"hooks.version = '")[2].partition(b"'")[0]
    assert version
    assert b'version="' + version + b'"' in light
    assert len(gzip.compress(light)) * 4 < len(gzip.compress(whole))


def test_what_is_there_already_stays(bundle):
    from ckan.lib import webassets_tools

    lighter.lighten()
    assert webassets_tools.env["vendor/vendor"] is bundle
