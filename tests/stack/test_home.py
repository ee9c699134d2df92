"""The folder of a stack: ports, secrets, marks, and one launcher at a time."""

from __future__ import annotations

import json
import shutil
import socket
import stat

import pytest

from stack import home as homes
from stack.addresses import Addresses, UsualPorts
from stack.home import Home
from stack.progress import StackError


@pytest.fixture
def home(tmp_path) -> Home:
    return Home.open(tmp_path / "home")


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_usual_port_that_is_free_is_taken(home):
    free = homes.free_port()
    assert home.port("web", free) == free


def test_another_port_is_found_where_the_usual_one_is_taken_and_said(home, taken, capsys):
    port = home.port("web", taken)
    assert port != taken
    assert f"port {taken} is taken: web uses {port}" in capsys.readouterr().out


def test_ports_are_remembered_and_never_shared(home):
    addresses = Addresses.of(home, UsualPorts(), ("a", "b"))
    ports = {addresses.postgres, addresses.valkey, addresses.solr, addresses.web}
    assert len(ports) == 4
    assert Addresses.of(Home.open(home.path), UsualPorts(), ("a", "b")) == addresses
    assert Addresses.known(home, ("a", "b")) == addresses


def test_secrets_are_made_once_and_kept_from_others(home):
    secret = home.secret("role ckan")
    assert secret != home.secret("role reader")
    assert Home.open(home.path).secret("role ckan") == secret
    assert stat.S_IMODE((home.path / "state.json").stat().st_mode) == 0o600


def test_a_private_file_is_never_readable_not_even_for_a_moment(home):
    (home.path / "ckan.ini").write_text("old")
    (home.path / "ckan.ini").chmod(0o644)
    path = home.write_private("ckan.ini", "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_launcher_is_told_of_the_first(home):
    with home.locked(), pytest.raises(StackError, match="already runs"), Home.open(home.path).locked():
        pass
    with home.locked():
        pass


def test_a_nearly_full_disk_is_refused_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**10, 10**10, 10**6))
    with pytest.raises(StackError, match="Free some, or choose another disk with SPENDDATA_HOME"):
        Home.open(tmp_path)


def test_a_folder_that_can_not_be_made_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StackError, match="SPENDDATA_HOME"):
        Home.open(tmp_path / "file/home")


def test_marks_survive(home):
    home.set_mark("tables", "v1")
    assert Home.open(home.path).mark("tables") == "v1"
    assert json.loads((home.path / "state.json").read_text())["marks"] == {"tables": "v1"}
