"""Attention: equal to its definition and to torch, with every kind of mask."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from course_lib.models.attention import (
    AdditiveAttention,
    DotAttention,
    LayerCache,
    LearnedPositions,
    MultiHeadAttention,
    MultiplicativeAttention,
    Packing,
    SinusoidalPositions,
    attention_mask,
    causal_mask,
    masked_softmax,
    rotate,
    scaled_dot_product,
    scaled_dot_product_fast,
    sinusoidal_positions,
)
from tests.models.copies import copy_heads, same_gradients

B, T, S, D, N = 3, 4, 5, 8, 2
REAL = torch.arange(S) < torch.tensor([5, 2, 0])[:, None]  # the last sentence is all padding


def draw(*shape, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=torch.float64).requires_grad_()


def test_causal_mask_lets_nobody_see_the_future():
    assert causal_mask(3).tolist() == [[True, False, False], [True, True, False], [True] * 3]
    assert causal_mask(1, 3).tolist() == [[True] * 3]  # one new query, two cached keys


def test_attention_mask_joins_padding_and_order():
    assert attention_mask(None, causal=False, T=T, S=S) is None
    both = attention_mask(REAL, causal=True, T=S, S=S)
    assert both.shape == (B, 1, S, S)
    assert both[1, 0].tolist() == (causal_mask(S) & REAL[1]).tolist()
    with pytest.raises(TypeError, match=r"mask must be bool.*got torch\.int64"):
        attention_mask(REAL.long(), causal=False, T=T, S=S)
    with pytest.raises(ValueError, match=r"mask must have shape \(B, S=7\), got \(3, 5\)"):
        attention_mask(REAL, causal=False, T=T, S=7)


def test_softmax_of_what_may_be_seen():
    scores = draw(B, T, S)
    weights = masked_softmax(scores, REAL[:, None])
    torch.testing.assert_close(weights[0], scores[0].softmax(-1))
    torch.testing.assert_close(weights[1, :, :2], scores[1, :, :2].softmax(-1))
    assert not weights[1, :, 2:].any()
    assert not weights[2].any()


@pytest.mark.parametrize("mask", [None, REAL[:, None, None], causal_mask(T, S)])
def test_both_paths_are_equal(mask):
    q, k, v = draw(B, N, T, D), draw(B, N, S, D, seed=1), draw(B, N, S, D, seed=2)
    read, weights = scaled_dot_product(q, k, v, mask)
    fast = scaled_dot_product_fast(q, k, v, mask)
    torch.testing.assert_close(read, fast, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(read, weights @ v)
    same_gradients(read, fast, [q, k, v], [q, k, v])


def test_the_kernel_has_a_causal_mask_of_its_own():
    q, k, v = draw(B, N, S, D), draw(B, N, S, D, seed=1), draw(B, N, S, D, seed=2)
    read, _ = scaled_dot_product(q, k, v, causal_mask(S))
    torch.testing.assert_close(scaled_dot_product_fast(q, k, v, causal=True), read)
    with pytest.raises(ValueError, match="no mask, got 5 queries, 5 keys, a mask"):
        scaled_dot_product_fast(q, k, v, causal_mask(S), causal=True)
    with pytest.raises(ValueError, match="got 4 queries, 5 keys, no mask"):
        scaled_dot_product_fast(q[:, :, :T], k, v, causal=True)


@pytest.mark.filterwarnings("ignore:Anomaly Detection")
@pytest.mark.parametrize("path", [lambda *a: scaled_dot_product(*a)[0], scaled_dot_product_fast])
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_a_query_that_sees_nothing_gets_zeros(path, dtype):
    q, k, v = (draw(B, N, S, D, seed=i).to(dtype).detach().requires_grad_() for i in range(3))
    found = path(q, k, v, REAL[:, None, None])
    assert not found[2].any()
    with torch.autograd.detect_anomaly():  # no NaN on the way either
        found.pow(2).sum().backward()
    assert all(x.grad.isfinite().all() and not x.grad[2].any() for x in (q, k, v))


def test_additive_scores_are_the_formula():
    layer = AdditiveAttention(3, 5, hidden_size=6).double()
    q, k = draw(B, T, 3), draw(B, S, 5)
    W, b, U, v = layer.query.weight, layer.query.bias, layer.key.weight, layer.score.weight[0]
    one = v @ torch.tanh(W @ q[1, 2] + b + U @ k[1, 3])
    torch.testing.assert_close(layer.scores(q, k)[1, 2, 3], one)


def test_multiplicative_and_dot_scores_are_the_formulas():
    layer = MultiplicativeAttention(3, 5).double()
    q, k = draw(B, T, 3), draw(B, S, 5)
    torch.testing.assert_close(layer.scores(q, k)[1, 2, 3], q[1, 2] @ layer.key.weight @ k[1, 3])
    same = draw(B, S, 3, seed=4)
    torch.testing.assert_close(
        DotAttention(scaled=False).scores(q, same)[0, 1, 2], q[0, 1] @ same[0, 2]
    )
    torch.testing.assert_close(
        DotAttention().scores(q, same), DotAttention(scaled=False).scores(q, same) / math.sqrt(3)
    )
    with pytest.raises(ValueError, match=r"keys must have shape \(B, S, D=3\)"):
        DotAttention()(q, k)


@pytest.mark.parametrize(
    "layer", [AdditiveAttention(D, D, hidden_size=4), MultiplicativeAttention(D, D), DotAttention()]
)
def test_alignments_leave_padding_out(layer):
    layer = layer.double()
    q, k = draw(B, T, D), draw(B, S, D, seed=1)
    context, weights = layer(q, k, REAL)
    assert weights.shape == (B, T, S)
    torch.testing.assert_close(context[1:2], layer(q[1:2], k[1:2, :2])[0])
    assert not context[2].any()
    assert not weights[2].any()
    torch.testing.assert_close(weights[:2].sum(-1), torch.ones(2, T, dtype=torch.float64))
    context.sum().backward()
    assert k.grad.isfinite().all()
    assert not k.grad[1, 2:].any()


@pytest.mark.parametrize("masks", ["none", "padding", "causal", "both"])
@pytest.mark.parametrize("need_weights", [False, True])
def test_heads_equal_torch(masks, need_weights):
    theirs = nn.MultiheadAttention(D, N, batch_first=True).double()
    ours = copy_heads(theirs, MultiHeadAttention(D, N).double())
    mask = (REAL | (torch.arange(S) == 0)) if masks in ("padding", "both") else None
    causal = masks in ("causal", "both")
    one, other = draw(B, S, D), draw(B, S, D)
    wanted, weights = theirs(
        other,
        other,
        other,
        key_padding_mask=None if mask is None else ~mask,
        attn_mask=~causal_mask(S) if causal else None,
        average_attn_weights=False,
    )
    got, own = ours(one, mask=mask, causal=causal, need_weights=need_weights)
    torch.testing.assert_close(got, wanted, rtol=1e-10, atol=1e-10)
    if need_weights:
        torch.testing.assert_close(own, weights, rtol=1e-10, atol=1e-10)
    pairs = [
        (ours.output.weight, theirs.out_proj.weight),
        (ours.output.bias, theirs.out_proj.bias),
        (one, other),
    ]
    same_gradients(got, wanted, *map(list, zip(*pairs, strict=True)))
    got.sum().backward()
    wanted.sum().backward()
    stacked = torch.cat([ours.query.weight.grad, ours.key.weight.grad, ours.value.weight.grad])
    torch.testing.assert_close(stacked, theirs.in_proj_weight.grad, rtol=1e-10, atol=1e-10)


def test_heads_ask_a_memory():
    theirs = nn.MultiheadAttention(D, N, batch_first=True).double()
    ours = copy_heads(theirs, MultiHeadAttention(D, N).double())
    x, memory = draw(2, T, D), draw(2, S, D, seed=1)
    wanted, _ = theirs(x, memory, memory, key_padding_mask=~REAL[:2])
    torch.testing.assert_close(ours(x, memory, mask=REAL[:2])[0], wanted, rtol=1e-10, atol=1e-10)


def test_packed_heads_equal_padded_heads_at_real_tokens():
    heads, x, packing = MultiHeadAttention(D, N).double(), draw(B, S, D), Packing(REAL)
    padded, _ = heads(x, mask=REAL)
    packed, weights = heads.forward_packed(packing.pack(x), packing, need_weights=True)
    torch.testing.assert_close(packed, packing.pack(padded))
    assert not weights[1, :, 2:].any()
    assert packing.pad(packing.pack(x))[1, 2:].abs().sum() == 0


def test_dropout_drops_only_while_training():
    heads, x = MultiHeadAttention(D, N, dropout=0.9).double(), draw(B, S, D)
    torch.manual_seed(0)
    assert not torch.equal(heads(x)[0], heads(x)[0])
    heads.eval()
    assert torch.equal(heads(x)[0], heads(x)[0])


def test_cached_heads_equal_causal_heads():
    x = draw(B, 40, D).detach()
    for rotary in (False, True):
        heads, cache = MultiHeadAttention(D, N, rotary=rotary).double(), LayerCache()
        with torch.no_grad():
            whole, _ = heads(x, causal=True)
            parts = [heads(x[:, :7], causal=True, cache=cache)[0]]
            parts += [heads(x[:, t : t + 1], causal=True, cache=cache)[0] for t in range(7, 40)]
        torch.testing.assert_close(torch.cat(parts, dim=1), whole, rtol=1e-10, atol=1e-10)
        assert cache.length == 40


@torch.no_grad()
def test_a_cache_follows_the_best_sentences():
    heads, x, cache = MultiHeadAttention(D, N).double(), draw(B, T, D), LayerCache()
    heads(x[:, :-1], causal=True, cache=cache)
    rows = torch.tensor([2, 0, 2, 1])
    cache.select(rows)
    last, _ = heads(x[rows, -1:], causal=True, cache=cache)
    torch.testing.assert_close(last, heads(x[rows], causal=True)[0][:, -1:])


def test_a_cache_says_what_it_cannot_do():
    heads, x, cache = MultiHeadAttention(D, N).double(), draw(B, 2, D), LayerCache()
    with pytest.raises(RuntimeError, match="no_grad"):
        heads(x, cache=cache)
    with torch.no_grad():
        heads(x, cache=cache)
        with pytest.raises(ValueError, match=r"cache's shape \(3, 2, T, 4\), got \(1, 2, 2, 4\)"):
            heads(x[:1], cache=cache)
        cache.select(torch.tensor([2]))
        heads(x[:1], cache=cache)


def test_wrong_sizes_are_told():
    with pytest.raises(ValueError, match="3 heads and size 8"):
        MultiHeadAttention(8, 3)
    with pytest.raises(ValueError, match=r"x must have shape \(B, T, D=8\), got \(3, 4, 7\)"):
        MultiHeadAttention(8, 2)(torch.zeros(3, 4, 7))


def test_sinusoidal_positions_are_the_formula():
    table = sinusoidal_positions(50, 6)
    assert table[7, 2].item() == pytest.approx(math.sin(7 / 10000 ** (2 / 6)), abs=1e-6)
    assert table[7, 3].item() == pytest.approx(math.cos(7 / 10000 ** (2 / 6)), abs=1e-6)
    torch.testing.assert_close(sinusoidal_positions(3, 6, start=47), table[47:])
    with pytest.raises(ValueError, match="D must be even, got 5"):
        sinusoidal_positions(3, 5)


def test_position_layers_add_vectors_from_a_start():
    x = draw(B, T, 6)
    for layer in (SinusoidalPositions(), LearnedPositions(10, 6)):
        layer = layer.double()
        parts = [layer(x[:, :1]), layer(x[:, 1:], start=1)]
        torch.testing.assert_close(torch.cat(parts, dim=1), layer(x))
        assert not torch.equal(layer(x), x)
    with pytest.raises(ValueError, match="10 tokens or fewer, got 11"):
        LearnedPositions(10, 6)(x.float(), start=7)


def test_rotated_products_depend_on_the_distance_only():
    q, k = draw(1, D), draw(1, D, seed=1)
    products = [(rotate(q, start=i) @ rotate(k, start=i + 3).T).item() for i in (0, 5, 1000)]
    assert products == pytest.approx([products[0]] * 3, abs=1e-9)
    assert products[0] != pytest.approx((q @ k.T).item())
    x = draw(B, T, D)
    torch.testing.assert_close(rotate(x).norm(dim=-1), x.norm(dim=-1))
    turned = torch.view_as_complex(x.unflatten(-1, (-1, 2)).detach().contiguous())
    rates = 10000 ** (-torch.arange(0, D, 2, dtype=torch.float64) / D)
    turned = turned * torch.polar(torch.ones(()).double(), torch.arange(T)[:, None] * rates)
    torch.testing.assert_close(torch.view_as_real(turned).flatten(-2), rotate(x).detach())
