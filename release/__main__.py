"""``python -m release make 1.2.3``: everything of a release but sending it; ``notes 1.2.3``: what the changelog says of one."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from release.changelog import dated, section

CHANGELOG = Path("CHANGELOG.md")
PROJECT = Path("pyproject.toml")
FRAGMENTS = Path("changes")
KEPT = ("README.md", "template.md")
_VERSION = re.compile(r'^version = "([^"]+)"$', re.MULTILINE)
_NUMBER = re.compile(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?")
_MAIN = "main"


class ReleaseError(Exception):
    """Something stands against the release; nothing was changed."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command in the repository that the working folder is the top of.

    Args:
        arguments: The command line's, without the program's name.

    Returns:
        The exit status: 0, or 1 where something stands against it.
    """
    parser = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    parser.add_argument("command", choices=("make", "notes", "draft"))
    parser.add_argument("version")
    asked = parser.parse_args(arguments)
    try:
        print({"make": make, "notes": notes, "draft": rendered}[asked.command](asked.version).rstrip())
    except (ReleaseError, ValueError) as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    return 0


def make(version: str, day: date | None = None) -> str:
    """Write the changelog and the version, commit both, and tag the commit.

    Args:
        version: Such as ``1.2.3`` or ``1.2.3rc1``.
        day: The day of the release; today unless said otherwise.

    Returns:
        What to do next.

    Raises:
        ReleaseError: The version is none, the tree has changes, the branch is another, or the tag is there. Nothing was changed.
        ValueError: The changelog has nothing to tell of it. Nothing was changed.
    """
    if not _NUMBER.fullmatch(version):
        raise ReleaseError(f"{version!r} is no version such as 1.2.3 or 1.2.3rc1.")
    if git("status", "--porcelain"):
        raise ReleaseError("there are changes that are not committed. Commit them first.")
    if git("branch", "--show-current") != _MAIN:
        raise ReleaseError(f"a release is made on {_MAIN}.")
    if git("tag", "--list", f"v{version}"):
        raise ReleaseError(f"the tag v{version} is there already: choose the next version.")
    changelog = dated(CHANGELOG.read_text("utf-8"), rendered(version, day), version)
    project = _VERSION.sub(f'version = "{version}"', PROJECT.read_text("utf-8"), count=1)

    CHANGELOG.write_text(changelog, "utf-8")
    PROJECT.write_text(project, "utf-8")
    told = [str(path) for path in sorted(FRAGMENTS.iterdir()) if path.name not in KEPT]
    if told:
        git("rm", "--quiet", "--", *told)
    git("add", "--", str(CHANGELOG), str(PROJECT))
    git("commit", "--quiet", "--message", f"Release {version}")
    git(
        "tag",
        "--annotate",
        f"v{version}",
        "--cleanup=verbatim",
        "--message",
        f"{version}\n\n{section(changelog, version)}",
    )
    return (
        f"v{version} is committed and tagged, here alone. Look at it: git show v{version}\n"
        f"To take it back:  git tag -d v{version} && git reset --hard HEAD~1\n"
        f"To publish it:    git push origin {_MAIN} v{version}"
    )


def notes(version: str) -> str:
    """The release notes of a version: what the changelog says of it."""
    return section(CHANGELOG.read_text("utf-8"), version)


def rendered(version: str, day: date | None = None) -> str:
    """The heading of a release, and what the fragments tell, as Markdown."""
    program = Path(sys.executable).with_name("towncrier")
    on = (day or date.today()).isoformat()  # noqa: DTZ011  a release has the day of whoever makes it
    done = subprocess.run(
        [str(program), "build", "--draft", "--version", version, "--date", on],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise ReleaseError(f"towncrier could not read changes/: {done.stderr.strip()}")
    return re.sub(r"\n{3,}", "\n\n", done.stdout.strip())


def git(*arguments: str) -> str:
    """What git says.

    Raises:
        ReleaseError: It failed.
    """
    done = subprocess.run(["git", *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise ReleaseError(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
