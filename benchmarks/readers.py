"""Readers of a filled portal, by the way they come: HTTP to the web server, one after the other and twenty at once.

``python -m benchmarks.readers`` on the services of ``python -m stack test``, once ``benchmarks.filling`` has filled them. With
``--publish`` a return of so many rows is checked and published while the twenty read. The portal is one that has been asked for a while
(``--warm``), as those are that people meet.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import msgspec

from benchmarks.payments import RARE_WORD, bodies
from benchmarks.processors import Spent, spent
from stack.live import portal

BODY = bodies(1)[0].publisher
SEARCH = "/spend/search"
API = "/api/3/action/spenddata_transaction_search"
ADDRESSES: Mapping[str, str] = {
    "home": "/",
    "search, everything": SEARCH,
    "search, common word": f"{SEARCH}?q=limited",
    "search, asked first": f"{SEARCH}?q=limited&amount_max={{new}}",
    "search, two words": f"{SEARCH}?q=repairs+maintenance",
    "search, rare word": f"{SEARCH}?q={RARE_WORD}",
    "search, category": f"{SEARCH}?category=energy-water&sort=largest",
    "search, word, body, days": f"{SEARCH}?q=ltd&publisher_id={BODY.publisher_id}&date_from=2025-04-01&date_to=2026-03-31",
    "search, reference": f"{SEARCH}?reference={BODY.publisher_id}.lgtc-500.2026-03",
    "publishers": "/spend/publishers",
    "publisher": f"/spend/publishers/{BODY.slug}",
    "compare": f"/spend/compare?publisher={BODY.slug}",
    "API, search": f"{API}?q=limited",
    "API, asked first": f"{API}?q=limited&amount_max={{new}}",
    "API, rows alone": f"{API}?q=limited&facets=false",
    "API, comparison": f"/api/3/action/spenddata_comparison_show?publishers={BODY.publisher_id}",
}
MIX: Mapping[str, int] = {
    "home": 5,
    "search, everything": 1,
    "search, common word": 2,
    "search, asked first": 1,
    "search, rare word": 2,
    "search, category": 1,
    "search, word, body, days": 1,
    "compare": 4,
    "API, search": 2,
    "API, comparison": 1,
}
"""Of twenty requests."""
WARMING: Mapping[str, int] = {"search, asked first": 1, "API, asked first": 1}
"""What is asked before anything is measured: no answer to it can be kept."""
WORDS = (
    *(
        "limited",
        "ltd",
        "plc",
        "care",
        "services",
        "supply",
        "repairs",
        "maintenance",
        "agency",
        "yearly",
        "licence",
        "property",
    ),
    *(
        "insurance",
        "review",
        "cleaning",
        "highways",
        "placement",
        "software",
        "advice",
        "training",
        "council",
        "trust",
        "energy",
    ),
)
"""That readers search for in the mix, two at a time: few ask the same."""
NEW = "{new}"
"""In an address: an amount that nobody has asked for before, so that no answer can be kept. No payment is as large."""
PATIENCE = 120


@dataclass
class Times:
    """Seconds of the answers that came, and the status of those that were refused."""

    seconds: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)

    def of(self, share: float) -> float:
        """The time in which a share of the answers were there."""
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)] if self.seconds else 0.0


class Reader:
    """One reader, on a connection of its own that is kept."""

    def __init__(self, site: str) -> None:
        parts = urlsplit(site)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask, and read the whole answer, as a browser does: compressed."""
        self._connection.request("GET", path, headers={"Accept-Encoding": "gzip", "User-Agent": "benchmark"})
        answer = self._connection.getresponse()
        body = answer.read()
        packed = answer.getheader("Content-Encoding") == "gzip"
        return answer.status, gzip.decompress(body) if packed else body


def timed(reader: Reader, path: str, times: Times) -> bytes:
    """Ask once, and note how long it took."""
    begun = time.monotonic()
    status, body = reader.get(path)
    if status == http.HTTPStatus.OK:
        times.seconds.append(time.monotonic() - begun)
    else:
        times.refused[status] += 1
    return body


def alone(site: str, addresses: Mapping[str, str], times: int) -> Iterator[tuple[str, Times, Spent]]:
    """Each address, asked one after the other: what it is, how long it took, seconds of processor for each."""
    for name, path in addresses.items():
        found = Times()
        for _ in range(2):
            Reader(site).get(path.replace(NEW, "1e12"))  # each connection goes to one of the processes
        before = spent(site)
        for _ in range(times):
            timed(Reader(site), path.replace(NEW, str(time.time_ns() // 1_000_000)), found)
        yield name, found, work(before, spent(site), times)


def last_pages(site: str, pages: int) -> tuple[Times, Spent]:
    """Pages of the API one after the other, as far as is asked."""
    reader, found, cursor = Reader(site), Times(), "*"
    before = spent(site)
    for _ in range(pages):
        body = timed(reader, f"{API}?q=limited&facets=false&rows=1000&cursor={cursor.replace('+', '%2B')}", found)
        cursor = msgspec.json.decode(body)["result"]["cursor"] or "*"
    return found, work(before, spent(site), pages)


def together(
    site: str,
    readers: int,
    seconds: float,
    while_that: Callable[[], bool] = lambda: False,
    mix: Mapping[str, int] = MIX,
) -> dict[str, Times]:
    """Many readers, each asking again as soon as it has its answer, for some seconds and as long as something goes on."""
    found = {name: Times() for name in mix}
    end = time.monotonic() + seconds

    def read(seed: int) -> None:
        random, reader = Random(seed), Reader(site)
        names, weights = list(mix), list(mix.values())
        while time.monotonic() < end or while_that():
            [name] = random.choices(names, weights)
            words = "+".join(random.sample(WORDS, random.randint(1, 2)))
            path = ADDRESSES[name].replace("q=limited", f"q={words}").replace(NEW, str(time.time_ns() // 1_000_000))
            timed(reader, path, found[name])

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def work(before: Spent, after: Spent, times: int) -> Spent:
    """Seconds of processor for each of so many requests, by service."""
    return {name: (after[name] - before.get(name, 0)) / times for name in after}


def line(name: str, times: Times, processor: Spent | None) -> str:
    """One line of the table: median and 95 of 100, in milliseconds."""
    spent_ms = {name: round(seconds * 1000) for name, seconds in (processor or {}).items()}
    told = ", ".join(f"{name} {ms}" for name, ms in sorted(spent_ms.items(), key=lambda each: -each[1]) if ms)
    refused = f"   refused: {dict(times.refused)}" if times.refused else ""
    return (
        f"{name:<28}{len(times.seconds):>6} answers{times.of(0.5) * 1000:>8.0f} ms median"
        f"{times.of(0.95) * 1000:>8.0f} ms p95{f'   processor: {told} ms' if told else ''}{refused}"
    )


@contextmanager
def going_on(work: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Do something beside; gives a way to ask whether it goes on."""
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield thread.is_alive
    finally:
        thread.join()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readers", description=__doc__)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument(
        "--warm",
        type=float,
        default=20,
        help="seconds of new searches before anything is measured: a search server compiles what it is asked first, for half a minute",
    )
    parser.add_argument("--times", type=int, default=10, help="how often each address is asked alone")
    parser.add_argument("--publish", type=int, default=0, metavar="ROWS")
    parser.add_argument("--only", default="", help="only addresses whose name has this in it")
    parser.add_argument("--at", metavar="ADDRESS", help="a portal that is up already")
    wanted = parser.parse_args()
    if wanted.at:
        _measure(wanted.at, wanted)
        return
    with portal(Path(os.environ["CKAN_INI"]).parent) as site:
        _measure(site, wanted)


def _measure(site: str, wanted: argparse.Namespace) -> None:
    if wanted.warm:
        together(site, wanted.readers, wanted.warm, mix=WARMING)
    for each in alone(site, {n: a for n, a in ADDRESSES.items() if wanted.only in n}, wanted.times):
        print(line(*each), flush=True)
    if not wanted.only:
        print(line("API, next pages of 1,000", *last_pages(site, 20)), flush=True)
    if wanted.seconds:
        _mix(site, wanted)


def _mix(site: str, wanted: argparse.Namespace) -> None:
    before, load = spent(site), os.getloadavg()[0]
    if wanted.publish:
        from benchmarks.publishing import publication

        with going_on(publication(site, wanted.publish)) as goes_on:
            found = together(site, wanted.readers, wanted.seconds, goes_on)
    else:
        found = together(site, wanted.readers, wanted.seconds)
    after, everything = spent(site), Times()
    for name, times in found.items():
        everything.seconds += times.seconds
        everything.refused += times.refused
        print(line(f"  {name}", times, None))
    processor = work(before, after, max(len(everything.seconds), 1))
    print(line(f"{wanted.readers} readers, the mix", everything, processor), flush=True)
    print(f"Load of the machine before it: {load:.1f}", flush=True)


if __name__ == "__main__":
    main()
