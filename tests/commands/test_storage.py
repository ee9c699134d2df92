"""``storage clean`` removes nothing on a dry run, and says what it would."""

from __future__ import annotations

import json

import pytest

from ckanext.spenddata.commands.storage import storage
from ckanext.spenddata.returns.files import retention

CLEANED = retention.Cleaned(revisions=["X-DEMO-1.lgtc-500.2026-Q1 revision 1"], left_over=2, bytes=12_345)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    really: list[bool] = []
    monkeypatch.setattr(retention, "clean", lambda *, really: asked_for(really))

    def asked_for(wanted: bool) -> retention.Cleaned:
        really.append(wanted)
        return CLEANED

    return really


@pytest.mark.parametrize(("options", "really", "verb"), [([], True, "Removed"), (["--dry-run"], False, "Would remove")])
def test_what_went_or_would_go_is_told(actions, asked, options: list[str], really: bool, verb: str):
    done = actions.run(storage, "clean", *options)
    assert asked == [really]
    assert done.stdout.splitlines() == [
        "X-DEMO-1.lgtc-500.2026-Q1 revision 1",
        f"{verb} the files of 1 filing never published, and 2 files of none: 12,345 bytes.",
    ]


def test_a_program_reads_the_same(actions, asked):
    assert json.loads(actions.run(storage, "clean", "--json").stdout)["bytes"] == 12_345
