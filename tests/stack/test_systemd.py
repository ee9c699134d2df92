"""The units are understood by systemd, start again what dies, and give nothing away."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

UNITS = sorted((Path(__file__).parents[2] / "stack/systemd").glob("*.service"))


def settings(unit: Path) -> dict[str, str]:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit)
    return dict(parser["Service"])


def test_there_is_one_for_each_process_of_ckan():
    from stack.ckan import WORKERS

    assert {unit.stem.removeprefix("spenddata-") for unit in UNITS} >= {"web@", "clock", *WORKERS}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_it_starts_again_what_dies_and_holds_it_close(unit):
    found = settings(unit)
    # What is started by a timer ends by itself; its failure is seen by its age.
    assert found["Restart"] == "always" if found.get("Type") != "oneshot" else "Restart" not in found
    assert found["User"] != "root"
    assert found["UMask"] == "0077"
    for wanted in ("NoNewPrivileges", "PrivateTmp", "ProtectHome", "PrivateDevices"):
        assert found[wanted] == "yes"
    assert found["ProtectSystem"] == "strict"


def test_what_ends_by_itself_has_a_timer():
    once = [unit for unit in UNITS if settings(unit).get("Type") == "oneshot"]
    assert once
    for unit in once:
        parser = RawConfigParser(strict=False)
        parser.read(unit.with_suffix(".timer"))
        assert parser["Timer"]["Persistent"] == "yes"


@pytest.mark.parametrize("name", ["worker", "worker-follow"])
def test_each_worker_has_the_queues_of_the_stack_s_own(name):
    from stack.ckan import WORKERS

    unit = next(unit for unit in UNITS if unit.stem == f"spenddata-{name}")
    queues = settings(unit)["ExecStart"].partition("jobs worker ")[2].removeprefix("--no-scheduler ")
    assert tuple(queues.split()) == WORKERS[name]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this system has no systemd")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_understands_it(unit, tmp_path):
    text = re.sub(r"/usr/lib/ckan/default/bin/\w+", "/bin/true", unit.read_text())
    copy = tmp_path / unit.name.replace("@", "@1")
    copy.write_text(text)
    done = subprocess.run(["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if copy.name in line and "is not executable" not in line]
    assert complaints == []
