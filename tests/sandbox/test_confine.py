"""What a child keeps before it opens a stranger's file: its own files, the libraries, and no way to anything else."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ckanext.spenddata.sandbox import Reach, confine, landlock


def in_a_child(work: Callable[[int], object]) -> str:
    """What a function says in a process of its own, which answers by the file whose number it is given."""
    ours, answer = os.pipe()
    child = os.fork()
    if not child:
        said = repr(work(answer))
        os.write(answer, said.encode())
        os._exit(0)
    os.close(answer)
    said = os.read(ours, 65_536).decode()
    os.close(ours)
    os.waitpid(child, 0)
    return said


def is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def test_only_the_task_s_own_files_may_be_written(tmp_path):
    allowed = dict(confine.within(Reach(read=("/in",), write=("/out",))))
    assert allowed["/in"] == landlock.READ
    assert allowed["/out"] == landlock.WRITE
    written = {path for path, what in allowed.items() if what & ~landlock.READ_AND_MAP}
    assert written == {"/out", *confine._DEVICES}


def test_neither_settings_nor_homes_nor_all_files_are_within_reach():
    reached = {path for path, _ in confine.within(Reach())}
    for kept in ("/", "/etc", "/home", "/root", "/proc", "/tmp", "/usr", sys.prefix):
        assert kept not in reached
    assert f"/proc/{os.getpid()}" in reached
    assert str(Path(confine.__file__).resolve().parents[1]) in reached


def test_what_python_loads_is_within_reach():
    reached = tuple(path for path, _ in confine.within(Reach()))
    for module in ("json", "polars", "msgspec", "ckanext.spenddata.rows"):
        __import__(module)
        assert str(Path(sys.modules[module].__file__ or "").resolve()).startswith(tuple(map(os.path.realpath, reached)))


def test_files_are_told_by_their_whole_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    reach = Reach(read=("a.csv", "/b.csv"), write=("out",)).absolute()
    assert reach == Reach((str(tmp_path / "a.csv"), "/b.csv"), (str(tmp_path / "out"),))


def test_every_file_but_the_one_that_is_held_is_closed():
    below, above = os.open(os.devnull, os.O_RDONLY), 200

    def left(answer: int) -> list[bool]:
        os.dup2(below, above)
        confine.close_all_but(answer)
        return [is_open(number) for number in (0, 1, 2, below, answer, above)]

    assert in_a_child(left) == "[True, True, True, False, True, False]"
    os.close(below)


@pytest.mark.parametrize("fails", [OSError, ValueError])
def test_what_a_system_can_t_do_keeps_it_from_nothing_else(fails, monkeypatch, tmp_path):
    """The steps that follow one that fails are still taken."""
    taken: list[str] = []

    def failing(*_: object) -> None:
        taken.append("failed")
        raise OSError

    def noting(name: str) -> Callable[..., None]:
        return lambda *_: taken.append(name)

    def refusing(*_: object) -> None:
        raise fails

    monkeypatch.setattr(confine, "close_all_but", noting("closed"))
    monkeypatch.setattr(resource, "setrlimit", refusing)
    monkeypatch.setattr(confine.kernel, "LINUX", True)
    monkeypatch.setattr(confine.kernel, "gain_nothing", failing)
    monkeypatch.setattr(confine.kernel, "leave_the_network", noting("network"))
    monkeypatch.setattr(confine.kernel, "drop_capabilities", failing)
    monkeypatch.setattr(confine.landlock, "restrict", noting("files"))
    monkeypatch.setattr(confine.calls, "refuse", noting("calls"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", "/tmp")
    confine.confine(Reach(write=(str(tmp_path),)), keep=3)
    assert taken == ["closed", "failed", "network", "failed", "files", "calls"]
    assert os.environ["TMPDIR"] == tempfile.tempdir == str(tmp_path)


def test_few_files_may_be_open_at_once_and_no_memory_held_fast():
    def limits(answer: int) -> list[tuple[int, int]]:
        confine.confine(Reach(), keep=answer)
        return [resource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(resource.RLIMIT_MEMLOCK)]

    most = confine.MOST_OPEN_FILES
    assert in_a_child(limits) == repr([(most, most), (0, 0)])
