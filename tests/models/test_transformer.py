"""The Transformer: equal to torch's, padding or not; cached equals uncached."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from course_lib.models.transformer import (
    Decoder,
    DecoderLayer,
    Encoder,
    EncoderDecoder,
    EncoderLayer,
    TransformerConfig,
    TransformerLanguageModel,
)
from tests.models.copies import copy_heads, same_gradients

B, S, T, D, N, V = 3, 6, 5, 8, 2, 11
LENGTHS = torch.tensor([6, 3, 1])
REAL = torch.arange(S) < LENGTHS[:, None]
TARGET_REAL = torch.arange(T) < torch.tensor([5, 1, 3])[:, None]
PARTS = {
    "linear1": "feed_forward.hidden",
    "linear2": "feed_forward.output",
    "norm1": "attention_norm",
}
CLOSE = {"rtol": 1e-10, "atol": 1e-10}


def config(**options):
    sizes = {"size": D, "num_heads": N, "hidden_size": 16, "num_layers": 2, "dropout": 0.0}
    return TransformerConfig(**(sizes | options))


def draw(*shape, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=torch.float64).requires_grad_()


def copy_layer(theirs, ours):
    """Weights into ours; pairs of (ours, theirs) parameters whose gradients must agree."""
    parts, pairs = dict(PARTS), []
    copy_heads(theirs.self_attn, ours.attention)
    parts |= {"self_attn.out_proj": "attention.output"}
    if isinstance(ours, DecoderLayer):
        copy_heads(theirs.multihead_attn, ours.cross)
        parts |= {"norm2": "cross_norm", "norm3": "feed_forward_norm"}
        parts |= {"multihead_attn.out_proj": "cross.output"}
    else:
        parts |= {"norm2": "feed_forward_norm"}
    for their_name, own_name in parts.items():
        other, own = theirs.get_submodule(their_name), ours.get_submodule(own_name)
        with torch.no_grad():
            for value in other.parameters():
                value.normal_(std=0.5)
        own.load_state_dict(other.state_dict())
        pairs += list(zip(own.parameters(), other.parameters(), strict=True))
    return pairs


def torch_layer(kind, *, pre_norm, activation):
    torch.manual_seed(0)
    options = {"dropout": 0.0, "batch_first": True, "norm_first": pre_norm}
    return kind(D, N, 16, activation=activation, **options).double()


@pytest.mark.parametrize("pre_norm", [False, True])
@pytest.mark.parametrize("activation", ["relu", "gelu"])
@pytest.mark.parametrize("causal", [False, True])
def test_encoder_layer_equals_torch(pre_norm, activation, causal):
    theirs = torch_layer(nn.TransformerEncoderLayer, pre_norm=pre_norm, activation=activation)
    ours = EncoderLayer(config(pre_norm=pre_norm, activation=activation)).double()
    pairs = copy_layer(theirs, ours)
    one, other = draw(B, S, D), draw(B, S, D)
    future = torch.ones(S, S, dtype=torch.bool).triu(1) if causal else None
    wanted = theirs(other, src_mask=future, src_key_padding_mask=~REAL)
    got, _ = ours(one, mask=REAL, causal=causal)
    torch.testing.assert_close(got, wanted, **CLOSE)
    same_gradients(got, wanted, *map(list, zip(*pairs, (one, other), strict=True)))


@pytest.mark.parametrize("pre_norm", [False, True])
def test_decoder_layer_equals_torch(pre_norm):
    theirs = torch_layer(nn.TransformerDecoderLayer, pre_norm=pre_norm, activation="relu")
    ours = DecoderLayer(config(pre_norm=pre_norm)).double()
    pairs = copy_layer(theirs, ours)
    one, other, memory = draw(B, T, D), draw(B, T, D), draw(B, S, D, seed=1)
    future = torch.ones(T, T, dtype=torch.bool).triu(1)
    wanted = theirs(
        other,
        memory,
        tgt_mask=future,
        tgt_key_padding_mask=~TARGET_REAL,
        memory_key_padding_mask=~REAL,
    )
    got, _ = ours(one, memory, mask=TARGET_REAL, memory_mask=REAL)
    torch.testing.assert_close(got, wanted, **CLOSE)
    same_gradients(got, wanted, *map(list, zip(*pairs, (one, other), strict=True)))


@pytest.mark.parametrize("pre_norm", [False, True])
def test_encoder_packs_and_equals_torch(pre_norm):
    layer = torch_layer(nn.TransformerEncoderLayer, pre_norm=pre_norm, activation="relu")
    norm = nn.LayerNorm(D).double() if pre_norm else None
    theirs = nn.TransformerEncoder(layer, 2, norm=norm, enable_nested_tensor=False)
    ours = Encoder(config(pre_norm=pre_norm)).double()
    pairs = []
    for other, own in zip(theirs.layers, ours.layers, strict=True):
        pairs += copy_layer(other, own)
    one, other = draw(B, S, D), draw(B, S, D)
    wanted = theirs(other, src_key_padding_mask=~REAL)[REAL]
    got, weights = ours(one, REAL)
    torch.testing.assert_close(got[REAL], wanted, **CLOSE)
    assert not got[~REAL].any()
    assert weights == ()
    same_gradients(got[REAL], wanted, *map(list, zip(*pairs, (one, other), strict=True)))


@pytest.mark.parametrize("options", [{}, {"pre_norm": True}, {"positions": "rotary"}])
@pytest.mark.parametrize("mask", [REAL, None])
def test_the_first_token_alone_equals_the_first_of_all(options, mask):
    ours = Encoder(config(**options)).double()
    x = draw(B, S, D)
    torch.testing.assert_close(ours.forward_first(x, mask), ours(x, mask)[0][:, 0], **CLOSE)


@pytest.mark.parametrize("pre_norm", [False, True])
def test_decoder_equals_torch(pre_norm):
    layer = torch_layer(nn.TransformerDecoderLayer, pre_norm=pre_norm, activation="relu")
    norm = nn.LayerNorm(D).double() if pre_norm else None
    theirs, ours = nn.TransformerDecoder(layer, 2, norm=norm), Decoder(config(pre_norm=pre_norm))
    ours = ours.double()
    for other, own in zip(theirs.layers, ours.layers, strict=True):
        copy_layer(other, own)
    x, memory = draw(B, T, D), draw(B, S, D, seed=1)
    future = torch.ones(T, T, dtype=torch.bool).triu(1)
    wanted = theirs(x, memory, tgt_mask=future, memory_key_padding_mask=~REAL)
    torch.testing.assert_close(ours(x, memory, memory_mask=REAL)[0], wanted, **CLOSE)


def test_encoder_shows_its_weights():
    encoder, x = Encoder(config()).double(), draw(B, S, D)
    plain, _ = encoder(x, REAL)
    shown, weights = encoder(x, REAL, need_weights=True)
    torch.testing.assert_close(shown, plain, **CLOSE)
    assert [each.shape for each in weights] == [(B, N, S, S)] * 2
    torch.testing.assert_close(weights[0].sum(-1), REAL[:, None].expand(B, N, S).double())


def test_an_empty_sentence_has_zeros_and_finite_gradients():
    encoder, x = Encoder(config()).double(), draw(2, S, D)
    mask = torch.stack([REAL[1], torch.zeros(S, dtype=torch.bool)])
    out, _ = encoder(x, mask)
    assert not out[1].any()
    out.sum().backward()
    assert x.grad.isfinite().all()
    assert all(p.grad.isfinite().all() for p in encoder.parameters())


@pytest.mark.parametrize("positions", ["sinusoidal", "learned", "rotary"])
@pytest.mark.parametrize("pre_norm", [False, True])
@torch.no_grad()
def test_cached_equals_uncached(positions, pre_norm):
    torch.manual_seed(0)
    options = config(positions=positions, pre_norm=pre_norm, max_length=40)
    model = TransformerLanguageModel(V, options).double().eval()
    ids = torch.randint(V, (B, 40))
    whole, cache = model(ids), model.new_cache()
    parts = [model(ids[:, :5], cache=cache)]
    parts += [model(ids[:, t : t + 1], cache=cache) for t in range(5, 40)]
    torch.testing.assert_close(torch.cat(parts, dim=1), whole, **CLOSE)
    with pytest.raises(ValueError, match="got a mask too"):
        model(ids, LENGTHS, cache=model.new_cache())


@pytest.mark.parametrize("positions", ["sinusoidal", "learned", "rotary"])
def test_a_language_model_sees_order_but_neither_future_nor_padding(positions):
    torch.manual_seed(0)
    model = TransformerLanguageModel(V, config(positions=positions, pre_norm=True)).double()
    ids = torch.tensor([[1, 2, 3, 4, 5, 6], [1, 2, 3, 0, 0, 0], [7, 0, 0, 0, 0, 0]])
    logits = model(ids, LENGTHS)
    assert logits.shape == (B, S, V)
    torch.testing.assert_close(logits[0, :3], logits[1, :3], **CLOSE)
    torch.testing.assert_close(logits[2:, :1], model(ids[2:, :1]), **CLOSE)
    swapped = model(ids[:1, [1, 0, 2, 3, 4, 5]])
    assert not torch.allclose(swapped[0, 2], logits[0, 2])


def test_encoder_decoder_writes_step_by_step_what_it_writes_at_once():
    torch.manual_seed(0)
    model = EncoderDecoder(V, V + 2, config(positions="rotary")).double()
    source, target = torch.randint(V, (B, S)), torch.randint(V, (B, T))
    logits = model(source, target, LENGTHS)
    assert logits.shape == (B, T, V + 2)
    alone = model(source[1:2, :3], target[1:2])  # no padding at all
    torch.testing.assert_close(logits[1:2], alone, **CLOSE)
    with torch.no_grad():
        memory, cache = model.encode(source, LENGTHS), model.new_cache()
        steps = [model.decode(target[:, t : t + 1], memory, REAL, cache=cache) for t in range(T)]
    torch.testing.assert_close(torch.cat([s for s, _ in steps], dim=1), logits, **CLOSE)
    _, weights = model.decode(target, memory, REAL, need_weights=True)
    assert [each.shape for each in weights] == [(B, N, T, S)] * 2
    assert not weights[0][1, :, :, 3:].any()


def test_a_language_model_learns_to_count():
    torch.manual_seed(0)
    model = TransformerLanguageModel(V, config(size=16, pre_norm=True))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    ids = (torch.arange(V)[:, None] + torch.arange(S)) % V
    for _ in range(60):
        loss = nn.functional.cross_entropy(model(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert (model(ids[:, :-1]).argmax(-1) == ids[:, 1:]).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"num_heads": 3}, "num_heads divide size, got 8, 3 and 2"),
        ({"activation": "swish"}, "activation must be one of relu, .* got 'swish'"),
        ({"positions": "none"}, "positions must be one of sinusoidal, .* got 'none'"),
    ],
)
def test_wrong_choices_are_told(options, message):
    with pytest.raises(ValueError, match=message):
        config(**options)


def test_wrong_inputs_are_told():
    model = TransformerLanguageModel(V, config(positions="learned", max_length=4))
    with pytest.raises(ValueError, match="4 tokens or fewer, got 6"):
        model(torch.zeros(1, 6, dtype=torch.long))
    with pytest.raises(ValueError, match=r"ids must lie in 0 … 10, got 11"):
        model(torch.tensor([[1, 11]]))
    with pytest.raises(TypeError, match=r"ids must be integers, got torch\.float32"):
        model(torch.zeros(1, 2))
    with pytest.raises(ValueError, match="lengths must lie in 1 … 2, got 3"):
        model(torch.ones(1, 2, dtype=torch.long), torch.tensor([3]))
