"""Losses equal PyTorch's forward and backward; extreme logits; one clear error for bad input."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib import losses as ours
from tests.parity import assert_same

F = torch.nn.functional
REDUCTIONS = ["mean", "sum", "none"]
LABELS = torch.tensor([2, 0, 3, 3, 1])
SIGNS = torch.tensor([1, -1, -1, 1, 1])
EXTREME = [[1e4, -1e4, 0.0, 3.0], [-1e4, 1e4, 1e4, 0.0], [700.0, -700.0, -40.0, 40.0]]


def randn(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).double()


def rand(*shape, seed=0):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed)).double()


# --- regression --------------------------------------------------------------------------------


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize(
    ("mine", "theirs"), [(ours.mse, F.mse_loss), (ours.mae, F.l1_loss)], ids=["mse", "mae"]
)
def test_distances_equal_torch(mine, theirs, reduction):
    a, b = randn(4, 3), randn(4, 3, seed=1)
    a[0] = b[0]  # the corner of |x|
    for scale in (1, 1e4):
        assert_same(
            lambda x, y: mine(x, y, reduction=reduction),
            lambda x, y: theirs(x, y, reduction=reduction),
            scale * a,
            scale * b,
        )


def test_rmse_equals_the_root_of_mse():
    assert_same(ours.rmse, lambda x, y: F.mse_loss(x, y).sqrt(), randn(4, 3), randn(4, 3, seed=1))


def test_rmse_of_a_perfect_prediction_has_gradient_0():
    x = torch.ones(3, requires_grad=True)
    loss = ours.rmse(x, torch.ones(3))
    loss.backward()
    assert loss == 0
    torch.testing.assert_close(x.grad, torch.zeros(3))


# --- classes -----------------------------------------------------------------------------------

OPTIONS = {
    "plain": {},
    "weight": {"weight": torch.tensor([0.2, 1.0, 3.0, 0.5], dtype=torch.float64)},
    "ignore": {"ignore_index": 3},
    "smooth": {"label_smoothing": 0.1},
    "all_smooth": {"label_smoothing": 1.0},
    "everything": {
        "weight": torch.tensor([0.2, 1.0, 3.0, 0.5], dtype=torch.float64),
        "ignore_index": 0,
        "label_smoothing": 0.3,
    },
}
SHAPES = {  # logits, labels
    "(B, K)": (randn(5, 4), LABELS),
    "(K,)": (randn(4), torch.tensor(2)),
    "(B, K, T)": (randn(2, 4, 3), torch.tensor([[0, 1, 2], [3, 3, 0]])),
    "(B, K, 1, T)": (randn(2, 4, 1, 3), torch.tensor([[[0, 1, 2]], [[3, 3, 0]]])),
}


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("options", OPTIONS)
def test_cross_entropy_equals_torch(options, shape, reduction):
    logits, labels = SHAPES[shape]
    settings = OPTIONS[options] | {"reduction": reduction}
    for scale in (1, 1e4):
        assert_same(
            lambda x: ours.cross_entropy(x, labels, **settings),
            lambda x: F.cross_entropy(x, labels, **settings),
            scale * logits,
        )


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("options", ["plain", "weight", "ignore"])
def test_nll_equals_torch(options, shape, reduction):
    logits, labels = SHAPES[shape]
    settings = OPTIONS[options] | {"reduction": reduction}
    log_p = torch.log_softmax(logits, min(1, logits.ndim - 1))
    assert_same(
        lambda x: ours.nll(x, labels, **settings),
        lambda x: F.nll_loss(x, labels, **settings),
        log_p,
    )


rows = st.lists(st.floats(-1e4, 1e4), min_size=4, max_size=4)


@given(st.lists(rows, min_size=5, max_size=5), st.floats(0, 1))
def test_any_logits_give_torchs_cross_entropy(values, smoothing):
    assert_same(
        lambda x: ours.cross_entropy(x, LABELS, label_smoothing=smoothing),
        lambda x: F.cross_entropy(x, LABELS, label_smoothing=smoothing),
        torch.tensor(values, dtype=torch.float64),
    )


def test_ignored_labels_count_for_nothing():
    logits, labels = randn(5, 4), torch.tensor([2, -100, 3, -100, 1])
    assert_same(
        lambda x: ours.cross_entropy(x, labels), lambda x: F.cross_entropy(x, labels), logits
    )
    kept = labels != -100
    torch.testing.assert_close(
        ours.cross_entropy(logits, labels), ours.cross_entropy(logits[kept], labels[kept])
    )


def test_only_a_mean_needs_a_label_that_counts():
    logits, labels = randn(2, 4), torch.tensor([-100, -100])
    assert ours.cross_entropy(logits, labels, reduction="sum") == 0
    assert not ours.cross_entropy(logits, labels, reduction="none").any()
    with pytest.raises(ValueError, match="got 2 labels, all ignored or of weight 0"):
        ours.cross_entropy(logits, labels)
    with pytest.raises(ValueError, match="got 2 labels, all ignored or of weight 0"):
        ours.cross_entropy(logits, torch.tensor([1, 1]), weight=torch.tensor([1.0, 0, 1, 1]))


def test_a_class_that_is_ruled_out_costs_nothing():
    x = torch.tensor([[1.0, -torch.inf, 2.0]], requires_grad=True)
    loss = ours.cross_entropy(x, torch.tensor([0]))
    loss.backward()
    torch.testing.assert_close(loss, F.cross_entropy(x, torch.tensor([0])))
    assert torch.isfinite(x.grad).all()


@pytest.mark.parametrize("dtype", [torch.uint8, torch.int32])
def test_any_integers_are_labels(dtype):
    logits = randn(5, 4)
    torch.testing.assert_close(
        ours.cross_entropy(logits, LABELS.to(dtype)), F.cross_entropy(logits, LABELS)
    )


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("margin", [1.0, 0.3])
def test_multiclass_hinge_equals_torch(margin, reduction):
    scores = randn(5, 4)
    scores[1] = torch.tensor([1.0, 0.0, 0.0, 1.0])  # corners: exactly at the margin
    for scale in (1, 1e4):
        assert_same(
            lambda x: ours.multiclass_hinge(x, LABELS, margin=margin, reduction=reduction),
            lambda x: F.multi_margin_loss(x, LABELS, margin=margin, reduction=reduction),
            scale * scores,
        )


# --- binary ------------------------------------------------------------------------------------


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_bce_equals_torch_also_at_0_and_1(reduction):
    p = torch.cat([rand(6), torch.tensor([0, 1, 0, 1, 1e-300, 1e-13, 1 - 1e-16]).double()])
    y = torch.cat([rand(6, seed=1), torch.tensor([0, 1, 1, 0, 1, 1, 0]).double()])
    assert_same(
        lambda a: ours.bce(a, y, reduction=reduction),
        lambda a: F.binary_cross_entropy(a, y, reduction=reduction),
        p,
    )


def test_bce_is_differentiable_by_its_target_and_stays_finite():
    assert_same(ours.bce, F.binary_cross_entropy, rand(6), rand(6, seed=1))
    y = torch.tensor([0.0, 1.0], requires_grad=True)
    ours.bce(torch.tensor([1.0, 0.0]), y).backward()
    torch.testing.assert_close(y.grad, torch.tensor([-50.0, 50.0]))  # PyTorch: infinite


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("pos_weight", [None, [3.0], [0.5, 1.0, 2.0, 4.0]])
def test_bce_with_logits_equals_torch(pos_weight, reduction):
    weight = None if pos_weight is None else torch.tensor(pos_weight, dtype=torch.float64)
    x = torch.cat([randn(4, 4), torch.zeros(1, 4).double(), torch.tensor(EXTREME).double()])
    y = torch.cat([rand(4, 4, seed=1), (rand(4, 4, seed=2) > 0.5).double()])
    assert_same(
        lambda a: ours.bce_with_logits(a, y, pos_weight=weight, reduction=reduction),
        lambda a: F.binary_cross_entropy_with_logits(a, y, pos_weight=weight, reduction=reduction),
        x,
    )


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("margin", [1.0, 0.3])
def test_hinge_equals_torch(margin, reduction):
    assert_same(
        lambda s: ours.hinge(s, SIGNS, margin=margin, reduction=reduction),
        lambda s: F.margin_ranking_loss(
            s, torch.zeros(5).double(), SIGNS, margin=margin, reduction=reduction
        ),
        randn(5),
    )


def test_hinge_at_its_corner_has_gradient_0():
    s = torch.tensor([1.0], requires_grad=True)
    ours.hinge(s, torch.tensor([1])).backward()
    assert s.grad == ours.dhinge(s.detach(), torch.tensor([1])) == 0


def test_bce_of_the_document():
    p, y = torch.tensor([0.1625, 0.5546, 0.6596, 0.4284]), torch.tensor([1.0, 0, 1, 0])
    assert round(ours.bce(p, y).item(), 4) == 0.9003


def test_yes_and_no_may_be_integers():
    p = rand(4).requires_grad_()
    y = torch.tensor([1, 0, 0, 1])
    ours.bce(p, y).backward()
    torch.testing.assert_close(p.grad, ours.dbce(p.detach(), y.double()))
    assert ours.bce_with_logits(p.detach(), y) == ours.bce_with_logits(p.detach(), y.double())


# --- gradients beside the losses ---------------------------------------------------------------

YES = torch.tensor([1.0, 0, 1, 0, 1]).double()
GRADIENTS = {
    "mse": (randn(4, 3), randn(4, 3, seed=1)),
    "mae": (randn(4, 3), randn(4, 3, seed=1)),
    "rmse": (randn(4, 3), randn(4, 3, seed=1)),
    "cross_entropy": (randn(5, 4), LABELS),
    "nll": (torch.log_softmax(randn(5, 4), 1), LABELS),
    "multiclass_hinge": (randn(5, 4), LABELS),
    "bce": (torch.tensor([0.2, 0.9, 1, 1, 0]).double(), YES),
    "bce_with_logits": (torch.tensor([-1e4, 1e4, 0, -3, 2]).double(), YES),
    "hinge": (randn(5), SIGNS),
}


@pytest.mark.parametrize("name", GRADIENTS)
def test_gradients_by_hand_equal_autograd(name):
    x, target = GRADIENTS[name]
    x = x.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(getattr(ours, name)(x, target), x)
    by_hand = getattr(ours, "d" + name)(x.detach(), target)
    torch.testing.assert_close(by_hand, gradient, rtol=1e-12, atol=1e-15)


def test_gradient_of_an_exact_rmse_is_0():
    assert not ours.drmse(torch.ones(3), torch.ones(3)).any()


def test_every_loss_has_its_gradient():
    names = [name for name in ours.__all__ if not name.startswith("d")]
    assert sorted(ours.__all__) == sorted(names + ["d" + name for name in names])
    assert sorted(names) == sorted(GRADIENTS)


# --- precision ---------------------------------------------------------------------------------

ONE_ROW = {
    "cross_entropy": lambda x: ours.cross_entropy(x, torch.tensor([1, 0, 3])),
    "smoothed": lambda x: ours.cross_entropy(x, torch.tensor([1, 0, 3]), label_smoothing=0.1),
    "bce_with_logits": lambda x: ours.bce_with_logits(x, torch.ones_like(x)),
    "hinge": lambda x: ours.hinge(x, torch.ones_like(x)),
    "multiclass_hinge": lambda x: ours.multiclass_hinge(x, torch.tensor([1, 0, 3])),
    "mse": lambda x: ours.mse(x, torch.zeros_like(x)),
    "mae": lambda x: ours.mae(x, torch.zeros_like(x)),
    "rmse": lambda x: ours.rmse(x, torch.zeros_like(x)),
    "bce": lambda x: ours.bce(torch.sigmoid(x), torch.ones_like(x)),
}


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16], ids=str)
@pytest.mark.parametrize("name", ONE_ROW)
def test_no_nan_in_any_precision(name, dtype):
    x = torch.tensor(EXTREME, dtype=dtype, requires_grad=True)
    loss = ONE_ROW[name](x)
    loss.backward()
    assert loss.dtype == x.grad.dtype == dtype
    assert torch.isfinite(loss)
    assert torch.isfinite(x.grad).all()


# --- bad input ---------------------------------------------------------------------------------

X, ONES = torch.zeros(4, 3), torch.ones(4, 3)
BAD_VALUES = {
    "prediction and target must have one shape, got (4, 1) and (4,)": (
        lambda: ours.mse(torch.zeros(4, 1), torch.zeros(4))
    ),
    "prediction must not be empty, got shape (0, 3)": lambda: ours.rmse(X[:0], X[:0]),
    "reduction must be 'mean', 'sum' or 'none', got 'avg'": (
        lambda: ours.mae(X, X, reduction="avg")
    ),
    "(B, K, *) and (B, *), got (4, 3) and (3,)": (
        lambda: ours.cross_entropy(X, torch.zeros(3, dtype=torch.long))
    ),
    "(B, K, *) and (B, *), got (4, 3) and (4, 1)": (
        lambda: ours.nll(X, torch.zeros(4, 1, dtype=torch.long))
    ),
    "logits must not be empty, got shape (0, 3)": (
        lambda: ours.cross_entropy(X[:0], torch.zeros(0, dtype=torch.long))
    ),
    "labels must lie in 0 … 2, got 3": (
        lambda: ours.cross_entropy(X, torch.tensor([0, 1, 2, 3]))
    ),
    "labels must lie in 0 … 2, got -1": (
        lambda: ours.cross_entropy(X, torch.tensor([0, -1, -100, 0]))
    ),
    "labels must lie in 0 … 2, got -100": (
        lambda: ours.multiclass_hinge(X, torch.tensor([0, -100, 1, 0]))
    ),
    "weight must have shape (3,), got (4,)": (
        lambda: ours.cross_entropy(X, torch.zeros(4, dtype=torch.long), weight=torch.ones(4))
    ),
    "label_smoothing must lie in [0, 1], got 1.5": (
        lambda: ours.cross_entropy(X, torch.zeros(4, dtype=torch.long), label_smoothing=1.5)
    ),
    "'sum' or 'none', got 'avg'": (
        lambda: ours.cross_entropy(X, torch.zeros(4, dtype=torch.long), reduction="avg")
    ),
    "log_probabilities must be <= 0, got up to 2.5: logits belong in cross_entropy": (
        lambda: ours.nll(X + 2.5, torch.zeros(4, dtype=torch.long))
    ),
    "scores must have shape (B, K), got (3,)": (
        lambda: ours.multiclass_hinge(X[0], torch.tensor(0))
    ),
    "logits must have shape (B, K), got (3,)": (
        lambda: ours.dcross_entropy(X[0], torch.tensor(0))
    ),
    "probabilities must lie in [0, 1], got -2 … 1: logits belong in bce_with_logits": (
        lambda: ours.bce(torch.tensor([1.0, -2.0]), torch.ones(2))
    ),
    "probabilities must lie in [0, 1], got nan": (
        lambda: ours.bce(torch.tensor([torch.nan]), torch.ones(1))
    ),
    "target must lie in [0, 1], got 0 … 2": (
        lambda: ours.bce_with_logits(torch.zeros(2), torch.tensor([0.0, 2.0]))
    ),
    "logits and target must have one shape, got (4, 3) and (3,)": (
        lambda: ours.bce_with_logits(X, torch.zeros(3))
    ),
    "pos_weight must broadcast to logits, got (4,) and (4, 3)": (
        lambda: ours.bce_with_logits(X, ONES, pos_weight=torch.ones(4))
    ),
    "target must hold -1 and 1, got 0": (
        lambda: ours.hinge(torch.zeros(2), torch.tensor([1, 0]))
    ),
    "scores and target must have one shape, got (4, 3) and (4,)": (
        lambda: ours.hinge(X, torch.ones(4))
    ),
}  # fmt: skip


@pytest.mark.parametrize("message", BAD_VALUES)
def test_bad_shapes_and_values_are_named(message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        BAD_VALUES[message]()
    assert message in str(caught.value)


BAD_TYPES = {
    "labels must be class numbers (integers), got torch.float32": (
        lambda: ours.cross_entropy(X, torch.zeros(4))
    ),
    "labels must be class numbers (integers), got torch.bool": (
        lambda: ours.multiclass_hinge(X, torch.zeros(4, dtype=torch.bool))
    ),
    "logits must be a floating-point tensor, got torch.int64": (
        lambda: ours.cross_entropy(X.long(), torch.zeros(4, dtype=torch.long))
    ),
    "prediction must be a floating-point tensor, got torch.int64": lambda: ours.mse(X.long(), X),
}


@pytest.mark.parametrize("message", BAD_TYPES)
def test_bad_types_are_named(message):
    with pytest.raises(TypeError) as caught:
        BAD_TYPES[message]()
    assert message in str(caught.value)
