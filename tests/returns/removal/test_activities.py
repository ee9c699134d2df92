"""CKAN's record of activity keeps whole datasets as they were: what quotes an erased word goes, and nothing else."""

from __future__ import annotations

from tests.returns.conftest import portal_world, world

__all__ = ["portal_world", "world"]


SAID = {
    "quoting": {"package": {"title": "Persephone Quillfeather"}},
    "nested": {"package": {"resources": [{"name": "Quillfeather"}]}},
    "other": {"package": {"title": "Alder"}},
    "lines": {"package": {"resources": [{"note": 'Said “here”,\nand "there"'}]}},
}
LEFT = [
    (["Quillfeather"], {"other", "lines"}),
    (["quillFEATHER"], {"other", "lines"}),
    (["", "nothing"], set(SAID)),
    ([], set(SAID)),
    # No pattern: every record would match it.
    (["%", "_"], set(SAID)),
    (['Said “here”,\nand "there"'], set(SAID) - {"lines"}),
    (["Quill", "Alder"], {"lines"}),
]


def test_records_that_quote_a_word_are_deleted(world):
    from ckan import model
    from ckanext.activity.model import Activity

    from ckanext.spenddata.returns.removal import activities

    for words, left in LEFT:
        model.Session.query(Activity).delete()
        for dataset in ("dataset", "another"):
            for name, data in SAID.items():
                made = Activity("user", dataset, "changed package", data)
                made.id = f"{dataset} {name}"
                model.Session.add(made)
        model.Session.flush()
        assert activities.forget("dataset", words) == len(SAID) - len(left)
        found = {each.id for each in model.Session.query(Activity)}
        assert found == {*(f"dataset {name}" for name in left), *(f"another {name}" for name in SAID)}
    model.Session.rollback()
