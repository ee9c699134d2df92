"""Several clients at one return: orderly revisions, the last one public, nothing mixed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.returns.world import PERIOD, REGIME, World, csv_file, ledger_rows, work

CLIENTS = 8
ROUNDS = 3


def at_once(what: Callable[[int], None]) -> list[BaseException]:
    """Run something in as many threads as there are clients; what went wrong."""
    from ckan import model

    wrong: list[BaseException] = []

    def run(number: int) -> None:
        try:
            what(number)
        except BaseException as error:  # noqa: BLE001  it is looked at by the test
            wrong.append(error)
        finally:
            model.Session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.check(6)
def test_different_files_for_one_return(world: World, measured):
    sent: list[tuple[int, int]] = []

    def client(number: int) -> None:
        for turn in range(ROUNDS):
            rows = 20 + number * ROUNDS + turn
            filed = world.submit(csv_file(rows), publish=True)
            sent.append((filed["revision"], rows))

    assert at_once(client) == []
    assert sorted(revision for revision, _ in sent) == list(range(1, CLIENTS * ROUNDS + 1))
    assert at_once(lambda _number: work()) == []
    states = [revision["state"] for revision in world.show(f"X-DEMO-1.{REGIME}.{PERIOD}")["revisions"]]
    assert states == ["superseded"] * (CLIENTS * ROUNDS - 1) + ["published"]
    rows = dict(sent)[CLIENTS * ROUNDS]
    measured(f"{CLIENTS} clients × {ROUNDS} rounds; waiting not measured")
    assert ledger_rows() == (rows, sum(number * 100_000 + number % 100 for number in range(1, rows + 1)))


@pytest.mark.check(6)
def test_the_first_returns_of_a_duty_do_not_make_it_twice(world: World):
    def client(number: int) -> None:
        world.submit(csv_file(20 + number))

    assert at_once(client) == []
    assert len(world.show()["revisions"]) == CLIENTS


def test_of_overlapping_periods_one_is_taken(world: World):
    from ckan.plugins import toolkit as tk

    periods = ("2026-Q1", "2026-01", "2026-02", "2026-03", "2025-26", "2026-Q1", "2026-01", "2026-02")
    wrong = at_once(lambda number: world.submit(csv_file(20), period=periods[number]) and None)
    assert {type(error) for error in wrong} == {tk.ValidationError}
    listed = world.call("spenddata_return_list", publisher="X-DEMO-1", state="submitted")["results"]
    spans = sorted((line["period_start"], line["period_end"]) for line in listed)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(spans))


def test_several_yeses_publish_once(world: World):
    world.submit(csv_file(20))
    work()
    reference = f"X-DEMO-1.{REGIME}.{PERIOD}"
    wrong = at_once(lambda _number: world.call("spenddata_return_publish", reference=reference) and None)
    assert len(wrong) == CLIENTS - 1
    work()
    assert [event["to"] for event in world.show()["revisions"][0]["events"]].count("published") == 1
