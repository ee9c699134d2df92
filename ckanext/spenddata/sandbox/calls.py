"""Seccomp, through the system's libseccomp: which system calls a parser has no business with.

It reads files that it may, computes, and writes. It never speaks to anybody, starts a program or another process, or looks into one.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
from functools import cache

from ckanext.spenddata.sandbox.kernel import NotHeldError

REFUSED = (
    # to speak to somebody, here or elsewhere
    "socket", "socketpair", "bind", "connect", "listen", "accept", "accept4", "mq_open", "msgget", "semget", "shmget",
    # to start something, or to look into what runs
    "fork", "vfork", "execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp",
    "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "tkill", "setpriority",
    # to be somebody else, or elsewhere
    "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setfsuid", "setfsgid", "setgroups", "capset",
    "unshare", "setns", "chroot", "pivot_root", "mount", "umount2", "open_tree", "move_mount", "fsopen", "fsmount",
    "mount_setattr", "fspick", "fsconfig", "setsid", "setpgid",
    # files by other ways than their paths, memory that no limit counts, and links
    "open_by_handle_at", "name_to_handle_at", "memfd_create", "memfd_secret", "mknod", "mknodat", "link", "linkat", "symlink",
    "symlinkat", "chown", "fchown", "lchown", "fchownat", "inotify_init", "inotify_init1", "fanotify_init",
    # parts of the kernel where faults were found again and again
    "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "keyctl", "add_key",
    "request_key", "personality", "modify_ldt", "vmsplice", "lookup_dcookie", "quotactl", "quotactl_fd", "acct", "swapon",
    "swapoff", "reboot", "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "syslog",
    "sethostname", "setdomainname", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "iopl", "ioperm",
)  # fmt: skip
_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_NOT_EQUAL, _EQUAL_WHERE_MASKED = 1, 7
_CLONE_THREAD = 0x10000


class _Compared(ctypes.Structure):
    _fields_ = (
        ("argument", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    )


@cache
def library() -> ctypes.CDLL | None:
    """The system's libseccomp, if it has one. Called before a child is forked: finding it may take a program."""
    for name in ("libseccomp.so.2", ctypes.util.find_library("seccomp")):
        try:
            found = ctypes.CDLL(name) if name else None
        except OSError:
            continue
        if found is not None:
            found.seccomp_init.restype = ctypes.c_void_p
            found.seccomp_init.argtypes = [ctypes.c_uint32]
            found.seccomp_load.argtypes = [ctypes.c_void_p]
            found.seccomp_release.argtypes = [ctypes.c_void_p]
            found.seccomp_rule_add_array.argtypes = [
                ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.POINTER(_Compared)
            ]  # fmt: skip
            return found
    return None


def refuse() -> None:
    """Refuse those calls from now on and for ever, with "not permitted".

    Raises:
        NotHeldError: there is no libseccomp, or this kernel can't.
    """
    seccomp = library()
    if seccomp is None:
        raise NotHeldError(errno.ENOSYS, "this system has no libseccomp")
    filters = seccomp.seccomp_init(_ALLOW)
    if not filters:
        raise NotHeldError(errno.ENOSYS, "libseccomp does not work here")
    try:
        for name in REFUSED:
            _rule(seccomp, filters, name, errno.EPERM)
        # Threads are made by clone; with clone3, which can't be looked into, the C library does without.
        _rule(seccomp, filters, "clone", errno.EPERM, _Compared(0, _EQUAL_WHERE_MASKED, _CLONE_THREAD, 0))
        _rule(seccomp, filters, "clone3", errno.ENOSYS)
        for name in ("kill", "tgkill", "sched_setaffinity", "prlimit64"):
            own = 0 if name in ("sched_setaffinity", "prlimit64") else os.getpid()
            _rule(seccomp, filters, name, errno.EPERM, _Compared(0, _NOT_EQUAL, own, 0))
        if seccomp.seccomp_load(filters) != 0:
            raise NotHeldError(errno.EPERM, "the kernel takes no filter of system calls")
    finally:
        seccomp.seccomp_release(filters)


def _rule(seccomp: ctypes.CDLL, filters: int, name: str, number: int, *compared: _Compared) -> None:
    call = seccomp.seccomp_syscall_resolve_name(name.encode())
    if call < 0:
        return  # not on this processor
    seccomp.seccomp_rule_add_array(
        filters, _ERRNO | number, call, len(compared), (_Compared * len(compared))(*compared)
    )
