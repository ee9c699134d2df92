"""PostgreSQL's programs are chosen so that they can read the database, and no secret is on a command line or in a message."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from ckanext.spenddata.backup import programs
from ckanext.spenddata.backup.faults import BackupError

URL = make_url("postgresql://somebody:hidden@/spending?host=/run/here")


def program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def dumper(folder: Path, version: str) -> Path:
    return program(folder, "pg_dump", f"echo 'pg_dump (PostgreSQL) {version}'")


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Folders with programs, in the order in which they are looked at."""

    def offer(*versions: str) -> list[Path]:
        found = [dumper(tmp_path / str(number), version) for number, version in enumerate(versions)]
        monkeypatch.setattr(programs, "_folders", lambda: iter([path.parent for path in found]))
        return found

    return offer


@pytest.mark.parametrize(
    ("said", "expected"),
    [("16.4", 16), ("18beta2", 18), ("17rc1", 17), ("19devel", 19), ("15.8 (Debian 15.8-1.pgdg120+1)", 15)],
)
def test_a_version_is_read_however_it_is_written(tmp_path, said, expected):
    assert programs.version(dumper(tmp_path, said)) == expected


def test_what_is_no_program_of_postgresql_has_no_version(tmp_path):
    assert programs.version(program(tmp_path, "a", "exit 3")) == 0
    assert programs.version(program(tmp_path, "b", "echo hello")) == 0


def test_the_oldest_that_can_read_the_server_is_taken(offered):
    """A newer one may write a dump that the server's own programs can't read."""
    _, _, sixteen, _ = found = offered("18.1", "15.2", "16.0", "17.0")
    assert programs.choose("pg_dump", 16) == sixteen
    assert programs.choose("pg_dump", 15) == found[1]


def test_of_two_alike_the_first_found_is_taken(offered):
    first, _ = offered("16.1", "16.4")
    assert programs.choose("pg_dump", 16) == first


def test_a_backup_is_not_restored_with_an_older_program_than_it_was_made_with(offered):
    offered("16.0")
    with pytest.raises(BackupError, match="version 18 or newer"):
        programs.choose("pg_dump", 16, made_with=18)


def test_where_none_fits_it_is_said_which_there_are_and_what_to_set(offered):
    offered("14.0", "15.0")
    with pytest.raises(BackupError) as refused:
        programs.choose("pg_dump", 18)
    said = str(refused.value)
    assert "is 14" in said
    assert "is 15" in said
    assert "Nothing was changed" in said
    assert "ckanext.spenddata.backup.postgresql" in said


def test_where_there_is_none_that_is_said(monkeypatch):
    monkeypatch.setattr(programs, "_folders", lambda: iter([]))
    with pytest.raises(BackupError, match="no pg_restore was found"):
        programs.choose("pg_restore", 18)


def test_the_administrators_folder_is_the_only_one_looked_at(monkeypatch, tmp_path):
    monkeypatch.setattr(programs.config, "postgresql", lambda: tmp_path)
    assert list(programs._folders()) == [tmp_path]


def test_a_dump_is_handed_on_whole_and_asks_for_its_snapshot(tmp_path):
    dump = program(tmp_path, "pg_dump", 'head -c 3000000 /dev/zero; printf "%s" "$*"')
    taken: list[bytes] = []
    programs.dump(dump, URL, "00000003-1", taken.append)
    whole = b"".join(taken)
    assert len(whole.rstrip(b"\0")) > 3_000_000
    assert whole.endswith(b"--format=custom --snapshot=00000003-1 --no-password")
    assert len(taken) > 1, "it must not be held in memory at once"


def test_no_password_is_on_the_command_line(tmp_path):
    dump = program(tmp_path, "pg_dump", 'printf "%s|%s" "$*" "$PGPASSWORD"')
    taken: list[bytes] = []
    programs.dump(dump, URL, "1", taken.append)
    line, password = b"".join(taken).decode().split("|")
    assert "hidden" not in line
    assert password == "hidden"


def test_nothing_of_the_callers_leads_a_program_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("PGSERVICE", "elsewhere")
    monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=1")
    dump = program(tmp_path, "pg_dump", 'printf "%s" "$PGSERVICE$PGOPTIONS"')
    taken: list[bytes] = []
    programs.dump(dump, URL, "1", taken.append)
    assert b"".join(taken) == b""


def test_a_dump_that_fails_says_why_and_not_with_what_password(tmp_path):
    dump = program(tmp_path, "pg_dump", "echo half; echo 'pg_dump: error: no such snapshot' >&2; exit 1")
    with pytest.raises(BackupError) as failed:
        programs.dump(dump, URL, "1", lambda _chunk: None)
    assert "no such snapshot" in str(failed.value)
    assert "No backup was made" in str(failed.value)
    assert "hidden" not in str(failed.value)


def test_a_disk_that_is_full_ends_the_dump(tmp_path):
    """Otherwise pg_dump would write on into a pipe that nobody reads."""
    told = tmp_path / "pid"
    dump = program(tmp_path, "pg_dump", f"echo $$ > {told}; exec cat /dev/zero")

    def full(_chunk: bytes) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        programs.dump(dump, URL, "1", full)
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


def test_the_contents_of_a_dump_are_its_lines_without_remarks(tmp_path):
    lister = program(tmp_path, "pg_restore", "printf ';\\n; Archive\\n\\n200; 1259 1 TABLE public a ckan\\n'")
    assert programs.listed(lister, tmp_path / "x.dump") == ["200; 1259 1 TABLE public a ckan"]


def test_a_restore_is_all_or_nothing(tmp_path):
    told = tmp_path / "said"
    program(tmp_path, "pg_restore", f'printf "%s" "$*" > {told}')
    programs.restore(tmp_path / "pg_restore", URL, tmp_path / "x.dump", tmp_path / "x.list")
    assert {"--single-transaction", "--exit-on-error", "--no-owner"} <= set(told.read_text().split())


def test_a_restore_that_fails_tells_the_last_that_was_said(tmp_path):
    program(tmp_path, "pg_restore", "for i in 1 2 3 4 5 6 7 8 9 10; do echo line $i >&2; done; exit 1")
    with pytest.raises(BackupError, match=r"line 9 / line 10\.$") as failed:
        programs.restore(tmp_path / "pg_restore", URL, tmp_path / "x.dump", tmp_path / "x.list")
    assert "line 2 " not in str(failed.value)
