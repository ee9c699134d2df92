"""A name may have been several organisations', one after the other; each has it once."""

from __future__ import annotations

from ckanext.spenddata.model.former_names import FormerName


def test_a_name_is_kept_once_for_each_organisation_that_had_it_and_never_without_its_end():
    table = FormerName.__table__
    assert [column.name for column in table.primary_key] == ["name", "organization_id"]
    assert not table.c.until.nullable
