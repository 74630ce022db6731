"""Attacks across submissions: what one leaves for the next, and what the next one finds."""

from __future__ import annotations

LEAVE = """
import builtins, ctypes, fcntl, os, pty, signal, socket, sys, time
for place in ["/tmp", "/dev/shm"]:
    with open(place + "/left", "w") as file:
        file.write("left")
os.environ["LEFT"] = builtins.left = "left"
os.umask(0o777)
libc = ctypes.CDLL(None)
libc.shmget(77, 4096, 0o1666), libc.msgget(77, 0o1666), libc.semget(77, 1, 0o1666)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        server = socket.socket(socket.AF_UNIX)
        server.bind("\\0left")
        server.listen()
        fcntl.flock(os.open("/kit/runner.py", os.O_RDONLY), fcntl.LOCK_EX)
        terminal = pty.openpty()
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        while True:
            time.sleep(0.01)
    os._exit(0)
time.sleep(0.3)
return []
"""
LOOK = """
import builtins, fcntl, os, socket, stat
places = [("/tmp", ()), ("/dev/shm", ()), ("/dev/pts", ("ptmx",))]
found = [f"{place}/{name}" for place, known in places
         for name in os.listdir(place) if name not in known]
found += [name for name in os.listdir("/proc")
          if name.isdigit() and name not in ("1", str(os.getpid()))]
found += [name for name in (*os.environ, *dir(builtins)) if name in ("LEFT", "left")]
if os.umask(0o22) == 0o777:
    found.append("umask")
for path in ["/proc/sysvipc/shm", "/proc/sysvipc/msg", "/proc/sysvipc/sem"]:
    with open(path) as file:
        found += file.read().splitlines()[1:]
with open("/proc/net/unix") as file:
    found += [line for line in file if "left" in line]
try:
    socket.socket(socket.AF_UNIX).connect("\\0left")
    found.append("socket")
except OSError:
    pass
try:
    fcntl.flock(os.open("/kit/runner.py", os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    found.append("lock")
for fd in range(3, 1024):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            found.append(f"descriptor {fd}")
    except OSError:
        pass
return found
"""
WRECK = """
import os, resource, signal
for number in [signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL]:
    for pid in [0, os.getppid(), 1, -1, *range(2, 300)]:
        try:
            if pid not in (0, -1, os.getpid()) or os.fork() == 0:
                os.kill(pid, number)
        except OSError:
            pass
for what, rest in [(os.PRIO_PROCESS, 1), (os.PRIO_PGRP, 0), (os.PRIO_USER, os.getuid())]:
    try:
        os.setpriority(what, rest, 19)
    except OSError:
        pass
for limit in [resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE, resource.RLIMIT_AS]:
    try:
        resource.prlimit(1, limit, (1, 1))
    except OSError:
        pass
for name in ["mem", "oom_score_adj", "environ", "uid_map", "ns/mnt"]:
    try:
        with open(f"/proc/1/{name}", "r+b", 0) as file:
            file.write(b"0")
    except OSError:
        pass
for fd in range(1024):
    try:
        os.write(fd, b"x" * 5000)
        os.close(fd)
    except OSError:
        pass
while True:
    try:
        os.fork()
    except OSError:
        pass
"""
WHOLE = """
import os, resource
children = []
for _ in range(20):
    child = os.fork()
    if child == 0:
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
with open("/tmp/x", "w") as file:
    file.write("x")
return [] if os.getpriority(os.PRIO_PROCESS, 0) < 19 else ["nice"]
"""
MARK = "note = 'QZQZ-marked-by-one-QZQZ'\nreturn []"
TRACES = """
import ctypes, os
libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
libc.write.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
higher = bytes((value + 1) % 256 for value in range(256))
sought = b"R[R[.nbslfe.cz.pof.R[R["  # what one noted, every byte one higher
out, into = os.pipe()
top, near, far = libc.sbrk(0), id(object()), id(bytes(4 << 20))
places = {page for start, stop in [(top - (48 << 20), top), (near - (16 << 20), near + (16 << 20)),
                                   (far - (16 << 20), far + (32 << 20))]
          for page in range(start & ~4095, stop, 4096)}
found, read = [], 0
for place in places:
    if libc.write(into, place, 4096) == 4096:
        read += 1
        if sought in os.read(out, 4096).translate(higher):
            found.append(hex(place))
return found if read > 500 else ["nothing could be read"]
"""
