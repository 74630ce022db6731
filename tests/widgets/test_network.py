"""The stepping network: Python's numbers in the page, and a reader's hands on it."""

from __future__ import annotations

import random
from dataclasses import asdict
from html import escape

import pytest

from course_lib.byhand import network as byhand
from course_lib.byhand.network import Params
from course_lib.widgets import network_stepper

FRAMES = 15
AT = "return el.at"


@pytest.fixture
def shown(page):
    page.open(network_stepper()._repr_html_())
    return page


def _same(theirs: dict[str, float], ours: dict[str, float]) -> None:
    assert set(ours) <= set(theirs)
    for name, value in ours.items():
        assert theirs[name] == pytest.approx(value, rel=1e-12, abs=1e-12), name


def _random_case(seed: int) -> dict[str, object]:
    draw = random.Random(seed).uniform
    params = Params(*(draw(-6, 6) for _ in byhand.NAMES))
    pairs = {"x": (draw(-3, 3), draw(-3, 3)), "target": (draw(0, 1), draw(0, 1))}
    return {"params": params, **pairs, "lr": draw(0.01, 50)}


def test_the_page_computes_what_python_computes(page):
    cases = [{"params": Params(), "x": byhand.INPUT, "target": byhand.TARGET, "lr": 0.5}]
    cases += [_random_case(seed) for seed in range(12)]
    page.open("".join(network_stepper(**case)._repr_html_() for case in cases))
    traces = page.run("return [...document.querySelectorAll('.cl-widget')].map((e) => e.trace)")
    for case, trace in zip(cases, traces, strict=True):
        f = byhand.forward(case["params"], case["x"], case["target"])
        b = byhand.backward(case["params"], f)
        after = byhand.update(case["params"], b, lr=case["lr"])
        _same(trace["f"], asdict(f))
        _same(trace["b"], asdict(b))
        _same(trace["next"], asdict(after))
        _same(trace["after"], asdict(byhand.forward(after, case["x"], case["target"])))


def test_one_more_step_and_a_hundred(shown):
    history = byhand.train(Params(), lr=0.5, steps=101)
    shown.press("한 걸음 더")
    assert shown.find(".status").text == f"걸음 1 · E {history.errors[1]:.5f}"
    shown.press("100걸음")
    assert shown.find(".status").text == f"걸음 101 · E {history.errors[101]:.5f}"
    _same(shown.run("return el.trace.p"), asdict(history.params[101]))
    assert shown.title() == "입력"
    shown.press("처음으로")
    assert shown.find(".status").text == f"걸음 0 · E {history.errors[0]:.5f}"


def test_next_previous_and_the_ends(shown):
    assert shown.title() == "입력"
    shown.press("이전")
    assert shown.title() == "입력"
    shown.press("다음")
    assert shown.title() == "은닉층의 가중합"
    for _ in range(FRAMES):
        shown.press("다음")
    assert shown.run(AT) == FRAMES - 1
    assert shown.find(".main").get_attribute("aria-disabled") == "true"
    shown.press("이전")
    assert shown.title() == "한 걸음 고치기"


def test_a_click_on_the_figure_and_arrow_keys(shown, keys):
    shown.find(".picture").click()
    keys("\ue014", "\ue014", "\ue014", "\ue012")  # right, right, right, left
    assert shown.run(AT) == 2


def test_arrow_keys_keep_working_at_the_end_and_on_buttons(shown, keys):
    shown.run(f"el.show({FRAMES - 2})")
    shown.press("다음")
    keys("\ue012", "\ue012")
    assert shown.run(AT) == FRAMES - 3


def test_slider_by_key(shown, keys):
    shown.run("el.slider.focus()")
    keys("\ue014", "\ue014")
    assert shown.run(AT) == 2
    assert shown.find("input").get_attribute("aria-valuetext") == f"3/{FRAMES} 은닉층의 출력"


def test_phase_chips_jump(shown):
    shown.press("역전파")
    assert shown.title() == "오차를 출력으로 미분"
    assert (
        shown.run("return el.shadowRoot.querySelector('[aria-pressed=true]').textContent")
        == "역전파"
    )


def test_play_runs_and_stops(shown):
    shown.press("자동 재생")
    assert shown.run("return el.play.textContent") == "멈춤"
    shown.run("el.show(el.list.length - 2)")
    shown.driver.set_script_timeout(8)
    wait = "const end = arguments[0], el = document.querySelector('.cl-widget');"
    wait += "const poll = () => el.timer ? setTimeout(poll, 50) : end(el.at); poll();"
    assert shown.driver.execute_async_script(wait) == FRAMES - 1
    assert shown.run("return el.play.textContent") == "자동 재생"


def test_formulas_and_the_spoken_text_name_the_numbers(shown):
    b = byhand.backward(Params(), byhand.forward(Params()))
    assert shown.run("return el.live.textContent") == ""
    shown.run("el.go(8)")
    sheet = shown.find(".sheet.on").text.replace("\n", " ")
    assert f"= 0.13343 × 0.60109 = {b.dw5:.5f}" in sheet
    assert f"= (−0.02929) × 0.60109 = −{-b.dw7:.5f}" in sheet
    spoken = shown.run("return el.live.textContent")
    assert spoken.startswith("출력층의 기울기. 가중치의 기울기는")


def test_every_quantity_stands_in_the_figure_at_the_end_of_the_backward_pass(shown):
    f = byhand.forward(Params())
    b = byhand.backward(Params(), f)
    shown.run("el.show(12)")
    drawn = shown.run(
        "return [...el.shadowRoot.querySelectorAll('svg text')].map((t) => t.textContent)"
    )
    text = " ".join(drawn)
    for value in (f.h1, f.o1, f.E1, f.E, *b.gradients().values(), b.dh1, b.dsum_o2, b.do1):
        assert f"{value:.5f}".replace("-", "−") in text


def test_both_paths_to_a_hidden_unit_are_lit(shown):
    shown.run("el.show(9)")
    assert shown.run("return el.shadowRoot.querySelectorAll('.edge.now.back').length") == 2


def test_two_figures_on_a_page_are_independent(page):
    page.open(network_stepper()._repr_html_() + network_stepper(lr=2.0)._repr_html_())
    page.press("다음", widget=1)
    page.press("한 걸음 더", widget=0)
    assert [page.title(widget=k) for k in (0, 1)] == ["입력", "은닉층의 가중합"]
    assert page.find(".status", widget=1).text.startswith("걸음 0")


def test_inside_an_output_frame(page):
    page.open(f'<iframe srcdoc="{escape(network_stepper()._repr_html_())}" width=700 height=800>')
    page.driver.switch_to.frame(0)
    page.press("다음")
    assert page.title() == "은닉층의 가중합"
    page.driver.switch_to.default_content()


def test_without_javascript_the_still_picture_stands(page):
    page.open(network_stepper()._repr_html_(), scripts=False)
    still = page.driver.find_element("css selector", ".cl-widget > svg")
    assert still.rect["width"] > 300
    assert still.rect["height"] > 100


GROUND = "return getComputedStyle(el.shadowRoot.querySelector('.card')).backgroundColor"


@pytest.mark.parametrize(
    ("html", "system", "dark"),
    [
        ("data-theme=light", "dark", False),
        ("data-theme=dark", "light", True),
        ("theme=dark", "light", True),
        ("", "light", False),
        ("", "dark", True),
    ],
)
def test_light_and_dark(page, html, system, dark):
    page.open(network_stepper()._repr_html_(), html=html, features={"prefers-color-scheme": system})
    assert (page.run(GROUND) != "rgb(255, 255, 255)") == dark


def test_jupyterlab_names_its_theme_on_the_body(page):
    page.open(network_stepper()._repr_html_(), html="", features={"prefers-color-scheme": "dark"})
    page.run("document.body.dataset.jpThemeLight = 'true'")
    assert page.run(GROUND) == "rgb(255, 255, 255)"
    page.run("document.body.dataset.jpThemeLight = 'false'")
    assert page.run(GROUND) != "rgb(255, 255, 255)"


def test_reduced_motion_is_respected(page):
    still = "return getComputedStyle(el.shadowRoot.querySelector('.edge.now')).animationName"
    for wish, name in (("reduce", "none"), ("no-preference", "flow")):
        page.open(network_stepper()._repr_html_(), features={"prefers-reduced-motion": wish})
        page.run("el.show(1)")
        assert page.run(still) == name


# All texts of the figure, in every frame: too small, outside, or over one another.
CROWDED = """
const found = [];
for (let k = 0; k < el.list.length; k++) {
  el.show(k);
  const svg = el.shadowRoot.querySelector('svg'), all = svg.getBoundingClientRect();
  const zoom = all.width / svg.viewBox.baseVal.width;
  const texts = [...svg.querySelectorAll('text')].filter((t) => t.textContent.trim())
    .map((t) => [t, t.getBoundingClientRect()]);
  texts.forEach(([t, a], i) => {
    const size = parseFloat(getComputedStyle(t).fontSize) * zoom;
    if (size < 11) found.push(['small', k, t.textContent]);
    if (a.left < all.left - 2 || a.right > all.right + 2 || a.bottom > all.bottom)
      found.push(['outside', k, t.textContent]);
    for (const [u, b] of texts.slice(0, i))
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4)
        found.push(['over', k, t.textContent, u.textContent]);
  });
}
return [found.slice(0, 6), document.documentElement.scrollWidth];
"""


@pytest.mark.parametrize("width", [360, 390, 480, 580, 700, 1000])
def test_text_is_large_enough_and_apart_on_every_screen(page, width):
    page.open(network_stepper()._repr_html_(), width=width)
    for button in ("처음으로", "100걸음"):
        page.press(button)
        found, wide = page.run(CROWDED)
        assert not found
        assert wide <= width


def test_the_arguments_are_checked():
    with pytest.raises(ValueError, match="x must be a pair"):
        network_stepper(x=(1.0, float("nan")))
    with pytest.raises(ValueError, match="lr must be a positive"):
        network_stepper(lr=0)


def test_the_still_picture_names_what_it_shows():
    still = network_stepper().fallback
    assert "<title>" in still
    assert "<desc>출력 o1은 0.73493, o2는 0.77955, 오차는 0.24909입니다.</desc>" in still
