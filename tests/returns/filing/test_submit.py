"""Files in: names that are safe to show and tell apart, all kept or none, one return for a duty, and no day in two returns."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.filing import submit
from ckanext.spenddata.returns.filing.refusals import RefusedError
from ckanext.spenddata.returns.filing.submit import Upload
from tests.returns.world import REGIME, World, csv_file, work


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("spend.csv", "spend.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\May spend.xlsx", "May spend.xlsx"),
        ("a/b\\c.csv", "c.csv"),
        ("sp\x00end\u202e.csv", "spend.csv"),
        ("  May.csv \n", "May.csv"),
        ("Caf\u0065\u0301.csv", "Caf\u00e9.csv"),
        ("", "file"),
        ("///", "file"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_a_name_is_a_name_and_no_way_to_anywhere(name, plain):
    assert submit._plain_name(name) == plain


@given(st.text(max_size=400))
def test_whatever_a_file_is_called_its_name_can_be_shown(name):
    plain = submit._plain_name(name)
    assert 0 < len(plain) <= submit.NAME_LENGTH
    assert not set(plain) & set("/\\\n\r\t\0")


@given(st.lists(st.sampled_from(["a.csv", "a (2).csv", "b", "a"]), max_size=8))
def test_two_files_never_have_one_name(names):
    distinct = submit._distinct(names)
    assert len(set(distinct)) == len(names) == len(distinct)
    first = {}
    for name, made in zip(names, distinct, strict=True):
        first.setdefault(name, made)
    assert all(made == name or name in distinct for name, made in first.items())


def test_names_that_repeat_are_numbered_before_their_ending():
    assert submit._distinct(["a.csv", "a.csv", "b", "a.csv", "b"]) == ["a.csv", "a (2).csv", "b", "a (3).csv", "b (2)"]


@pytest.fixture
def storage(tmp_path, monkeypatch) -> Storage:
    made = Storage(tmp_path)
    monkeypatch.setattr(submit, "Storage", lambda: made)
    monkeypatch.setattr(submit.config, "limits", lambda: SimpleNamespace(file_bytes=2 * submit.MEGABYTE))
    return made


def kept(storage: Storage) -> list[Any]:
    return [path for path in storage.root.rglob("*") if path.is_file()]


def upload(content: bytes, name: str = "spend.csv") -> Upload:
    return Upload(name, io.BytesIO(content))


def test_files_are_kept_as_they_were_sent(storage):
    content = csv_file(2)
    [(name, file), (other, same)] = submit._keep([upload(content), upload(content)])
    assert (name, other) == ("spend.csv", "spend (2).csv")
    assert file == same
    assert [path.read_bytes() for path in kept(storage)] == [content]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"x" * (2 * submit.MEGABYTE + 1), "too_large"), (b"%PDF-1.7\n" + b"x" * 100, "pdf")],
)
def test_where_one_is_refused_none_is_kept(content, code, storage):
    with pytest.raises(RefusedError) as refused:
        submit._keep([upload(csv_file(2)), upload(content, "second.csv")])
    assert refused.value.refusal.code == code
    assert str(refused.value).startswith("second.csv: ")
    assert kept(storage) == []


def test_no_day_is_in_two_returns_of_one_duty(world: World):
    from ckan.plugins import toolkit as tk

    world.submit(csv_file(2))
    work()
    with pytest.raises(tk.ValidationError, match=r"shares days with 2026-Q1.*counted twice") as refused:
        world.submit(csv_file(2), period="2026-02")
    assert f"X-DEMO-1.{REGIME}.2026-Q1" in str(refused.value)
    world.submit(csv_file(2, month=5), period="2026-Q2")
    world.submit(csv_file(2), period="2026-02", publisher="X-DEMO-3", who="stranger")
    # What is withdrawn or replaced is in nobody's way.
    world.publish(csv_file(2))
    world.call(
        "spenddata_return_withdraw", "administrator", reference=f"X-DEMO-1.{REGIME}.2026-Q1", why="Wrong quarter"
    )
    assert world.submit(csv_file(2), period="2026-02")["reference"].endswith("2026-02")


def test_a_later_submission_is_the_next_revision_and_ends_what_waits(world: World):
    from ckanext.spenddata.returns import queries

    for rows in (2, 3):
        world.submit(csv_file(rows))
        work()
    world.submit(csv_file(4))
    spend_return = queries.by_reference(f"X-DEMO-1.{REGIME}.2026-Q1")
    assert spend_return
    assert [(each.number, each.state) for each in spend_return.revisions] == [
        (1, "superseded"),
        (2, "superseded"),
        (3, "submitted"),
    ]
    [file] = spend_return.revisions[-1].files
    assert (file.position, file.name, file.size) == (1, "spend-1.csv", len(csv_file(4)))
