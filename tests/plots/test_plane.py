from __future__ import annotations

import re

import numpy as np
import pytest

from course_lib.data import toy
from course_lib.plots import Figure, Plane, planes


def _score(x):
    return x @ np.array([1.0, 1.0])


def _lines(figure: Figure) -> int:
    """How many boundaries are drawn; nothing else has their width."""
    return len(re.findall(r"stroke-width: 1\.8\b", figure.light))


def test_a_boundary_is_drawn_where_the_score_changes_its_sign():
    points = toy.clouds(40)
    assert _lines(planes([Plane(*points, _score)], alt="구름")) == 1
    assert _lines(planes([Plane(*points, lambda x: _score(x) + 100)], alt="구름")) == 0
    assert _lines(planes([Plane(*points)], alt="구름")) == 0


def test_points_on_the_wrong_side_get_a_ring():
    points = toy.corners("AND")
    wrong = planes([Plane(*points, _score)], alt="AND")  # (0, 1) and (1, 0) are called 1
    right = planes([Plane(*points, lambda x: _score(x) - 1.5)], alt="AND")
    assert wrong.light.count("<use") == right.light.count("<use") + 2


def test_panels_fill_rows_and_share_their_axes():
    panels = [Plane(*toy.xor(20, seed=seed), title=f"시드 {seed}") for seed in range(3)]
    assert planes(panels, alt="셋").light.count("<clipPath") == 3  # the fourth is off
    tall, wide = planes(panels, alt="셋", cols=1).size, planes(panels, alt="셋", cols=3).size
    assert tall[1] > tall[0]
    assert wide[0] > wide[1]
    assert planes(panels, alt="셋").light == planes(panels, alt="셋").light


def test_panels_and_alt_are_needed():
    with pytest.raises(ValueError, match="at least one"):
        planes([], alt="없음")
    with pytest.raises(ValueError, match="alt must say"):
        planes([Plane(*toy.xor(4))], alt=" ")
