"""Unrolled networks as pictures: every part of a step is drawn, and one clear error."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure as Canvas

from course_lib import plots
from course_lib.plots import Step


def _drawn(panels, count=1, **options):
    """The axes of a picture, drawn so that they can be looked at."""
    figure = plots.unrolled(panels, alt="펼친 그림", **options)
    axes = list(np.atleast_1d(Canvas(dpi=100).subplots(1, count)))
    figure._draw(*axes)
    return axes


def _boxes(ax):
    """(time step, row, text) of every box."""
    boxes = [text for text in ax.texts if text.get_bbox_patch() is not None]
    return sorted((*box.get_position(), box.get_text()) for box in boxes)


def _arrows(ax):
    """(from, to) of every arrow."""
    return [(text.xyann, text.xy) for text in ax.texts if getattr(text, "arrow_patch", None)]


def test_a_step_has_a_cell_and_what_goes_in_and_out():
    (ax,) = _drawn({"다대일": [Step(input="a"), Step(cell="h2", output="o")]})
    assert _boxes(ax) == [(0, 0, "a"), (0, 1, "h"), (1, 1, "h2"), (1, 2, "o")]
    assert ax.get_title() == "다대일"
    assert len(_arrows(ax)) == 3  # into the first cell, along, out of the second


def test_an_output_that_is_fed_to_the_next_step_has_an_arrow_more():
    steps = [Step(output="a"), Step(output="b")]
    fed = [steps[0], Step(output="b", fed=True)]
    (plain,), (more,) = _drawn({"": steps}), _drawn({"": fed})
    assert len(_arrows(more)) == len(_arrows(plain)) + 1


def test_the_gradient_goes_against_the_cells():
    steps = [Step(input=c) for c in "abc"]
    (ax,) = _drawn({"": steps}, back=True)
    leftward = [(a, b) for a, b in _arrows(ax) if b[0] < a[0]]
    assert len(leftward) == 2


def test_names_stand_beside_the_arrows():
    (ax,) = _drawn({"": [Step(input="a"), Step(input="b", output="o")]}, arrows=("U", "W", "V"))
    names = [text.get_text() for text in ax.texts if text.get_text() in ("U", "W", "V")]
    assert sorted(names) == ["U", "U", "V", "W"]


def test_panels_that_are_left_over_stay_empty():
    first, second = _drawn({"": [Step()]}, count=2)
    assert (len(_boxes(first)), len(second.texts)) == (1, 0)


@pytest.mark.parametrize("panels", [{}, {"빈": []}])
def test_a_panel_without_steps_is_one_error(panels):
    with pytest.raises(ValueError, match="every panel needs a step or more"):
        plots.unrolled(panels, alt="그림")
