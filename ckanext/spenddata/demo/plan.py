"""Who files what: every filing of the demonstration, in the order in which they would have come in.

Councils file each quarter, the others each month, over at least twelve months up to the last full one. Not everybody
does well: some returns are missing, one body says *nothing to report*, some files have rows in error, one file was
sent twice over and then corrected, one is no spend file at all. ``EXCEPTIONS`` has them by body; everything else is
filed and published.

Everything is sent in on the day of loading, long after most of it fell due. Most bodies join the portal on that day, so that
this history is not judged for lateness. The few in ``EARLY`` joined before the first of their returns: what they send in
counts as late, and what they miss as overdue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import msgspec

from ckanext.spenddata.demo import faults, files, spending
from ckanext.spenddata.demo.bodies import BODIES, Body
from ckanext.spenddata.demo.layouts import LAYOUTS, Layout
from ckanext.spenddata.demo.seeds import seeded
from ckanext.spenddata.demo.sheets import Sheet, lay_out
from ckanext.spenddata.demo.spending import Transaction
from ckanext.spenddata.values.calendar import add_months
from ckanext.spenddata.values.periods import Cadence, Period

SEED = 2026
HOSPITALS = "Department for Hospitals and Infirmaries"
"""The fictional department that trusts name as theirs."""

What = Literal["file", "doubled", "corrected", "errors", "waiting", "nil", "form", "nothing"]
"""``waiting`` has errors and waits for a person; ``form`` is no spend file; for ``nothing`` nothing was filed."""

EXCEPTIONS: dict[str, dict[int, What]] = {
    "OSTWELL-HOSPITALS": {-4: "nothing", -3: "nothing", -2: "nothing", -1: "nothing"},
    "SEDGEHOLM": {-3: "nothing"},
    "HEDGEROWS": {-8: "nil", -3: "nil"},
    "BRACKENROYD": {-2: "doubled"},
    "PORT-ARDENT": {-4: "errors", -1: "errors"},
    "COLDWOLD": {-2: "errors"},
    "THORNBECK": {-3: "errors"},
    "FENMARCH-PCC": {-6: "errors", -2: "errors"},
    "DCW": {-5: "errors"},
    "LARKMOOR": {-1: "waiting"},
    "DLW": {-1: "form"},
    "BEACONS": {-1: "nothing"},
    "HALLOWSHIRE-PCC": {-7: "nothing"},
}
"""Body → which of its periods, counted from the newest (-1), goes how."""

EARLY = ("ASHENVALE", "HALLOWSHIRE-PCC", "OSTWELL-HOSPITALS", "WESTERBOURNE-FIRE")
"""Bodies that have filed here for a while."""
EARLY_MONTHS = 14
"""So long before the last month they joined: no return of theirs fell due before."""


@dataclass(frozen=True)
class Filing:
    """One revision of one return."""

    body: Body
    regime: str
    period: Period
    what: What
    seed: int

    @property
    def key(self) -> str:
        """Return and, where it is the second filing for it, that: ``X-DEMO-DHT.hmt-25k.2026-04``."""
        return f"{self.body.publisher.publisher_id}.{self.regime}.{self.period}"

    @property
    def revision(self) -> int:
        """Number of the revision that this filing makes."""
        return 2 if self.what == "corrected" else 1

    @property
    def nil(self) -> bool:
        """Whether it states that there is nothing to report."""
        return self.what == "nil"

    @property
    def publish(self) -> bool:
        """Whether it is meant to be published."""
        return self.what not in {"waiting", "form"}

    @cached_property
    def transactions(self) -> list[Transaction]:
        """What the body spent, each transaction as often as the file has it."""
        if self.nil or self.what == "form":
            return []
        if self.regime != self.body.regime:
            return spending.card_transactions(self.body, self.period, self.seed)
        found = spending.transactions(self.body, self.period, self.seed)
        return found + found if self.what == "doubled" else found

    @property
    def layout(self) -> Layout:
        """How the file looks."""
        return LAYOUTS["card" if self.regime != self.body.regime else self.body.layout]

    @cached_property
    def broken(self) -> tuple[int, ...]:
        """Positions of the transactions whose row is in error."""
        if self.what not in {"errors", "waiting"}:
            return ()
        random = seeded(self.seed, self.key, "broken")
        return tuple(sorted(random.sample(range(len(self.transactions)), k=random.randint(3, 9))))

    @property
    def rows(self) -> int:
        """Rows that can enter a figure."""
        return len(self.transactions) - len(self.broken)

    @property
    def pence(self) -> int:
        """Their sum."""
        broken = set(self.broken)
        return sum(t.pence for place, t in enumerate(self.transactions) if place not in broken)

    @property
    def name(self) -> str:
        """Name of the file."""
        words = {"corrected": "-corrected", "form": "-details"}.get(self.what, "")
        card = "-cards" if self.regime != self.body.regime else ""
        return f"{self.body.publisher.slug}{card}-spend-{self.period}{words}.{self.layout.container}"

    @property
    def answers(self) -> dict[str, object]:
        """What the body says about its files beforehand, because they do not."""
        return dict(self.layout.answers)

    @property
    def acknowledge(self) -> list[dict[str, str]]:
        """What the body says of its file beforehand, because it looks wrong: here and there somebody says yes too soon."""
        if self.what == "doubled":
            return [{"rule": "repeat-whole-file", "reason": "The ledger lists them so"}]
        return []

    def content(self) -> bytes:
        """The bytes of the file."""
        if self.what == "form":
            return faults.metadata_form(self.body.publisher.name, self.period.title)
        return files.write(self._sheet(), self.layout)

    def _sheet(self) -> Sheet:
        sheet = lay_out(self.transactions, self.body, self.period, self.layout, family(self.body))
        return faults.broken(sheet, self.layout, self.broken, seeded(self.seed, self.key, "faults"))


def plan(until: date, count: int = len(BODIES), seed: int = SEED) -> list[Filing]:
    """The filings of the first ``count`` bodies up to the month in which ``until`` lies, the oldest period first."""
    filings = [filing for body in bodies(until, count) for filing in _filings(body, until, seed)]
    return sorted(filings, key=lambda filing: (filing.period.end, filing.revision))


def bodies(until: date, count: int = len(BODIES)) -> Sequence[Body]:
    """The bodies of a demonstration of that size; those in ``EARLY`` with the day on which they joined."""
    joined = add_months(until.replace(day=1), -EARLY_MONTHS)
    return [_joined(body, joined) if body.code in EARLY else body for body in BODIES[:count]]


def last_full_month(today: date) -> date:
    """The last day of the last month that is over."""
    return today.replace(day=1) - timedelta(days=1)


def family(body: Body) -> str:
    """The department family that the body's files name."""
    if body.profile == "trust":
        return HOSPITALS
    parent = body.publisher.parent_id
    return next((b.publisher.name for b in BODIES if b.publisher.publisher_id == parent), body.publisher.name)


def periods(until: date, cadence: Cadence) -> list[Period]:
    """The periods of a cadence that are over by ``until``, of at least the twelve months before."""
    first = Period.of(date(until.year - 1, until.month, 1), "quarter").start
    return [period for period in Period.between(first, until, cadence) if period.end <= until]


def _joined(body: Body, day: date) -> Body:
    return replace(body, publisher=msgspec.structs.replace(body.publisher, joined=day))


def _filings(body: Body, until: date, seed: int) -> Iterator[Filing]:
    quarterly = body.regime == "lgtc-500"
    due = periods(until, "quarter" if quarterly else "month")
    exceptions = EXCEPTIONS.get(body.code, {})
    for place, period in enumerate(due, start=-len(due)):
        what = exceptions.get(place, "file")
        if what == "nothing":
            continue
        yield Filing(body, body.regime, period, what, seed)
        if what == "doubled":
            yield Filing(body, body.regime, period, "corrected", seed)
        if body.card:
            yield Filing(body, body.publisher.regimes[1], period, "file", seed)
