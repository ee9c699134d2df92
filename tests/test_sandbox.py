"""What the fork server promises: whatever the child does, the caller gets an answer that says which end it came to."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ckanext.spenddata import sandbox
from ckanext.spenddata.sandbox import Ceiling, End, Server

WORKER = """
import os, signal, time
from pathlib import Path

WARMED = []
HELD = bytes(range(256)) * 400_000  # a server with memory takes a while to end

def warm():
    WARMED.append(os.getpid())

def work(arguments):
    task = arguments["task"]
    if task == "write":
        Path(arguments["path"]).write_text(f"{WARMED[0]} {os.getpid()} {sorted(os.environ)}")
    elif task == "sleep":
        time.sleep(30)
    elif task == "burn":
        while True:
            pass
    elif task == "eat":
        held = []
        while True:
            held.append(bytearray(20_000_000))
    elif task == "fail":
        raise ValueError("a fault of ours")
    elif task == "abort":
        os.abort()
    elif task == "abort starved":
        os.write(2, b"memory allocation of 123 bytes failed\\n")
        os.abort()
    elif task == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif task == "kill server":
        os.kill(os.getppid(), signal.SIGKILL)
    elif task == "stay":
        Path(arguments["path"] + ".new").write_text(str(os.getpid()))
        os.rename(arguments["path"] + ".new", arguments["path"])
        time.sleep(30)
    elif task == "big file":
        with open(arguments["path"], "wb") as out:
            for _ in range(100):
                out.write(bytes(1_000_000))
                out.flush()
"""


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("worker")
    (folder / "spend_sandbox_worker.py").write_text(WORKER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "_environment", also_finding(folder))
        yield "spend_sandbox_worker"


def also_finding(folder: Path) -> Callable[[int], dict[str, str]]:
    """The server's environment, in which it finds the modules of a folder too."""
    real = sandbox._environment

    def environment(threads: int) -> dict[str, str]:
        known = real(threads)
        return {**known, "PYTHONPATH": os.pathsep.join([str(folder), known["PYTHONPATH"]])}

    return environment


@pytest.fixture(scope="module")
def server(worker: str) -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPENDDATA_TEST_SECRET", "a database password")
        started = Server(worker)
    yield started
    started.close()


def test_a_task_is_done_in_a_child_of_a_warm_server(server: Server, tmp_path: Path) -> None:
    assert server.run({"task": "write", "path": str(tmp_path / "a")}, Ceiling()).end is End.DONE
    assert server.run({"task": "write", "path": str(tmp_path / "b")}, Ceiling()).end is End.DONE
    first, second = (tmp_path / "a").read_text().split(" "), (tmp_path / "b").read_text().split(" ")
    assert first[0] == second[0], "warmed once"
    assert len({first[0], first[1], second[1], str(os.getpid())}) == 4, "each task in a process of its own"


def test_the_child_knows_nothing_of_our_environment(server: Server, tmp_path: Path) -> None:
    server.run({"task": "write", "path": str(tmp_path / "a")}, Ceiling())
    assert "SECRET" not in (tmp_path / "a").read_text()


@pytest.mark.parametrize("task", ["sleep", "burn"])
def test_a_child_that_takes_too_long_is_stopped(server: Server, task: str) -> None:
    begun = time.monotonic()
    assert server.run({"task": task}, Ceiling(seconds=0.4)).end is End.TIME
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    ("task", "end"),
    [
        ("eat", End.MEMORY),
        ("abort starved", End.MEMORY),
        ("fail", End.FAULT),
        ("abort", End.FAULT),
        ("killed", End.INTERRUPTED),
        ("big file", End.OUTPUT),
    ],
)
def test_each_way_to_die_is_told_apart(server: Server, tmp_path: Path, task: str, end: End) -> None:
    ceiling = Ceiling(seconds=20, memory_bytes=400_000_000, output_bytes=5_000_000)
    assert server.run({"task": task, "path": str(tmp_path / "out")}, ceiling).end is end


def test_the_log_gets_the_reason(server: Server) -> None:
    assert "ValueError: a fault of ours" in server.run({"task": "fail"}, Ceiling()).detail


def test_the_server_outlives_its_children(server: Server, tmp_path: Path) -> None:
    server.run({"task": "abort"}, Ceiling())
    assert server.usable
    assert server.run({"task": "write", "path": str(tmp_path / "a")}, Ceiling()).end is End.DONE


def test_a_dead_server_is_an_interruption_and_is_replaced(worker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_servers", {})
    first = sandbox.server(worker)
    assert sandbox.server(worker) is first
    assert first.run({"task": "kill server"}, Ceiling()).end is End.INTERRUPTED
    assert not first.usable, "at once, not only when the system has cleared it away"
    assert first.run({"task": "fail"}, Ceiling()).end is End.INTERRUPTED
    second = sandbox.server(worker)
    assert second is not first
    assert second.run({"task": "fail"}, Ceiling()).end is End.FAULT
    second.close()


def test_the_server_and_its_child_end_with_their_client(worker: str, tmp_path: Path) -> None:
    path = tmp_path / "child"
    program = (
        "import os, sys, threading, time\n"
        "from pathlib import Path\n"
        "from ckanext.spenddata import sandbox\n"
        "from ckanext.spenddata.sandbox import Ceiling, Server\n"
        f"sandbox._environment = lambda threads: {sandbox._environment(2)!r}\n"
        f"server = Server({worker!r})\n"
        f"arguments = {{'task': 'stay', 'path': {str(path)!r}}}\n"
        "threading.Thread(target=server.run, args=(arguments, Ceiling()), daemon=True).start()\n"
        f"while not Path({str(path)!r}).exists(): time.sleep(0.01)\n"
        "os._exit(0)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=20)
    child = int(path.read_text())
    deadline = time.monotonic() + 5
    while _lives(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _lives(child)


def _lives(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False
