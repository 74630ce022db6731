"""What an RNN, a GRU and an LSTM share: the layout of the weights, and what a time step leaves.

    sum_ih = x @ weight_ih.T + bias_ih        sum_hh = h_before @ weight_hh.T + bias_hh

A cell makes its new state out of these two. The rows of the weights are blocks of H, one for each
gate, in the order of ``torch.nn``; parameters travel in a dict, as ``byhand.optimizers`` takes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from course_lib.byhand.gradients import Array, linear, linear_backward
from course_lib.checks import check_shape

Params: TypeAlias = dict[str, Array]
State: TypeAlias = tuple[Array, ...]
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


@dataclass(frozen=True, eq=False, kw_only=True)
class Step:
    """What every cell keeps of one time step; each cell adds its gates.

    Shape:
        x (B, D), h_before and h (B, H).
    """

    x: Array
    h_before: Array
    h: Array

    @property
    def state(self) -> State:
        """What the next step starts from."""
        return (self.h,)


@dataclass(frozen=True, eq=False, kw_only=True)
class StepBackward:
    """What every cell keeps of one step back; ``dq`` is ∂loss/∂q, and each cell adds its gates'.

    ``dh`` is all that arrives at h: from the loss at this step and from the later steps.
    ``dparams`` is this step's own share; the gradient of a weight is the sum over the steps.

    Shape:
        dh and dh_before (B, H), dx (B, D), dparams as the parameters.
    """

    dh: Array
    dx: Array
    dh_before: Array
    dparams: Params

    @property
    def dstate_before(self) -> State:
        """What goes on to the step before."""
        return (self.dh_before,)


@dataclass(frozen=True)
class Cell:
    """One kind of cell.

    Args:
        name: as in ``torch.nn``.
        gates: the blocks of rows in the weights, in order.
        states: what is carried from step to step.
        step: x, state and parameters → the step.
        step_backward: gradients that arrive at the state, the step, parameters → the step back.
    """

    name: str
    gates: tuple[str, ...]
    states: tuple[str, ...]
    step: Callable[[Array, State, Params], Any]
    step_backward: Callable[[State, Any, Params], Any]


def init_params(
    cell: Cell,
    input_size: int,
    hidden_size: int,
    *,
    seed: int = 0,
    forget_bias: float | None = None,
) -> Params:
    """Draw parameters, uniform between ±1/√H.

    Args:
        cell: the kind of cell.
        input_size: D.
        hidden_size: H.
        seed: the same seed gives the same parameters.
        forget_bias: sum of the forget gate's two biases; without it they are drawn like the rest.
    Shape:
        weight_ih (G·H, D), weight_hh (G·H, H), both biases (G·H,); G is the number of gates.
    Raises:
        ValueError: if a size is below 1, or a cell without a forget gate is given its bias.
    Source:
        The range of ``torch.nn.RNNBase``; the forget bias of Jozefowicz et al. (2015).
    """
    if input_size < 1 or hidden_size < 1:
        raise ValueError(f"sizes must be at least 1, got {input_size} and {hidden_size}")
    if forget_bias is not None and "f" not in cell.gates:
        raise ValueError(f"forget_bias needs a forget gate, got {cell.name}")
    rng, rows, bound = np.random.default_rng(seed), len(cell.gates) * hidden_size, hidden_size**-0.5
    shapes = [(rows, input_size), (rows, hidden_size), (rows,), (rows,)]
    params = {n: rng.uniform(-bound, bound, s) for n, s in zip(NAMES, shapes, strict=True)}
    if forget_bias is not None:
        first = cell.gates.index("f") * hidden_size
        params["bias_ih"][first : first + hidden_size] = forget_bias
        params["bias_hh"][first : first + hidden_size] = 0
    return params


def weighted_sums(x: Array, h_before: Array, params: Params, *, gates: int) -> tuple[Array, Array]:
    """The two weighted sums that every cell begins with.

    Args:
        x: inputs of this time step.
        h_before: hidden state of the step before.
        params: the cell's parameters.
        gates: number of blocks G in the weights.
    Shape:
        x (B, D), h_before (B, H) → sum_ih and sum_hh (B, G·H).
    Raises:
        ValueError: if a parameter is missing or a shape does not fit.
    """
    sizes = check_shape(h_before, "B H", name="h_before", **check_shape(x, "B D", name="x"))
    check_params(params, sizes["D"], sizes["H"], gates=gates)
    return (
        linear(x, params["weight_ih"], params["bias_ih"]),
        linear(h_before, params["weight_hh"], params["bias_hh"]),
    )


def check_params(params: Params, input_size: int, hidden_size: int, *, gates: int) -> None:
    """Raise ValueError unless the four parameters are there and fit.

    Args:
        params: the cell's parameters.
        input_size: D.
        hidden_size: H.
        gates: number of blocks G in the weights.
    """
    if set(params) != set(NAMES):
        raise ValueError(f"params must hold {', '.join(NAMES)}, got {', '.join(params) or 'none'}")
    rows = gates * hidden_size
    for name, columns in zip(NAMES, (f"{input_size}", f"{hidden_size}", "", ""), strict=True):
        check_shape(params[name], f"{rows} {columns}", name=name)


def sums_backward(
    dsum_ih: Array, dsum_hh: Array, step: Step, params: Params
) -> tuple[Array, Array, Params]:
    """Carry gradients back through the two weighted sums.

    Args:
        dsum_ih: gradient that arrives at the sum of the inputs.
        dsum_hh: gradient that arrives at the sum of the hidden state.
        step: the step that was made with them.
        params: the cell's parameters.
    Shape:
        dsum_ih and dsum_hh (B, G·H) → dx (B, D), dh_before (B, H), gradients of the parameters.
    """
    dx, dweight_ih, dbias_ih = linear_backward(dsum_ih, step.x, params["weight_ih"])
    dh_before, dweight_hh, dbias_hh = linear_backward(dsum_hh, step.h_before, params["weight_hh"])
    gradients = (dweight_ih, dweight_hh, dbias_ih, dbias_hh)
    return dx, dh_before, dict(zip(NAMES, gradients, strict=True))
