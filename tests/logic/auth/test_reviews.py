"""What is not public yet is for members."""

from __future__ import annotations

from ckanext.spenddata.logic.auth import reviews


def test_only_members_review(allowed):
    members = {"member", "editor", "admin"}
    assert allowed(reviews.spenddata_revision_review) == allowed(reviews.spenddata_revision_fixes) == members
