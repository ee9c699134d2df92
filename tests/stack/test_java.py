"""Which Java is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from stack import install, java
from stack.progress import StackError


def fake(folder: Path, version: str) -> Path:
    program = folder / "bin/java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2024-01-01' >&2\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(("told", "number"), [("17.0.15", 17), ("21", 21), ("1.8.0_402", 1), ("25-ea", 25)])
def test_versions_are_read(tmp_path, told, number):
    assert java.version(fake(tmp_path, told)) == number


def test_what_does_not_run_is_no_java(tmp_path):
    assert java.version(tmp_path / "nothing") == 0


def test_the_one_that_was_chosen_is_taken(tmp_path, monkeypatch):
    chosen = fake(tmp_path, "21.0.1")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert java.find_java() == chosen


def test_an_old_one_is_passed_over(tmp_path, monkeypatch):
    fake(tmp_path / "old", "11.0.2")
    new = fake(tmp_path / "new", "17.0.1")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "old"))
    monkeypatch.setenv("PATH", str(new.parent))
    assert java.find_java() == new


def test_where_none_can_be_had_it_is_said(tmp_path, monkeypatch):
    def fail() -> None:
        raise install.InstallError("no network")

    monkeypatch.setattr(java, "candidates", list)
    monkeypatch.setattr(install, "install_java", fail)
    with pytest.raises(StackError, match=r"needs Java 17 or newer, and none is here.*no network"):
        java.find_java()
