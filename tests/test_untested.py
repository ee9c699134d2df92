"""Each module has a test that names it, so that a broken one is known by what fails. The list of those without may only shrink."""

from __future__ import annotations

from tests import untested


def test_no_module_is_added_without_a_test():
    added = sorted(untested.found() - untested.listed())
    assert not added, f"Write tests/<room>/test_<module>.py for each of: {', '.join(added)}"
