"""Runs the benchmarks: ``python -m benchmarks [files|readers|large] [--quick] [--files FOLDER]``."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks import files, suppliers
from benchmarks.measure import Measured, measure

CHECKING = "benchmarks.checking"
PARTS = ("files", "readers", "large")
"""``large`` is run where it is asked for alone: ten million payments take their time and 10 GB of disk."""


@dataclass(frozen=True)
class Line:
    """One line of the results."""

    name: str
    rows: int
    ours: Measured
    peer: Measured | None = None
    peer_name: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times as long the peer takes."""
        return round(self.peer.seconds / self.ours.seconds, 1) if self.peer else None

    def __post_init__(self) -> None:
        for side in filter(None, (self.ours, self.peer)):
            if side.found["rows"] != self.rows:
                message = (
                    f"{self.name}: {side.found['rows']:,} of {self.rows:,} rows were read, so the time says nothing."
                )
                raise RuntimeError(message)

    def json(self) -> str:
        """The line for programs: seconds of both sides, and what each found."""
        return msgspec.json.encode(
            {
                "name": self.name,
                "ours": round(self.ours.seconds, 3),
                "peer": round(self.peer.seconds, 3) if self.peer else None,
                "peer_name": self.peer_name or None,
                "ratio": self.ratio,
                "rows": self.rows,
                "seconds": round(self.ours.process_seconds, 3),
                "peak_memory": self.ours.peak_bytes,
                "peer_peak_memory": self.peer.peak_bytes if self.peer else None,
                "found": self.ours.found,
                "peer_found": self.peer.found if self.peer else None,
            }
        ).decode()

    def text(self) -> str:
        """The line for people."""
        peer = f"{self.peer_name} {self.peer.seconds:8.2f} s {self.peer.peak_bytes / 1e6:7,.0f} MB" if self.peer else ""
        ratio = f"{self.ratio:6.1f} ×" if self.ratio else ""
        ours = f"{self.ours.seconds:8.2f} s {self.ours.peak_bytes / 1e6:7,.0f} MB"
        return f"{self.name:<28}{self.rows:>12,} rows {ours}   {peer:<34}{ratio}"


def against_frictionless(
    name: str, make: Callable[[Path, int], Path], rows: int, folder: Path, suffix: str
) -> Iterator[Line]:
    """A complete check beside frictionless: with the same rules as far as it can say them, and with the Table Schema alone."""
    path = make(folder / f"spend-{rows}{suffix}", rows)
    ours = measure(CHECKING, "ours", path)
    yield Line(name, rows, ours, measure(CHECKING, "frictionless", path), "frictionless")
    yield Line(f"{name}, schema alone", rows, ours, measure(CHECKING, "table_schema", path), "frictionless")


def scaling(rows: int, folder: Path) -> Line:
    """A complete check of a longer and longer file."""
    return Line(
        "check csv, scaling", rows, measure(CHECKING, "ours", files.spend_csv(folder / f"spend-{rows}.csv", rows))
    )


def lines(folder: Path, *, quick: bool) -> Iterator[Line]:
    """All results, one after the other."""
    csv_rows, xlsx_rows, longest = (50_000, 5_000, 6) if quick else (1_000_000, 50_000, 8)
    yield from against_frictionless("check csv", files.spend_csv, csv_rows, folder, ".csv")
    yield from against_frictionless("check xlsx", files.spend_xlsx, xlsx_rows, folder, ".xlsx")
    for power in range(4, longest):
        yield scaling(10**power, folder)


def main() -> None:
    """Print a table, each line as it is known, and then the same as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, help="only these; all of them if left out")
    parser.add_argument("--quick", action="store_true", help="small files: a minute or less, for a look")
    parser.add_argument("--files", type=Path, help="folder for the files (2 GB); kept, and used again")
    arguments = parser.parse_args()
    if arguments.part == "large":
        many = ["--payments", "200000", "--publishers", "40"] if arguments.quick else []
        subprocess.run([sys.executable, "-m", "benchmarks.large", *many], check=True)
        return
    if arguments.part != "readers":
        check_files(arguments.files, quick=arguments.quick)
    if arguments.part != "files":
        read_portal(quick=arguments.quick)


def check_files(kept: Path | None, *, quick: bool) -> None:
    """What reads and checks files, beside what one would use instead."""
    results = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = kept or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for line in lines(folder, quick=quick):
            print(line.text(), flush=True)
            results.append(line)
    suppliers.main([])
    for line in results:
        print(line.json())


def read_portal(*, quick: bool) -> None:
    """Readers of a portal with many payments, on the services of ``python -m stack test``; each part in a process of its own."""
    payments, publish = (20_000, 5_000) if quick else (500_000, 100_000)
    for module, arguments in (
        ("benchmarks.filling", ["--payments", str(payments)]),
        ("benchmarks.readers", ["--publish", str(publish)]),
    ):
        subprocess.run([sys.executable, "-m", module, *arguments], check=True)


if __name__ == "__main__":
    main()
