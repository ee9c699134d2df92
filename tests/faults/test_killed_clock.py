"""The clock, killed without warning, and started again: it goes on, and ends in peace when it is asked to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.faults.conftest import wait_for


@pytest.fixture
def clocks() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Clocks in processes of their own; none is left afterwards."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def start(clocks: list[subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "stack.ckan_command", "spenddata", "clock", "run"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))
    clocks.append(process)
    return process


def beaten_by(process: subprocess.Popen[bytes]) -> bool:
    from ckan import model

    model.Session.remove()
    found = model.Session.scalar(sa.text("SELECT process FROM spenddata_heartbeat WHERE name = 'clock'"))
    return bool(found) and found.endswith(f":{process.pid}")


@pytest.mark.usefixtures("portal_world")
@pytest.mark.check(34)
def test_a_kill_ends_one_clock_and_the_next_goes_on(clocks: list[subprocess.Popen[bytes]]):
    from ckan import model

    model.Session.execute(sa.text("DELETE FROM spenddata_heartbeat"))
    model.Session.commit()
    first = start(clocks)
    wait_for(lambda: beaten_by(first), seconds=90)
    first.kill()
    first.wait()
    model.Session.execute(sa.text("UPDATE spenddata_heartbeat SET at = now() - interval '1 minute'"))
    model.Session.commit()
    second = start(clocks)
    wait_for(lambda: beaten_by(second), seconds=90)
    second.terminate()
    assert second.wait(30) == 0
