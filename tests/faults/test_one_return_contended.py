"""Many people send files for one return to a running portal at once: orderly revisions, and the last one is public."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.faults.conftest import wait_for
from tests.returns.world import PERIOD, REGIME, World, csv_file, ledger_rows

pytestmark = pytest.mark.deep

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
CLIENTS = 8
PATIENCE = 5.0


@pytest.mark.check(6)
@pytest.mark.parametrize("rounds", [1, 25])
def test_eight_clients_send_different_files(portal_server: str, portal_world: World, rounds: int, measured):
    world = portal_world
    tokens = [
        world.call("api_token_create", "editor", user=world.people["editor"], name=f"client {number}")["token"]
        for number in range(CLIENTS)
    ]
    sent: dict[int, int] = {}
    refused: list[str] = []
    took: list[float] = []

    def client(number: int) -> None:
        for turn in range(rounds):
            rows = 800 + number * rounds + turn
            begun = time.monotonic()
            answer = requests.post(
                f"{portal_server}/api/3/action/spenddata_return_submit",
                headers={"Authorization": tokens[number]},
                data={"publisher": "X-DEMO-1", "regime": REGIME, "period": PERIOD, "publish": "true"},
                files={"upload": ("spend.csv", csv_file(rows))},
                timeout=120,
            )
            took.append(time.monotonic() - begun)
            if answer.status_code == 200:
                sent[answer.json()["result"]["revision"]] = rows
            else:
                assert answer.status_code == 409, answer.text
                refused.append(answer.text)

    with ThreadPoolExecutor(CLIENTS) as clients:
        for done in [clients.submit(client, number) for number in range(CLIENTS)]:
            done.result()
    assert len(sent) + len(refused) == CLIENTS * rounds
    assert sorted(sent) == list(range(1, len(sent) + 1)), "each accepted file is a revision of its own"
    last = max(sent)
    wait_for(lambda: world.show(REFERENCE)["revisions"][last - 1]["state"] == "published", seconds=400, every=0.5)
    states = [revision["state"] for revision in world.show(REFERENCE)["revisions"]]
    assert set(states[:-1]) <= {"superseded"}
    rows = sent[last]
    assert ledger_rows() == (rows, sum(number * 100_000 + number % 100 for number in range(1, rows + 1)))
    measured(
        f"{CLIENTS} clients × {rounds} rounds over HTTP: {len(sent)} revisions, {len(refused)} refused,"
        f" the longest answer {max(took):.1f} s"
    )
    assert len(sent) >= CLIENTS
    assert max(took) < PATIENCE
