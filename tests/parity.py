"""One helper for "equal to a trusted library, forward and backward".

assert_same(our_function, torch.sigmoid, x)
assert_same(ByHand(forward, backward), torch.nn.functional.mse_loss, output, target)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch


@dataclass(frozen=True)
class ByHand:
    """A NumPy function with its gradient written out.

    Args:
        forward: arrays → array.
        backward: (upstream gradient, *arrays) → one gradient for each floating-point array.
    """

    forward: Callable[..., Any]
    backward: Callable[..., Any]


def assert_same(
    ours: Callable[..., Any] | ByHand,
    theirs: Callable[..., Any],
    *inputs: Any,
    rtol: float = 1e-12,
    atol: float = 1e-13,
    seed: int = 0,
) -> None:
    """Compare two functions, and their gradients under the same random upstream gradient.

    Args:
        ours: a function of tensors, or a ByHand.
        theirs: the trusted function of tensors.
        *inputs: arrays, tensors or numbers. Floating-point ones become float64 and are
            differentiated; integers and masks are passed as they are.
        rtol: relative tolerance.
        atol: absolute tolerance.
        seed: of the upstream gradient.
    Raises:
        AssertionError: naming the output or the gradient that differs.
    """
    arrays = [_array(value) for value in inputs]
    expected, upstream, gradients = _torch_run(theirs, arrays, seed)
    if isinstance(ours, ByHand):
        got = np.asarray(ours.forward(*(a.copy() for a in arrays)))
        found = ours.backward(upstream.copy(), *(a.copy() for a in arrays))
        own = [np.asarray(g) for g in (found if isinstance(found, tuple) else (found,))]
    else:
        got, _, own = _torch_run(ours, arrays, seed)
    assert len(own) == len(gradients), f"{len(own)} gradients for {len(gradients)} inputs"
    _assert_close(got, expected, "output", rtol, atol)
    for place, (one, other) in enumerate(zip(own, gradients, strict=True)):
        _assert_close(one, other, f"gradient {place}", rtol, atol)


def _array(value: Any) -> np.ndarray:
    array = value.detach().cpu().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
    return array.astype(np.float64) if array.dtype.kind == "f" else array


def _torch_run(
    function: Callable[..., Any], arrays: list[np.ndarray], seed: int
) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    tensors = [torch.tensor(array, requires_grad=array.dtype.kind == "f") for array in arrays]
    leaves = [tensor for tensor in tensors if tensor.requires_grad]
    output = function(*tensors)
    upstream = torch.from_numpy(np.random.default_rng(seed).standard_normal(tuple(output.shape)))
    found = torch.autograd.grad(output, leaves, upstream, allow_unused=True) if leaves else ()
    gradients = [
        torch.zeros_like(leaf) if gradient is None else gradient
        for leaf, gradient in zip(leaves, found, strict=True)
    ]
    return output.detach().numpy(), upstream.numpy(), [g.numpy() for g in gradients]


def _assert_close(
    got: np.ndarray, expected: np.ndarray, what: str, rtol: float, atol: float
) -> None:
    assert got.shape == expected.shape, f"{what}: shape {got.shape}, expected {expected.shape}"
    np.testing.assert_allclose(
        got, expected, rtol=rtol, atol=atol, equal_nan=False, err_msg=f"{what} differs"
    )
