"""The wheel works on a machine that has no CKAN, and holds what runs: everything of the product, nothing of the workshop."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from email.message import Message
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
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("packages")
    source = folder / "source"
    # From a copy: a build leaves folders behind, and an old one would hide a missing file.
    left_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(ROOT / "ckanext", source / "ckanext", ignore=left_out)
    shutil.copytree(ROOT / "docs", source / "docs", ignore=left_out)
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    done = run(uv(), "build", "--quiet", "--out-dir", folder, source, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(packages: Path) -> Path:
    return next(packages.glob("*.whl"))


@pytest.fixture(scope="module")
def told(wheel: Path) -> Message:
    """What the wheel says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        return message_from_bytes(archive.read(next(n for n in archive.namelist() if n.endswith("/METADATA"))))


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
    assert "ckanext/spenddata/py.typed" in held


def test_the_wheel_is_small_and_without_the_demonstration(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        assert [name for name in archive.namelist() if name.startswith("ckanext/spenddata/demo")] == []
    assert wheel.stat().st_size < 15_000_000


def test_the_source_brings_its_documentation_and_the_demonstration(packages: Path):
    with tarfile.open(next(packages.glob("*.tar.gz"))) as archive:
        held = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"CHANGELOG.md", "docs/architecture.md", "docs/images/compare.png", "ckanext/spenddata/demo/load.py"} <= held


def test_an_index_shows_the_readme_whole(told: Message):
    """It has no files beside the text: every link must be a full address, of the version that it shows."""
    text = told.get_payload()
    assert told["Description-Content-Type"] == "text/markdown"
    links = re.findall(r"\]\(([^)#][^)\s]*)\)", text)
    assert len(links) > 5
    assert [link for link in links if not link.startswith("https://")] == []
    assert [link for link in links if link.endswith(".png") and f"/v{told['Version']}/docs/images/" not in link] == []


def test_what_is_only_for_tests_is_asked_of_nobody(told: Message):
    asked = [line.split(";")[0] for line in told.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert [line for line in asked if line.startswith(("ckan", "openpyxl", "pytest"))] == []


def test_no_portal_is_asked_for_another_ckan(told: Message):
    """A patched CKAN must stay as it is: the extension's extra says nothing of it, and pins nothing."""
    asked = [line.split(";")[0].strip() for line in told.get_all("Requires-Dist", [])]
    assert [line for line in asked if re.match(r"ckan\b(?!ext|toolkit|api)", line)] == []
    assert [line for line in asked if "==" in line] == []


def test_who_asks_for_the_demonstration_is_told_where_it_is(laptop: Path):
    done = run(
        laptop / "venv/bin/python",
        "-c",
        "from ckanext.spenddata.commands.no_demonstration import demo; demo(['load', '--bodies', '3'])",
        cwd=laptop,
    )
    assert done.returncode == 1
    assert "git clone https://" in done.stderr
    assert "Nothing was changed" in done.stderr


def test_a_file_is_checked_where_there_is_no_ckan(laptop: Path):
    python = laptop / "venv/bin/python"
    assert run(python, "-c", "import ckan", cwd=laptop).returncode != 0
    (laptop / "april.csv").write_text(FILE)
    done = run(laptop / "venv/bin/spenddata", "check", "april.csv", "--regime", "hmt-25k", "--json", cwd=laptop)
    assert done.returncode in (0, 1), done.stderr
    (told,) = json.loads(done.stdout)
    assert told["rows"] == 3
    assert told["amount_total"] == "182500.50"
