"""Assignments: released, collected, graded in a sandbox, given back. What instructors run."""
