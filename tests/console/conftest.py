"""Small synthetic files, and the command run as a shell runs it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ckanext.spenddata.console import main

HEADER = "Department family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount,Description,VAT number\n"
SOUND = (
    "Department of Examples,Example Agency,01/05/2026,Travel,Adults,Alder Ltd,5000001,25000.50,Trains,123\n"
    "Department of Examples,Example Agency,17/05/2026,Travel,Adults,Birch Ltd,5000002,30000.25,Trains,124\n"
)
FAULTY = (
    "Department of Examples,Example Agency,31/06/2026,Travel,Adults,Cedar Ltd,5000003,40000.00,Trains,125\n"
    'Department of Examples,Example Agency,18/05/2026,Travel,Adults,REDCATED PERSONAL DATA,5000004,"£50,000.00",=1+1,126\n'
)
ABOUT = ("--regime", "hmt-25k", "--period", "2026-05", "--vat", "gross")


@pytest.fixture
def spenddata() -> Callable[..., Result]:
    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)

    return run


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.csv"
    path.write_text(HEADER + SOUND)
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.csv"
    path.write_text(HEADER + SOUND + FAULTY)
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.csv"
    path.write_text("<!doctype html><html><head><title>404</title></head><body>Page Not Found</body></html>")
    return path
