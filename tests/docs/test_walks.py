"""The four walks that the architecture's page tells: as they run, with services, in the rooms and the order that it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.filing import Filing, FilingFile
from tests.returns.conftest import portal_world, world
from tests.returns.world import PERIOD, REGIME, World, csv_file, follow, work
from tests.walks import ROOT, Walk, floors

__all__ = ["portal_world", "world"]


EVERYWHERE = {"config", "credentials", "definitions", "journal", "model", "values"}
"""Rooms that all may ask, and whose answers may be kept from before."""


def check(name: str, walk: Walk) -> None:
    """Whether the page tells a walk as it was."""
    print(walk.line(name), f"{len(walk.modules)} modules", dict(walk.turns))
    section = (ROOT / "docs/architecture.md").read_text("utf-8").split("## Four walks")[1].split("\n## ")[0]
    [line] = [line for line in section.splitlines() if line.startswith(f"| {name} |")]
    rooms, turns = (set(cell.strip().split(", ")) for cell in line.split("|")[2:4])
    assert rooms - EVERYWHERE == set(walk.rooms) - EVERYWHERE, walk.line(name)
    assert set(walk.turns) <= turns, walk.line(name)


def a_file(folder: Path) -> Walk:
    """A file is read, checked and classified, as in the process that reads strangers' files."""
    from ckanext.spenddata.pipeline.run import run

    path = folder / "spend.csv"
    path.write_bytes(csv_file(20))
    publisher = Publisher(publisher_id="X-DEMO-1", name="Exampleton City Council")
    filing = Filing(
        files=(FilingFile(path=str(path), name="spend.csv"),),
        publisher=publisher,
        regime=REGIME,
        period=PERIOD,
        today=dt.date(2026, 5, 20),
    )
    known = definitions.load()
    with Walk() as walk:
        run(filing, folder / "out", known)
    return walk


def a_publication(world: World) -> Walk:
    """An approved revision goes into the ledger, and all that follows is done."""
    from ckanext.spenddata.model import Revision, State
    from ckanext.spenddata.returns.filing import publishing

    reference = world.submit(csv_file(20))["reference"]
    work()
    world.call("spenddata_return_publish", reference=reference)
    from ckan import model

    [revision] = model.Session.query(Revision).filter_by(state=State.APPROVED)
    with Walk() as walk:
        publishing.publish(revision.id)
        follow()
    return walk


def a_search(world: World) -> Walk:
    with Walk() as walk:
        world.call("spenddata_transaction_search", None, q="road")
    return walk


def a_comparison(world: World) -> Walk:
    with Walk() as walk:
        world.call("spenddata_comparison_show", None, publishers=["X-DEMO-1", "X-DEMO-3"], period="2026-Q1")
    return walk


def test_a_file_goes_as_the_page_says(tmp_path: Path):
    check("a file", a_file(tmp_path))


@pytest.mark.parametrize(
    ("name", "go"), [("a publication", a_publication), ("a search", a_search), ("a comparison", a_comparison)]
)
def test_so_do_the_others(name: str, go: Callable[[World], Walk], world: World):
    if go is not a_publication:
        world.publish(csv_file(20))
        follow()
    check(name, go(world))


def test_every_room_has_a_floor():
    package = ROOT / "ckanext/spenddata"
    rooms = {path.stem for path in package.iterdir() if (path / "__init__.py").exists() or path.suffix == ".py"}
    assert rooms - {"__init__", "migration", "compat"} <= floors().keys()
