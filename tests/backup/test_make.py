"""What a backup is called, how many are kept, and what it says the portal itself lacks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from freezegun import freeze_time

from ckanext.spenddata.backup import make, manifest
from ckanext.spenddata.backup.faults import BackupError

SHA256 = "ab" + "0" * 62


@pytest.mark.parametrize(
    ("site", "name"),
    [
        ("https://Spending.Example.org", "20261129T103000Z-spending.example.org.spenddata.tar"),
        ("http://localhost:5000/data/", "20261129T103000Z-localhost-5000-data.spenddata.tar"),
    ],
)
def test_in_a_folder_it_has_a_name_that_sorts_by_time_and_says_of_which_site(site, name, tmp_path, monkeypatch):
    monkeypatch.setitem(tk.config, "ckan.site_url", site)
    with freeze_time(dt.datetime(2026, 11, 29, 10, 30, tzinfo=dt.UTC)):
        assert make._target(tmp_path) == tmp_path / name


def test_a_file_s_own_name_is_kept_and_its_folder_must_be_there(tmp_path):
    assert make._target(tmp_path / "mine.tar") == tmp_path / "mine.tar"
    with pytest.raises(BackupError, match=r"There is no folder .*gone\. No backup was made\."):
        make._target(tmp_path / "gone" / "mine.tar")


def test_the_newest_by_name_are_kept_and_nothing_else_is_touched(tmp_path):
    names = [f"2026110{day}T000000Z-x{make.ENDING}" for day in (3, 1, 2, 4)]
    for name in [*names, "notes.txt", "20261101.tar"]:
        (tmp_path / name).touch()
    assert [path.name for path in make.keep_newest(tmp_path, 2)] == sorted(names)[:2]
    assert {path.name for path in tmp_path.iterdir()} == {*sorted(names)[2:], "notes.txt", "20261101.tar"}
    assert make.keep_newest(tmp_path, 9) == []


def warned(members: dict[str, str], *, owned: set[str], links: list[Path], monkeypatch: Any) -> list[str]:
    """What is said of a backup with these members (name → hash)."""
    monkeypatch.setattr(make.owned, "files", lambda _ckan: owned)
    held = {name: SimpleNamespace(sha256=sha256) for name, sha256 in members.items()}
    pinned = {"": SimpleNamespace(links=links)}
    return list(make._warnings(SimpleNamespace(members=held), pinned, SimpleNamespace(ckan=None)))  # type: ignore[arg-type]


def test_what_the_portal_lacks_is_said_of_its_backup(monkeypatch):
    good, bad, artefact = f"files/ab/{SHA256}", f"files/cd/{'cd' * 32}", f"artefacts/ab/{SHA256}.parquet"
    own = manifest.OWN_FILES
    told = warned(
        {
            f"{own}{good}": SHA256,
            f"{own}{bad}": "other",
            f"{own}{artefact}": "other",
            f"{own}csv/ab/x.csv": "any",
            "ckan.dump": "any",
        },
        owned={good, bad, artefact, "files/ef/gone"},
        links=[Path("/srv/elsewhere")],
        monkeypatch=monkeypatch,
    )
    assert told == [
        "/srv/elsewhere is a link to somewhere else: what is behind it is not in the backup.",
        f"{bad} in the storage folder is damaged: its bytes are not those that were stored.",
        f"{artefact} in the storage folder is damaged: its bytes are not those that were stored.",
        "files/ef/gone is missing in the storage folder.",
    ]
    assert warned({f"{own}{good}": SHA256}, owned={good}, links=[], monkeypatch=monkeypatch) == []


def test_a_file_that_went_meanwhile_is_left_out_and_the_rest_is_taken(tmp_path):
    (tmp_path / "b").write_text("there")
    added: list[str] = []
    writer = SimpleNamespace(add=lambda name, _write: added.append(name))
    pinned = {"files/": SimpleNamespace(files={"b": tmp_path / "b", "a": tmp_path / "gone"})}
    make._add_files(writer, pinned)  # type: ignore[arg-type]
    assert added == ["files/b"]
