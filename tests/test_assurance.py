"""The page of checks says what ran, when and how it ended; it forgets no row and invents none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.assurance import (
    NO_TEST,
    NOT_RUN,
    Case,
    Row,
    checks,
    commit_of,
    later,
    main,
    marked,
    merged,
    page,
    read,
    rows,
)

KILLS = "tests/x/test_x.py::test_kills"
TESTS = """
import pytest


@pytest.mark.check(1, "20 kills | 20 whole")
@pytest.mark.parametrize("when", ["early", "late"])
def test_kills(when, measured):
    measured(f"killed {when}")


@pytest.mark.check(2, "nothing lost")
@pytest.mark.check(3, "found again")
def test_fails():
    assert False


@pytest.mark.check(2, "nothing lost")
def test_left_out():
    pass


@pytest.fixture
def broken():
    raise RuntimeError


@pytest.mark.check(4, "told in words")
def test_no_fixture(broken):
    pass


@pytest.mark.check(5)
def test_skipped():
    pytest.skip("not here")


def test_of_no_check():
    pass
"""


@pytest.fixture
def run_pytest(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs pytest in a process and a folder of its own, on TESTS or what the test puts in its place."""
    root = Path(__file__).parents[1]
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["tests.assurance"]\n')
    (tmp_path / "pytest.ini").write_text(
        f"[pytest]\npythonpath = {root}\ntestpaths = .\nmarkers = check(number, asked): a check\n"
    )
    (tmp_path / "test_x.py").write_text(TESTS)

    def once(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-q", *options]
        # Only what is asked for: the plugins of the environment would bring CKAN along, and a run that writes a page is another's.
        environment = {name: value for name, value in os.environ.items() if name != "ASSURANCE"}
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    return once


@pytest.fixture
def run(tmp_path: Path, run_pytest) -> Callable[..., list[Row]]:
    """Runs pytest with a page; gives the page's rows."""

    def once(*options: str, status: int = 1) -> list[Row]:
        done = run_pytest("--assurance", "page.md", *options)
        assert done.returncode == status, done.stdout + done.stderr
        return list(read((tmp_path / "page.md").read_text()))

    return once


def test_a_run_writes_what_its_tests_showed(run):
    found = {(row.check, row.test.partition("::")[2]): row for row in run("-k", "not left_out")}
    kills = found[1, "test_kills"]
    assert (kills.asked, kills.measured, kills.outcome) == (
        "20 kills | 20 whole",
        "killed early; killed late",
        "2 passed",
    )
    assert len(kills.date) == 10
    assert (found[2, "test_fails"].outcome, found[3, "test_fails"].outcome) == ("1 failed", "1 failed")
    assert found[4, "test_no_fixture"].outcome == "1 failed"
    assert (found[5, "test_skipped"].outcome, found[5, "test_skipped"].asked) == ("1 skipped", checks()[5].asked)
    assert (found[2, "test_left_out"].outcome, found[2, "test_left_out"].date) == (NOT_RUN, "")
    assert [row.outcome for (number, _), row in found.items() if number > 5] == [NO_TEST] * 30


def test_a_later_run_keeps_the_rows_of_tests_that_it_left_out(run):
    before = run()
    assert run("-k", "left_out", status=0) == before


def test_a_run_of_some_cases_says_how_many_it_left_out(run):
    found = {row.test: row for row in run("-k", "early", status=0)}
    assert (found["test_x.py::test_kills"].measured, found["test_x.py::test_kills"].outcome) == (
        "killed early",
        "1 passed, 1 not run",
    )
    assert found["test_x.py::test_fails"].outcome == NOT_RUN


def test_a_part_that_passes_leaves_what_was_seen_of_the_whole(run):
    before = run()
    assert run("-k", "early", status=0) == before


WHOLE = Row(1, KILLS, "", "20 of 20", "4 passed, 1 skipped", "2026-11-02", "01")


@pytest.mark.parametrize(
    ("row", "stands"),
    [
        (Row(1, KILLS, outcome=NOT_RUN), False),
        (Row(1, KILLS, outcome="5 passed", date="2026-11-01"), False),
        (Row(1, KILLS, outcome="1 passed, 4 not run", date="2026-11-03"), False),
        (Row(1, KILLS, outcome="1 failed, 4 not run", date="2026-11-03"), True),
        (Row(1, KILLS, outcome="5 passed, 7 not run", date="2026-11-03"), True),
        (Row(1, KILLS, outcome="1 passed", date="2026-11-02"), True),
    ],
    ids=["never run", "older", "a part", "a part that failed", "as much", "fewer cases now"],
)
def test_the_later_row_stands_unless_it_shows_less(row: Row, stands: bool):
    assert later(WHOLE, row) == (row if stands else WHOLE)
    assert later(Row(1, KILLS, outcome=NOT_RUN), WHOLE) == WHOLE


def test_pages_of_parts_become_one(tmp_path: Path):
    mine, others = tmp_path / "mine.md", tmp_path / "others.md"
    first, second = (
        "tests/ledger/test_faults.py::test_the_nth_statement_fails_for_every_n_until_none_does",
        "gone.py::test_x",
    )
    third = "tests/faults/test_many_workers.py::test_a_job_delivered_many_times_is_done_once"
    rest = [Row(8, first, outcome=NOT_RUN), Row(9, second, outcome="1 passed", date="2026-11-01")]
    mine.write_text(page([Row(5, third, "", "5 at once", "1 passed", "2026-11-01", "01"), *rest]))
    others.write_text(page([Row(5, third, outcome=NOT_RUN), Row(8, first, "", "all", "1 passed", "2026-11-02", "02")]))
    assert main([str(mine), str(others)]) == 0
    found = {row.test: row for row in read(mine.read_text())}
    assert (found[third].measured, found[third].date, found[third].commit) == ("5 at once", "2026-11-01", "01")
    assert (found[first].measured, found[first].date, found[first].commit) == ("all", "2026-11-02", "02")
    assert second not in found
    assert {row.check for row in found.values()} <= set(checks())
    assert main([str(mine)]) == 2


def test_a_row_that_was_only_carried_along_takes_no_newer_row_s_place(tmp_path: Path):
    test = "tests/faults/test_many_workers.py::test_a_job_delivered_many_times_is_done_once"
    old, new = (Row(5, test, "", measured, "1 passed", "2026-11-01", measured) for measured in ("01", "02"))
    pages = [tmp_path / f"{name}.md" for name in ("first", "second", "third")]
    for path, row in zip(pages, (old, new, old), strict=True):
        path.write_text(page([row]))
    assert main([str(path) for path in pages]) == 0
    [found] = [row for row in read(pages[0].read_text()) if row.test == test]
    assert found.commit == "02"


@pytest.mark.parametrize("marker", ["36", "", "'one'", "1, 'x', 'y'", "number=1"])
def test_a_marker_that_says_no_check_is_refused(run_pytest, tmp_path: Path, marker: str):
    (tmp_path / "test_x.py").write_text(f"import pytest\n\n@pytest.mark.check({marker})\ndef test_wrong():\n    pass\n")
    done = run_pytest()
    assert done.returncode == 1
    assert "check(number) or check(number, 'what is asked')" in done.stdout


def test_a_page_is_read_as_it_was_written():
    without = Row(2, asked=checks()[2].asked)
    every = [Row(1, KILLS, "20 | 20", "19 of\n20", "1 failed", "2026-11-28", "0123abcd"), without]
    found = list(read(page(every)))
    assert found == [Row(1, KILLS, "20 | 20", "19 of 20", "1 failed", "2026-11-28", "0123abcd"), without]
    assert list(read("")) == []


def test_a_test_that_is_broken_off_has_shown_nothing(run, tmp_path: Path):
    (tmp_path / "test_x.py").write_text(
        "import pytest\n\n\n@pytest.mark.check(1)\ndef test_long():\n    raise KeyboardInterrupt\n"
    )
    assert run(status=2)[0].outcome == NOT_RUN


@pytest.mark.parametrize("stopped", ["SIGINT", "SIGTERM"])
def test_the_cases_that_a_stopped_run_did_not_come_to_are_told(run, tmp_path: Path, stopped: str):
    (tmp_path / "test_x.py").write_text(
        "import os\nimport signal\n\nimport pytest\n\n\n@pytest.mark.check(1)\n"
        "@pytest.mark.parametrize('at', range(4))\ndef test_long(at):\n"
        f"    if at == 1:\n        os.kill(os.getpid(), signal.{stopped})\n"
    )
    assert run(status=2)[0].outcome == "1 passed, 3 not run"


def test_each_check_is_one_line_with_all_its_figures_and_ends():
    other = f"{KILLS}_again"
    every = [Row(1, KILLS, "", "19 of 20", "1 failed, 2 passed"), Row(1, other, "", "5 | 5", "3 passed"), Row(2)]
    lines = [line for line in page(every).splitlines() if line.startswith(("| 1 |", "| 2 |"))]
    assert [line.rpartition(checks()[at].asked)[2] for at, line in enumerate(lines, start=1)] == [
        " | 19 of 20; 5 \\| 5 | 1 failed, 5 passed |",
        " |  | no test |",
    ]


def test_the_figures_of_long_tests_are_said_at_the_end(run_pytest):
    assert "test_kills[early]: killed early" in run_pytest("-m", "check", "-k", "kills").stdout
    assert "killed early" not in run_pytest("-k", "kills").stdout


def test_a_commit_is_named_and_a_change_in_it_told(tmp_path: Path):
    assert commit_of(tmp_path) == ""
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@localhost.example"]
    (tmp_path / "file").write_text("old")
    for command in (["init", "-q"], ["add", "file"], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *command], check=True)
    clean = commit_of(tmp_path)
    assert len(clean) == 8
    (tmp_path / "file").write_text("new")
    assert commit_of(tmp_path) == f"{clean}+"


def test_the_cases_of_one_test_are_one_row_and_a_failure_comes_first():
    check = ((1, "20 kills"),)
    cases = {f"{KILLS}[{n}]": Case(check, outcome) for n, outcome in enumerate(("passed", "failed", "passed"))}
    assert list(rows(cases, "2026-11-28")) == [Row(1, KILLS, "20 kills", "", "1 failed, 2 passed", "2026-11-28")]


def test_what_is_asked_now_is_said_beside_a_figure_of_before():
    before = Row(1, KILLS, "10 kills", "10 of 10", "1 passed", "2026-11-01")
    found = merged([before], [Row(1, KILLS, "20 kills", outcome=NOT_RUN)], [])
    assert found[0] == Row(1, KILLS, "20 kills", "10 of 10", "1 passed", "2026-11-01")


def test_marks_are_read_where_they_stand_also_on_classes(tmp_path: Path):
    (tmp_path / "test_x.py").write_text(
        "@pytest.mark.check(1)\nclass TestKills:\n    @pytest.mark.check(2, 'early')\n    def test_early(self): ...\n"
        "    def helper(self): ...\n\n\ndef test_of_no_check(): ...\n"
    )
    test = "test_x.py::TestKills::test_early"
    found = list(marked(tmp_path, [tmp_path]))
    assert found == [Row(1, test, checks()[1].asked, outcome=NOT_RUN), Row(2, test, "early", outcome=NOT_RUN)]


def test_rows_of_tests_that_carry_the_check_no_more_go():
    before = [Row(1, KILLS, "20 kills", "", "1 passed", "2026-11-01"), Row(2, KILLS, "", "", "1 passed", "2026-11-01")]
    found = merged(before, [Row(1, KILLS, "20 kills", outcome=NOT_RUN)], [])
    assert [(row.outcome, row.test) for row in found[:2]] == [("1 passed", KILLS), (NO_TEST, "")]


def test_a_run_of_one_file_does_not_say_that_other_checks_have_no_test(run, tmp_path: Path):
    (tmp_path / "test_y.py").write_text("import pytest\n\n\n@pytest.mark.check(35)\ndef test_ways():\n    pass\n")
    assert run("test_x.py")[-1] == Row(35, "test_y.py::test_ways", checks()[35].asked, outcome=NOT_RUN)


def test_the_checks_are_numbered_without_gaps_and_each_says_what_it_asks():
    assert list(checks()) == list(range(1, 36))
    assert all(check.what and check.asked for check in checks().values())
