"""Files of a revision: nothing before it is public, nothing of what was erased, and no answer tells a path of the server."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import common
from ckanext.spenddata.logic.action import downloads
from ckanext.spenddata.model import State


@pytest.fixture
def revision(portal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    file = tmp_path / "kept.csv"
    file.write_bytes(b"12345")
    sent = SimpleNamespace(position=1, name="March.final.csv", erased=False)
    made = SimpleNamespace(
        number=2, state=State.PUBLISHED, entry_no=9, files=[sent], spend_return=SimpleNamespace(reference="r")
    )
    monkeypatch.setattr(common, "revision", lambda _context, _data: made)
    monkeypatch.setattr(downloads.tombstones, "of_revision", lambda _revision: None)
    published = SimpleNamespace(path=file, name="r-2.csv", sha256="abc")
    monkeypatch.setattr(downloads.published_files, "published_file", lambda _revision: published)
    monkeypatch.setattr(downloads.marked_files, "marked_file", lambda _revision, _file: file)
    monkeypatch.setattr(tk, "url_for", lambda page, **parts: f"{page} {sorted(parts.items())}", raising=False)
    return made


def download(**data: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    context: dict[str, Any] = {}
    return downloads.spenddata_revision_download(context, {"reference": "r", **data}), context  # type: ignore[arg-type]


def test_the_csv_is_told_with_its_size_and_digest_and_its_path_stays_inside(revision, tmp_path):
    told, context = download()
    assert (told["name"], told["size"], told["sha256"], told["mimetype"]) == ("r-2.csv", 5, "abc", "text/csv")
    assert context[downloads.PATH] == tmp_path / "kept.csv"
    assert str(tmp_path) not in str(told)
    assert "('qualified', True)" in told["url"]


@pytest.mark.parametrize(("state", "entry"), [(State.READY, 9), (State.WITHDRAWN, 9), (State.PUBLISHED, None)])
def test_there_is_no_csv_of_what_is_not_public(revision, state: State, entry: int | None):
    revision.state, revision.entry_no = state, entry
    with pytest.raises(tk.ObjectNotFound):
        download()


def test_a_file_is_marked_under_its_own_name(revision):
    told, context = download(kind="marked")
    assert told["name"] == "March.final marked.xlsx"
    assert downloads.PATH in context


def test_what_is_not_there_or_erased_can_not_be_marked(revision):
    with pytest.raises(tk.ObjectNotFound):
        download(kind="marked", position=2)
    revision.files[0].erased = True
    with pytest.raises(tk.ObjectNotFound):
        download(kind="marked")


def test_what_is_too_large_to_be_marked_says_what_to_do_instead(revision, monkeypatch):
    def too_much(*_: Any) -> Any:
        raise downloads.marked_files.TooMuchToMarkError

    monkeypatch.setattr(downloads.marked_files, "marked_file", too_much)
    with pytest.raises(tk.ValidationError) as refused:
        download(kind="marked")
    assert refused.value.error_dict["position"][0].startswith("March.final.csv is too large to be marked here.")


def test_without_the_right_nothing_is_told(portal, revision):
    portal.refused(downloads.spenddata_revision_download, reference="r")
