"""Several sets of services, one for each process of a test run."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from stack import trial
from stack.__main__ import main
from stack.addresses import Addresses, UsualPorts
from stack.home import Home
from stack.launcher import Stack
from stack.progress import StackError
from tests import conftest


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The addresses of further services, as they are written down."""
    file = tmp_path / "services-2"
    file.write_text(f"export CKAN_SITE_URL={shlex.quote('http://127.0.0.1:2?a=b c')}\n")
    monkeypatch.setenv(trial.OTHERS, str(file))
    monkeypatch.setenv("CKAN_INI", "/ckan.ini")
    monkeypatch.setenv("CKAN_SITE_URL", "http://127.0.0.1:1")
    return file


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize(
    ("process", "address"),
    [("gw0", "http://127.0.0.1:1"), ("gw1", "http://127.0.0.1:2?a=b c")],
)
def test_each_process_takes_its_own_services(monkeypatch: pytest.MonkeyPatch, process: str, address: str):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", process)
    conftest.take_own_services()
    assert os.environ["CKAN_SITE_URL"] == address


def test_services_that_do_not_come_up_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(trial, "PATIENCE", 0)
    with pytest.raises(StackError, match="further services"):
        trial.await_files([tmp_path / "never"])


def test_services_that_are_up_are_not_waited_for(second: Path):
    trial.await_files([second])


@pytest.mark.usefixtures("second")
def test_a_process_that_no_services_are_left_for_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw2")
    with pytest.raises(pytest.UsageError, match="more processes than the 2 sets of services"):
        conftest.take_own_services()


@pytest.mark.parametrize(
    ("asked", "steady"), [(["test", "--", "true"], False), (["test", "--steady", "--", "true"], True)]
)
def test_only_what_is_measured_waits_for_services_as_a_portal_has_them(
    monkeypatch: pytest.MonkeyPatch, asked: list[str], steady: bool
):
    made = list[bool]()

    def start(stack: Stack) -> None:
        made.append(stack.steady)

    monkeypatch.setattr(Stack, "start_services", start)
    monkeypatch.setattr(trial.ckan, "environment", lambda *_: {})
    assert main(asked) == 0
    assert made == [steady]


def test_what_stays_is_steady_and_what_is_thrown_away_need_not_be(tmp_path: Path):
    home = Home.open(tmp_path)
    addresses = Addresses.of(home, UsualPorts(), trial.DATABASES)
    assert Stack(home, addresses, settings=tmp_path, throwaway=False).steady
    assert not Stack(home, addresses, settings=tmp_path, throwaway=True).steady
