"""The sampling explorer: the page equals Python, and Python equals `course_lib.generation`."""

from __future__ import annotations

from collections import Counter

import pytest
import torch

from course_lib.generation import shape_logits
from course_lib.widgets import sampling_explorer
from course_lib.widgets.sampling import draw, probabilities

LOGITS = [3.1, 2.4, 2.0, 1.2, 0.3, -0.5, -1.7, -2.2, -4.0]
CONTEXTS = (
    {"name": "th", "tokens": list("eai orsun"), "logits": LOGITS},
    {"name": "<b>&", "tokens": ["<", "\n", "&"], "logits": [0.5, 0.4, -0.1]},
)
SETTINGS = [
    {"temperature": heat, "top_k": k, "top_p": p}
    for heat in (0, 0.1, 0.7, 1, 3)
    for k in (1, 4, None)
    for p in (0.05, 0.6, 1)
]


@pytest.mark.parametrize("setting", [each for each in SETTINGS if each["temperature"]], ids=str)
def test_python_computes_what_generation_does(setting):
    logits = torch.tensor([LOGITS], dtype=torch.float64)
    expected = shape_logits(logits, **setting).softmax(1)[0].tolist()
    assert probabilities(LOGITS, **setting) == pytest.approx(expected, abs=1e-12)


def test_draws_have_the_probabilities():
    shares = probabilities(LOGITS, temperature=1, top_k=5, top_p=1)
    counts = Counter(draw(shares, seed=7, count=20_000))
    for place, share in enumerate(shares):
        assert counts[place] / 20_000 == pytest.approx(share, abs=0.015)
    assert not any(counts[place] for place in range(5, len(LOGITS)))


def test_the_page_computes_what_python_does(page):
    page.open(sampling_explorer(CONTEXTS)._repr_html_())
    script = """return arguments[0].map(([context, temperature, top_k, top_p, seed]) => {
      Object.assign(el.state, {context, temperature, top_k: top_k ?? 30, top_p, seed});
      const {shares, places} = el.values; return [shares, places]; })"""
    cases = [
        [context, *setting.values(), seed]
        for context in (0, 1)
        for setting in SETTINGS
        for seed in (0, 4_294_967_295)
    ]
    for case, (shares, places) in zip(cases, page.run(script, cases), strict=True):
        context, temperature, top_k, top_p, seed = case
        ours = probabilities(
            CONTEXTS[context]["logits"], temperature=temperature, top_k=top_k, top_p=top_p
        )
        assert shares == pytest.approx(ours, rel=1e-12, abs=1e-15), case
        assert places == draw(ours, seed=seed, count=30), case


def test_sliders_contexts_and_draws(page, keys):
    page.open(sampling_explorer(CONTEXTS)._repr_html_())
    assert "남은 글자 9개" in page.find(".reading").text
    before = page.find(".drawn").text
    page.press("다시 뽑기")
    assert page.find(".drawn").text != before
    page.run("el.rows.querySelector('input').focus()")
    keys("\ue011")  # Home: temperature 0
    assert page.find(".slider[data-key=temperature] output").text == "0 (탐욕)"
    assert page.find(".drawn b").text == " ".join("e" * 30)
    page.press("<b>&…")
    assert page.find(".drawn b").text == " ".join("<" * 30)
    assert "가장 그럴듯한 셋: < 100.0%, ↵ 0.0%" in page.run("return el.live.textContent")


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_of_a_narrow_page(page, width):
    page.open(sampling_explorer(CONTEXTS)._repr_html_(), width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_what_does_not_fit_is_one_error():
    with pytest.raises(ValueError, match="temperature of 0 to 3, got 2 contexts and 4"):
        sampling_explorer(CONTEXTS, temperature=4)
    with pytest.raises(ValueError, match="got 0 contexts"):
        sampling_explorer(())
    for logits in ([1.0], [1.0, 2.0]):
        with pytest.raises(ValueError, match="a logit for each token, best first"):
            sampling_explorer([{"name": "a", "tokens": ["x", "y"], "logits": logits}])
