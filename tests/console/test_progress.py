"""Progress is told of a long file on a terminal, and of nothing else."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from ckanext.spenddata.console import progress
from ckanext.spenddata.console.progress import Progress


@pytest.fixture
def long_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(progress, "LONG_FILE", 3)
    path = tmp_path / "long.csv"
    path.write_text("a,b\n")
    return path


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=SimpleNamespace(isatty=lambda: True)))


def test_each_step_takes_the_place_of_the_last_and_the_end_goes_back_to_the_left(long_file: Path, terminal, capsys):
    with Progress(long_file) as told:
        told.say("checking")
    error = capsys.readouterr().err
    assert "long.csv: reading 0 MB …" in error
    assert error.endswith("long.csv: checking …\r")


def test_in_a_pipe_nothing_is_said(long_file: Path, capsys):
    with Progress(long_file) as told:
        told.say("checking")
    assert capsys.readouterr().err == ""


def test_a_short_file_is_not_worth_a_word(long_file: Path, terminal, monkeypatch, capsys):
    monkeypatch.setattr(progress, "LONG_FILE", 5)
    with Progress(long_file) as told:
        told.say("checking")
    assert capsys.readouterr().err == ""
