"""What can go wrong around a sandbox, as opposed to inside it."""

from __future__ import annotations


class SandboxError(RuntimeError):
    """A sandbox did not come up or did not answer; the learner is not to blame."""


class LostSandboxError(SandboxError):
    """What serves many submissions has died; another one may be had."""


class NoSandboxError(SandboxError):
    """There is no sandbox on this machine, so nothing may be graded."""
