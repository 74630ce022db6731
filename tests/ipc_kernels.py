"""A plugin for nbval: kernels talk over sockets in the file system instead of ports.

Ports are picked before they are taken, so two kernels that start at the same moment may pick the
same one, and the later one never answers.
"""

from __future__ import annotations

import itertools
import tempfile

import nbval.kernel
from jupyter_client.manager import KernelManager
from traitlets import default

_FOLDER = tempfile.TemporaryDirectory(prefix="kernels-")
_NUMBERS = itertools.count()


class IpcKernelManager(KernelManager):
    """Starts kernels that cannot meet."""

    @default("transport")
    def _ipc(self) -> str:
        return "ipc"

    @default("ip")
    def _own_socket(self) -> str:
        return f"{_FOLDER.name}/{next(_NUMBERS)}"


nbval.kernel.KernelManager = IpcKernelManager
