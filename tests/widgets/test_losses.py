"""The loss explorer: PyTorch's losses and gradients in the page."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from course_lib.widgets import loss_explorer

ZS = [-8, -7.9, -3.3, -1e-9, 0, 0.5, 2.2, 8]


def _both(z: float, target: int) -> list[float]:
    """Loss and gradient of the squared error behind a sigmoid, then of cross entropy."""
    logit = torch.tensor(float(z), dtype=torch.float64, requires_grad=True)
    right = torch.tensor(float(target), dtype=torch.float64)
    losses = (
        F.mse_loss(torch.sigmoid(logit), right),
        F.binary_cross_entropy_with_logits(logit, right),
    )
    slopes = [torch.autograd.grad(loss, logit, retain_graph=True)[0] for loss in losses]
    return [value.item() for pair in zip(losses, slopes, strict=True) for value in pair]


def test_the_page_computes_what_torch_computes(page):
    page.open(loss_explorer()._repr_html_())
    cases = [(z, target) for z in ZS for target in (0, 1)]
    script = "return arguments[0].map(([z, target]) => { Object.assign(el.state, {z, target});"
    script += "const {squared: s, entropy: e} = el.values;"
    script += "return [s.loss, s.slope, e.loss, e.slope]; })"
    for case, got in zip(cases, page.run(script, cases), strict=True):
        assert got == pytest.approx(_both(*case), rel=1e-12, abs=1e-12), case


def test_slider_and_target(page, keys):
    page.open(loss_explorer()._repr_html_())
    assert "교차 엔트로피: 손실 5.0067, 기울기 −0.9933" in page.find(".reading").text
    page.run("el.rows.querySelector('input').focus()")
    keys("\ue014")
    assert page.run("return el.state.z") == pytest.approx(-4.9)
    page.press("정답 0")
    assert page.run("return el.state.target") == 0
    assert "교차 엔트로피: 손실 0.0074" in page.run("return el.live.textContent")


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_of_a_narrow_page(page, width):
    page.open(loss_explorer()._repr_html_(), width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_what_is_out_of_range_is_one_error():
    with pytest.raises(ValueError, match="z must be from -8 to 8, got 9"):
        loss_explorer(z=9)
    with pytest.raises(ValueError, match="target must be 0 or 1, got 2"):
        loss_explorer(target=2)
