"""The pages' stylesheet has no rule for what no page has."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "ckanext/spenddata"
RULES_OR_COMMENTS = re.compile(r"/\*.*?\*/|\{[^{}]*\}", re.DOTALL)


def test_every_class_of_the_stylesheet_is_in_a_template_or_in_code():
    selectors = RULES_OR_COMMENTS.sub("", (PACKAGE / "assets/spend.css").read_text("utf-8"))
    written = "\n".join(
        path.read_text("utf-8") for path in PACKAGE.rglob("*") if path.suffix in (".html", ".py", ".js")
    )
    used = set(re.findall(r"[\w-]+", written))
    assert set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", selectors)) - used == set()
