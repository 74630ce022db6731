"""Parameters from and to ``torch.nn.RNN``, ``GRU`` and ``LSTM``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from course_lib.byhand.cells.cell import NAMES, Params

if TYPE_CHECKING:
    from torch import nn


def from_torch(module: nn.Module, *, layer: int = 0, reverse: bool = False) -> Params:
    """Copy one layer's parameters out of a module.

    Args:
        module: an RNN, a GRU or an LSTM with biases.
        layer: 0 is the lowest.
        reverse: the direction that reads from the end.
    Returns:
        float64 copies.
    Raises:
        ValueError: if the module has no such layer.
    """
    state = module.state_dict()
    names = _names(module, layer, reverse)
    return {
        name: state[there].detach().cpu().numpy().astype(np.float64)
        for name, there in zip(NAMES, names, strict=True)
    }


def to_torch(params: Params, module: nn.Module, *, layer: int = 0, reverse: bool = False) -> None:
    """Copy parameters into one layer of a module, which is changed.

    Args:
        params: parameters of one layer.
        module: an RNN, a GRU or an LSTM with biases.
        layer: 0 is the lowest.
        reverse: the direction that reads from the end.
    Raises:
        ValueError: if the module has no such layer, or the shapes differ.
    """
    import torch

    own = dict(module.named_parameters())
    with torch.no_grad():
        for name, there in zip(NAMES, _names(module, layer, reverse), strict=True):
            if params[name].shape != tuple(own[there].shape):
                shapes = f"{params[name].shape} and {tuple(own[there].shape)}"
                raise ValueError(
                    f"{name} and the module's {there} must have one shape, got {shapes}"
                )
            own[there].copy_(torch.from_numpy(params[name]))


def _names(module: nn.Module, layer: int, reverse: bool) -> list[str]:
    names = [f"{name}_l{layer}{'_reverse' * reverse}" for name in NAMES]
    own = {name for name, _ in module.named_parameters()}
    if not own.issuperset(names):
        got = ", ".join(sorted(own)) or "no parameters"
        raise ValueError(f"expected a module with {', '.join(names)}, got {got}")
    return names
