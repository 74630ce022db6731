"""Weights of torch's attention layers copied into ours, and gradients compared."""

from __future__ import annotations

import torch


@torch.no_grad()
def copy_heads(theirs, ours):
    for part, weight, bias in zip(
        (ours.query, ours.key, ours.value),
        theirs.in_proj_weight.chunk(3),
        theirs.in_proj_bias.normal_().chunk(3),
        strict=True,
    ):
        part.weight.copy_(weight)
        part.bias.copy_(bias)
    ours.output.load_state_dict(theirs.out_proj.state_dict())
    return ours


def same_gradients(one, other, own, their, *, tolerance=1e-10, seed=0):
    """Gradients of two outputs under one random upstream gradient."""
    generator = torch.Generator().manual_seed(seed)
    upstream = torch.randn(one.shape, generator=generator, dtype=one.dtype)
    found = torch.autograd.grad(one, own, upstream, retain_graph=True)
    wanted = torch.autograd.grad(other, their, upstream, retain_graph=True)
    for got, expected in zip(found, wanted, strict=True):
        torch.testing.assert_close(got, expected, rtol=tolerance, atol=tolerance)
