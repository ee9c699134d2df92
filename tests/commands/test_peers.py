"""What the commands about peer groups ask, and how they tell it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.spenddata.commands.peers import peers

SAID = {"title": "Core", "basis": "Size.", "version": "2", "licence": "OGL", "source": "Somebody"}
OPTIONS = [word for name, value in SAID.items() for word in (f"--{name}", value)]
LOADED = {"bodies": 1, "pairs": 2, "number": 9, "unknown": 0, "some_unknown": []}


def test_groups_are_listed_with_their_size(actions):
    rule, table = {"id": "all", "title": "All", "bodies": None}, {"id": "core", "title": "Core", "bodies": 1200}
    actions.answers["spenddata_peer_group_list"] = {"groups": [each | {"version": "2"} for each in (rule, table)]}
    done = actions.run(peers, "list")
    assert done.stdout == "all\tAll\tby a rule\t2\ncore\tCore\t1,200 bodies\t2\n"


@pytest.fixture
def table(tmp_path: Path) -> str:
    file = tmp_path / "core.csv"
    file.write_text("publisher_id,peers\r\na,b\r\n", "utf-8-sig")
    return str(file)


def test_a_table_is_loaded_without_the_mark_at_its_front(actions, table: str):
    actions.answers["spenddata_peer_group_load"] = LOADED
    done = actions.run(peers, "load", table, "--id", "core", *OPTIONS)
    [(_, _, data)] = actions.asked
    assert data == {"id": "core", "csv": "publisher_id,peers\na,b\n", "preview": False, "url": "", **SAID}
    assert (done.stdout, done.stderr) == ("9\n", "1 body, 2 pairs: loaded.\n")


def test_a_preview_tells_who_is_no_publisher_here(actions, table: str):
    actions.answers["spenddata_peer_group_load"] = LOADED | {"number": None, "unknown": 3, "some_unknown": ["x", "y"]}
    done = actions.run(peers, "load", table, "--id", "core", "--preview", *OPTIONS)
    assert done.stdout == ""
    assert done.stderr.splitlines() == ["1 body, 2 pairs: nothing has changed yet.", "No publishers here, yet: x, y …"]


@pytest.mark.parametrize(
    ("restored", "words"),
    [(None, "Taken back.\n"), ({"title": "Core", "version": "1"}, "Taken back. In force again: Core, 1.\n")],
)
def test_taking_back_says_what_is_in_force_again(actions, restored: object, words: str):
    actions.answers["spenddata_peer_group_remove"] = {"restored": restored}
    done = actions.run(peers, "remove", "core", "--why", "Old")
    assert actions.asked[0][2] == {"id": "core", "why": "Old"}
    assert done.stderr == words
