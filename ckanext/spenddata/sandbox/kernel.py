"""System calls that Python 3.11 has no words for."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

LINUX = sys.platform == "linux"

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x40000000
_CAPABILITY_VERSION = 0x20080522
_DAC_READ_SEARCH = 2
_LAST_CAPABILITY = Path("/proc/sys/kernel/cap_last_cap")


class NotHeldError(OSError):
    """The kernel does not do what it was asked for."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Capabilities(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def libc() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


def done(result: int) -> int:
    """The result of a call, where it succeeded.

    Raises:
        NotHeldError: it did not.
    """
    if result < 0:
        number = ctypes.get_errno()
        raise NotHeldError(number, os.strerror(number))
    return result


def die_with_parent(signal_number: int) -> None:
    """Have the kernel send a signal when the parent ends."""
    libc().prctl(_PR_SET_PDEATHSIG, signal_number)


def gain_nothing() -> None:
    """Never again may a program that this process starts have more rights than it has. Others can't look into it."""
    done(libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    done(libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0))


def leave_the_network() -> None:
    """A network with nothing in it, and no messages or memory shared with others."""
    alone = _NEWNET | _NEWIPC | _NEWUTS
    done(libc().unshare(alone if os.geteuid() == 0 else alone | _NEWUSER))


def drop_capabilities() -> None:
    """Keep none of root's powers; of real root's, only that of reading files, which somebody else may own."""
    kept = 1 << _DAC_READ_SEARCH if os.geteuid() == 0 else 0
    last = int(_LAST_CAPABILITY.read_text())
    for capability in range(last + 1):
        if not kept >> capability & 1:
            # Refused where we have no power to begin with: then there is none to drop.
            libc().prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = _Header(_CAPABILITY_VERSION, 0)
    sets = (_Capabilities * 2)(_Capabilities(kept, kept, 0), _Capabilities(0, 0, 0))
    done(libc().capset(ctypes.byref(header), ctypes.byref(sets)))
