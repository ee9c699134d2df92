"""`python -m tests.mutants ROOM [--sample 150] [--seed 1] [--module NAME] [--own] [--least 85]`.

Changes of a room's modules are drawn by lot, and its tests run against each: the module's own first, until one fails. A change that makes
a test fail, or all of them too slow, is noticed. With `--own`, the tests of the module are asked alone, where it has any: quicker in a
room that needs services, and stricter. Each run is a process of its own, begun from one that has the libraries loaded. Ctrl-C ends it
with what is known by then.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import re
import resource
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType

from tests.mutants import changes

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "ckanext/spenddata"
PURE = ("values", "definitions", "intake", "checks", "classify", "compare", "console")
LIBRARIES = (
    "pytest",
    "_pytest.assertion.rewrite",
    "hypothesis",
    "polars",
    "rapidfuzz",
    "msgspec",
    "yaml",
    "holidays",
    "duckdb",
)
CKAN = ("ckan.config.middleware", "ckan.tests.helpers", "psycopg2.extras")
MEMORY = 6 << 30
NO_TESTS = 5
LONGEST = 1_200
"""Seconds that tests may take without any change."""
NOTICED, SURVIVED, TOO_SLOW = "noticed", "survived", "too slow"


@dataclass(frozen=True)
class Mutant:
    """One change, and the module that it is of."""

    module: Path
    change: changes.Change

    @property
    def name(self) -> str:
        return str(self.module.relative_to(PACKAGE))


def drawn(modules: list[Path], sample: int, seed: int) -> list[Mutant]:
    """Some of all changes, always the same by the same seed; in the order of the modules."""
    every = [(module, change) for module in modules for change in changes.of(module.read_text(encoding="utf-8"))]
    lots = sorted(random.Random(seed).sample(range(len(every)), min(sample, len(every))))
    print(f"{len(lots)} of {len(every)} changes of {len(modules)} modules, seed {seed}", flush=True)
    return [Mutant(*every[number]) for number in lots]


def tests_of(module: Path, *, alone: bool) -> list[str]:
    """A room's tests, those of the module before the rest, or its own alone."""
    place = module.relative_to(PACKAGE)
    room = TESTS / place.parts[0]
    name = f"ckanext.spenddata.{'.'.join(place.with_suffix('').parts)}"
    package, _, stem = name.rpartition(".")
    imports = re.compile(rf"from {re.escape(name)} import|from {re.escape(package)} import [^\n]*\b{stem}\b")
    named = [test for test in sorted(room.rglob("test_*.py")) if imports.search(test.read_text(encoding="utf-8"))]
    at_its_place = TESTS / place.with_name(f"test_{place.name}")
    own = [str(path) for path in dict.fromkeys([at_its_place, *named]) if path.exists()]
    return own if alone and own else [*own, str(room)]


def outcome(module: Path | None, code: CodeType | None, tests: list[str], limit: float, log: Path) -> tuple[str, float]:
    """What a room's tests say of a change, and how long they took; of the code as it is where there is none."""
    begun = time.monotonic()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            os._exit(_tested(module, code, tests, limit, log))
        os._exit(99)
    _, status = os.waitpid(child, 0)
    took = time.monotonic() - begun
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        return TOO_SLOW, took
    # No test at all, where those of a module are all long ones, notices nothing.
    unnoticed = os.waitstatus_to_exitcode(status) in (0, NO_TESTS)
    return (SURVIVED if unnoticed else NOTICED), took


def _tested(module: Path | None, code: CodeType | None, tests: list[str], limit: float, log: Path) -> int:
    """In a process of its own: the tests' exit code."""
    import pytest

    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limit)
    if module and code:
        _replace(module, code)
    return int(pytest.main([*OPTIONS, *tests]))


OPTIONS = ["-x", "-q", "--no-header", "--tb=line", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly"]


def _replace(module: Path, code: CodeType) -> None:
    """Have a module loaded as it was changed."""
    load = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return code if Path(self.path) == module else load(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]


def main() -> int:
    """The command."""
    asked = _asked()
    room = PACKAGE / asked.room
    pure = asked.room in PURE
    modules = sorted(path for path in room.rglob("*.py") if not asked.module or path.stem in asked.module.split(","))
    OPTIONS.extend(["-m", "not deep and not real" + (" and not portal" if pure else "")])
    if pure:
        OPTIONS.extend(["-p", "no:ckan", "-p", "no:ckan_fixtures", "-p", "no:pytest-factoryboy"])
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    for name in LIBRARIES if pure else LIBRARIES + CKAN:
        importlib.import_module(name)
    with TemporaryDirectory(prefix="spenddata-mutants-") as folder:
        counts: Counter[tuple[str, str]] = Counter()
        with suppress(KeyboardInterrupt):
            tried(drawn(modules, asked.sample, asked.seed), Path(folder) / "log", counts, alone=asked.own)
    return report(counts, asked.least)


def tried(mutants: list[Mutant], log: Path, counts: Counter[tuple[str, str]], *, alone: bool) -> None:
    """Try each, count what becomes of those of each module, and say which survive."""
    limits: dict[str, float] = {}
    for mutant in mutants:
        tests = tests_of(mutant.module, alone=alone)
        # Where the whole room is asked, it is asked once without any change.
        asked = tests if alone else tests[-1:]
        if str(asked) not in limits:
            state, took = outcome(None, None, asked, LONGEST, log)
            if state != SURVIVED:
                sys.exit(f"{log.read_text()[-3_000:]}\nthe tests fail without any change")
            limits[str(asked)] = 3 * took + 10
        was, becomes, tree = mutant.change.made()
        code = compile(tree, str(mutant.module), "exec", dont_inherit=True)
        state, took = outcome(mutant.module, code, tests, limits[str(asked)], log)
        counts[mutant.name, state] += 1
        if state != NOTICED:
            print(f"{state} ({took:.0f} s): {mutant.name}:{mutant.change.line}: {was}  ->  {becomes}", flush=True)


def report(counts: Counter[tuple[str, str]], least: int) -> int:
    """Say how many were noticed in each module; fails below the least of 100."""
    for name in sorted({name for name, _ in counts}):
        survived = counts[name, SURVIVED]
        every = survived + counts[name, NOTICED] + counts[name, TOO_SLOW]
        print(f"  {name:<45} {every - survived:>4} of {every:>4}")
    survived = sum(number for (_, state), number in counts.items() if state == SURVIVED)
    every = counts.total()
    share = 100 * (every - survived) / max(every, 1)
    print(f"{every - survived} of {every} noticed, {share:.1f} of 100")
    return int(share < least)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description="Whether a room's tests notice changes of its code."
    )
    parser.add_argument("room", help="values, compare, checks, ledger, ...")
    parser.add_argument("--sample", type=int, default=150, help="how many changes are tried")
    parser.add_argument("--seed", type=int, default=1, help="which are drawn")
    parser.add_argument("--module", default="", help="of these modules alone, by name, with commas")
    parser.add_argument("--own", action="store_true", help="ask a module's own tests alone")
    parser.add_argument("--least", type=int, default=85, help="of 100 changes, how many must be noticed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
