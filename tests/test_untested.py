"""Each module has a test that names it, so that a broken one is known by what fails."""

from __future__ import annotations

from tests import untested


def test_no_module_is_without_a_test():
    without = sorted(untested.found())
    assert not without, f"Write tests/<room>/test_<module>.py for each of: {', '.join(without)}"
