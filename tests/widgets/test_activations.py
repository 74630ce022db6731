"""The activation explorer: the library's numbers in the page, and a reader's hands on it."""

from __future__ import annotations

import re

import pytest
import torch
from torch import Tensor

from course_lib import activations as ours
from course_lib.widgets import activation_explorer
from course_lib.widgets.activations import NAMES

XS = [-6, -5.95, -3.3, -1, -0.751791524693565, -0.05, 0, 1e-9, 0.7, 1.5, 2.5, 4.35, 6]
SETTINGS = [(0.1, 1.0), (0.0, 0.25), (1.0, 4.0), (0.37, 2.05)]
PAIRS = "return arguments[0].map(([name, x, a, T]) => { Object.assign(el.state, {name, x, a, T});"
PAIRS += "return [el.values.f, el.values.d]; })"


def _expected(name: str, x: float, a: float, t: float) -> tuple[float, float]:
    """The library's function and derivative at one place."""
    at = torch.tensor(float(x), dtype=torch.float64)
    if name == "leaky_relu":
        return ours.leaky_relu(at, slope=a).item(), ours.dleaky_relu(at, slope=a).item()
    if name == "softmax":
        logits = torch.stack([at, at * 0, at * 0 - 1]) / t
        return ours.softmax(logits)[0].item(), ours.dsoftmax(logits)[0, 0].item() / t
    return getattr(ours, name)(at).item(), getattr(ours, "d" + name)(at).item()


def test_the_page_computes_what_the_library_computes(page):
    page.open(activation_explorer()._repr_html_())
    cases = [(name, x, a, t) for name in NAMES for x in XS for a, t in SETTINGS]
    for case, got in zip(cases, page.run(PAIRS, cases), strict=True):
        assert got == pytest.approx(_expected(*case), rel=1e-12, abs=1e-12), case


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "gelu", "silu"])
@pytest.mark.parametrize("weight", [1.0, 2.5])
def test_the_stack_is_autograd_through_as_many_layers(page, name, weight):
    page.open(activation_explorer(name, x=1.15, depth=20, weight=weight)._repr_html_())
    layers = page.run("return el.values.layers")
    x = torch.tensor(1.15, dtype=torch.float64, requires_grad=True)
    h: Tensor = x
    for k, layer in enumerate(layers):
        h = getattr(ours, name)(h * weight if k else h)
        (reach,) = torch.autograd.grad(h, x, retain_graph=True)
        assert layer["h"] == pytest.approx(h.item(), rel=1e-12)
        assert layer["reach"] == pytest.approx(reach.item(), rel=1e-11)
    assert len(layers) == 20


@pytest.fixture
def shown(page):
    page.open(activation_explorer()._repr_html_())
    return page


def _reading(page) -> str:
    return page.find(".reading").text.replace("\n", " ")


def test_a_button_changes_the_function_and_its_sliders(shown):
    assert "f(x) = 0.81757" in _reading(shown)
    visible = "return [...el.rows.children].filter((r) => !r.hidden).map((r) => r.dataset.key)"
    assert shown.run(visible) == ["x", "depth", "w"]
    shown.press("leaky ReLU")
    assert shown.run(visible) == ["x", "a", "depth", "w"]
    shown.press("소프트맥스")
    assert shown.run(visible) == ["x", "T"]
    assert "f(x) = 0.76616" in _reading(shown)
    assert shown.find("[aria-pressed=true]").text == "소프트맥스"
    assert shown.run("return el.live.textContent").startswith("x = 1.5")


def test_a_slider_by_key(shown, keys):
    shown.run("el.rows.querySelector('[data-key=x] input').focus()")
    keys("\ue014", "\ue014")
    assert shown.run("return el.state.x") == pytest.approx(1.6)
    slider = shown.find("[data-key=x] input")
    assert slider.get_attribute("aria-label") == "입력 x"
    assert slider.get_attribute("aria-valuetext") == "1.6"
    assert _reading(shown).startswith("x = 1.6")


def test_a_click_on_the_curve_sets_x(shown):
    shown.find(".curves svg").click()  # its middle; labels push 0 a little to the right
    assert -1 < shown.run("return el.state.x") < 0


def test_a_dead_stack_is_marked(shown):
    shown.press("ReLU")
    shown.run("el.state.x = -1; el.update()")
    assert "10층을 거슬러 온 기울기 = 0" in _reading(shown)
    assert shown.run("return el.shadowRoot.querySelectorAll('.gone').length") == 10


@pytest.mark.parametrize("width", [360, 800])
@pytest.mark.parametrize("name", ["sigmoid", "softmax"])
def test_nothing_sticks_out_of_a_narrow_page(page, name, width):
    page.open(activation_explorer(name)._repr_html_(), width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_two_figures_on_a_page_are_independent(page):
    page.open(activation_explorer()._repr_html_() + activation_explorer("tanh")._repr_html_())
    page.press("ReLU", widget=0)
    names = "return [...document.querySelectorAll('.cl-widget')].map((e) => e.state.name)"
    assert page.run(names) == ["relu", "tanh"]


def test_no_ids_no_other_host_and_the_same_bytes():
    html = activation_explorer()._repr_html_()
    assert html == activation_explorer()._repr_html_()
    assert not re.search(r"\bid=|getElementById|\b(fetch\(|import[ (]|localStorage)", html)
    assert set(re.findall(r"https?://[^\"' )]+", html)) == {"http://www.w3.org/2000/svg"}
    assert "<title>" in html
    assert "<desc>" in html


def test_what_is_out_of_range_is_one_error():
    with pytest.raises(ValueError, match="start must be one of sigmoid, .*got 'relu6'"):
        activation_explorer("relu6")
    with pytest.raises(ValueError, match="depth must be from 1 to 20, got 21"):
        activation_explorer(depth=21)
