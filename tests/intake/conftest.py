"""What the tests of intake share."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from ckanext.spenddata.definitions import Definitions, load
from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Reading


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    """The packaged definitions."""
    return load()


@pytest.fixture(scope="session")
def real_files() -> Path:
    """The folder of real files: SPENDDATA_SHARED, or ``shared`` beside the checkout."""
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    folder = Path(os.environ.get("SPENDDATA_SHARED", beside)) / "data" / "real"
    if not folder.is_dir():
        pytest.skip("the real files are not on this machine; set SPENDDATA_SHARED to their folder")
    return folder


@pytest.fixture(scope="session")
def read_real(real_files: Path, definitions: Definitions) -> Callable[[str], Reading]:
    """Read a real file, once for all tests: ``read_real("body/file.csv")``."""

    @cache
    def reader(file: str) -> Reading:
        path = real_files / file
        return read(path, path.name, definitions)

    return reader


@pytest.fixture
def read_bytes(tmp_path: Path, definitions: Definitions) -> Callable[..., Reading]:
    """Read the content of a file: ``read_bytes(content, name="spend.csv", **how)``."""

    def reader(content: bytes | str, name: str = "spend.csv", **how) -> Reading:
        path = tmp_path / "sent"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path, name, definitions, **how)

    return reader
