"""Where the demonstration is not installed, asking for it says where it is to be had, whatever is asked of it."""

from __future__ import annotations

from ckanext.spenddata.commands.no_demonstration import demo


def test_it_fails_and_names_the_source(actions):
    done = actions.run(demo, "load", "--bodies", "3")
    assert done.exit_code == 1
    assert "Nothing was changed." in done.stderr
    assert "git clone https://" in done.stderr
