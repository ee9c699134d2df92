"""The reference pages say what the code says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


def _reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("spenddata_docs_reference", DOCS / "reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = _reference()


@pytest.mark.portal
@pytest.mark.parametrize("name", sorted(REFERENCE.PAGES))
def test_page_is_what_the_code_says(name: str) -> None:
    written = (DOCS / "reference" / f"{name}.md").read_text()
    assert written == REFERENCE.page(name), "Write it again: python docs/reference.py"


@pytest.mark.portal
def test_every_action_explains_itself() -> None:
    from ckanext.spenddata.logic import action

    for name, function in action.ACTIONS.items():
        if name.startswith("spenddata_"):
            said = function.__doc__ or ""
            assert ":returns:" in said or "**Results:**" in said, f"{name} does not say what it returns"
            assert len(said) > 100, f"{name} says next to nothing"


@pytest.mark.portal
def test_every_command_has_help() -> None:
    text = REFERENCE.page("commands")
    for block in text.split("### ")[1:]:
        lines = [line for line in block.splitlines() if line.strip()]
        assert any(line.startswith("  ") and not line.strip().startswith("-") for line in lines), block
