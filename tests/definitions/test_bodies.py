"""The table of public bodies: one row a body, several names in a cell, and where a row is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.spenddata.definitions.bodies import COLUMNS, read
from ckanext.spenddata.definitions.places import DefinitionError

ROW = {
    "publisher_id": "X-DEMO-1",
    "name": "Exbury Council",
    "slug": "exbury",
    "body_type": "local authority",
    "nation": "England",
    "population": "1200",
    "population_year": "2024",
    "other_names": "Exbury|Exbury District",
    "regimes": "lgtc-500|lgtc-gpc",
    "status": "current",
    "source": "Office of fiction",
}


def table(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "public_bodies.csv"
    lines = [",".join(COLUMNS), *(",".join(row.get(name, "") for name in COLUMNS) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_row_is_a_body_with_its_facts(tmp_path: Path):
    [body] = read([table(tmp_path, ROW)]).values()
    publisher = body.publisher
    assert (publisher.other_names, publisher.regimes) == (("Exbury", "Exbury District"), ("lgtc-500", "lgtc-gpc"))
    assert publisher.fact("population").value == 1200
    assert publisher.fact("population").year == 2024
    assert (body.status, body.source) == ("current", "Office of fiction")


def test_a_body_without_a_region_is_its_nation_s(tmp_path: Path):
    bodies = read([table(tmp_path, ROW, {**ROW, "publisher_id": "X-DEMO-2", "region": "North"})])
    assert [body.publisher.region for body in bodies.values()] == ["England", "North"]


def test_no_population_is_no_fact(tmp_path: Path):
    [body] = read([table(tmp_path, {**ROW, "population": ""})]).values()
    assert body.publisher.facts == ()


@pytest.mark.parametrize("wrong", [{"population": "many"}, {}])
def test_a_wrong_row_is_named_by_file_and_line(tmp_path: Path, wrong: dict[str, str]):
    with pytest.raises(DefinitionError, match=r"public_bodies\.csv.*3"):
        read([table(tmp_path, ROW, {**ROW, **({"publisher_id": "X-DEMO-2"} if wrong else {}), **wrong})])
