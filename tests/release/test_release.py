"""A release changes the changelog, the version and the tags of this repository, all or nothing, and sends nothing."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from release import __main__ as release

DAY = date(2026, 3, 4)


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one commit on main, with one fragment."""
    monkeypatch.chdir(tmp_path)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "somebody@example.org")
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n\n## 0.1.0 (2026-01-02)\n\n- First.\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0.1.0"\n')
    (tmp_path / "changes").mkdir()
    (tmp_path / "changes/README.md").write_text("How.\n")
    (tmp_path / "changes/hidden.fixed.md").write_text("Hidden sheets are told.\n")
    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "--message", "First")
    # The renderer is towncrier's, of the linters' environment; what is done with its words is ours.
    monkeypatch.setattr(release, "rendered", lambda version, day: f"## {version} ({day})\n\n- Hidden sheets are told.")
    return tmp_path


def test_a_release_is_a_commit_and_a_tag_with_its_notes(repository: Path):
    said = release.make("0.2.0", DAY)
    assert (repository / "CHANGELOG.md").read_text().startswith("# Changes\n\n## 0.2.0 (2026-03-04)\n\n- Hidden sheets")
    assert 'version = "0.2.0"' in (repository / "pyproject.toml").read_text()
    assert [path.name for path in (repository / "changes").iterdir()] == ["README.md"]
    assert git("status", "--porcelain") == ""
    assert git("log", "-1", "--format=%s") == "Release 0.2.0"
    assert "Hidden sheets are told." in git("tag", "--list", "--format=%(contents)", "v0.2.0")
    assert "git push" in said


@pytest.mark.parametrize("version", ["2", "0.2", "v0.2.0", "0.2.0-beta", "next"])
def test_what_is_no_version_is_refused(repository: Path, version: str):
    with pytest.raises(release.ReleaseError, match="no version"):
        release.make(version, DAY)


def test_nothing_is_released_beside_changes_that_are_not_committed(repository: Path):
    (repository / "half.py").write_text("")
    with pytest.raises(release.ReleaseError, match="not committed"):
        release.make("0.2.0", DAY)


def test_nothing_is_released_from_another_branch(repository: Path):
    git("switch", "--quiet", "--create", "try")
    with pytest.raises(release.ReleaseError, match="main"):
        release.make("0.2.0", DAY)


def test_a_tag_is_never_moved(repository: Path):
    git("tag", "v0.2.0")
    with pytest.raises(release.ReleaseError, match="already"):
        release.make("0.2.0", DAY)


def test_a_refused_release_has_changed_nothing(repository: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(release, "rendered", lambda version, day: f"## {version} ({day})")
    with pytest.raises(ValueError, match="Nothing is told"):
        release.make("0.2.0", DAY)
    assert git("status", "--porcelain") == ""
    assert git("log", "--format=%s") == "First"
    assert git("tag", "--list") == ""
