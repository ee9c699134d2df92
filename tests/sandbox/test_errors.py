"""A full disk is known as one whoever tells it: Polars writes the number of the error in its words only."""

from __future__ import annotations

import errno

import polars as pl
import pytest

from ckanext.spenddata.sandbox.errors import number

FULL = "/dev/full"
"""A file that takes nothing, as a full disk does."""


def test_python_tells_it_as_a_number():
    assert number(OSError(errno.ENOSPC, "No space left on device")) == errno.ENOSPC


@pytest.mark.parametrize("write", ["write_parquet", "write_csv", "write_ipc"])
def test_polars_tells_it_in_words(write):
    frame = pl.DataFrame({"amount": range(100_000)})
    with pytest.raises((OSError, pl.exceptions.PolarsError)) as raised:
        getattr(frame, write)(FULL)
    assert number(raised.value) == errno.ENOSPC


@pytest.mark.parametrize("error", [ValueError("ours"), OSError("no number"), pl.exceptions.ComputeError("a cast (28)")])
def test_what_is_not_the_systems_has_none(error):
    assert number(error) is None
