"""Running code that nobody has read: apart from everything, within limits, for data only."""

from course_lib.grading.sandbox.bubblewrap import Bubblewrap
from course_lib.grading.sandbox.container import Container, choose_backend
from course_lib.grading.sandbox.errors import LostSandboxError, NoSandboxError, SandboxError
from course_lib.grading.sandbox.session import Backend, Raw, Task, run
from course_lib.grading.sandbox.warm import Warm

__all__ = [
    "Backend",
    "Bubblewrap",
    "Container",
    "LostSandboxError",
    "NoSandboxError",
    "Raw",
    "SandboxError",
    "Task",
    "Warm",
    "choose_backend",
    "run",
]
