"""The moving boundary: Python's scores in the page, and a reader's hands on it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from course_lib.byhand import classifier, perceptron
from course_lib.data import toy
from course_lib.widgets import Film, boundary_player, film_of_run, rule_player
from course_lib.widgets.boundary import KEPT

AT = "return el.at"
STATUS = ".status"


@pytest.fixture
def shown(page):
    page.open(boundary_player()._repr_html_())
    return page


def _film(hidden: int, seed: int = 0) -> Film:
    points = toy.xor(20, seed=seed)
    begin = classifier.start(2, hidden=hidden, seed=seed)
    run = classifier.learn(*points, begin, lr=0.5, keep=(0, 5, 40))
    return film_of_run("점", f"은닉 {hidden}", points, run, notes=("앞", "중간", "뒤"))


@pytest.mark.parametrize("hidden", [0, 1, 4])
def test_the_page_computes_what_python_computes(page, hidden):
    film = _film(hidden)
    page.open(boundary_player([film])._repr_html_())
    for k, frame in enumerate(film.frames):
        page.run(f"el.show({k})")
        right = int(np.sum((classifier.scores(film.x, frame.weights) > 0) == film.labels))
        assert page.find(STATUS).text == f"손실 {frame.value:.4f} · 맞힌 점 {right}/20"


def test_the_boundary_of_one_unit_is_its_line(page):
    film = _film(0)
    page.open(boundary_player([film])._repr_html_())
    page.run("el.show(2)")
    path = page.run("return el.shadowRoot.querySelector('path.line').getAttribute('d')")
    drawn = np.array([pair.split() for part in path.split("M")[1:] for pair in part.split("L")])
    x0, x1, _, y1 = page.run("return el.movie.view")
    side = page.run("return el.shadowRoot.querySelector('.picture svg').viewBox.baseVal.width")
    scale = (x1 - x0) / side
    places = np.column_stack([x0 + drawn[:, 0].astype(float) * scale,
                              y1 - drawn[:, 1].astype(float) * scale])  # fmt: skip
    weights = film.frames[-1].weights
    assert len(places) > 10
    assert np.abs(perceptron.distance(places, weights.v, weights.b)).max() < 0.2 * scale


def test_choosing_points_and_model(shown):
    assert shown.find(".choice [aria-pressed=true]").text == "두 구름"
    shown.press("XOR")
    shown.press("은닉 유닛 4개")
    shown.press("마지막")
    assert shown.find(STATUS).text.endswith("맞힌 점 60/60")
    shown.press("유닛 하나")
    assert shown.run(AT) == 0
    shown.press("마지막")
    assert not shown.find(STATUS).text.endswith("맞힌 점 60/60")


def test_next_slider_and_arrow_keys(shown, keys):
    shown.press("다음")
    shown.find(".picture").click()
    keys("\ue014", "\ue014", "\ue012")  # right, right, left
    assert shown.run(AT) == 2
    assert shown.title() == f"{KEPT[2]}걸음"
    shown.press("처음으로")
    assert shown.run(AT) == 0


def test_play_moves_fast_and_speaks_only_when_asked(shown):
    shown.press("자동 재생")
    shown.driver.set_script_timeout(8)
    wait = "const end = arguments[0], el = document.querySelector('.cl-widget');"
    wait += (
        "const poll = () => el.at < 3 ? setTimeout(poll, 30) : end(el.live.textContent); poll();"
    )
    assert shown.driver.execute_async_script(wait) == ""
    shown.press("멈춤")
    shown.press("다음")
    assert shown.run("return el.live.textContent") != ""


def test_the_rule_shows_the_arithmetic_of_every_look(page):
    page.open(rule_player()._repr_html_())
    lesson = perceptron.learn(*toy.corners("AND"))
    assert page.run("return el.list.length") == 1 + len(lesson.looks)
    page.run("el.show(4)")
    sheet = page.find(".sheet.on").text.replace("\n", "")
    assert "s = 0×1 + 0×1 + 0 = 0 → 0, 정답 1" in sheet
    assert "w1 = 1, w2 = 1, b = 1" in sheet
    page.run("el.show(el.list.length - 1)")
    assert page.find(STATUS).text == f"고친 횟수 {lesson.mistakes} · 맞힌 점 4/4"


def test_the_rule_names_the_negative_numbers_with_parentheses(page):
    page.open(rule_player()._repr_html_())
    page.press("XOR")
    page.press("마지막")
    assert "(−" in page.find(".sheet.on").text


@pytest.mark.parametrize("width", [360, 480, 700, 1000])
def test_text_is_large_enough_and_nothing_sticks_out(page, width):
    page.open(boundary_player()._repr_html_(), width=width)
    small = page.run(
        "const wide = (t) => t.getBoundingClientRect();"
        "return [...el.shadowRoot.querySelectorAll('.picture svg')].flatMap((svg) => {"
        "  const zoom = wide(svg).width / svg.viewBox.baseVal.width;"
        "  return [...svg.querySelectorAll('text')].filter((t) =>"
        "    parseFloat(getComputedStyle(t).fontSize) * zoom < 11 ||"
        "    wide(t).right > wide(svg).right + 2).map((t) => t.textContent); })"
    )
    assert small == []
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_it_is_light_and_its_data_are_plain():
    html = boundary_player()._repr_html_()
    assert len(html) < 150_000
    assert html == boundary_player()._repr_html_()
    json.dumps(boundary_player().data, allow_nan=False)


def test_the_still_picture_says_how_many_points_are_right():
    still = boundary_player().fallback
    assert "<title>" in still
    assert "점 60개 가운데 60개를 맞혔습니다" in still


def test_a_player_needs_films():
    with pytest.raises(ValueError, match="films must be one or more"):
        boundary_player([])


def test_a_sum_of_exactly_zero_is_answered_with_0(page):
    page.open(rule_player()._repr_html_())  # all weights are 0 at first
    sides = "path.side1", "path.side0"
    one, zero = (page.find(side).get_attribute("d") for side in sides)
    assert not one
    assert zero
