"""A seccomp filter: system calls that no exercise needs and that others have escaped by.

Classic BPF, as bubblewrap's ``--seccomp`` takes it. What is refused returns EPERM; ``clone3`` is
said not to exist, so that the C library falls back on ``clone``, whose flags can be read.
"""

from __future__ import annotations

import errno
import platform
import struct

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16
_NEW_NAMESPACES = 0x7E020080
_X32 = 0x40000000

_NAMES = (
    "ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd kcmp "
    "unshare setns mount umount2 pivot_root chroot open_by_handle_at name_to_handle_at "
    "keyctl add_key request_key bpf perf_event_open userfaultfd io_uring_setup io_uring_enter "
    "io_uring_register memfd_create memfd_secret shmget msgget semget mq_open "
    "init_module finit_module kexec_load fanotify_init quotactl"
)
_X86_64 = (
    101, 310, 311, 440, 438, 312, 272, 308, 165, 166, 155, 161, 304, 303, 250, 248, 249, 321, 298,
    323, 425, 426, 427, 319, 447, 29, 68, 64, 240, 175, 313, 246, 300, 179,
)  # fmt: skip
_AARCH64 = (
    117, 270, 271, 440, 438, 272, 97, 268, 40, 39, 41, 51, 265, 264, 219, 217, 218, 280, 241,
    282, 425, 426, 427, 279, 447, 194, 186, 190, 180, 105, 273, 104, 262, 60,
)  # fmt: skip
_MACHINES = {
    "x86_64": (0xC000003E, 56, 435, _X86_64),
    "aarch64": (0xC00000B7, 220, 435, _AARCH64),
}


def program(machine: str | None = None) -> bytes | None:
    """The filter for a machine.

    Args:
        machine: as ``platform.machine()`` names it; this one, if not given.
    Returns:
        What ``--seccomp`` reads, or None for a machine whose numbers are not listed here.
    Source:
        Linux, Documentation/userspace-api/seccomp_filter.rst and the system call tables.
    """
    known = _MACHINES.get(machine or platform.machine())
    if known is None:
        return None
    arch, clone, clone3, numbers = known
    refused = _ERRNO | errno.EPERM
    steps = [
        (_LOAD, 0, 0, _ARCH),
        (_JUMP_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, refused),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, refused),
        (_JUMP_EQUAL, 0, 1, clone3),
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
    ]
    for number in numbers:
        steps += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, refused)]
    steps += [
        (_JUMP_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_SET, 0, 1, _NEW_NAMESPACES),
        (_RETURN, 0, 0, refused),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("<HBBI", *step) for step in steps)
