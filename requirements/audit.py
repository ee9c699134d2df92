# ruff: noqa: INP001  a script, no package
"""Ask a vulnerability index about every locked package: `requirements/audit`. Needs `make lint`'s environment.

Exit status: 0 nothing known that is not excepted; 1 something is, or an exception is out of date; 2 no index answered, which is no pass.
"""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PASSED, FAILED, UNKNOWN = 0, 1, 2


class ExceptionsError(Exception):
    """The file of exceptions says something that it can't."""


@dataclass(frozen=True)
class Accepted:
    """A vulnerability that is accepted for a while."""

    id: str
    package: str
    reason: str
    until: datetime.date


def accepted(text: str, today: datetime.date) -> list[Accepted]:
    """The exceptions that hold today.

    Raises:
        ExceptionsError: one has no reason, no last day, or is out of date.
    """
    found = []
    for entry in tomllib.loads(text).get("exception", []):
        try:
            one = Accepted(**entry)
        except TypeError as error:
            raise ExceptionsError(
                f"an exception needs id, package, reason and until, and nothing else: {entry}"
            ) from error
        if type(one.until) is not datetime.date or not one.reason.strip():
            raise ExceptionsError(f"{one.id}: needs a reason, and a day as until")
        if one.until < today:
            raise ExceptionsError(f"{one.id} ({one.package}) was accepted until {one.until}: look at it again")
        found.append(one)
    return found


def judge(answer: dict[str, Any], exceptions: list[Accepted]) -> list[str]:
    """What is known and not excepted, a line each; an exception is for one package."""
    excepted = {(one.id, one.package) for one in exceptions}
    return [
        f"{package['name']} {package['version']}: {vulnerability['id']}, mended in "
        + (", ".join(vulnerability["fix_versions"]) or "no version yet")
        for package in answer["dependencies"]
        for vulnerability in package.get("vulns", [])
        if not excepted & {(known, package["name"]) for known in (vulnerability["id"], *vulnerability["aliases"])}
    ]


def unanswered(answer: dict[str, Any]) -> list[str]:
    """Packages that the index told nothing about: the tool itself takes these for sound."""
    return [package["name"] for package in answer["dependencies"] if "skip_reason" in package]


def ask(lock: Path) -> dict[str, Any] | None:
    """The index's answer about a lock; None where none answered."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--no-deps", "--disable-pip"]
    done = subprocess.run(
        [*command, "--format", "json", "--progress-spinner", "off"], check=False, capture_output=True, text=True
    )
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        print("\n".join(done.stderr.strip().splitlines()[-1:]), file=sys.stderr)
        return None


def main() -> int:
    """Audit the lock."""
    try:
        exceptions = accepted(
            (HERE / "audit-exceptions.toml").read_text(), datetime.datetime.now(tz=datetime.UTC).date()
        )
    except ExceptionsError as error:
        print(f"audit: {error}", file=sys.stderr)
        return FAILED
    answer = ask(HERE / "lock.txt")
    if answer is None:
        print(
            "audit: NOT DONE. No vulnerability index answered; the lock is not known to be free of any.",
            file=sys.stderr,
        )
        return UNKNOWN
    found = judge(answer, exceptions)
    for line in found:
        print(f"audit: {line}", file=sys.stderr)
    silent = unanswered(answer)
    total = len(answer["dependencies"])
    print(
        f"audit: {total - len(silent)} of {total} packages looked up, {len(found)} known vulnerabilities not excepted"
    )
    if found:
        return FAILED
    if silent:
        print(f"audit: NOT DONE for {len(silent)} packages, of which the index knows nothing", file=sys.stderr)
        return UNKNOWN
    return PASSED


if __name__ == "__main__":
    sys.exit(main())
