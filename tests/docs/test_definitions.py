"""The definitions that the page shows are ones that can be put in force."""

from __future__ import annotations

import re
from pathlib import Path

from ckanext.spenddata.checks.check import KINDS
from ckanext.spenddata.definitions import load, whole

PAGE = Path(__file__).resolve().parents[2] / "docs/definitions.md"


def test_the_examples_fit_the_package(tmp_path: Path) -> None:
    shown = re.findall(r"^```(yaml|csv)\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    files = [
        (re.match(r"# ([\w.]+)", text)[1] if kind == "yaml" else "expense_types.csv", text) for kind, text in shown
    ]  # type: ignore[index]
    assert [name for name, _ in files] == ["rules.yaml", "regimes.yaml", "expense_types.csv"]
    for name, text in files:
        (tmp_path / name).write_text(text)
    assert whole.faults(load(tmp_path), KINDS) == []
    own = load(tmp_path)
    assert own.rules["amount-zero"].severity == "error"
    assert "amount-credit" not in own.rules
    assert own.regimes["lgtc-500"].threshold.pence == 25_000
    assert own.regimes["lgtc-500"].threshold.tested_on == load().regimes["lgtc-500"].threshold.tested_on
    assert own.expense_types["zebra crossings"] == "highways-traffic"
