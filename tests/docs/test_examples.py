"""What the pages show works as they show it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.portal

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_examples_of_the_api_run_in_order(
    with_plugins, portal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ckan.tests import factories

    from tests.returns.world import csv_file, organization

    for number, name in ((901, "Northmarch Borough Council"), (902, "Southmarch Borough Council")):
        organization(f"X-DEMO-{number}", f"march-{number}", name)
    monkeypatch.chdir(tmp_path)
    Path("spend.csv").write_bytes(csv_file(5, bad=1, name="Northmarch Borough Council"))
    names = {"ADDRESS": portal, "TOKEN": factories.APIToken(user="admin", name="documentation")["token"]}

    blocks = re.findall(r"^```python\n(.*?)^```", (DOCS / "api.md").read_text(), re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 5
    for block in blocks:
        exec(compile(block, "api.md", "exec"), names)

    said = capsys.readouterr().out
    assert names["revision"]["rows_accepted"] == 4
    assert "4 10000.10" in said.replace("  ", " ") or names["found"]["total"] == "10000.10", said
    assert names["page"]["total"] == 4
