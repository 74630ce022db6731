"""The attention explorer shows the weights it was given."""

from __future__ import annotations

import numpy as np
import pytest

from course_lib.widgets import AttentionView, attention_explorer

WORDS = ("the", "<b>cat</b>", "slept", "it")


def _view(tokens=WORDS, *, seed=0, layers=2, heads=3):
    rng = np.random.default_rng(seed)
    T = len(tokens)
    return AttentionView(tokens, rng.dirichlet(np.ones(T), size=(layers, heads, T)), "답: <i>cat")


def test_the_page_shows_the_weights_of_each_head_and_their_mean(page):
    views = [_view(), _view(("a", "b"), seed=1)]
    page.open(attention_explorer(views, token=3)._repr_html_())
    for number, view in enumerate(views):
        for layer, table in enumerate(view.weights):
            for head in (-1, 0, 1, 2):
                change = {"view": number, "layer": layer, "head": head}
                got = page.run("el.set(arguments[0]); return el.table", change)
                wanted = table.mean(axis=0) if head < 0 else table[head]
                assert np.allclose(got, wanted, atol=0.0006)


def test_choosing_by_button_pointer_and_key(page, keys):
    view = _view()
    page.open(attention_explorer([view, _view(("a", "b"))], token=3)._repr_html_())
    page.press("1층")
    page.press("헤드 2")
    state = page.run("return el.state")
    assert (state["layer"], state["head"], state["token"]) == (0, 1, 3)
    best = int(view.weights[0][1][3].argmax())
    share = round(100 * round(view.weights[0][1][3][best], 3))
    assert page.run("return el.live.textContent").startswith(
        f"it이 보는 곳: {WORDS[best]} {share}%"
    )
    page.run("el.shadowRoot.querySelector('.picture').focus()")
    keys("\ue015")  # down: from the last token to the first
    assert page.run("return el.state.token") == 0
    keys("\ue014")  # right: the next head
    assert page.run("return el.state.head") == 2
    keys("\ue014")
    assert page.run("return el.state.head") == -1
    page.find("[data-token='2'] .hit").click()
    assert page.run("return el.state.token") == 2
    page.press("2")
    assert page.run("return [el.state.view, el.state.token]") == [1, 1]


def test_words_stay_text(page):
    page.open(attention_explorer([_view()])._repr_html_())
    assert page.run("return el.shadowRoot.querySelectorAll('svg b, i').length") == 0
    assert "&lt;b&gt;cat" in attention_explorer([_view()]).fallback


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_of_a_narrow_page(page, width):
    page.open(attention_explorer([_view(heads=8)])._repr_html_(), width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_what_does_not_fit_is_one_error():
    with pytest.raises(ValueError, match="expected a sentence that holds token 4"):
        attention_explorer([_view()], token=4)
    with pytest.raises(ValueError, match="weights"):
        attention_explorer([AttentionView(("a",), [np.ones((1, 2, 2))])])
    with pytest.raises(ValueError, match="one layer or more"):
        attention_explorer([AttentionView(("a",), [])])
    with pytest.raises(ValueError, match="the same layers and heads"):
        attention_explorer([_view(), _view(heads=2)])
