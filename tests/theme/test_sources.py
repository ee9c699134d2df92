"""Every file that could name a class is looked through: CKAN's, those of all plugins, the administrator's own."""

from __future__ import annotations

from pathlib import Path

import pytest

sources = pytest.importorskip("ckanext.spenddata.theme.sources", reason="CKAN is not here")


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("/lib/ckanext/pages/plugin.py", "/lib/ckanext/pages"),
        ("/lib/ckanext/pages/plugin/blueprint/main.py", "/lib/ckanext/pages"),
        ("/lib/alone.py", "/lib"),
    ],
)
def test_the_folder_of_an_extension(file, folder):
    assert sources.package(Path(file)) == Path(folder)


def test_templates_scripts_and_programs_of_ckan_and_the_administrator_are_among_them(monkeypatch, tmp_path):
    import ckan
    from ckan.plugins import toolkit as tk

    own = tmp_path / "templates"
    own.mkdir()
    (own / "footer.html").write_text("")
    monkeypatch.setitem(tk.config, "extra_template_paths", f"{own}, {tmp_path / 'absent'}")
    found = set(sources.files())
    base = Path(ckan.__file__).parent
    assert {base / "templates/base.html", base / "public/base/javascript/main.js", base / "lib/helpers.py"} <= found
    assert own / "footer.html" in found
    assert not any("tests" in file.parts for file in found if base in file.parents)
