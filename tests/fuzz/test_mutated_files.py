"""Whatever is sent: an answer with its reason and its place, the same each time, never an exception."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.spenddata import definitions
from ckanext.spenddata.sandbox import Ceiling, End, Outcome, Server
from tests.fuzz import oracle
from tests.fuzz.mutations import NASTY_CELLS, TITLES, Mutant, mutated

SAMPLE = range(40)
ALL = range(2_400)
CEILING = Ceiling(seconds=30, memory_bytes=1_000_000_000)
SECONDS = 10
"""Of the processor."""
DEFINITIONS = definitions.load()


@pytest.mark.check(11)
@pytest.mark.parametrize("seed", SAMPLE)
def test_a_damaged_file_gets_an_answer(seed: int, tmp_path: Path) -> None:
    _, faults = oracle.faults(mutated(seed), tmp_path, DEFINITIONS)
    assert not faults


@dataclass(frozen=True)
class Verdict:
    """How the answer to the file of a seed was judged, and what it cost."""

    seed: int
    name: str
    child: Outcome
    outcome: str
    faults: list[str]


@pytest.mark.check(11)
@pytest.mark.deep
def test_thousands_of_damaged_files_each_within_time_and_memory(
    tmp_path: Path, measured: Callable[[str], None]
) -> None:
    with ThreadPoolExecutor(2) as pool:
        halves = [
            pool.submit(lambda start: list(judged(ALL[start::2], tmp_path / str(start))), start) for start in (0, 1)
        ]
        verdicts = [verdict for half in halves for verdict in half.result()]
    slowest = max(verdict.child.processor_seconds for verdict in verdicts)
    largest = max(verdict.child.peak_bytes for verdict in verdicts)
    ends = Counter(verdict.outcome for verdict in verdicts)
    kinds = Counter((verdict.name.rpartition(".")[2], verdict.outcome) for verdict in verdicts)
    known = sum(mutated(verdict.seed).rows is not None for verdict in verdicts)
    print(f"\n{len(verdicts):,} damaged files, each read twice: {dict(ends)}; {known} of known rows and total")
    print(f"slowest {slowest:.2f} s of the processor, largest {largest / 1e6:.0f} MB; {sorted(kinds.items())}")
    wrong = [verdict for verdict in verdicts if verdict.faults or verdict.child.end is not End.DONE]
    assert not wrong, "\n".join(f"{v.seed} {v.name} {v.child.end} {v.faults} {v.child.detail[-400:]}" for v in wrong)
    measured(f"{len(verdicts):,} files, each twice: slowest {slowest:.2f} s, largest {largest / 1e6:.0f} MB")
    assert slowest < SECONDS
    assert {"read", "ask", "refused"} <= ends.keys(), "the mutations reach every outcome"


def judged(seeds: range, folder: Path) -> Iterator[Verdict]:
    """Have the answers to files judged, each in a child of its own."""
    server = Server(oracle.__name__, CEILING.threads)
    for seed in seeds:
        folder.mkdir()
        child = server.run({"seed": seed, "folder": str(folder)}, CEILING)
        said = json.loads((folder / "verdict.json").read_text()) if child.end is End.DONE else {}
        yield Verdict(seed, mutated(seed).name, child, said.get("outcome", ""), said.get("faults", []))
        shutil.rmtree(folder)
    server.close()


EXAMPLES = settings(
    max_examples=2_000 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)

cells = st.one_of(
    st.sampled_from(NASTY_CELLS), st.text(max_size=20), st.from_regex(r"-?£?\d{1,7}(,\d{3})*(\.\d\d)?", fullmatch=True)
)


@pytest.mark.check(11)
@EXAMPLES
@given(
    st.lists(st.lists(cells, min_size=len(TITLES), max_size=len(TITLES)), max_size=12),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_any_cells_at_all(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str) -> None:
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [list(TITLES), *rows]]
    mutant = Mutant("any.csv", "\n".join(lines).encode("utf-8", "surrogatepass"))
    assert not oracle.faults(mutant, tmp_path_factory.mktemp("any"), DEFINITIONS)[1]


@pytest.mark.check(11)
@EXAMPLES
@given(st.binary(max_size=2_000))
def test_any_bytes_at_all(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    assert not oracle.faults(Mutant("any.bin", data), tmp_path_factory.mktemp("any"), DEFINITIONS)[1]
