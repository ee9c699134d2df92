"""The command answers at once: nothing heavy is loaded for help, and never CKAN."""

import subprocess
import sys

import pytest

PROGRAM = "import sys; from ckanext.spenddata.console import main; {run}; print(sorted(m for m in {names} if m in sys.modules))"


def loaded(run: str, names: tuple[str, ...]) -> str:
    program = PROGRAM.format(run=run, names=names)
    return (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        .stdout.strip()
        .splitlines()[-1]
    )


def test_help_loads_nothing_heavy() -> None:
    run = "main(['--help'], standalone_mode=False)"
    assert loaded(run, ("polars", "yaml", "openpyxl", "xlsxwriter", "ckan", "frictionless")) == "[]"


@pytest.mark.parametrize("name", ["check_command", "fix_command"])
def test_no_command_loads_the_portal(name: str) -> None:
    run = f"import ckanext.spenddata.console.{name}"
    assert loaded(run, ("ckan", "sqlalchemy", "redis", "requests", "frictionless")) == "[]"
