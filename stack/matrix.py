"""The pure rooms on every Python, and the extension in every CKAN that is asked for: `python3 stack/matrix.py`.

Each combination has an environment of its own under `build/matrix`, with the locked versions of all but CKAN. A Python that this
machine lacks is fetched by uv where it can be; where it can't, that is said, and the run fails, since what was not tried is no pass.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

# Run by its path, it finds its neighbour too.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from stack.install import ROOT, find_uv

FOLDER = ROOT / "build/matrix"
LOCK = ROOT / "requirements/lock.txt"
PYTHONS = ("3.11", "3.12", "3.13")
CKANS = ("2.12.0",)
TOOLS = (
    "beautifulsoup4",
    "duckdb",
    "freezegun",
    "hypothesis",
    "openpyxl",
    "pytest",
    "pytest-timeout",
    "pytest-xdist",
    "responses",
)
"""What the tests of the pure rooms import."""
WITHOUT_CKAN = ("-p", "no:ckan", "-p", "no:ckan_fixtures", "-p", "no:pytest-factoryboy")
LOADS = """\
import importlib.metadata
import pylibmagic
import ckanext.spenddata.compat
import ckanext.spenddata.plugin
print("the extension loads in CKAN", importlib.metadata.version("ckan"))
"""


class NotTriedError(Exception):
    """A combination that this machine can't make."""


def main(arguments: list[str] | None = None) -> int:
    """Try every combination and say what came out.

    Args:
        arguments: The command line's, without the program's name.

    Returns:
        0 where each was tried and held, else 1.
    """
    parser = argparse.ArgumentParser(prog="stack/matrix.py", description=__doc__)
    parser.add_argument("--pythons", default=" ".join(PYTHONS), help="versions, separated by blanks")
    parser.add_argument("--ckans", default=" ".join(CKANS), help="versions, separated by blanks; none for none")
    parser.add_argument("tests", nargs="*", help="the tests of the pure rooms")
    asked = parser.parse_args(arguments)
    outcomes: dict[str, str] = {}
    for python in asked.pythons.split():
        outcomes[f"Python {python}, pure rooms"] = outcome(lambda python=python: pure(python, asked.tests))
        for ckan in asked.ckans.split():
            outcomes[f"Python {python}, CKAN {ckan}"] = outcome(lambda python=python, ckan=ckan: portal(python, ckan))
    print(*(f"{name:32} {said}" for name, said in outcomes.items()), sep="\n")
    return 0 if set(outcomes.values()) == {"passed"} else 1


def outcome(attempt: Callable[[], bool]) -> str:
    """What came of one combination, in words."""
    try:
        return "passed" if attempt() else "FAILED"
    except NotTriedError as error:
        return f"NOT TRIED: {error}"


def pure(python: str, tests: list[str]) -> bool:
    """Whether the tests of the pure rooms pass, with what a laptop installs and no CKAN."""
    program = environment(f"python-{python}", python)
    install(program, "--constraint", str(LOCK), "--editable", str(ROOT), *TOOLS)
    marked = "not deep and not real and not portal"
    return run(str(program), "-m", "pytest", "-q", "-n", "2", "-m", marked, *WITHOUT_CKAN, *tests)


def portal(python: str, ckan: str) -> bool:
    """Whether the extension goes into a CKAN that is there, leaves it as it was, and loads."""
    program = environment(f"ckan-{ckan}-python-{python}", python)
    override = FOLDER / "override.txt"
    # The source of psycopg2 needs a compiler.
    override.write_text("psycopg2 ; sys_platform == 'never'\n")
    install(
        program,
        "--override",
        str(override),
        f"ckan[requirements]=={ckan}",
        "psycopg2-binary",
        "pylibmagic",
        "setuptools",
    )
    install(program, f"{ROOT}[portal]")
    kept = f"import importlib.metadata as m; assert m.version('ckan') == {ckan!r}, m.version('ckan')"
    return run(str(program), "-c", kept) and run(str(program), "-c", LOADS)


def environment(name: str, python: str) -> Path:
    """The interpreter of a new environment."""
    folder = FOLDER / name
    if not run(find_uv(), "venv", "--quiet", "--clear", "--python", python, str(folder)):
        raise NotTriedError(f"Python {python} is not on this machine, and uv could not fetch it")
    return folder / "bin/python"


def install(program: Path, *what: str) -> None:
    """Put something into an environment."""
    if not run(find_uv(), "pip", "install", "--quiet", "--python", str(program), *what):
        raise NotTriedError("its packages could not be installed (the message is above)")


def run(*command: str) -> bool:
    """Whether a command succeeded; what it says is shown."""
    return subprocess.run(list(command), cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    sys.exit(main())
