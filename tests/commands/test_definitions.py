"""``definitions check`` looks at a folder before it is in force, and at the one in force where none is named."""

from __future__ import annotations

import pytest

from ckanext.spenddata.commands import definitions as commands
from ckanext.spenddata.commands.definitions import definitions


@pytest.fixture
def in_force(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    wrong: list[str] = []
    monkeypatch.setattr(commands.config, "overlay_faults", lambda: wrong)
    return wrong


def test_the_folder_in_force_is_looked_at_where_none_is_named(actions, in_force):
    done = actions.run(definitions, "check")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "The definitions fit together.\n")
    in_force.append("rules.yaml, line 3: no.")
    done = actions.run(definitions, "check")
    assert (done.exit_code, done.stdout) == (1, "rules.yaml, line 3: no.\n")
    assert done.stderr == "These definitions were not put into force. The last good ones stay.\n"


def test_a_folder_that_is_named_is_laid_over_the_package_s(actions, in_force, tmp_path):
    in_force.append("not looked at")
    assert actions.run(definitions, "check", str(tmp_path)).exit_code == 0
    (tmp_path / "mesures.yaml").write_text("[]")
    done = actions.run(definitions, "check", str(tmp_path))
    assert done.exit_code == 1
    assert done.stdout.startswith("mesures.yaml: no definitions are read from a file of this name.")
