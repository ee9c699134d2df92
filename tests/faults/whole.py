"""A whole portal on services of its own, as `make run` starts it, any of which can be killed and kept away for a while."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest
import requests

from stack import ckan, portal
from stack.addresses import UsualPorts
from stack.home import free_port
from stack.launcher import Stack
from stack.patience import Patience
from stack.portal import kept_stack
from stack.postgres import Postgres
from stack.processes import Running, as_user, quietly
from stack.solr import Solr
from stack.valkey import Valkey
from tests.returns.world import HEADER, PERIOD, REGIME, month_of
from tests.stack.test_launcher import ROOT, public_folder

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
RESOURCE = "spenddata_return_show"
ANY_FILE = [
    {"rule": f"revision-{what}", "reason": "Files of all sizes come after each other here"}
    for what in ("far-less", "all-different")
]
"""The yes to what stops a revision that has little to do with the one it replaces."""
HONEST = {200, 503}
Fingerprint = tuple[int, str]
PUBLIC = """
select transaction_number, supplier_name, (amount * 100)::bigint from spenddata.ledger where return_id = %s order by 1
"""
LEFT_OVER = """
select n.nspname || '.' || c.relname from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'm') and (n.nspname = 'spenddata' or n.nspname like 'pg_temp%%') order by 1
"""


def fingerprint(rows: list[tuple[Any, ...]]) -> Fingerprint:
    """Number and digest of the rows of a return: their numbers, suppliers and pence."""
    return len(rows), hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()


def expected(rows: int, start: int = 1) -> Fingerprint:
    """The fingerprint of what ``file_of`` holds."""
    return fingerprint([(f"T{n:06d}", supplier_of(n), pence_of(n)) for n in range(start, start + rows)])


class Whole:
    """A portal that runs, its services, and the tokens of its people."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.address = stack.addresses.site_url
        self.tokens: dict[str, str] = {}
        self._attended = True

    def settle(self) -> None:
        """Make bodies and people."""
        surroundings = ckan.process_environment(self.stack.home, self.stack.addresses)
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.settling"],
            env={**surroundings, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        self.tokens = json.loads(done.stdout.splitlines()[-1])

    def running(self, name: str) -> Running:
        """A service's process, as the launcher knows it."""
        return next(each for each in self.stack.processes.running if each.service.name == name)

    def kill(self, name: str) -> None:
        """Kill a service, without warning, and what it leaves with it where it is no database server's; it stays away."""
        self._attended = False
        running = self.running(name)
        family = psutil.Process(running.process.pid).children(recursive=True) if name.startswith("worker") else []
        running.process.kill()
        for child in family:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        running.process.wait()

    def bring_back(self) -> None:
        """Have the launcher start again what died, at once: how long it waits otherwise is no matter here."""
        processes = self.stack.processes
        for each in processes.running:
            each.patience = Patience()
        while any(each.process.poll() is not None for each in processes.running):
            processes.revive()
            time.sleep(0.05)
        self._attended = True

    def answers_again(self, name: str) -> float:
        """Wait until a service that was started again answers; seconds that it took to start."""
        kind = {"postgres": Postgres, "valkey": Valkey, "solr": Solr}[name]
        service = kind(self.stack.home, self.stack.addresses, throwaway=False)
        return wait_until(lambda: quietly(service.answers))

    @contextmanager
    def away(self, name: str) -> Iterator[None]:
        """A service is killed, and started again when the block ends."""
        self.kill(name)
        try:
            yield
        finally:
            self.bring_back()

    def post(self, action: str, who: str | None = "editor", **data: Any) -> requests.Response:
        """Call an action; files go by ``upload``. Meanwhile the launcher looks after what died with what was killed."""
        if self._attended:
            self.stack.processes.revive()
        upload = data.pop("upload", None)
        sent: dict[str, Any] = {"json": data}
        if upload:
            sent = {"data": data, "files": {"upload": ("spend.csv", upload)}}
        headers = {"Authorization": self.tokens[who]} if who else {}
        return requests.post(f"{self.address}/api/3/action/{action}", headers=headers, timeout=120, **sent)

    def call(self, action: str, who: str | None = "editor", **data: Any) -> Any:
        """What an action answers; where it says that something is away, ask again as a program would."""
        while (answer := self.post(action, who, **data)).status_code == 503:
            assert int(answer.headers["Retry-After"]) > 0
            time.sleep(0.2)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def send(self, content: bytes, **more: Any) -> int:
        """Submit a file for the return, to be published; the number of its revision."""
        duty = {"publisher": "X-DEMO-1", "regime": REGIME, "period": PERIOD}
        asked = {**duty, "publish": "true", "acknowledge": json.dumps(ANY_FILE), **more}
        return self.call("spenddata_return_submit", upload=content, **asked)["revision"]

    def revision(self, number: int, reference: str = REFERENCE) -> dict[str, Any]:
        """A revision with its events and follow-ups."""
        return self.call(RESOURCE, reference=reference)["revisions"][number - 1]

    def state(self, number: int) -> str:
        """The state of a revision."""
        return self.revision(number)["state"]

    def is_done(self, number: int) -> bool:
        """Whether a revision is published and everything that follows is, too."""
        revision = self.revision(number)
        return revision["state"] == "published" and {step["state"] for step in revision["follow_ups"]} == {"done"}

    def published_after(self, number: int, seconds: float = 600) -> float:
        """Wait until a revision is published; seconds that it took."""
        took = wait_until(lambda: self.state(number) in ("published", "ready", "rejected"), seconds)
        assert self.state(number) == "published", self.revision(number)
        return took

    def public(self, reference: str = REFERENCE) -> Fingerprint:
        """What the ledger shows of a return, asked as soon as PostgreSQL answers."""
        return fingerprint(self.rows(PUBLIC, reference))

    def tables(self) -> list[tuple[Any, ...]]:
        """The ledger's tables, and whatever else is lying about."""
        return self.rows(LEFT_OVER)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the DataStore's database, once it answers."""
        end = time.monotonic() + 60
        while True:
            try:
                with closing(psycopg2.connect(self.stack.addresses.read_url)) as database, database.cursor() as cursor:
                    cursor.execute(statement, values)
                    return cursor.fetchall()
            except psycopg2.OperationalError:
                assert time.monotonic() < end
                time.sleep(0.1)

    def downloaded(self, reference: str = REFERENCE) -> Fingerprint:
        """What the published file holds, as anybody gets it."""
        from ckanext.spenddata.returns.followups import catalogue

        resource = self.call("resource_show", None, id=catalogue.resource_id(reference))
        answer = requests.get(resource["url"], timeout=60)
        assert answer.status_code == 200
        rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        pence = [(row["transaction_number"], row["supplier_name"], round(float(row["amount"]) * 100)) for row in rows]
        return fingerprint(pence)

    def command(self, *words: str) -> str:
        """What a command of CKAN says, which must succeed."""
        worker = self.running("worker").service
        command = [*map(str, worker.command[:3]), *words]
        around: dict[str, Any] = {"env": dict(worker.environment), "cwd": worker.folder, **as_user(worker.user)}
        done = subprocess.run(command, capture_output=True, text=True, check=False, **around)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def wait_until(done: Callable[[], bool], seconds: float = 600, every: float = 0.05) -> float:
    """Seconds until something holds."""
    begun = time.monotonic()
    while not done():
        assert time.monotonic() - begun < seconds, "waited in vain"
        time.sleep(every)
    return time.monotonic() - begun


@contextmanager
def asked_all_the_time(address: str, *paths: str) -> Iterator[dict[str, Counter[int]]]:
    """A reader for each path, who asks again and again; the statuses that each gets, 0 where nobody answers."""
    statuses: dict[str, Counter[int]] = {path: Counter() for path in paths}
    end = threading.Event()

    def read(path: str) -> None:
        while not end.is_set():
            try:
                statuses[path][requests.get(address + path, timeout=30).status_code] += 1
            except requests.RequestException:
                statuses[path][0] += 1
            end.wait(0.1)

    threads = [threading.Thread(target=read, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        end.set()
        for thread in threads:
            thread.join()


@contextmanager
def whole_portal(folder: Path) -> Iterator[Whole]:
    """Start everything below a folder, and stop it in the end."""
    mask = os.umask(0o077)
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(("CKAN", "SPENDDATA_"))]:
                if name != "SPENDDATA_CACHE":
                    patch.delenv(name)
            patch.setenv("SPENDDATA_HOME", str(folder / "home"))
            # Ports of its own: those that portals usually take may be another's while a service is away.
            patch.setattr(portal, "usual_ports", lambda: UsualPorts(web=free_port()))
            with kept_stack() as stack:
                try:
                    stack.start_services()
                    stack.start_portal()
                    whole = Whole(stack)
                    whole.settle()
                    yield whole
                finally:
                    stack.processes.stop(quiet=True)
    finally:
        os.umask(mask)


@pytest.fixture(scope="module")
def whole() -> Iterator[Whole]:
    """A whole portal for all tests of a file."""
    with public_folder() as folder, whole_portal(folder) as started:
        yield started


def file_of(rows: int, start: int, *, name: str = "Exampleton City Council", month: int = 2, year: int = 2026) -> bytes:
    """A file whose rows nobody else's are, with amounts as a council pays them."""
    lines = (
        f"{name},{n % 28 + 1:02d}/{month_of(n, rows, month):02d}/{year},{supplier_of(n)},T{n:06d},{pence_of(n) / 100:.2f},"
        f"Highways,Repairs and maintenance,Resurfacing of road {n},Construction,0.00"
        for n in range(start, start + rows)
    )
    return ("\r\n".join([HEADER, *lines]) + "\r\n").encode()


def supplier_of(number: int) -> str:
    """Who was paid: at most as many suppliers as large bodies have, so that 200,000 payments are ten of each."""
    return f"Supplier {number % 20_000} Ltd"


def pence_of(number: int) -> int:
    """What was paid by the payment of a number; in no order, or suppliers and amounts would look as if sorted one by one."""
    return (600 + number * 7_919 % 9_000) * 100 + number % 100
