"""Two hundred random returns sent to a running portal and downloaded again: equal to the penny, in order, and valid by another's tool."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.acceptance.conftest import Client, wait_for
from tests.test_published_files import Payment, as_sent, package_of, payments, read_back, validated

pytestmark = [pytest.mark.portal, pytest.mark.deep, pytest.mark.timeout(1800)]

BODIES, QUARTERS = 8, 25
MONTHS = {1: 1, 2: 5, 3: 8, 4: 10}
"""A month of 31 days in each quarter."""
REGIME = "lgtc-500"
SENDERS = 4


def wanted() -> list[tuple[int, int, int]]:
    """Body, year and quarter of each return."""
    quarters = [(2020 + number // 4, number % 4 + 1) for number in range(QUARTERS)]
    return [(body, year, quarter) for body in range(BODIES) for year, quarter in quarters]


def title(body: int) -> str:
    return f"Number {body} Borough Council"


@pytest.fixture
def bodies(portal: str) -> None:
    """The publishers."""
    from tests.returns.world import organization

    for body in range(BODIES):
        organization(f"X-DEMO-N{body}", f"number-{body}", title(body))


def send(client: Client, folder: Path, body: int, year: int, quarter: int) -> tuple[str, list[Payment]]:
    """Send a random return; its reference and its payments."""
    chance = random.Random(f"{body} {year} {quarter}")
    them = payments(chance, year, MONTHS[quarter])
    file = folder / f"{body}-{year}-{quarter}.csv"
    file.write_bytes(as_sent(them, chance, title(body)))
    period = f"{year}-Q{quarter}"
    return client.submit(file, publisher=f"X-DEMO-N{body}", regime=REGIME, period=period, publish=True), them


def published(client: Client, reference: str) -> None:
    """Wait until a return is public; what the rules ask of a person is said, finding by finding."""
    if client.settled(reference)["state"] == "ready":
        listed = client.call("spenddata_finding_list", reference=reference)["findings"]
        said = [
            {"finding": each["finding"], "reason": "These payments are invented, and so they are"} for each in listed
        ]
        client.call("spenddata_return_publish", reference=reference, acknowledge=said)
    assert client.settled(reference)["state"] == "published", reference
    steps = {"catalogue", "datastore"}
    wait_for(
        lambda: {step["step"] for step in client.newest(reference)["follow_ups"] if step["state"] == "done"},
        lambda done: steps <= done,
        patience=600,
    )


def download(client: Client, reference: str, folder: Path) -> Path:
    """The published file, as anybody gets it."""
    from ckanext.spenddata.returns.followups import catalogue

    resource = client.call("resource_show", id=catalogue.resource_id(reference))
    answer = requests.get(resource["url"], timeout=60)
    assert answer.status_code == 200
    file = folder / f"{reference}.csv"
    file.write_bytes(answer.content)
    return file


@pytest.mark.check(12)
@pytest.mark.check(13)
def test_two_hundred_returns_come_back_as_they_were_sent(
    client: Client, bodies: None, tmp_path: Path, measured: Callable[[str], None]
):
    sent, back = tmp_path / "sent", tmp_path / "back"
    sent.mkdir()
    back.mkdir()
    with ThreadPoolExecutor(SENDERS) as several:
        returns = list(several.map(lambda each: send(client, sent, *each), wanted()))
    files, rows = [], 0
    for reference, them in returns:
        published(client, reference)
        file = download(client, reference, back)
        assert read_back(file) == them, reference
        files.append(file)
        rows += len(them)
    said = validated(package_of(files), back)
    assert [task["errors"] for task in said["tasks"] if not task["valid"]] == []
    assert (said["valid"], len(said["tasks"])) == (True, len(returns))
    measured(
        f"{len(returns)} returns, {rows:,} rows, sent to a running portal and downloaded: equal, in order, all valid by"
        " `frictionless validate`"
    )
