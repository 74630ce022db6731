"""Running code that nobody has read: apart from everything, within limits, for data only."""

from course_lib.grading.sandbox.bubblewrap import Bubblewrap
from course_lib.grading.sandbox.container import Container, choose_backend
from course_lib.grading.sandbox.errors import NoSandboxError, SandboxError
from course_lib.grading.sandbox.session import Backend, Raw, Task, run

__all__ = [
    "Backend",
    "Bubblewrap",
    "Container",
    "NoSandboxError",
    "Raw",
    "SandboxError",
    "Task",
    "choose_backend",
    "run",
]
