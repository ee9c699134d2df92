"""What the commands take, and what they hand over: wrong usage ends with 2 before anything is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from ckanext.spenddata.console import check_command, fix_command

SAID = {"--regime": "hmt-25k", "--period": "2026-05", "--unit": "pence", "--vat": "gross", "--credit-word": "CN"}


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the modules behind the commands were called with; checks end with 1, fixes with 0."""
    calls: list[Any] = []
    monkeypatch.setattr(check_command, "run", lambda files, **options: calls.append((files, options)) or 1)
    monkeypatch.setattr(fix_command, "run", lambda *given, **options: calls.append((given, options)) or 0)
    return calls


def test_all_that_a_person_says_of_a_file_is_handed_to_the_check(spenddata: Callable[..., Result], sound, handed):
    words = [word for pair in SAID.items() for word in pair]
    done = spenddata(
        "check",
        sound,
        *words,
        "--column",
        "amount=Paid",
        "--month-first",
        "--sterling",
        "--credits",
        "--were-paid",
        "--json",
    )
    assert done.exit_code == 1
    [(files, options)] = handed
    assert files == (sound,)
    assert options == {
        "regime": "hmt-25k",
        "period": "2026-05",
        "unit": "pence",
        "vat": "gross",
        "credit_word": "CN",
        "columns": ("amount=Paid",),
        "day_first": False,
        "sterling": True,
        "credits_": True,
        "were_paid": True,
        "definitions": None,
        "as_json": True,
        "findings": None,
        "marked": None,
        "summary": None,
    }


def test_what_nobody_says_is_left_open(spenddata, sound, handed):
    spenddata("check", sound)
    [(_, options)] = handed
    assert (options["day_first"], options["credits_"], options["sterling"], options["columns"]) == (
        None,
        None,
        False,
        (),
    )


def test_fixes_are_handed_the_same_and_which_rules(spenddata, sound, tmp_path, handed):
    out = tmp_path / "out.csv"
    done = spenddata("fix", sound, out, "--rule", "a", "--rule", "b", "--preview", "--day-first")
    assert done.exit_code == 0
    [(given, options)] = handed
    assert given == (sound, out, ("a", "b"))
    assert (options["preview"], options["day_first"], options["period"]) == (True, True, None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "FILE"),
        (["check", "nowhere.csv"], "nowhere.csv"),
        (["check", "{file}", "{file}", "--marked", "m.xlsx"], "one file at a time"),
        (["check", "{file}", "--marked", "m.csv"], "ends in .xlsx"),
        (["check", "{file}", "--unit", "euros"], "euros"),
        (["template", "hmt-25k", "t.ods"], "ends in .xlsx"),
    ],
)
def test_wrong_usage_ends_with_2_before_anything_is_read(spenddata, sound, handed, arguments, words):
    done = spenddata(*(each.format(file=sound) for each in arguments))
    assert (done.exit_code, handed) == (2, [])
    assert words in " ".join(done.stderr.split())


def test_a_template_is_written_and_named(spenddata, tmp_path: Path):
    out = tmp_path / "t.xlsx"
    done = spenddata("template", "hmt-25k", out, "--publisher", "Example Agency")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{out}: ")
    assert out.read_bytes().startswith(b"PK")


def test_help_and_version_need_nothing(spenddata):
    assert {"check", "template", "fix"} <= set(spenddata("-h").stdout.split())
    assert "version" in spenddata("--version").stdout
