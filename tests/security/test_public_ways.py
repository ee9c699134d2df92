"""One invariant: whatever was published, revised, withdrawn, erased or renamed, every public way in tells what the ledger holds.

Each row of each file has a supplier of its own, so that whatever is quoted anywhere says which row it comes from.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.faults.conftest import Worker, worker
from tests.faults.whole import wait_until
from tests.returns.world import HEADER, REGIME, World, follow, work
from tests.security.public_ways import Known, Reader, unknown_parameters

__all__ = ["worker"]

TOKEN = re.compile(r"zq[0-9a-f]{6}qz", re.IGNORECASE)
BODIES = {"X-DEMO-1": "Exampleton City Council", "X-DEMO-3": "Otherborough District Council"}
PERIODS = {"2025-Q4": (2025, 11), "2026-Q1": (2026, 2), "2026-Q2": (2026, 5)}
STEPS = 6
DEEP_STEPS = 200
SOME_ADDRESSES = 10
"""Payments, and suppliers, whose addresses are read after a step at which not all are."""
SOME_REVISIONS = 3
"""Likewise of the revisions of each return, beside the newest and the one that was changed."""
WHY = "By order of the test"


def tokens(text: str) -> set[str]:
    """The rows that a text quotes."""
    return {found.lower() for found in TOKEN.findall(text)}


@dataclass
class Filed:
    """A revision as it was filed, and what became of it."""

    rows: list[str]
    """Tokens in the order of the file."""
    state: str = "published"
    erased: set[str] = field(default_factory=set)

    @property
    def left(self) -> list[str]:
        return [row for row in self.rows if row not in self.erased]


class Scenario:
    """Random steps on a portal, and what must be true of it after each."""

    def __init__(self, world: World, reader: Reader, seed: int) -> None:
        self.world, self.reader = world, reader
        self.random = random.Random(seed)
        self.known = Known(publishers=set(BODIES), organizations={"exampleton", "otherborough"})
        self.returns: dict[str, list[Filed]] = {}
        self.paid_by: dict[str, set[int]] = {}
        """Return → its payments whose addresses are known."""
        self.former: set[str] = set()
        """Names in addresses that no body has any more."""
        self.numbered = 0
        self.done: list[str] = []
        self.about = ""
        """The return that the last step changed."""
        self.changed = 0
        """The number of the revision that it was about."""

    # Steps

    def publish(self) -> None:
        """A return is filed, for the first time or again."""
        publisher, period = self.random.choice(sorted(BODIES)), self.random.choice(sorted(PERIODS))
        reference = self.about = f"{publisher}.{REGIME}.{period}"
        earlier = self.returns.get(reference, [])
        kept = self.random.sample(earlier[-1].rows, len(earlier[-1].rows) // 2) if earlier else []
        gone = {row for each in earlier for row in each.erased} | {
            row for each in earlier if each.state != "published" for row in each.left
        }
        kept = [row for row in kept if row not in gone]
        rows = [*kept, *(self._token() for _ in range(self.random.randint(6, 10)))]
        filed = self.world.call(
            "spenddata_return_submit",
            "sysadmin",
            publisher=publisher,
            regime=REGIME,
            period=period,
            upload=_upload(publisher, period, rows),
            acknowledge=[
                {"rule": f"revision-{what}", "reason": "Rows are drawn by lot here"}
                for what in ("far-less", "all-different")
            ],
            publish=True,
        )
        work()
        shown = self.world.show(reference, who="sysadmin")
        assert shown["state"] == "published", shown["revisions"][-1]
        for each in earlier:
            each.state = "superseded" if each.state == "published" else each.state
        self.returns.setdefault(reference, []).append(Filed(rows))
        self.changed = filed["revision"]
        self.known.revisions.setdefault(reference, set()).add(self.changed)
        self.known.references.add(reference)

    def withdraw(self) -> None:
        """A revision is taken back, or all of them."""
        reference, number = self._some({"published", "superseded"})
        every = self.random.random() < 0.3
        chosen = {"every_revision": True} if every else {"revision": number}
        self.world.call("spenddata_return_withdraw", "sysadmin", reference=reference, why=WHY, **chosen)
        for at, each in enumerate(self.returns[reference], start=1):
            if each.state in ("published", "superseded") and (every or at == number):
                each.state = "withdrawn"

    def erase(self) -> None:
        """Cells, a row or a revision are erased."""
        reference, number = self._some({"published", "superseded", "withdrawn"})
        filed = self.returns[reference][number - 1]
        scope = self.random.choice(["cells", "rows", "revision"]) if filed.left else "revision"
        place: list[dict[str, Any]] = []
        if scope != "revision":
            row = self.random.choice(filed.left)
            fields = ["supplier_name", "description"] if scope == "cells" else []
            place = [{"row": filed.rows.index(row) + 2, "fields": fields}]
        self.world.call(
            "spenddata_return_erase", "sysadmin", reference=reference, revision=number, places=place, why=WHY
        )
        if scope == "revision":
            filed.state = "erased"
        else:
            for each in self.returns[reference]:
                each.erased.add(row)

    def rename(self) -> None:
        """A publisher has another name, in words and in addresses; the old addresses stay known."""
        publisher = self.random.choice(sorted(BODIES))
        was = self.world.call("spenddata_publisher_show", None, publisher=publisher)
        number = self.random.randint(1, 99)
        title = f"{was['name'].partition(' (')[0]} ({number})"
        slug = f"{was['slug'].partition('-')[0]}-{number}"
        self.world.call("organization_patch", "sysadmin", id=was["organization_id"], title=title, name=slug)
        self.known.organizations.add(slug)
        self.former |= {was["slug"]} - {slug}
        self.former -= {slug}

    def step(self, which: str) -> None:
        """One step, of another kind where there is nothing for this one."""
        steps: dict[str, Callable[[], None]] = {
            "publish": self.publish,
            "withdraw": self.withdraw,
            "erase": self.erase,
            "rename": self.rename,
        }
        possible = {"withdraw": {"published", "superseded"}, "erase": {"published", "superseded", "withdrawn"}}
        if which in possible and not self._all(possible[which]):
            which = "publish"
        self.done.append(which)
        self.about = ""
        steps[which]()

    def known_nearby(self) -> Known:
        """What is known of the return that the last step was about, and some of the rest; all, where the step was about no return.

        Of the return's revisions these are the changed one, the newest, and some of the others.
        """
        if not self.about:
            return self.known
        others = sorted(self.known.references - {self.about})
        near = self.some(self.known.only({self.about, *self._few(others, 1)}), SOME_ADDRESSES)
        revisions = {
            reference: {max(numbers), *self._few(sorted(numbers), SOME_REVISIONS)}
            for reference, numbers in near.revisions.items()
        }
        revisions[self.about].add(self.changed)
        return replace(near, payments=near.payments | self.paid_by.get(self.about, set()), revisions=revisions)

    def some(self, known: Known, most: int) -> Known:
        """The same, with at most so many payments and suppliers."""
        payments, suppliers = self._few(sorted(known.payments), most), self._few(sorted(known.suppliers), most)
        return replace(known, payments=set(payments), suppliers=set(suppliers))

    def _few(self, of: list[Any], most: int) -> list[Any]:
        return self.random.sample(of, min(most, len(of)))

    # What must hold

    def nothing_taken_back_is_told(self, read: Any) -> None:
        """No way quotes what is in no revision that is public, however far the background work is."""
        public = {row for each in self._filed() if each.state in ("published", "superseded") for row in each.left}
        told = {way: sorted(tokens(text) - public) for way, text in read}
        assert {way: rows for way, rows in told.items() if rows} == {}, self.done

    def everything_agrees_with_the_ledger(self, files_of: set[str]) -> None:
        """Once the background work is done, the complete ways give exactly what the ledger holds, and the others nothing else.

        Args:
            files_of: Returns whose files are read, too.
        """
        ledger = ledger_of()
        for reference, revisions in self.returns.items():
            current = next((each for each in revisions if each.state == "published"), None)
            assert set(ledger.get(reference, {})) == set(current.left if current else ()), (reference, self.done)
        every = {row: amount for rows in ledger.values() for row, amount in rows.items()}
        named = {row for row in every if row in set().union(*self._named())}
        assert tokens(self._dump("c5d11b6c-5903-5c6b-8dd0-74eb5fc3a174")) == named
        assert tokens(self._found()) == named
        for reference in files_of:
            self._files_agree(reference, self.returns[reference])
        self._old_names_lead_on()

    def _old_names_lead_on(self) -> None:
        for name in self.former:
            status, _ = self.reader.page(f"/spend/publishers/{name}")
            assert status == 301, (name, status, self.done)
        for publisher in BODIES:
            body = self.world.call("spenddata_publisher_show", None, publisher=publisher)
            status, text = self.reader.page(f"/spend/publishers/{body['slug']}")
            assert (status, body["name"] in text) == (200, True), (publisher, self.done)

    def _named(self) -> list[set[str]]:
        """Rows whose supplier can still be read, of each revision."""
        return [set(each.left) for each in self._filed()]

    def _files_agree(self, reference: str, revisions: list[Filed]) -> None:
        from ckanext.spenddata.returns.followups import catalogue

        resource = catalogue.resource_id(reference)
        current = next((each for each in revisions if each.state == "published"), None)
        status, text = self.reader.page(f"/datastore/dump/{resource}?format=csv")
        if current is None:
            assert status == 410, (reference, status, self.done)
        else:
            assert (status, tokens(text)) == (200, set(current.left)), (reference, self.done)
            address = tk.get_action("resource_show")({"ignore_auth": True}, {"id": resource})["url"]
            path = "/" + address.partition("://")[2].partition("/")[2]
            self.known.addresses.add(path)
            assert tokens(self.reader.page(path)[1]) == set(current.left)
        for number, filed in enumerate(revisions, start=1):
            status, text = self.reader.page(f"/spend/returns/{reference}/revisions/{number}.csv")
            if filed.state in ("published", "superseded"):
                assert (status, tokens(text)) == (200, set(filed.left)), (reference, number, self.done)
            else:
                assert (status, WHY in text) == (410, True), (reference, number, self.done)

    def _dump(self, resource: str) -> str:
        status, text = self.reader.page(f"/datastore/dump/{resource}?format=csv")
        assert status == 200, (status, text[:600])
        return text

    def _found(self) -> str:
        return json.dumps(self.world.call("spenddata_transaction_search", None, q="", rows=1000))

    def learn(self) -> None:
        """Remember the addresses that anybody could have noted down by now."""
        from ckan import model

        from ckanext.spenddata.returns.followups import catalogue

        for reference in self.returns:
            publisher, _, _ = reference.partition(".")
            self.known.datasets.add(catalogue.dataset_id(publisher, REGIME))
            self.known.resources.add(catalogue.resource_id(reference))
        model.Session.remove()
        self.known.views |= {view.id for view in model.Session.query(model.ResourceView)}
        paid_by = {row: reference for reference, rows in _payments().items() for row in rows}
        for payment in self._few(sorted(paid_by), 3):
            self.known.payments.add(payment)
            self.paid_by.setdefault(paid_by[payment], set()).add(payment)
        self.known.suppliers |= set(self._few(sorted(_suppliers()), 2))

    def _filed(self) -> list[Filed]:
        return [each for revisions in self.returns.values() for each in revisions]

    def _all(self, states: set[str]) -> list[tuple[str, int]]:
        return [
            (reference, number)
            for reference, revisions in sorted(self.returns.items())
            for number, each in enumerate(revisions, start=1)
            if each.state in states
        ]

    def _some(self, states: set[str]) -> tuple[str, int]:
        reference, number = self.random.choice(self._all(states))
        self.about, self.changed = reference, number
        return reference, number

    def _token(self) -> str:
        self.numbered += 1
        return f"zq{self.numbered * 7919 % 0xFFFFFF:06x}qz"


def _upload(publisher: str, period: str, rows: list[str]) -> Any:
    from tests.returns.world import upload

    year, month = PERIODS[period]
    lines = [HEADER]
    for at, row in enumerate(rows, start=1):
        amount = 1000 + int(row[2:8], 16) % 90000
        lines.append(
            f"{BODIES[publisher]},{at % 28 + 1:02d}/{month:02d}/{year},{row.title()} Ltd,T{row[2:8]},{amount}.17,"
            f"Highways,Repairs and maintenance,Works {row},Construction,0.00"
        )
    return upload(("\r\n".join(lines) + "\r\n").encode(), "spend.csv")


def _suppliers() -> set[str]:
    from ckanext.spenddata.ledger import connection

    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select distinct supplier_id from spenddata.total_supplier where supplier_id <> ''")
        return {supplier_id for (supplier_id,) in cursor}


def _payments() -> dict[str, list[int]]:
    from ckanext.spenddata.ledger import connection

    found: dict[str, list[int]] = {}
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select return_id, _id from spenddata.ledger")
        for reference, row_id in cursor:
            found.setdefault(reference, []).append(row_id)
    return found


def ledger_of() -> dict[str, dict[str, str]]:
    """Reference → the rows that can be read in the ledger, with their amounts."""
    from ckanext.spenddata.ledger import connection

    found: dict[str, dict[str, str]] = {}
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select return_id, supplier_name, amount from spenddata.ledger where supplier_name is not null")
        for reference, supplier, amount in cursor:
            found.setdefault(reference, {})[next(iter(tokens(supplier)))] = str(amount)
    return found


@pytest.fixture
def reader(world: World, app: Any, with_request_context: Any) -> Reader:
    return Reader(app)


def kinds(steps: int, chance: random.Random) -> list[str]:
    """Steps in a random order; among the first six is each kind."""
    every = ["publish", "publish", "erase", "rename", "withdraw", "publish", "publish", "erase", "erase", "withdraw"]
    more = chance.choices(["publish", "withdraw", "erase", "rename"], [5, 2, 3, 1], k=max(0, steps - len(every)))
    return [*every, *more][:steps]


def nothing_is_left_to_do() -> bool:
    """Do the background work; what a killed process had is free when the database has noticed, on a busy machine a moment later."""
    from ckan import model

    from ckanext.spenddata.model import FollowUp, Removal

    follow()
    open_work = (model.Session.query(each).filter(each.done.is_(None)).count() for each in (FollowUp, Removal))
    left = sum(open_work)
    model.Session.rollback()
    return not left


def go_through(
    scenario: Scenario, steps: list[str], between: Callable[[], None] = lambda: None, all_every: int = 1
) -> None:
    """Take the steps; after each, and again when the background work is done, read what tells anything; at both ends, everything.

    Args:
        scenario: What has happened so far.
        steps: What happens.
        between: What else happens before the background work is done.
        all_every: After so many steps all returns are looked at; in between the one that was changed and another.
    """
    for at, which in enumerate(steps):
        scenario.step(which)
        known = scenario.known if at % all_every == 0 else scenario.known_nearby()
        scenario.nothing_taken_back_is_told(scenario.reader.telling(known))
        between()
        wait_until(nothing_is_left_to_do, seconds=60)
        scenario.learn()
        if at == 0:
            assert unknown_parameters(scenario.known) == set()
            scenario.nothing_taken_back_is_told(scenario.reader.everything(scenario.known, "zq"))
        scenario.everything_agrees_with_the_ledger(known.references)
    scenario.everything_agrees_with_the_ledger(scenario.known.references)
    scenario.nothing_taken_back_is_told(scenario.reader.telling(scenario.known))
    scenario.nothing_taken_back_is_told(scenario.reader.everything(scenario.some(scenario.known, SOME_ADDRESSES), "zq"))


@pytest.mark.check(35)
def test_every_public_way_tells_what_the_ledger_holds(world: World, reader: Reader, measured):
    scenario = Scenario(world, reader, seed=20261128)
    go_through(scenario, kinds(STEPS, random.Random(1)))
    measured(f"{STEPS} steps")


@pytest.mark.check(35)
@pytest.mark.deep
def test_two_hundred_steps_some_of_them_killed_midway(world: World, reader: Reader, worker: Worker, measured):
    """A worker does the background work and is killed at random instants; what it leaves is finished by whoever comes next."""
    chance = random.Random(2)
    scenario = Scenario(world, reader, seed=2)

    killed = 0

    def killed_midway() -> None:
        nonlocal killed
        if chance.random() < 0.3:
            worker.start()
            time.sleep(chance.uniform(2, 8))  # it begins to work after two or three seconds
            killed += worker.is_alive()
            worker.kill()

    go_through(scenario, kinds(DEEP_STEPS, chance), killed_midway, all_every=20)
    measured(f"{DEEP_STEPS} steps, a worker killed after {killed} of them; all returns looked at after every 20th")
    assert killed > DEEP_STEPS / 5
