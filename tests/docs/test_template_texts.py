"""Texts of templates are filled in with `%`, so a per cent sign in them must be doubled, or the page breaks when it is shown."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

import ckanext.spenddata

ROOT = Path(ckanext.spenddata.__file__).parent
TEXT = re.compile(r"""\b(?:_|ungettext)\(\s*'((?:[^'\\]|\\.)*)'(?:\s*,\s*'((?:[^'\\]|\\.)*)')?""")


def texts(template: Path) -> list[str]:
    return [text for found in TEXT.findall(template.read_text(encoding="utf-8")) for text in found if text]


@pytest.mark.parametrize(
    "template", sorted([*ROOT.rglob("*.html"), *ROOT.rglob("*.svg")]), ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_text_of_a_template_can_be_filled_in(template: Path):
    for text in texts(template):
        assert text % defaultdict(int), text


def test_a_single_sign_would_be_found():
    [text] = TEXT.findall("_('{n}% of all')")[0][:1]
    with pytest.raises((TypeError, ValueError)):
        text % defaultdict(int)
