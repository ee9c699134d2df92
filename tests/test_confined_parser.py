"""The process that opens a stranger's file sees that file, its folder, and nothing else: tried from inside, and refused by the kernel."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest

from ckanext.spenddata.sandbox import Ceiling, End, Reach, Server, calls, kernel, landlock, probe
from tests.test_sandbox import also_finding

TASKS = """
import os, tempfile, time
from pathlib import Path

def warm():
    pass

def work(arguments):
    task = arguments["task"]
    if task == "copy":
        Path(arguments["to"]).write_text(Path(arguments["from"]).read_text())
    elif task == "swap for a link":
        Path(arguments["to"]).symlink_to(arguments["from"])
    elif task == "many files":
        for number in range(20_000):
            (Path(arguments["folder"]) / f"{number}").touch()
    elif task == "much in all":
        for number in range(1_000):
            (Path(arguments["folder"]) / f"{number}").write_bytes(bytes(1_000_000))
            time.sleep(0.005)
    elif task == "temporary":
        with tempfile.NamedTemporaryFile(dir=None) as made:
            made.write(b"x")
    elif task == "import late":
        import colorsys, sqlite3
"""

HELD = pytest.mark.skipif(not kernel.LINUX, reason="other systems hold less, and doctor says so")


def has_landlock() -> bool:
    try:
        return landlock.version() > 0
    except OSError:
        return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    from ckanext.spenddata import sandbox

    folder = tmp_path_factory.mktemp("tasks")
    (folder / "spend_confined_tasks.py").write_text(TASKS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "_environment", also_finding(folder))
        started = Server("spend_confined_tasks")
    yield started
    started.close()


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """What a probe could do that wants out."""
    folder = tmp_path_factory.mktemp("portal")
    secret, work = folder / "ckan.ini", folder / "work"
    secret.write_text("SECRET_KEY = of the portal")
    work.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CKAN_SQLALCHEMY_URL", "postgresql://ckan:password@/ckan")
        server = Server(probe.__name__)
    asked = {"folder": str(work), "secret": str(secret), "client": os.getpid()}
    outcome = server.run(asked, Ceiling(seconds=30), Reach(write=(str(work),)))
    server.close()
    assert outcome.end is End.DONE, outcome.detail
    return json.loads((work / probe.ANSWER).read_text())


@pytest.mark.check(32)
@HELD
@pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")
@pytest.mark.parametrize(
    "what", ["read other files", "write other files", "list processes", "look into other processes"]
)
def test_files_out_of_reach_are_refused(held, what):
    assert held[what] is None


@pytest.mark.check(32)
@HELD
@pytest.mark.skipif(calls.library() is None, reason="this system has no libseccomp")
@pytest.mark.parametrize(
    "what",
    [
        "reach the network",
        "reach services on sockets",
        "start programs",
        "start processes",
        "signal other processes",
        "hold memory that no limit counts",
    ],
)
def test_calls_that_no_parser_needs_are_refused(held, what):
    assert held[what] is None


@HELD
@pytest.mark.parametrize(
    "what", ["gain rights", "see secrets in its environment", "use files that the portal had open"]
)
def test_it_has_nothing_of_the_portal_s(held, what):
    assert held[what] is None


def test_without_confinement_the_probe_finds_every_way_out(tmp_path):
    """Else the tests above would say nothing."""
    server = Server(probe.__name__)
    secret = tmp_path / "ckan.ini"
    secret.write_text("SECRET_KEY = of the portal")
    server.run({"folder": str(tmp_path), "secret": str(secret), "client": os.getpid()}, Ceiling(seconds=30))
    server.close()
    found = json.loads((tmp_path / probe.ANSWER).read_text())
    closed = {what for what, possible in found.items() if possible is None}
    assert closed <= {"see secrets in its environment", "gain rights", "look into other processes"}


def run(server: Server, reach: Reach, ceiling: Ceiling | None = None, **arguments: str) -> End:
    return server.run(arguments, ceiling or Ceiling(seconds=60), reach).end


def test_a_task_reads_its_file_and_writes_into_its_folder(server, tmp_path):
    (tmp_path / "sent.csv").write_text("a,b")
    work = tmp_path / "work"
    work.mkdir()
    reach = Reach(read=(str(tmp_path / "sent.csv"),), write=(str(work),))
    wanted = {"from": str(tmp_path / "sent.csv"), "to": str(work / "out")}
    assert run(server, reach, task="copy", **wanted) is End.DONE
    assert (work / "out").read_text() == "a,b"


@HELD
@pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")
def test_it_can_not_read_another_publisher_s_file_nor_write_over_its_own(server, tmp_path):
    (tmp_path / "sent.csv").write_text("a,b")
    (tmp_path / "another.csv").write_text("theirs")
    work = tmp_path / "work"
    work.mkdir()
    reach = Reach(read=(str(tmp_path / "sent.csv"),), write=(str(work),))
    theirs = {"from": str(tmp_path / "another.csv"), "to": str(work / "out")}
    assert run(server, reach, task="copy", **theirs) is End.FAULT
    over = {"from": str(tmp_path / "sent.csv"), "to": str(tmp_path / "sent.csv")}
    assert run(server, reach, task="copy", **over) is End.FAULT
    assert (tmp_path / "sent.csv").read_text() == "a,b"
    link = {"from": str(tmp_path / "another.csv"), "to": str(work / "report.json")}
    assert run(server, reach, task="swap for a link", **link) is End.FAULT, (
        "a link would be followed by who reads the answer"
    )


@pytest.mark.check(32)
def test_it_can_not_fill_the_disk_with_many_small_files(server, tmp_path):
    reach = Reach(write=(str(tmp_path),))
    ceiling = Ceiling(seconds=60, output_bytes=20_000_000)
    assert run(server, reach, ceiling, task="much in all", folder=str(tmp_path)) in (End.OUTPUT, End.DONE)
    # What was written between two looks is all that it got.
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 1_000_000_000


def test_temporary_files_lie_in_its_folder_and_late_imports_work(server, tmp_path):
    reach = Reach(write=(str(tmp_path),))
    assert run(server, reach, task="temporary") is End.DONE
    assert run(server, reach, task="import late") is End.DONE
