"""What an instructor can do wrong; messages are Korean, one line each."""

from __future__ import annotations


class GradingError(Exception):
    """Something in an assignment, a sheet or a folder is not as it must be."""
