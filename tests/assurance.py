"""The page that says which checks hold, written by the run of the tests itself: `pytest --assurance docs/assurance.md`.

A test that carries a check of `assurance.csv` says so: `@pytest.mark.check(1)`, or with what is asked of it alone where that is not all of
the check: `@pytest.mark.check(1, "20 kills")`. The fixture `measured` takes the figure that came out. A run puts its rows in place of
those of the same tests and leaves the others: parts that run one after another fill the page. Pages of parts that ran apart become one
by `python -m tests.assurance PAGE OTHER …`, which writes the first.
"""

from __future__ import annotations

import ast
import csv
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest

CHECKS_FILE = Path(__file__).with_suffix(".csv")
OVERVIEW = ("Check", "What it is", "Asked", "What came out", "Tests")
DETAILS = ("Test", "Asked of it alone", "Measured", "Outcome", "Date", "Commit")
INTRODUCTION = """# Assurance

What is checked, and what came out when it last ran: each check in a line, and [below](#the-tests) by which tests. The tests write this
page (`make assurance`; see [development](development.md#assurance)): don't edit it. *Asked* is what the check asks for in full; where what
came out is less, the tests run less. *Commit* is what was tested; `+` says that something was changed in it.
"""
NOT_RUN, NO_TEST = "not run", "no test"
ASKING_TO_STOP = (signal.SIGINT, signal.SIGTERM)
COLLECTED = pytest.StashKey[Counter[str]]()
_HEADING = re.compile(r"^### (\d+)\. ")
_ROW = re.compile(r"^\| (`|no test )")
_COUNTED = re.compile(r"(\d+) (failed|passed|skipped|not run)")
_CELLS = re.compile(r"(?<!\\)\|")


class Check(NamedTuple):
    """What a check is, and what it asks for in full."""

    what: str
    asked: str


@dataclass(frozen=True)
class Row:
    """One check as one test shows it.

    Attributes:
        check: the number of the check.
        test: the test, without its parameters; empty where there is none.
        asked: what the check asks for.
        measured: the figures that came out.
        outcome: how many of the test's cases passed, failed, were skipped or left out.
        date: the day it ran, `YYYY-MM-DD`.
        commit: what was tested.
    """

    check: int
    test: str = ""
    asked: str = ""
    measured: str = ""
    outcome: str = NO_TEST
    date: str = ""
    commit: str = ""


@dataclass
class Case:
    """A test's run with one set of parameters."""

    checks: tuple[tuple[int, str], ...] = ()
    outcome: str = "passed"
    figures: tuple[str, ...] = ()
    of: int = 1
    """How many cases its test has, whether or not the run comes to them."""


@dataclass
class Run:
    """What one run of the tests learns: how each case of the tests that carry checks ended."""

    page: Path
    root: Path
    tests: list[Path]
    commit: str
    cases: dict[str, Case] = field(default_factory=dict)
    begun: dict[str, Case] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a phase of a case ended; the worst of its phases counts."""
        said = [value for name, value in report.user_properties if name == "check"]
        if not said:
            return
        case = self.begun.setdefault(report.nodeid, Case())
        case.checks = tuple((int(check), str(asked)) for check, asked in said)
        case.figures = tuple(str(value) for name, value in report.user_properties if name == "measured")
        case.of = next(int(str(value)) for name, value in report.user_properties if name == "cases")
        if report.failed or (report.skipped and case.outcome == "passed"):
            case.outcome = report.outcome
        # A test that was broken off in its midst has shown nothing.
        if report.when == "call" or case.outcome != "passed":
            self.cases[report.nodeid] = case

    def pytest_sessionfinish(self) -> None:
        """Put the rows of this run into the page."""
        day = datetime.now(UTC).date().isoformat()
        before = read(self.page.read_text()) if self.page.exists() else []
        now = rows(self.cases, day, self.commit)
        self.page.write_text(page(merged(before, marked(self.root, self.tests), now)))
        for number in ASKING_TO_STOP:
            signal.signal(number, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the page's path from the command line or from ASSURANCE."""
    told = "put what the marked tests show into this page (also: ASSURANCE in the environment)"
    parser.addoption("--assurance", metavar="PAGE", default=os.environ.get("ASSURANCE"), help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Write a page only where one is asked for, and only from the process that hears of all tests."""
    asked = config.getoption("--assurance")
    if asked and not hasattr(config, "workerinput"):
        for number in ASKING_TO_STOP:
            signal.signal(number, _stop)
        root = config.rootpath
        tests = [root / folder for folder in config.getini("testpaths")]
        config.pluginmanager.register(Run(root / asked, root, tests, commit_of(root)), "assurance-run")


def _stop(*_: object) -> NoReturn:
    """A run that is stopped, by Ctrl-C or whoever started its services, writes what it has shown; who asks again does not cut it short."""
    for number in ASKING_TO_STOP:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def pytest_itemcollected(item: pytest.Item) -> None:
    """Count the cases of each test: a run that leaves some out, or is broken off, shows a part."""
    item.config.stash.setdefault(COLLECTED, Counter())[_function(item.nodeid)] += 1


# Properties of a test travel with its reports, also from the processes of pytest-xdist.
@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Send a test's checks along with its reports."""
    said = [("check", [check, asked]) for check, asked in checks_of(item)]
    item.user_properties += [*said, ("cases", item.config.stash[COLLECTED][_function(item.nodeid)])] if said else []


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures of this run, where it is one of the long tests: a process of several keeps what its tests print."""
    chosen = terminalreporter.config.getoption("-m") or ""
    if not chosen or "not deep" in chosen:
        return
    terminalreporter.section("figures")
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                for name, figure in report.user_properties:
                    if name == "measured":
                        terminalreporter.write_line(f"{report.nodeid}: {figure} ({report.duration:.0f} s)")


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """A function that takes a figure of this test for the page, in words: `measured("20 of 20 kills")`."""

    def take(figure: str) -> None:
        request.node.user_properties.append(("measured", figure))

    return take


def checks_of(item: pytest.Item) -> Iterator[tuple[int, str]]:
    """The checks that a test carries, each with what it asks.

    Raises:
        pytest.UsageError: the marker names no check.
    """
    known = checks()
    for marker in item.iter_markers("check"):
        number, *asked = marker.args or (None,)
        if number not in known or len(asked) > 1 or marker.kwargs:
            wanted = f"check(number) or check(number, 'what is asked'), of {CHECKS_FILE.name}"
            raise pytest.UsageError(f"{item.nodeid}: {wanted}, not {marker.args}")
        yield number, asked[0] if asked else known[number].asked


def checks() -> dict[int, Check]:
    """The checks by their numbers."""
    with CHECKS_FILE.open(newline="") as stream:
        return {int(line["number"]): Check(line["what"], line["asked"]) for line in csv.DictReader(stream)}


def commit_of(root: Path) -> str:
    """The commit that is checked out in a folder, with `+` where files of it were changed; empty without git."""
    if not (root / ".git").exists():
        return ""

    def said(*command: str) -> str:
        done = subprocess.run(["git", "-C", str(root), *command], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    changed = said("status", "--porcelain", "--untracked-files=no")
    return said("rev-parse", "--short=8", "HEAD") + ("+" if changed else "")


def rows(cases: dict[str, Case], day: str, commit: str = "") -> Iterator[Row]:
    """The rows of a run: one for each check of each test, whatever the number of the test's cases."""
    tests: dict[tuple[int, str], list[Case]] = {}
    asked: dict[tuple[int, str], str] = {}
    for test, case in cases.items():
        for check, words in case.checks:
            tests.setdefault((check, _function(test)), []).append(case)
            asked[check, _function(test)] = words
    for (check, test), them in tests.items():
        ends = Counter(case.outcome for case in them)
        ends[NOT_RUN] = max(0, max(case.of for case in them) - len(them))
        outcome = ", ".join(f"{ends[end]} {end}" for end in ("failed", "passed", "skipped", NOT_RUN) if ends[end])
        figures = dict.fromkeys(figure for case in them for figure in case.figures)
        yield Row(check, test, asked[check, test], "; ".join(figures), outcome, day, commit)


def marked(root: Path, folders: Iterable[Path]) -> Iterator[Row]:
    """A row for each check of each test below some folders, whether or not it is among those that run.

    Read from the source, where markers are decorators: what a run leaves out is not a check without a test.
    """
    for file in sorted(path for folder in folders for path in folder.rglob("test_*.py")):
        text = file.read_text()
        if "mark.check(" in text:
            yield from _marked(ast.parse(text), file.relative_to(root).as_posix(), ())


def _marked(node: ast.Module | ast.ClassDef, test: str, above: tuple[Sequence[str | int], ...]) -> Iterator[Row]:
    for child in node.body:
        if isinstance(child, ast.ClassDef):
            yield from _marked(child, f"{test}::{child.name}", (*above, *_markers(child)))
        elif isinstance(child, ast.FunctionDef) and child.name.startswith("test"):
            for number, *asked in (*above, *_markers(child)):
                told = str(asked[0]) if asked else checks()[int(number)].asked
                yield Row(int(number), f"{test}::{child.name}", told, outcome=NOT_RUN)


def _markers(node: ast.FunctionDef | ast.ClassDef) -> Iterator[Sequence[str | int]]:
    """The arguments of the decorators that say a check."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.check":
            yield [ast.literal_eval(argument) for argument in decorator.args]


def merged(before: Iterable[Row], marks: Iterable[Row], now: Iterable[Row]) -> list[Row]:
    """All rows in order: one for each mark, as the test showed it now, or before, or never; rows of other tests go."""
    earlier = {(row.check, row.test): row for row in before}
    found = {(row.check, row.test): replace(earlier.get((row.check, row.test), row), asked=row.asked) for row in marks}
    for row in now:
        found[row.check, row.test] = later(found.get((row.check, row.test), row), row)
    tested = {number for number, _ in found}
    without = [Row(number, asked=check.asked) for number, check in checks().items() if number not in tested]
    return sorted([*found.values(), *without], key=lambda row: (row.check, row.test))


def later(earlier: Row, row: Row) -> Row:
    """Which of two rows of one test stands: the later, but for a part that passed, where more of the test was seen before."""
    ended, before = (Counter({end: int(n) for n, end in _COUNTED.findall(each.outcome)}) for each in (row, earlier))
    if not ended or row.date < earlier.date:
        return earlier
    part = ended[NOT_RUN] and not ended["failed"] and before.total() - before[NOT_RUN] > ended.total() - ended[NOT_RUN]
    return earlier if part else row


def page(them: Iterable[Row]) -> str:
    """The page in Markdown."""
    by_check = {number: list(found) for number, found in groupby(them, key=lambda row: row.check)}
    lines = [INTRODUCTION, _line(*OVERVIEW), _line(*["---"] * len(OVERVIEW))]
    lines += [_overview(number, rows) for number, rows in by_check.items()]
    lines += ["", "## The tests", ""]
    for number, rows in by_check.items():
        lines += [f"### {number}. {checks()[number].what}", "", _line(*DETAILS), _line(*["---"] * len(DETAILS))]
        lines += [*map(_detail, rows), ""]
    return "\n".join(lines)


def _overview(number: int, rows: Sequence[Row]) -> str:
    """A check in one line: the figures of all its tests, and how all their cases ended."""
    figures = dict.fromkeys(row.measured for row in rows if row.measured)
    return _line(str(number), *checks()[number], "; ".join(figures), _ends([row.outcome for row in rows]))


def _ends(outcomes: Iterable[str]) -> str:
    """How the cases of several tests ended, failures first."""
    ends: Counter[str] = Counter()
    for outcome in outcomes:
        counted = _COUNTED.findall(outcome)
        for number, end in counted:
            ends[end] += int(number)
        if not counted:
            ends[outcome] += 1
    said = [f"{ends[end]} {end}" for end in ("failed", NOT_RUN, "passed", "skipped") if ends[end]]
    return ", ".join(said) or NO_TEST


def _detail(row: Row) -> str:
    """A test of a check in a line."""
    alone = row.asked if row.asked != checks()[row.check].asked else ""
    return _line(f"`{row.test}`" if row.test else NO_TEST, alone, row.measured, row.outcome, row.date, row.commit)


def read(text: str) -> Iterator[Row]:
    """The rows of a page as `page` wrote it; those of checks that are no more are passed over."""
    known, number = checks(), 0
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            number = int(heading[1])
        elif number in known and _ROW.match(line):
            test, asked, *others = (cell.strip().replace("\\|", "|") for cell in _CELLS.split(line)[1:-1])
            name = "" if test == NO_TEST else test.strip("`")
            yield Row(number, name, asked or known[number].asked, *others)


def _line(*them: str) -> str:
    cells = (" ".join(cell.split()).replace("|", "\\|") for cell in them)
    return f"| {' | '.join(cells)} |"


def _function(test: str) -> str:
    """A test's id without its parameters."""
    return test.partition("[")[0]


def main(paths: Sequence[str]) -> int:
    """Write what several pages hold into the first of them; of two rows of one day the last page's stands.

    Each page begins as a copy of the first: a row that is in it word for word was only carried along, and shows nothing new.

    Args:
        paths: the pages.

    Returns:
        the status of the process.
    """
    if len(paths) < 2:
        sys.stderr.write("usage: python -m tests.assurance PAGE OTHER...\n")
        return 2
    root = CHECKS_FILE.parents[1]
    marks = list(marked(root, [CHECKS_FILE.parent]))
    kept = {(mark.check, mark.test) for mark in marks}
    first, *others = ([row for row in read(Path(path).read_text()) if (row.check, row.test) in kept] for path in paths)
    found = merged([], marks, first)
    for rows in others:
        found = merged(found, marks, [row for row in rows if row not in first])
    Path(paths[0]).write_text(page(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
