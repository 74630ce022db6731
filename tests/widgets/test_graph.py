"""The walk through a computation graph: the engine's numbers, in the order of the two passes."""

from __future__ import annotations

import numpy as np
import pytest

from course_lib.byhand import autograd as ag
from course_lib.byhand.autograd import Variable, graph
from course_lib.widgets import graph_stepper
from tests.widgets.test_network import CROWDED

EXAMPLES = ("f = (x + y) · max(y, z)", "시그모이드 뉴런", "두 번 쓰인 값")


@pytest.fixture
def shown(page):
    page.open(graph_stepper()._repr_html_())
    return page


def _written(value: float) -> str:
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    exact = abs(value - float(short)) < 1e-12
    return (short if exact else f"{value:.5f}").replace("-", "−")


def _sheet(page) -> str:
    return page.find(".sheet.on").text.replace("\n", " ")


def _walk(page, k: int) -> list[str]:
    page.run(f"el.choose({k})")
    titles = []
    for at in range(page.run("return el.list.length")):
        page.run(f"el.show({at})")
        titles.append(page.title())
    return titles


def test_forward_node_by_node_then_backward_edge_by_edge(shown):
    assert _walk(shown, 0) == [
        *("잎의 값", "a = x + y", "b = max(y, z)", "f = a · b", "∂f/∂f = 1"),
        *("f에서 a 쪽으로", "f에서 b 쪽으로", "b에서 y 쪽으로", "b에서 z 쪽으로"),
        *("a에서 x 쪽으로", "a에서 y 쪽으로"),
    ]


@pytest.mark.parametrize("k", range(3))
def test_every_number_of_the_engine_stands_in_the_figure_at_the_end(shown, k):
    shown.run(f"el.choose({k}); el.show(el.list.length - 1)")
    drawn = shown.run(
        "return [...el.shadowRoot.querySelectorAll('svg text')].map((t) => t.textContent)"
    )
    example = graph_stepper().data["examples"][k]
    assert example["name"] == EXAMPLES[k]
    wanted = [node[key] for node in example["nodes"] for key in ("value", "gradient")]
    wanted += [edge["downstream"] for edge in example["edges"]]
    assert sorted(text for text in drawn if text[-1].isdigit() and not text[0].isalpha()) == sorted(
        map(_written, wanted)
    )


def test_the_sums_that_the_page_makes_are_the_engines_gradients(page):
    rng = np.random.default_rng(0)
    for _ in range(5):
        x, y = (Variable(v, name=n) for v, n in zip(rng.normal(size=2), "xy", strict=True))
        root = ag.tanh(x * y + x) * x + ag.exp(y) / (x * x + 2) - ag.maximum(x, y)
        page.open(graph_stepper({"아무 식": root})._repr_html_())
        sums = page.run("return el.list[el.list.length - 1].gradients")
        expected = {
            str(n.id): float(n.gradient) for n in graph(root).nodes if n.gradient is not None
        }
        assert sums == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_local_times_upstream_is_downstream_and_two_ways_add_up(shown):
    shown.run("el.show(7)")
    assert "∂b/∂y = 1" in _sheet(shown)
    assert "1 × 3 = 3" in _sheet(shown)
    assert "기다립니다" in _sheet(shown)
    shown.run("el.show(10)")
    assert "모인 기울기 ∂f/∂y = 3 + 2 = 5" in _sheet(shown)


def test_the_loser_of_max_gets_nothing_and_negative_factors_get_parentheses(shown):
    shown.run("el.show(8)")
    assert "수문이 닫혀 0이 흐릅니다" in _sheet(shown)
    shown.run("el.choose(2); el.show(2)")
    assert "= 3 × (−2) = −6" in _sheet(shown)


def test_choosing_from_the_menu_starts_anew(shown, keys):
    shown.press("다음")
    menu = shown.find("select")
    assert menu.get_attribute("aria-label") == "그래프 고르기"
    menu.find_elements("css selector", "option")[1].click()
    assert shown.title() == "잎의 값"
    assert shown.run("return el.example.nodes.length") == 10
    shown.find(".picture").click()
    keys("\ue014", "\ue014")
    assert shown.run("return el.at") == 2
    assert shown.run("return el.live.textContent").startswith("q = i₂ · w₃.")


def test_an_own_graph_needs_no_menu_and_names_come_by_themselves(page):
    x = Variable(2.0, name="x")
    page.open(graph_stepper({"내 식": -(x * 3.0 + x**2)})._repr_html_())
    assert not page.run("return el.shadowRoot.querySelector('select')")
    assert _walk(page, 0)[1:5] == ["n₂ = x · 3", "n₄ = x ^ 2", "n₅ = n₂ + n₄", "f = −n₅"]
    page.run("el.show(1)")
    assert "2 × 3 = 6" in _sheet(page)


@pytest.mark.parametrize("width", [360, 390, 480, 580, 700, 1000])
def test_text_is_large_enough_and_apart_on_every_screen(shown, width):
    shown.open(graph_stepper()._repr_html_(), width=width)
    for k in range(3):
        shown.run(f"el.choose({k})")
        found, wide = shown.run(CROWDED)
        assert not found, k
        assert wide <= width


def test_the_still_picture_names_what_it_shows():
    still = graph_stepper().fallback
    assert "<title>계산 그래프 f = (x + y) · max(y, z)</title>" in still
    assert "결과는 6, x의 기울기 2, y의 기울기 5, z의 기울기 0입니다." in still
    assert graph_stepper()._repr_html_() == graph_stepper()._repr_html_()


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        ({}, "at least one graph"),
        ({"v": Variable([1.0, 2.0]).sum()}, r"'v' must have .* got a variable of shape \(2,\)"),
        ({"v": sum((Variable(1.0) for _ in range(30)), Variable(0.0))}, "got 61 nodes"),
        ({"v": Variable(1.0).detach()}, "got a constant"),
    ],
)
def test_what_cannot_be_drawn_is_an_error(examples, message):
    with pytest.raises(ValueError, match=message):
        graph_stepper(examples)
