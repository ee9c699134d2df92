"""A table of peers is read in either form, and all that is wrong with it is told at once, with its line."""

from __future__ import annotations

import pytest

from ckanext.spenddata.definitions.peer_table import MOST_PROBLEMS, TEXTS, parse


def problems(text: str) -> list[tuple[int, str]]:
    found = parse(text).problems
    for each in found:
        assert "{" not in TEXTS[each.code].format(**each.parameters)
    return [(each.line, each.code) for each in found]


def test_a_line_for_each_body():
    read = parse("publisher_id,peers\nX-DEMO-1,X-DEMO-2 X-DEMO-3\nX-DEMO-2,X-DEMO-1\n")
    assert read.listed == {"X-DEMO-1": ("X-DEMO-2", "X-DEMO-3"), "X-DEMO-2": ("X-DEMO-1",)}
    assert read.problems == ()
    assert read.named == ["X-DEMO-1", "X-DEMO-2", "X-DEMO-3"]


def test_a_line_for_each_pair_with_names_beside():
    read = parse("\ufeffPublisher_ID,Name,Peer\r\nX-DEMO-1,One,X-DEMO-2\r\nX-DEMO-1,One,X-DEMO-3\r\n\r\n")
    assert (read.listed, read.problems) == ({"X-DEMO-1": ("X-DEMO-2", "X-DEMO-3")}, ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, "columns")]),
        ("body;peers\nX-DEMO-1;X-DEMO-2\n", [(1, "columns")]),
        ("publisher_id,peers\n", [(1, "empty")]),
        ("publisher_id,peers\nX-DEMO-1\n", [(2, "cells"), (1, "empty")]),
        ("publisher_id,peers\nLeeds,X-DEMO-2\n", [(2, "identifier")]),
        ("publisher_id,peers\nX-DEMO-1,\n", [(2, "no-peers")]),
        ("publisher_id,peers\n,X-DEMO-1\n", [(2, "no-body")]),
        ("publisher_id,peers\n\nX-DEMO-1,X-DEMO-2 X-DEMO-1\n", [(3, "own")]),
        ("publisher_id,peers\nX-DEMO-1,X-DEMO-2 X-DEMO-2\n", [(2, "twice")]),
        ("publisher_id,peers\nX-DEMO-1,X-DEMO-2\nX-DEMO-1,X-DEMO-3\n", [(3, "again")]),
        ("publisher_id,peer\nX-DEMO-1,X-DEMO-2\nX-DEMO-1,X-DEMO-2\n", [(3, "twice")]),
        ('publisher_id,peers\nX-DEMO-1,"X-DEMO-2\n', [(1, "not-csv")]),
        (f"publisher_id,peers\nX-DEMO-1,{' '.join(f'X-DEMO-P{n}' for n in range(61))}\n", [(2, "many")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, found):
    assert problems(text) == found


def test_no_more_is_told_than_somebody_can_read():
    lines = "\n".join(f"X-DEMO-{n}," for n in range(100))
    assert len(parse(f"publisher_id,peers\n{lines}\n").problems) == MOST_PROBLEMS
