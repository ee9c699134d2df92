"""Proof that a backup is whole and is what was written, without restoring it."""

from __future__ import annotations

import hmac
from pathlib import Path

from ckanext.spenddata.backup import archive
from ckanext.spenddata.backup.faults import BrokenBackupError
from ckanext.spenddata.backup.manifest import DUMPS, Manifest


def check(path: Path, seal: str | None = None) -> tuple[Manifest, str]:
    """Read all of a backup and compare it with its manifest.

    Args:
        path: The file.
        seal: The seal that was printed when it was made, where it is known; the manifest must be that one.

    Returns:
        Its manifest and its seal.

    Raises:
        BrokenBackupError: It is cut short, damaged or changed.
    """
    manifest, found_seal = archive.manifest_of(path)
    if seal and not hmac.compare_digest(seal.strip().lower(), found_seal):
        message = f"{path} has the seal {found_seal}, not {seal}: it is another backup, or it was changed. Nothing was changed here."
        raise BrokenBackupError(message)
    missing = set(manifest.members)
    for name, stream in archive.members(path):
        require_same(manifest, name, archive.copy(stream, lambda _chunk: None))
        missing.remove(name)
    missing |= set(DUMPS.values()) - set(manifest.members)
    if missing:
        raise BrokenBackupError(f"{path} lacks {_some(missing)}. Nothing was changed. Take another backup.")
    return manifest, found_seal


def require_same(manifest: Manifest, name: str, found: object) -> None:
    """Compare one file with the manifest.

    Raises:
        BrokenBackupError: It is not the one that was written.
    """
    expected = manifest.members.get(name)
    if expected is None:
        raise BrokenBackupError(
            f"{name} is in the backup and not in its manifest. Nothing was changed. Take another backup."
        )
    if expected != found:
        raise BrokenBackupError(
            f"{name} is not what was written: the backup is damaged. Nothing was changed. Take another."
        )


def _some(names: set[str]) -> str:
    first = ", ".join(sorted(names)[:3])
    return first if len(names) <= 3 else f"{first} and {len(names) - 3} more files"
