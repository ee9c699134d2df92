"""Which files are read, the package's or an administrator's, and what is kept of them."""

from __future__ import annotations

import pytest

from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.folders import Folders, digest

PACKAGED = load()


def test_the_administrators_file_is_laid_over_the_packages(tmp_path):
    own = tmp_path / "titles.csv"
    own.write_text("title,field\n")
    folders = Folders((tmp_path, *PACKAGED.folders))
    assert folders.overlay == tmp_path
    assert folders.paths("titles.csv") == [PACKAGED.folders[0] / "titles.csv", own]
    assert folders.in_layers("titles.csv") == ([PACKAGED.folders[0] / "titles.csv"], [own])
    assert folders.has_own("titles.csv", "rules/*.yaml")
    assert not folders.has_own("rules/*.yaml")


def test_a_file_that_is_in_neither_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"'others\.csv'"):
        Folders((tmp_path, *PACKAGED.folders)).paths("others.csv")


def test_what_an_administrator_leaves_alone_is_the_packages_own_value(tmp_path):
    (tmp_path / "tiers.yaml").write_text("[]\n")
    laid_over = load(tmp_path)
    assert laid_over.packaged is PACKAGED
    assert laid_over.regimes is PACKAGED.regimes
    assert laid_over.tiers is not PACKAGED.tiers


def test_a_version_is_another_once_a_file_says_something_else(tmp_path):
    file = tmp_path / "a"
    file.write_text("a")
    before = digest([file])
    file.write_text("b")
    assert digest([file]) != before
