"""The race: the paths in the page are Python's, and a reader's hands on it."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from course_lib.byhand.surfaces import walk
from course_lib.widgets.race import FACTORS, RUNNERS, STAGES, optimizer_race

STEPS = 100


@pytest.fixture
def shown(page):
    page.open(optimizer_race()._repr_html_())
    return page


def test_the_paths_are_those_of_the_optimizers():
    data = optimizer_race().data
    for stage, told in zip(STAGES, data["stages"], strict=True):
        for factor, runs in zip(FACTORS.values(), told["runs"], strict=True):
            for make, lr, run in zip(RUNNERS.values(), stage.rates, runs, strict=True):
                with np.errstate(all="ignore"):
                    path = walk(make(lr=lr * factor), stage.surface, steps=STEPS)
                kept = len(run["losses"])
                assert run["path"] == stage.units(path[:kept]).ravel().tolist()
                np.testing.assert_allclose(run["losses"], stage.surface.value(path[:kept]), 0.06)
                if kept <= STEPS:
                    assert np.abs(path[kept]).max() >= 100


def test_regions_hold_the_points_that_lie_below_their_level():
    for stage, told in zip(STAGES, optimizer_race().data["stages"], strict=True):
        for level, region in zip(stage.levels, told["regions"], strict=True):
            corners = [
                np.array([int(v) for v in re.findall(r"-?\d+", ring)]).reshape(-1, 2)
                for ring in region.split("Z")[:-1]
            ]
            low, high = np.array([stage.x[0], stage.y[1]]), np.array([stage.x[1], stage.y[0]])
            points = low + np.concatenate(corners) / 2000 * (high - low)
            np.testing.assert_allclose(stage.surface.value(points), level, rtol=0.06, atol=0.01)
    at_the_saddle = optimizer_race().data["stages"][1]["regions"]
    assert [region.count("Z") for region in at_the_saddle[:5]] == [2, 2, 2, 2, 1]


def test_it_is_light_and_always_the_same():
    html = optimizer_race()._repr_html_()
    assert len(html.encode()) < 200_000
    assert html == optimizer_race()._repr_html_()
    with pytest.raises(ValueError, match="steps must be >= 1, got 0"):
        optimizer_race(steps=0)


def test_the_page_draws_what_the_data_say(shown):
    shown.run("el.show(17)")
    run = optimizer_race().data["stages"][0]["runs"][1][0]
    x, y = shown.run(
        "const svg = el.shadowRoot.querySelector('svg'), box = svg.viewBox.baseVal;"
        "const [, x, y] = svg.querySelector('.runner').getAttribute('transform')"
        ".match(/([-\\d.]+) ([-\\d.]+)/);"
        "return [x / box.width, y / box.height]"
    )
    assert x == pytest.approx(run["path"][34] / 2000, abs=1e-3)
    assert y == pytest.approx(run["path"][35] / 2000, abs=1e-3)
    assert f"손실 {run['losses'][17]}" in shown.find(".chip").text


def test_keys_buttons_and_slider(shown, keys):
    shown.find(".picture").click()
    keys("\ue014", "\ue014", "\ue012")  # right, right, left
    assert shown.find(".status").text == "걸음 1/100"
    shown.press("다음")
    shown.press("이전")
    shown.press("이전")
    shown.press("이전")
    assert shown.run("return el.at") == 0
    shown.run("el.slider.focus()")
    keys("\ue014")
    assert shown.find("input").get_attribute("aria-valuetext") == "1걸음"
    shown.press("처음으로")
    assert shown.run("return el.at") == 0


def test_play_runs_to_the_end_and_says_where_it_is(shown):
    assert shown.run("return el.live.textContent") == ""
    shown.run("el.at = el.data.steps - 3")
    shown.press("재생")
    assert shown.find(".main").text == "멈춤"
    shown.driver.set_script_timeout(8)
    wait = "const end = arguments[0], el = document.querySelector('.cl-widget');"
    wait += "const poll = () => el.timer ? setTimeout(poll, 50) : end(el.live.textContent); poll();"
    assert shown.driver.execute_async_script(wait).startswith("100걸음의 손실. SGD 0.")
    assert shown.find(".main").text == "재생"


def test_a_runner_can_be_hidden(shown):
    assert shown.run("return el.shadowRoot.querySelectorAll('.runner').length") == 7
    chip = shown.find(".chip")
    chip.click()
    assert chip.get_attribute("aria-pressed") == "false"
    assert shown.run("return el.shadowRoot.querySelectorAll('.runner').length") == 6
    chip.click()
    assert shown.run("return el.shadowRoot.querySelectorAll('.runner').length") == 7


def test_another_learning_rate_and_another_surface(shown):
    shown.run("el.show(30)")
    shown.press("3배")
    assert "발산" in shown.find(".chip").text
    shown.press("안장")
    assert shown.find(".status").text == "걸음 0/100"
    assert "발산" not in shown.find(".chip").text
    assert shown.run("return el.shadowRoot.querySelectorAll('.goal').length") == 2
    pressed = shown.run(
        "return [...el.shadowRoot.querySelectorAll('.choice [aria-pressed=true]')]"
        ".map((b) => b.textContent)"
    )
    assert pressed == ["안장", "3배"]


@pytest.mark.parametrize("width", [360, 390, 700])
def test_nothing_is_cut_off(page, width):
    page.open(optimizer_race()._repr_html_(), width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width
    small = page.run(
        "return [...el.shadowRoot.querySelectorAll('text, span, b, i, button, p')].map((t) =>"
        " parseFloat(getComputedStyle(t).fontSize)).filter((size) => size < 12)"
    )
    assert small == []


def test_reduced_motion_moves_in_leaps(page):
    features = {"prefers-reduced-motion": "reduce"}
    page.open(optimizer_race()._repr_html_(), features=features)
    page.press("재생")
    page.driver.set_script_timeout(4)
    wait = "const el = document.querySelector('.cl-widget'), end = arguments[0];"
    wait += "setTimeout(() => { el.stop(); end(el.at); }, 1500);"
    assert page.driver.execute_async_script(wait) == 10


def test_the_still_picture_says_what_it_shows():
    widget = optimizer_race()
    assert "<title>골짜기를 내려가는 옵티마이저 일곱</title>" in widget.fallback
    assert all(f">{name}</text>" in widget.fallback for name in RUNNERS)
    assert len(widget.fallback) < 30_000
    json.dumps(widget.data, allow_nan=False)
