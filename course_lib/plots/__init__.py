"""Plots with Hangul, in light and dark; the only part of ``course_lib`` that imports matplotlib.

Every function takes ``alt`` (Korean) and returns a ``Figure`` that a notebook shows by itself.
``figure(draw, alt=…)`` draws anything else in both themes.
"""

from course_lib.plots.charts import bars, curves, line
from course_lib.plots.figure import Figure, figure
from course_lib.plots.matrices import matrices
from course_lib.plots.plane import Plane, planes
from course_lib.plots.unrolled import Step, unrolled
from course_lib.plots.windows import window
from course_lib.plots.words import words

__all__ = [
    "Figure",
    "Plane",
    "Step",
    "bars",
    "curves",
    "figure",
    "line",
    "matrices",
    "planes",
    "unrolled",
    "window",
    "words",
]
