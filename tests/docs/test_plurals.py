"""Nobody is told of "1 warnings": a number before a word of many stands in ``counted`` or ``ungettext``, or can't be one."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "ckanext/spenddata"
TOLD = (
    "compare",
    "checks/publisher.py",
    "checks/reports/groups.py",
    "returns/checking.py",
    "returns/publishing.py",
    "returns/submit.py",
)
"""Where sentences are made whose numbers may well be one."""
NUMBER = re.compile(r"\{[^{}]*\} (?:rows|questions|warnings|errors|files|payments|transactions|returns|findings)\b")
CANNOT_BE_ONE = ("The stored artefact has", "names {len(meant)")


def test_sentences_count_in_words_that_fit_the_number():
    files = [
        path
        for name in TOLD
        for path in ([PACKAGE / name] if name.endswith(".py") else sorted((PACKAGE / name).rglob("*.py")))
    ]
    assert len(files) > 10
    found = [
        f"{path.name}: {line.strip()}"
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if NUMBER.search(line) and not any(words in line for words in CANNOT_BE_ONE)
    ]
    assert found == []


def test_templates_count_in_words_that_fit_the_number():
    templates = sorted((PACKAGE / "templates").rglob("*.html"))
    pattern = re.compile(r"(?<!ungettext\()_\('[^']*\{[a-z]+\} (?:rows|questions|warnings|errors|findings|payments)\b")
    found = [
        f"{path.name}: {hit[0]}" for path in templates for hit in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
