"""What was measured on real data: small JSON files with where each number comes from.

``python -m benchmarks.<name> --save`` writes them; the book binds its numbers to them.
"""

from course_lib.results.store import Column, Result, load, names

__all__ = ["Column", "Result", "load", "names"]
