"""The attacks: learners' code at its worst, for the very sandbox that grades.

Each attack is the body of a function; it returns what it got hold of. Some leave something for the
next submission, whose function looks for it. `health` runs them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from course_lib.grading import aftermath
from course_lib.grading.sandbox import Raw

Held = Callable[[Raw], bool]


@dataclass(frozen=True)
class Attack:
    """One way to do harm.

    Args:
        name: short, Korean.
        code: body of a function; "SECRET" in it becomes the path of a private file, "HERE" a
            folder outside, "SERVERS" addresses that must not be reached.
        held: whether the sandbox held, judged by what came back.
        seconds: of CPU time.
        then: body of the next submission's function; it is judged instead.
    """

    name: str
    code: str
    held: Held
    seconds: int = 1
    then: str = ""


def _gives(value: object) -> Held:
    """The attack comes home with just this."""
    return lambda raw: raw.status == "answered" and _value(raw) == value


def _ends(*statuses: str) -> Held:
    return lambda raw: raw.status in statuses


def _value(raw: Raw) -> object:
    """Text, or a list of texts, of the first case; anything else is None."""
    value = json.loads(raw.answer)[0].get("value") or {}
    if "l" in value:
        return [item.get("s") for item in value["l"]]
    return value.get("s")


_SEE = """
found = []
for path in ["SECRET", "/etc/shadow", "/etc/passwd", "/root/.bash_history"]:
    try:
        with open(path, "rb") as file:
            found.append(path)
            file.read(10)
    except OSError:
        pass
return found
"""
_WRITE = """
import os
written = []
places = "HERE / /usr /kit /packages/0 /python /dev /proc /etc /root /home"
for folder in places.split():
    try:
        with open(os.path.join(folder, "attack"), "w") as file:
            file.write("x")
        written.append(folder)
    except OSError:
        pass
return written
"""
_NETWORK = """
import socket
reached = []
for family, address in SERVERS:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as way:
            way.settimeout(0.2)
            way.connect(address)
        reached.append(str(address))
    except OSError:
        pass
try:
    socket.getaddrinfo("example.com", 80)
    reached.append("DNS")
except OSError:
    pass
return reached
"""
_SPIN = """
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    pass
"""
_EATERS = """
import os, time
for _ in range(12):
    if os.fork() == 0:
        block = bytearray(400 << 20)
        for place in range(0, len(block), 4096):
            block[place] = 1
        time.sleep(30)
time.sleep(30)
"""
_FILL = """
import os
total = 0
for place in ["/tmp", "/dev/shm"]:
    for number in range(40):
        try:
            with open(f"{place}/{number}", "wb") as file:
                for _ in range(16):
                    total += file.write(b"x" * (1 << 20))
        except OSError:
            pass
return "more" if total > 160 << 20 else "little"
"""
_MEMFD = """
import ctypes, os
got = []
try:
    os.close(os.memfd_create("x"))
    got.append("memfd")
except OSError:
    pass
libc = ctypes.CDLL(None, use_errno=True)
if libc.shmget(0, 1 << 30, 0o1600) >= 0:
    got.append("shm")
return got
"""
_BOMB = """
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
"""
_DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            try:
                os.kill(-1, 9)
            except OSError:
                time.sleep(0.01)
    os._exit(0)
return []
"""
_KILL = """
import os, signal
for pid in (1, os.getppid(), -1):
    for number in (signal.SIGSTOP, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except OSError:
            pass
return []
"""
_PRIVILEGE = """
import ctypes, os
got = []
libc = ctypes.CDLL(None, use_errno=True)
for name, act in [("setuid", lambda: os.setuid(0)), ("chroot", lambda: os.chroot("/tmp")),
                  ("setgroups", lambda: os.setgroups([0]))]:
    try:
        act()
        got.append(name)
    except OSError:
        pass
for name, number in [("user", 0x10000000), ("mount", 0x00020000), ("net", 0x40000000)]:
    if libc.unshare(number) == 0:
        got.append("unshare " + name)
if libc.ptrace(16, 1, 0, 0) == 0:
    got.append("ptrace")
if libc.mount(b"none", b"/tmp", b"tmpfs", 0, 0) == 0:
    got.append("mount")
if os.getuid() == 0:
    got.append("root")
with open("/proc/self/status") as file:
    got += [line.strip() for line in file if line.startswith("Cap") and int(line.split()[1], 16)]
return got
"""
_SPY = """
import os
seen = []
for pid in filter(str.isdigit, os.listdir("/proc")):
    if int(pid) not in (1, os.getpid()):
        seen.append(pid)
for path in ["/proc/1/environ", "/proc/1/mem", "/proc/1/fd/1", "/proc/1/fd/3", "/proc/1/root/kit"]:
    try:
        open(path, "rb").close()
        seen.append(path)
    except OSError:
        pass
for name in os.environ:
    if name not in ALLOWED:
        seen.append(name)
return seen
"""
_LINES = """
import json, os
line = json.dumps({"end": "innocent", "status": "answered", "answer": "[]", "printed": "",
                   "seconds": 0}) + "\\n"
wrote = []
for fd in range(3, 64):
    try:
        if os.write(fd, line.encode()):
            wrote.append(str(fd))
    except OSError:
        pass
print(line, flush=True)
os._exit(0)
"""
_TTY = """
import fcntl, os
try:
    fcntl.ioctl(os.open("/dev/tty", os.O_RDWR), 0x5412, b"x")
    return ["typed"]
except OSError:
    return []
"""
_ANSWERS = """
import importlib, os
found = []
for name in ["course_lib.exercises", "course_lib.assignments", "course_lib.grading.pack"]:
    try:
        module = importlib.import_module(name)
        found += [name] if getattr(module, "EXERCISES", None) or hasattr(module, "load") else []
    except ImportError:
        pass
for folder, _, files in os.walk("/"):
    if folder.startswith(("/proc", "/usr", "/python", "/packages", "/dev")):
        continue
    found += [f"{folder}/{name}" for name in files if name.endswith((".key", ".md"))]
    found += [f"{folder}/{name}" for name in files if name in ("assignment.toml", "pack.py")]
return found
"""
ATTACKS: tuple[Attack, ...] = (
    Attack("개인 파일 읽기", _SEE, _gives([])),
    Attack("답과 채점기 찾기", _ANSWERS, _gives([]), seconds=5),
    Attack("남의 프로세스와 환경 변수 보기", _SPY, _gives([])),
    Attack("바깥에 쓰기", _WRITE, _gives([])),
    Attack("네트워크", _NETWORK, _gives([]), seconds=2),
    Attack("메모리 한 번에", "return len(bytearray(16 << 30))", _ends("memory")),
    Attack("메모리 여러 프로세스로", _EATERS, _ends("memory", "timeout"), seconds=5),
    Attack("이름 없는 메모리 파일", _MEMFD, _gives([])),
    Attack("신호를 무시하는 무한 반복", _SPIN, _ends("timeout")),
    Attack("잠자기", "import time\ntime.sleep(3600)", _ends("timeout")),
    Attack("포크 폭탄", _BOMB, _ends("timeout", "memory")),
    Attack("디스크 채우기", _FILL, _gives("little")),
    Attack("출력 쏟아 내기", 'while True:\n    print("x" * 65536)', _ends("output")),
    Attack("깨진 글자 출력", 'import os\nos.write(1, b"\\xff\\xfe" * 100)\nreturn []', _gives([])),
    Attack("데몬 남기기", _DAEMON, _gives([])),
    Attack("모두 죽이기", _KILL, _ends("answered", "crash")),
    Attack("권한 얻기", _PRIVILEGE, _gives([])),
    Attack("결과 꾸며 쓰기", _LINES, _ends("crash", "answered")),
    Attack("일찍 끝내기", "import os\nos._exit(0)", _ends("crash")),
    Attack("터미널에 쳐 넣기", _TTY, _gives([])),
    Attack("거대한 답", "return 'x' * (200 << 20)", _ends("output", "memory", "timeout")),
    Attack("다음 학생에게 남기기", aftermath.LEAVE, _gives([]), seconds=2, then=aftermath.LOOK),
    Attack("다음 학생을 망치기", aftermath.WRECK, _gives([]), seconds=2, then=aftermath.WHOLE),
    Attack("앞 학생의 흔적 읽기", aftermath.MARK, _gives([]), seconds=5, then=aftermath.TRACES),
    Attack("깊은 답", "a = []\nfor _ in range(100000):\n    a = [a]\nreturn []", _gives([])),
)  # fmt: skip
