"""What goes wrong with backups."""

from __future__ import annotations


class BackupError(Exception):
    """It could not be done. The message says what happened, what it means, and what to do."""


class BrokenBackupError(BackupError):
    """The file is not a whole backup, or not what was written."""
