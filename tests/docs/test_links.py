"""Every link of the pages leads somewhere; those of the site are looked at with their anchors by `make docs`, too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!`)\]\((?![a-z]+:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page: Path):
    targets = LINK.findall(page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_is_in_the_menu_of_the_site():
    menu = set(re.findall(r"([\w/.-]+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE))
    assert {str(page.relative_to(ROOT / "docs")) for page in PAGES if page.is_relative_to(ROOT / "docs")} == menu


def test_the_places_named_for_a_change_are_there():
    """`finding-the-place.md` is worth nothing once it sends a reader to a file that is gone."""
    text = (ROOT / "docs/finding-the-place.md").read_text("utf-8")
    named = [name for name in re.findall(r"`([\w/*.-]+)`", text) if "/" in name]
    assert len(named) > 20
    tops = (ROOT, ROOT / "ckanext/spenddata")
    assert [name for name in named if not any(list(top.glob(name.rstrip("/"))) for top in tops)] == []


def test_what_is_named_beside_a_place_stands_in_it():
    """The name that a change looks for in a file, such as `KINDS` in a module of `checks/`."""
    text = (ROOT / "docs/finding-the-place.md").read_text("utf-8")
    cells = [cell for line in text.splitlines() if line.startswith("| ") for cell in line.strip("|").split(" | ")]
    looked_for = []
    for cell in cells:
        quoted = re.findall(r"`([\w/*.-]+)`", cell)
        places = [ROOT / "ckanext/spenddata" / name for name in quoted if "/" in name and not name.startswith("tests")]
        files = [
            file
            for place in places
            for file in ([place] if place.is_file() else (place if place.is_dir() else place.parent).rglob("*.*"))
        ]
        for name in (each for each in quoted if each.isidentifier() and places):
            looked_for.append(name)
            assert any(name in file.read_text("utf-8") for file in files if file.suffix in {".py", ".yaml"}), cell
    assert len(looked_for) > 3


def test_the_places_named_by_decisions_are_there():
    package = ROOT / "ckanext/spenddata"
    for page in sorted((ROOT / "docs/decisions").glob("0*.md")):
        where = page.read_text("utf-8").split("## Where")[1].split("## Again")[0]
        named = re.findall(r"`([\w/*.-]+)`", where)
        assert named, page
        folder = ""
        for name in named:
            # A bare file name is of the folder named before it.
            found = any(
                list(top.glob(path))
                for top in (ROOT, package)
                for path in (name.rstrip("/"), (Path(folder) / name).as_posix())
            )
            assert found, f"{page.name}: {name}"
            folder = name.rpartition("/")[0] or folder
