"""The wheel works on a machine that has no CKAN, and holds everything that the checkout holds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHIPPED = ("schemas", "templates", "assets", "public", "i18n", "search/solr", "migration", "ledger")
# Bytes that Python makes for itself.
NOT_SHIPPED = {".pyc"}
FILE = """\
Department family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount
Ministry of Examples,Ministry of Examples,03/04/2026,Consultancy,Policy,Acme Advice Ltd,1001,"30,000.00"
Ministry of Examples,Ministry of Examples,09/04/2026,Software,IT,Example Systems plc,1002,"27,500.50"
Ministry of Examples,Ministry of Examples,21/04/2026,Rent,Estates,Sample Property LLP,1003,"125,000.00"
"""


def uv() -> str:
    program = ROOT / ".uv/bin/uv"
    found = str(program) if program.exists() else shutil.which("uv")
    assert found, "uv is fetched by `make install`"
    return found


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CKAN", "PYTHON", "VIRTUAL"))}
    environment["UV_LINK_MODE"] = "copy"
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    # From a copy: a build leaves folders behind, and an old one would hide a missing file.
    left_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(ROOT / "ckanext", source / "ckanext", ignore=left_out)
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    done = run(uv(), "build", "--wheel", "--quiet", "--out-dir", folder, source, cwd=folder)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def laptop(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what it asks for, at the locked versions."""
    folder = tmp_path_factory.mktemp("laptop")
    done = run(uv(), "venv", "--quiet", "--python", sys.executable, folder / "venv", cwd=folder)
    assert done.returncode == 0, done.stderr
    python, lock = folder / "venv/bin/python", ROOT / "requirements/lock.txt"
    done = run(uv(), "pip", "install", "--quiet", "--python", python, "--constraint", lock, wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_wheel_holds_every_schema_template_and_asset(wheel: Path):
    package = ROOT / "ckanext/spenddata"
    wanted = {
        str(path.relative_to(ROOT))
        for folder in SHIPPED
        for path in (package / folder).rglob("*")
        if path.is_file() and path.suffix not in NOT_SHIPPED
    }
    wanted |= {str(path.relative_to(ROOT)) for path in package.glob("*.yaml")}
    assert wanted
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    assert wanted - held == set()
    assert "ckanext/__init__.py" not in held
    assert {name.split("/")[0] for name in held} <= {"ckanext", next(n for n in held if "dist-info" in n).split("/")[0]}


def test_a_file_is_checked_where_there_is_no_ckan(laptop: Path):
    python = laptop / "venv/bin/python"
    assert run(python, "-c", "import ckan", cwd=laptop).returncode != 0
    (laptop / "april.csv").write_text(FILE)
    done = run(laptop / "venv/bin/spenddata", "check", "april.csv", "--regime", "hmt-25k", "--json", cwd=laptop)
    assert done.returncode in (0, 1), done.stderr
    (told,) = json.loads(done.stdout)
    assert told["rows"] == 3
    assert told["amount_total"] == "182500.50"
