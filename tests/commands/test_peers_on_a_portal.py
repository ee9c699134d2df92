"""``ckan spenddata peers`` on a portal: a table is looked at, loaded for everybody, and taken back, at a terminal."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tests.returns.conftest import portal_world, world
from tests.returns.world import World

__all__ = ["portal_world", "world"]

TABLE = "publisher_id,peers\nX-DEMO-1,X-DEMO-3 X-DEMO-77\n"
SAID = [
    *("--id", "twins", "--title", "Twinned districts", "--basis", "Twinned by their councils."),
    *("--version", "2026", "--licence", "OGL-UK-3.0", "--source", "Exampleton City Council"),
]


@pytest.fixture
def table(tmp_path) -> str:
    file = tmp_path / "twins.csv"
    file.write_text(f"\ufeff{TABLE}", encoding="utf-8")
    return str(file)


def run(*arguments: str) -> Result:
    from ckanext.spenddata.cli import spenddata

    return CliRunner().invoke(spenddata, ["peers", *arguments])


def done(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.usefixtures("world")
def test_a_table_is_looked_at_loaded_and_taken_back(table):
    looked = done("load", table, *SAID, "--preview")
    assert "1 body, 2 pairs: nothing has changed yet." in looked
    assert "X-DEMO-77" in looked
    assert "twins" not in done("list")
    number = done("load", table, *SAID).strip().splitlines()[-1]
    assert number.isdecimal()
    line = next(line for line in done("list").splitlines() if line.startswith("twins\t"))
    assert line.split("\t")[1:] == ["Twinned districts", "1 body", "2026"]
    assert "twins" in {group["id"] for group in json.loads(done("list", "--json"))["groups"]}
    assert "Taken back." in done("remove", "twins", "--why", "Out of date")
    assert "twins" not in done("list")


def test_what_is_wrong_is_told_with_its_line_and_who_may_not_is_refused(world: World, table, tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("publisher_id,peers\nX-DEMO-1,X-DEMO-1 Leeds\n", encoding="utf-8")
    refused = run("load", str(wrong), *SAID)
    assert refused.exit_code == 1
    assert "Line 2: X-DEMO-1 is among its own peers" in refused.output
    assert run("load", table, *SAID, "--user", "editor").exit_code == 1
    assert run("remove", "atlantis", "--why", "It sank").exit_code == 1
    assert "twins" not in done("list")
