"""The plain recurrent cell: h = tanh(sum_ih + sum_hh), or with ReLU in place of tanh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course_lib.byhand.cells.cell import (
    Cell,
    Params,
    State,
    Step,
    StepBackward,
    sums_backward,
    weighted_sums,
)
from course_lib.byhand.gradients import Array, relu, relu_backward, tanh_backward


@dataclass(frozen=True, eq=False, kw_only=True)
class RNNStep(Step):
    """One step; ``sum_h`` is what goes into tanh or ReLU.

    Shape:
        sum_h (B, H).
    """

    sum_h: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class RNNBackward(StepBackward):
    """One step back.

    Shape:
        dsum_h (B, H).
    """

    dsum_h: Array


def step(x: Array, state: State, params: Params) -> RNNStep:
    """One time step with tanh.

    Args:
        x: inputs of this time step.
        state: (h_before,).
        params: weights of one block.
    Shape:
        x (B, D), h_before (B, H), weight_ih (H, D), weight_hh (H, H), biases (H,).
    Raises:
        ValueError: if the shapes do not fit.
    Source:
        Equals ``torch.nn.RNNCell``.
    """
    sum_h = _sum(x, state, params)
    return RNNStep(x=x, h_before=state[0], sum_h=sum_h, h=np.tanh(sum_h))


def step_backward(dstate: State, s: RNNStep, params: Params) -> RNNBackward:
    """Carry the gradient that arrives at h back through one step with tanh.

    Args:
        dstate: (dh,).
        s: the step.
        params: the weights that made it.
    Shape:
        dh (B, H).
    """
    return _backward(dstate[0], tanh_backward(dstate[0], s.h), s, params)


def relu_step(x: Array, state: State, params: Params) -> RNNStep:
    """One time step with ReLU in place of tanh.

    Args:
        x: inputs of this time step.
        state: (h_before,).
        params: weights of one block.
    Shape:
        x (B, D), h_before (B, H), weight_ih (H, D), weight_hh (H, H), biases (H,).
    Raises:
        ValueError: if the shapes do not fit.
    Source:
        Equals ``torch.nn.RNNCell(nonlinearity="relu")``.
    """
    sum_h = _sum(x, state, params)
    return RNNStep(x=x, h_before=state[0], sum_h=sum_h, h=relu(sum_h))


def relu_step_backward(dstate: State, s: RNNStep, params: Params) -> RNNBackward:
    """Carry the gradient that arrives at h back through one step with ReLU.

    Args:
        dstate: (dh,).
        s: the step.
        params: the weights that made it.
    Shape:
        dh (B, H).
    """
    return _backward(dstate[0], relu_backward(dstate[0], s.h), s, params)


def _sum(x: Array, state: State, params: Params) -> Array:
    sum_ih, sum_hh = weighted_sums(x, state[0], params, gates=1)
    return sum_ih + sum_hh


def _backward(dh: Array, dsum_h: Array, s: RNNStep, params: Params) -> RNNBackward:
    dx, dh_before, dparams = sums_backward(dsum_h, dsum_h, s, params)
    return RNNBackward(dh=dh, dsum_h=dsum_h, dx=dx, dh_before=dh_before, dparams=dparams)


RNN = Cell("RNN", ("h",), ("h",), step, step_backward)
RNN_RELU = Cell("RNN with ReLU", ("h",), ("h",), relu_step, relu_step_backward)
