"""Members see, editors prepare, administrators approve and take back; anybody sees what was published."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.logic.auth import returns
from ckanext.spenddata.returns.people.authority import Role

EDITORS = {"admin", "editor"}
MEMBERS = EDITORS | {"member"}


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Whether revisions were public: say so by ``published.append(True)``."""
    said: list[bool] = []
    monkeypatch.setattr(returns.queries, "was_public", lambda _revision: bool(said))
    return said


@pytest.mark.parametrize(
    ("right", "who"),
    [
        (returns.spenddata_return_answer, EDITORS),
        (returns.spenddata_return_recover, EDITORS),
        (returns.spenddata_return_approve, {"admin"}),
        (returns.spenddata_return_send_back, {"admin"}),
        (returns.spenddata_return_send_for_approval, EDITORS),
        (returns.spenddata_return_withdraw, {"admin"}),
        (returns.spenddata_return_erase, {"admin", "steward"}),
        (returns.spenddata_revision_findings, MEMBERS),
        (returns.spenddata_revision_fixes, MEMBERS),
        (returns.spenddata_revision_rows, MEMBERS),
        (returns.spenddata_revision_review, MEMBERS),
        (returns.spenddata_finding_list, MEMBERS),
        (returns.spenddata_finding_acknowledge, EDITORS),
    ],
)
def test_who_may(allowed, right, who):
    assert allowed(right) == who


def test_editors_submit_for_their_own_body_alone(allowed):
    assert allowed(returns.spenddata_return_submit, publisher="alder") == EDITORS
    assert allowed(returns.spenddata_return_submit, publisher="birch") == set()


@pytest.mark.parametrize(("least", "who"), [(Role.EDITOR, EDITORS), (Role.ADMIN, {"admin"})])
def test_who_publishes_is_the_portals_choice(allowed, monkeypatch, least, who):
    monkeypatch.setattr(returns.publishing, "least_role", lambda: least)
    assert allowed(returns.spenddata_return_publish) == who


def test_a_return_is_shown_to_all_once_anything_of_it_was_public(allowed, portal, published):
    assert allowed(returns.spenddata_return_show) == MEMBERS
    portal.revisions.append(object())
    assert allowed(returns.spenddata_return_show) == MEMBERS
    published.append(True)
    assert len(allowed(returns.spenddata_return_show)) == 6


def test_a_report_goes_with_its_revision(allowed, published):
    assert allowed(returns.spenddata_revision_report) == MEMBERS
    published.append(True)
    assert len(allowed(returns.spenddata_revision_report)) == 6


def test_what_quotes_the_file_stays_with_members_after_publication(allowed, published):
    published.append(True)
    assert len(allowed(returns.spenddata_revision_download)) == 6
    assert allowed(returns.spenddata_revision_download, kind="marked") == MEMBERS
    assert allowed(returns.spenddata_revision_download, kind="printable") == MEMBERS


def test_anybody_may_ask_for_the_list(allowed):
    assert len(allowed(returns.spenddata_return_list)) == 6
