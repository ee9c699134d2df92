"""Landlock: of all files, a process reaches only what is named here (Linux 5.13 and newer).

The numbers are the kernel's own (``linux/landlock.h``), the same on every processor.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable

from ckanext.spenddata.sandbox.kernel import done, libc

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_MAKE = 1 << 8 | 1 << 7
"""Ordinary files and folders; no sockets, pipes, devices or links."""
_REMOVE = 1 << 4 | 1 << 5
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
_ALL_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_NETWORK = 3
_SCOPES = 3
"""Abstract sockets and signals of processes outside."""
_FOR_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
READ = _READ_FILE | _READ_DIR
READ_AND_MAP = READ | _EXECUTE
WRITE = READ | _WRITE_FILE | _MAKE | _REMOVE | _TRUNCATE


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """Which Landlock this kernel has.

    Raises:
        NotHeldError: none.
    """
    return done(libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION)))


def restrict(allowed: Iterable[tuple[str, int]]) -> None:
    """Reach nothing but these, from now on and for ever.

    Args:
        allowed: paths, with what may be done beneath each (``READ``, ``READ_AND_MAP``, ``WRITE``); what is missing is left out.

    Raises:
        NotHeldError: this kernel can't.
    """
    known = version()
    everything = _ALL_BY_VERSION[min(known, max(_ALL_BY_VERSION))]
    # Older kernels take the beginning of this structure alone.
    ruleset = _Ruleset(everything, _NETWORK if known >= 4 else 0, _SCOPES if known >= 6 else 0)
    held = 24 if known >= 6 else 16 if known >= 4 else 8
    rules = done(libc().syscall(_CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(held), ctypes.c_uint32(0)))
    try:
        for path, rights in allowed:
            _allow(rules, path, rights & everything)
        done(libc().syscall(_RESTRICT_SELF, rules, ctypes.c_uint32(0)))
    finally:
        os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _FOR_FILES
        beneath = _Beneath(rights, place)
        done(libc().syscall(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(beneath), ctypes.c_uint32(0)))
    finally:
        os.close(place)
