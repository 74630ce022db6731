"""Matrices, words and windows as pictures: what is drawn, and one clear error each."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from course_lib import plots


def _axes(figure: plots.Figure, count: int) -> list[Axes]:
    """What the figure draws, on axes that can be looked at."""
    axes = list(np.atleast_1d(Canvas(dpi=100).subplots(1, count)))
    figure._draw(*axes)
    return axes


def _texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_a_cell_holds_its_number_and_a_zero_none():
    figure = plots.matrices({"J": [[1.25, 0], [0, -0.5]], "K": np.ones((1, 3))}, alt="행렬")
    left, right = _axes(figure, 2)
    assert _texts(left) == ["1.2", "−0.5"]
    assert (left.get_title(), right.get_title()) == ("J", "K")
    assert len(_texts(right)) == 3
    assert left.get_ylim() == (2, 0)  # the first row on top


def test_numbers_may_be_left_out_and_all_may_be_zero():
    (ax,) = _axes(plots.matrices({"J": np.zeros((2, 2))}, alt="행렬", digits=None), 1)
    assert _texts(ax) == []


def test_words_of_a_group_share_a_marker_and_names_do_not_cover_each_other():
    points = {"진주": (0.0, 0.0), "하늘": (0.01, 0.0), "에서": (1.0, 1.0), "없음": (2.0, 2.0)}
    groups = {"진주": "이름", "하늘": "이름", "에서": "조사"}
    (ax,) = _axes(plots.words({"처음": points}, groups=groups, alt="단어"), 1)
    assert _texts(ax) == ["진주", "하늘", "에서"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["이름", "조사"]
    one, two = (np.array(text.xyann) for text in ax.texts[:2])
    assert np.abs(one - two).max() > 9


def test_a_latin_name_stands_at_its_point_and_inside_the_axes():
    points = {"goalkeeper": (0.0, 0.0), "parliament": (1.0, 1.0)}
    groups = dict.fromkeys(points, "단어")
    (ax,) = _axes(plots.words({"처음": points}, groups=groups, alt="단어"), 1)
    for text, (x, _) in zip(ax.texts, points.values(), strict=True):
        box, dot = text.get_window_extent(), ax.transData.transform((x, 0))[0]
        assert min(abs(box.x0 - dot), abs(box.x1 - dot)) < 20
        assert ax.bbox.x0 < box.x0 < box.x1 < ax.bbox.x1


def test_the_middle_word_and_the_most_probable_class_stand_out():
    chances = {"기타": 0.2, "인물": 0.7, "장소": 0.1}
    figure = plots.window(["진주", "가", "왔다"], probabilities=chances, alt="창")
    (ax,) = _axes(figure, 1)
    marked = [text.get_text() for text in ax.texts if text.get_color() == "C1"]
    assert marked == ["가"]
    assert "인물\n0.70" in _texts(ax)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [dot.get_color() for dot in dots] == ["C5", "C1", "C5"]


def test_a_window_may_hold_one_word():
    assert plots.window(["진주"], probabilities={"인물": 1.0}, alt="창").light


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.matrices({}, alt="a"), "panels must be matrices that are not empty"),
        (lambda: plots.matrices({"J": [1.0]}, alt="a"), "got [(1,)]"),
        (lambda: plots.words({}, groups={"a": "b"}, alt="a"), "got 0 panels and 1 groups"),
        (lambda: plots.words({"a": {}}, groups={}, alt="a"), "1 panels and 0 groups"),
        (lambda: plots.window([], probabilities={"a": 1.0}, alt="a"), "got 0 and 1"),
        (lambda: plots.window(["a"], probabilities={"a": 1.0}, alt=" "), "alt must say"),
    ],
)
def test_one_clear_error(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
