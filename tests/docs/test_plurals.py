"""Nobody is told of "1 warnings": a number before a word of many stands in ``counted`` or ``ungettext``, or can't be one."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "ckanext/spenddata"
NUMBER = re.compile(
    r"\{[^{}]*\} (?:rows|questions|warnings|errors|files|payments|transactions|returns|findings|cells|columns|sheets|publishers"
    r"|revisions|bodies|days|places|lines|tables|entries|users|members|amounts|publications|formulas|tokens)\b"
)
CANNOT_BE_ONE = (
    "all its'} amounts include VAT",  # its amounts, whose number is not told
    "len(sheets)",
    "reader.fieldnames",
    'row", f"{name} rows',
    "names {len(meant)",  # findings that a name fits and that are more than one
    "one of them at least twice",
    "expect_at_most",
    "of {of} rows are shown",  # more than are shown, which are one and more
    "of {of} columns are shown",
)
LIMITS = re.compile(r"(?i)\bmost\b|more than|between 0 and|are allowed|spans|could be the")
"""A limit of one is none that anybody sets, and what is above a limit is not one."""
CHECKED_BEFORE = ("checks/periods.py", "checks/repeats.py", "demo/written.py")
"""Sentences of checks that speak only of several rows."""


def sentences() -> list[tuple[str, str]]:
    """Lines of the package that hold a number before a word of many, with their module."""
    return [
        (str(path.relative_to(PACKAGE)), line.strip())
        for path in sorted(PACKAGE.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if NUMBER.search(line)
    ]


def test_sentences_count_in_words_that_fit_the_number():
    found = [
        f"{module}: {line}"
        for module, line in sentences()
        if not (
            module in CHECKED_BEFORE
            or LIMITS.search(line)
            or any(words in line for words in CANNOT_BE_ONE)
            # The second line of `ungettext`, which stands below the one for a single thing.
            or re.search(r"\{n\} ", line)
            or "ungettext" in line
        )
    ]
    assert found == []


def test_templates_count_in_words_that_fit_the_number():
    templates = sorted((PACKAGE / "templates").rglob("*.html"))
    pattern = re.compile(r"(?<!ungettext\()_\('[^']*\{[a-z]+\} (?:rows|questions|warnings|errors|findings|payments)\b")
    found = [
        f"{path.name}: {hit[0]}" for path in templates for hit in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
