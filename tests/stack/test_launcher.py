"""`python -m stack run` as a person meets it: started, stopped, killed, and in the way of others."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from stack.heartbeat import HANGS
from stack.processes import as_user
from stack.run_as import runs_for
from tests.stack.neighbour import DOORS, Neighbour

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 180
SERVICES = ("postgres", "valkey", "solr", "web-1", "web-2", "worker", "worker-follow", "clock")
SETTLED = 8
"""Seconds until a worker that was started again has found its services; one that begins while they are away ends, and is started again."""
BACK_WITHIN = float(os.environ.get("SPENDDATA_BACK_WITHIN", "10")) * (3 if (os.cpu_count() or 1) < 4 else 1)
"""Seconds; three times as many on a small machine, which readers and tests share with what starts."""

pytestmark = pytest.mark.deep


class Launched:
    """A launcher that was started, and what it says."""

    def __init__(self, home: Path, user: pwd.struct_passwd | None = None, **environment: str) -> None:
        self.home = home
        self.output = home.parent / f"{home.name}.out"
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith("CKAN_")}
        surroundings |= {"SPENDDATA_HOME": str(home), "PYTHONPATH": str(ROOT), **environment}
        # Kept as if the demonstration were there already: it is not what is tested here.
        if not (home / "state.json").exists():
            home.mkdir(parents=True, exist_ok=True)
            (home / "state.json").write_text(json.dumps({"marks": {"demonstration": "done"}}))
        if user:
            shutil.chown(home, user.pw_uid)
            shutil.chown(home / "state.json", user.pw_uid)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "stack", "run"],
            cwd=ROOT,
            env=surroundings,
            stdout=self.output.open("w"),
            stderr=subprocess.STDOUT,
            **as_user(user),
        )

    def said(self) -> str:
        return self.output.read_text()

    def address(self) -> str:
        """Wait until it answers; gives the address."""
        started = time.monotonic()
        while not (found := re.search(r"the portal answers: (\S+)", self.said())):
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - started < PATIENCE, self.said()
            time.sleep(0.2)
        return found.group(1)

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


@contextmanager
def launched(home: Path, user: pwd.struct_passwd | None = None, **environment: str) -> Iterator[Launched]:
    launcher = Launched(home, user, **environment)
    try:
        yield launcher
    finally:
        if launcher.process.poll() is None:
            launcher.stop()


def answers(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{address}/api/3/action/status_show", timeout=10) as response:
        return json.load(response)["success"]
    return False


def service(launcher: Launched, name: str) -> psutil.Process:
    return psutil.Process(json.loads((launcher.home / f"run/{name}.json").read_text())["pid"])


@contextmanager
def readers(address: str) -> Iterator[list[int]]:
    """Four readers who ask all the time; the statuses that they get, 0 where nobody answers."""
    statuses: list[int] = []
    end = threading.Event()

    def read() -> None:
        while not end.is_set():
            statuses.append(status_of(f"{address}/dataset/"))
            end.wait(0.05)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        end.set()
        for thread in threads:
            thread.join()


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def is_back(launcher: Launched, name: str, dead: int, address: str) -> bool:
    """Whether a service lives again, and a page that needs the database and the search is whole."""
    with suppress(psutil.NoSuchProcess, FileNotFoundError, json.JSONDecodeError):
        return service(launcher, name).pid != dead and status_of(f"{address}/dataset/") == 200
    return False


def both_serve(home: Path) -> bool:
    """Whether both web processes work: the portal answers as soon as one does, and the heart of each begins to beat when it does."""
    return all((home / f"tmp/heartbeat/web-{number}").exists() for number in (1, 2))


def wait_until(done: Callable[[], bool]) -> float:
    """Seconds until something holds."""
    begun = time.monotonic()
    while not done():
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.1)
    return time.monotonic() - begun


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that other users can walk to, as pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="spenddata-launcher-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with public_folder() as folder:
        yield folder / "home"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_starts_and_stops_in_order_and_leaves_nothing(home, number):
    with launched(home) as launcher:
        assert answers(launcher.address())
        family = launcher.family()
        assert launcher.stop(number) == 0
    stopped = re.findall(r"(\S+) stopped in", launcher.said())
    assert stopped == ["clock", "worker-follow", "worker", "web-2", "web-1", "solr", "valkey", "postgres"]
    assert not [process for process in family if process.is_running()]
    assert not list((home / "run").glob("*.json"))


def test_a_launcher_killed_hard_is_recovered_by_the_next(home):
    with launched(home) as first:
        first.address()
        family = first.family()
        first.process.kill()
        first.process.wait()
        with launched(home) as second:
            assert answers(second.address())
            assert not [process for process in family if process.is_running()]


def test_everything_killed_hard_is_recovered_too(home):
    with launched(home) as first:
        first.address()
        for process in [psutil.Process(first.process.pid), *first.family()]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        first.process.wait()
    with launched(home) as second:
        assert answers(second.address())


@pytest.mark.check(34)
def test_each_service_killed_twice_comes_back_alone_while_readers_read(home, measured):
    """Under load: four readers ask all the time. Nobody does anything but kill."""
    with launched(home) as launcher:
        address = launcher.address()
        with readers(address) as served:
            for name in ("worker", "worker-follow", "valkey", "postgres", "solr", "web-1"):
                others = {other: service(launcher, other).pid for other in SERVICES if other != name}
                for _ in range(2):
                    dead = service(launcher, name)
                    served.clear()
                    dead.kill()
                    took = wait_until(lambda dead=dead, name=name: is_back(launcher, name, dead.pid, address))
                    print(f"\n{name}: back after {took:.1f} s; answers meanwhile {dict(Counter(served))}", end="")
                    measured(f"{name}: {took:.1f} s")
                    assert took < BACK_WITHIN
                    if name.startswith("worker"):
                        assert set(served) <= {200}, "a reader never sees a worker die"
                # A worker may end by itself where queue or database go away under it; then it is started again.
                ends = ("worker", "worker-follow") if name in {"valkey", "postgres"} else ()
                alone = {other: pid for other, pid in others.items() if other not in ends}
                assert {other: service(launcher, other).pid for other in alone} == alone, "the others were left alone"
                time.sleep(SETTLED)
        assert launcher.process.poll() is None
        assert answers(address)


@pytest.mark.check(34)
def test_the_web_answers_through_a_killed_web_process(home):
    with launched(home) as launcher:
        address = launcher.address()
        for name in ("web-1", "web-2"):
            wait_until(lambda: both_serve(home))
            dead = service(launcher, name)
            dead.kill()
            assert sum(answers(address) for _ in range(10)) >= 9, "one request may have been in the process that died"
            wait_until(lambda dead=dead, name=name: is_back(launcher, name, dead.pid, address))


@pytest.mark.check(34)
def test_a_web_process_that_hangs_is_started_again(home, measured):
    """It has not died: its share of the readers waits until it is ended."""
    with launched(home) as launcher:
        address = launcher.address()
        wait_until(lambda: both_serve(home))
        dead, other = service(launcher, "web-1"), service(launcher, "web-2")
        dead.suspend()
        took = wait_until(lambda: is_back(launcher, "web-1", dead.pid, address))
        measured(f"a web process that hangs: another in its place after {took:.0f} s")
        assert took < HANGS + BACK_WITHIN
        assert service(launcher, "web-2").pid == other.pid
        assert sum(answers(address) for _ in range(10)) == 10


def test_a_taken_port_is_gone_around(home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with launched(home, PORT=str(taken)) as launcher:
            address = launcher.address()
            assert answers(address)
            assert not address.endswith(str(taken))
            assert f"port {taken} is taken: web uses" in launcher.said()


def test_a_second_launcher_on_the_same_home_is_refused(home):
    with launched(home) as launcher:
        launcher.address()
        with launched(home.parent / "other", SPENDDATA_HOME=str(home)) as second:
            assert second.process.wait(30) == 1
            assert "already runs" in second.said()


def test_nothing_listens_beyond_loopback(home):
    with launched(home) as launcher:
        launcher.address()
        listening = []
        for process in launcher.family():
            with suppress(psutil.NoSuchProcess):  # a child that lived for a moment
                heard = process.net_connections()
                listening += [each.laddr.ip for each in heard if each.status == psutil.CONN_LISTEN]
    assert listening
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def memory(process: psutil.Process) -> int:
    """Its share of the memory, in bytes; nothing of one that is gone by now, such as a child of a worker."""
    try:
        return process.memory_full_info().pss
    except psutil.NoSuchProcess:
        return 0


def test_memory_of_all_together(home):
    with launched(home) as launcher:
        address = launcher.address()
        for _ in range(4):
            assert answers(address)
        shared_fairly = sum(memory(process) for process in launcher.family())
    print(f"\nmemory of all services: {shared_fairly / 2**20:.0f} MB")
    assert shared_fairly < 3 * 2**30


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_runs_it_too():
    user = pwd.getpwnam("nobody")
    if not runs_for(user, "/usr/bin/test", "-r", sys.executable):
        pytest.skip("this checkout can't be read by other users")
    with public_folder() as folder:
        shutil.chown(folder, user.pw_uid)
        surroundings = {"SPENDDATA_CACHE": str(folder / "cache"), "HOME": str(folder)}
        with launched(folder / "home", user, **surroundings) as launcher:
            assert answers(launcher.address())
            assert {process.uids().real for process in launcher.family()} == {user.pw_uid}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_started_by_root_nothing_of_it_runs_as_root_and_the_database_alone_as_its_user(home):
    with launched(home) as launcher:
        assert answers(launcher.address())
        users = {name: service(launcher, name).uids().real for name in SERVICES}
        assert 0 not in users.values()
        assert list(users.values()).count(users["postgres"]) == 1
        assert len(set(users.values())) == 2
        assert set(_users(launcher.family())) == set(users.values())
        for door in DOORS:
            assert door(Neighbour(launcher.home)) == [], door.__name__


def _users(processes: Iterable[psutil.Process]) -> Iterator[int]:
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # a child that lived for a moment
            yield process.uids().real


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a folder that the database's user can't reach")
def test_as_root_a_folder_that_the_database_can_not_reach_is_gone_around(tmp_path_factory):
    closed = tmp_path_factory.mktemp("closed")
    closed.chmod(0o700)
    with launched(closed / "home") as launcher:
        assert answers(launcher.address())
        said = launcher.said()
    found = re.search(r"can't reach that folder: the database is kept in (\S+)", said)
    assert found
    shutil.rmtree(Path(found.group(1)).parent)
