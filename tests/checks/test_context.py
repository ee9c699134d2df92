"""What a check knows beside the rows: which day decides, and which words stand around the payments."""

from __future__ import annotations

from datetime import date

from ckanext.spenddata.checks.context import Context, words_of
from ckanext.spenddata.definitions import load
from ckanext.spenddata.intake.reading import Outcome, Reading, SourceFile
from ckanext.spenddata.values.periods import Period


def test_the_last_day_of_the_period_decides_which_rules_are_in_force_and_else_today():
    today = date(2026, 5, 20)
    assert Context(load(), today).day == today
    assert Context(load(), today, period=Period.parse("2026-03")).day == date(2026, 3, 31)


def test_a_file_is_called_by_its_name_and_by_the_words_around_its_payments():
    files = [SourceFile(name, "", 1, "csv") for name in ("a.csv", "b.csv")]
    readings = [Reading(files[0], Outcome.READ, words=("Draft", "May")), Reading(files[1], Outcome.READ)]
    assert words_of(readings) == (("a.csv", "a.csv"), ("a.csv", "Draft"), ("a.csv", "May"), ("b.csv", "b.csv"))
