"""The wrong file on a Friday: sent by action, page and command alike, it ends alike, and nothing of it is public.

What is wrong of each is known only by what the publisher, or another, has published before.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.returns.standing import standing
from tests.returns.world import REGIME, World, ledger_rows, upload, work
from tests.test_cli import run
from tests.views.conftest import reader

__all__ = ["reader", "run"]

COUNCIL, NEIGHBOUR = "Exampleton City Council", "Otherborough District Council"
PERIOD, EARLIER = "2026-Q2", ("2025-Q3", "2025-Q4", "2026-Q1")
REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
MONTHS = {"2025-Q3": (2025, 8), "2025-Q4": (2025, 11), "2026-Q1": (2026, 2), PERIOD: (2026, 5)}
HEADER = (
    "Body Name,Payment Date,Supplier Name,Transaction Number,{amount},Expense Area,Expense Type,"
    "Description,Merchant Category,Irrecoverable VAT"
)


def spend(
    period: str,
    rows: Iterable[int] = range(1, 41),
    *,
    name: str = COUNCIL,
    amount: str = "Net Amount",
    times: float = 1.0,
) -> bytes:
    """Forty payments of a quarter, each period's with numbers of its own."""
    year, month = MONTHS[period]
    lines = [HEADER.format(amount=amount)]
    for number in rows:
        pounds = (612.5 + number * 37.25) * times
        lines.append(
            f"{name},{number % 28 + 1:02d}/{month:02d}/{year},Supplier {number % 17} Ltd,{period}-{number:04d},{pounds:.2f},"
            f"Highways,Repairs and maintenance,Works {number},Construction,0.00"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


@dataclass(frozen=True)
class Wrong:
    """A file that somebody sends for the second quarter."""

    content: bytes
    stops: frozenset[str] = frozenset()
    """What somebody has to confirm."""
    state: str = "ready"
    name: str = "spend.csv"
    regime: str = REGIME
    nil: bool = False

    @property
    def reference(self) -> str:
        """The return that it is sent for."""
        return f"X-DEMO-1.{self.regime}.{PERIOD}"


def _nearly(period: str) -> bytes:
    """Most of an earlier quarter's rows, and some others."""
    lines = spend(period).decode().splitlines()
    others = spend(PERIOD, range(101, 106)).decode().splitlines()[1:]
    return ("\r\n".join([*lines[:30], *others]) + "\r\n").encode()


WRONG = {
    "the same bytes": Wrong(spend("2026-Q1"), frozenset({"period-another", "repeat-same-file", "repeat-same-rows"})),
    "nearly the same rows": Wrong(_nearly("2026-Q1"), frozenset({"period-another", "repeat-same-rows"})),
    "another's file": Wrong(spend(PERIOD, name=NEIGHBOUR), state="rejected"),
    "the file of a body that nobody knows": Wrong(
        spend(PERIOD, name="Nowhere Borough Council"), frozenset({"another-publisher-unknown"})
    ),
    "a thousandth": Wrong(
        spend(PERIOD, times=0.001),
        frozenset({"amount-another-unit", "amounts-below-threshold", "return-another-total"}),
    ),
    "a hundredfold": Wrong(
        spend(PERIOD, times=100), frozenset({"amount-another-unit", "amounts-far-above", "return-another-total"})
    ),
    "with VAT, after returns without": Wrong(spend(PERIOD, amount="Gross Amount"), frozenset({"amount-basis-changed"})),
    "twenty times the rows": Wrong(
        spend(PERIOD, range(1, 801)), frozenset({"period-months-missing", "return-another-total"})
    ),
}


@pytest.fixture
def ways(world: World, reader: Any, run: Any, tmp_path: Path) -> dict[str, Callable[[Wrong], None]]:
    """Way → what sends a file for the second quarter, to be published at once where that is possible."""

    def by_action(wrong: Wrong) -> None:
        sent: dict[str, Any] = {"nil": True} if wrong.nil else {"upload": upload(wrong.content, wrong.name)}
        duty = {"publisher": "X-DEMO-1", "regime": wrong.regime, "period": PERIOD}
        world.call("spenddata_return_submit", **duty, **sent, publish=True)

    def by_page(wrong: Wrong) -> None:
        form: dict[str, Any] = {"publisher_id": "X-DEMO-1", "regime": wrong.regime, "period": PERIOD}
        sent = {"kind": "nil"} if wrong.nil else {"kind": "files", "files": (io.BytesIO(wrong.content), wrong.name)}
        page = reader("editor").post("/spend/returns/new", {**form, **sent})
        assert page.status == 302, page.text

    def by_command(wrong: Wrong) -> None:
        path = tmp_path / wrong.name
        path.write_bytes(wrong.content)
        duty = ("--publisher", "X-DEMO-1", "--regime", wrong.regime, "--period", PERIOD)
        sent = ("--nil",) if wrong.nil else (path,)
        assert run("return", "submit", *sent, *duty, "--publish", "--user", "editor").exit_code == 0

    return {"action": by_action, "page": by_page, "command": by_command}


@pytest.fixture
@standing
def history(world: World) -> World:
    """Three quarters, published."""
    for period in EARLIER:
        world.publish(spend(period), period=period)
        assert world.show(f"X-DEMO-1.{REGIME}.{period}")["state"] == "published"
    return world


def ends(world: World, reader: Any, send: Callable[[Wrong], None], wrong: Wrong) -> tuple[str, frozenset[str]]:
    """State and stops of a file that was sent, as action and page tell them."""
    send(wrong)
    work()
    newest = max(world.show(wrong.reference)["revisions"], key=lambda revision: revision["number"])
    ready = newest["state"] == "ready"
    found = world.call("spenddata_finding_list", reference=wrong.reference)["findings"] if ready else []
    stops = {each["rule"]: each["title"] for each in found}
    page = reader("editor").get(f"/spend/returns/{wrong.reference}").text
    assert [title for title in stops.values() if title not in page] == []
    return newest["state"], frozenset(stops)


def go_through(world: World, reader: Any, ways: dict[str, Any], tried: Iterable[tuple[str, str]]) -> None:
    before = ledger_rows()
    found = {(what, way): ends(world, reader, ways[way], WRONG[what]) for what, way in tried}
    assert found == {(what, way): (WRONG[what].state, WRONG[what].stops) for what, way in found}
    assert ledger_rows() == before
    assert reader(None).get(f"/spend/returns/{REFERENCE}").status == 404


@pytest.mark.deep
def test_each_wrong_file_stops_every_way(history: World, reader: Any, ways: dict[str, Any]):
    go_through(history, reader, ways, itertools.product(WRONG, ways))


def test_the_right_file_goes_through_every_way(history: World, reader: Any, ways: dict[str, Any]):
    for number, (way, send) in enumerate(ways.items()):
        send(Wrong(spend(PERIOD, range(1 + number, 41 + number))))
        work()
        if way == "page":
            # A page shows what was found before it publishes.
            sent = max(history.show(REFERENCE)["revisions"], key=lambda revision: revision["number"])
            assert sent["state"] == "ready"
            seen = {"revision": str(sent["number"]), "attempt": str(sent["attempt"])}
            assert reader("editor").post(f"/spend/returns/{REFERENCE}/publish", seen).status == 302
            work()
        assert history.show(REFERENCE)["state"] == "published"
    assert [each["state"] for each in history.show(REFERENCE)["revisions"]].count("published") == 1


OTHER_DUTY = "pa23-s70"


@pytest.mark.parametrize("nil", [False, True])
def test_a_duty_that_is_not_the_body_s_own_stops_every_way(world: World, reader: Any, ways: dict[str, Any], nil: bool):
    wrong = Wrong(spend(PERIOD, times=60), regime=OTHER_DUTY, nil=nil)
    found = {way: ends(world, reader, send, wrong) for way, send in ways.items()}
    assert found == dict.fromkeys(ways, ("ready", frozenset({"duty-another"})))
    assert ledger_rows()[0] == 0
    [stop] = world.call("spenddata_finding_list", reference=wrong.reference)["findings"]
    assert "Local authority spending over £500" in stop["expected"]


def test_a_duty_that_somebody_says_is_the_body_s_own_is_published(world: World):
    yes = [{"rule": "duty-another", "reason": "Our first return under this duty"}]
    sent = upload(spend(PERIOD, times=60))
    duty = {"publisher": "X-DEMO-1", "regime": OTHER_DUTY, "period": PERIOD}
    filed = world.call("spenddata_return_submit", **duty, upload=sent, acknowledge=yes, publish=True)
    work()
    assert world.show(filed["reference"])["state"] == "published"


FAR_LESS, DIFFERENT = "revision-far-less", "revision-all-different"
ANOTHER = {
    "a nil statement": Wrong(b"", frozenset({FAR_LESS}), nil=True),
    "a few of the rows": Wrong(spend(PERIOD, range(1, 20)), frozenset({FAR_LESS})),
    "the rows with less money": Wrong(spend(PERIOD, times=0.4), frozenset({FAR_LESS, DIFFERENT})),
    "as many others": Wrong(spend(PERIOD, range(41, 81)), frozenset({DIFFERENT})),
    "twice as many others": Wrong(spend(PERIOD, range(41, 121)), frozenset({DIFFERENT})),
}


@pytest.mark.parametrize("what", ANOTHER)
def test_another_file_than_what_is_published_stops_every_way(
    world: World, reader: Any, ways: dict[str, Any], what: str
):
    world.publish(spend(PERIOD), period=PERIOD)
    before = ledger_rows()
    found = {way: ends(world, reader, send, ANOTHER[what]) for way, send in ways.items()}
    assert found == dict.fromkeys(ways, ("ready", ANOTHER[what].stops))
    assert (before[0], ledger_rows()) == (40, before)
