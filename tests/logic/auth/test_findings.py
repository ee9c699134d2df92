"""Findings quote cells: members see them, editors confirm them."""

from __future__ import annotations

from ckanext.spenddata.logic.auth import findings


def test_members_see_and_editors_confirm(allowed):
    assert allowed(findings.spenddata_finding_list) == {"member", "editor", "admin"}
    assert allowed(findings.spenddata_finding_acknowledge) == {"editor", "admin"}
