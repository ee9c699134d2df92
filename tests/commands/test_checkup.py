"""What ``doctor`` looks at: one fault never hides another, and each look has a name."""

from __future__ import annotations

import requests

from ckanext.spenddata.commands import checkup
from ckanext.spenddata.commands.problems import Problem


class TestLooking:
    def test_what_is_wrong_keeps_from_looking_at_nothing_else(self, monkeypatch):
        def wrong() -> str:
            raise Problem("it is wrong", "mend it")

        def broken() -> str:
            raise requests.ConnectionError("nobody answers\nwith a long trace")

        monkeypatch.setattr(checkup, "LOOKS", {"a": wrong, "b": broken, "c": lambda: "fine"})
        a, b, c = checkup.run()
        assert (a.ok, a.found, a.remedy) == (False, "it is wrong", "mend it")
        assert (b.ok, b.found) == (False, "nobody answers")
        assert b.remedy
        assert (c.ok, c.found, c.remedy) == (True, "fine", "")

    def test_a_fault_without_words_is_told_by_its_kind(self, monkeypatch):
        def silent() -> str:
            raise TimeoutError

        monkeypatch.setattr(checkup, "LOOKS", {"a": silent})
        (a,) = checkup.run()
        assert "TimeoutError" in a.found

    def test_each_thing_has_a_name_of_its_own(self):
        assert {"plugins", "ledger", "clock", "backup", "sessions", "reader of files"} <= set(checkup.LOOKS)
