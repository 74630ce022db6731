"""Settings for all tests."""

from __future__ import annotations

from hypothesis import settings

# The first call of a torch operation can take a second: a deadline would measure that.
settings.register_profile("course", deadline=None)
settings.load_profile("course")
