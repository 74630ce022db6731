"""The gated recurrent unit, every gate kept.

    r = σ(…)        z = σ(…)        n = tanh(sum_n + r · recall_n)
    h = (1 − z) · n + z · h_before

r, the reset gate, says how much of the old state the proposal n may see; z, the update gate, how
much of it stays.
"""

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
from course_lib.byhand.gradients import Array, sigmoid, sigmoid_backward, tanh_backward


@dataclass(frozen=True, eq=False, kw_only=True)
class GRUStep(Step):
    """One step: reset and update gates, the proposal n, and ``recall_n``, what r lets through.

    Shape:
        r, z, recall_n, n (B, H).
    """

    r: Array
    z: Array
    recall_n: Array
    n: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class GRUBackward(StepBackward):
    """One step back.

    Shape:
        dr, dz, dn, dsum_n (B, H); dsum_n is the gradient before n's tanh.
    """

    dr: Array
    dz: Array
    dn: Array
    dsum_n: Array


def step(x: Array, state: State, params: Params) -> GRUStep:
    """One time step.

    Args:
        x: inputs of this time step.
        state: (h_before,).
        params: weights of three blocks, in the order r, z, n.
    Shape:
        x (B, D), h_before (B, H), weight_ih (3·H, D), weight_hh (3·H, H), biases (3·H,).
    Raises:
        ValueError: if the shapes do not fit.
    Source:
        Equals ``torch.nn.GRUCell``: r is applied after the weights, not before (Cho et al. 2014).
    """
    (h_before,) = state
    sum_ih, sum_hh = weighted_sums(x, h_before, params, gates=3)
    r_ih, z_ih, n_ih = np.split(sum_ih, 3, axis=1)
    r_hh, z_hh, recall_n = np.split(sum_hh, 3, axis=1)
    r, z = sigmoid(r_ih + r_hh), sigmoid(z_ih + z_hh)
    n = np.tanh(n_ih + r * recall_n)
    h = (1 - z) * n + z * h_before
    return GRUStep(x=x, h_before=h_before, r=r, z=z, recall_n=recall_n, n=n, h=h)


def step_backward(dstate: State, s: GRUStep, params: Params) -> GRUBackward:
    """Carry the gradient that arrives at h back through one step.

    Args:
        dstate: (dh,).
        s: the step.
        params: the weights that made it.
    Shape:
        dh (B, H).
    """
    (dh,) = dstate
    dn, dz = dh * (1 - s.z), dh * (s.h_before - s.n)
    dsum_n = tanh_backward(dn, s.n)
    dr, drecall_n = dsum_n * s.recall_n, dsum_n * s.r
    dsum_r, dsum_z = sigmoid_backward(dr, s.r), sigmoid_backward(dz, s.z)
    dx, through_sums, dparams = sums_backward(
        np.concatenate([dsum_r, dsum_z, dsum_n], axis=1),
        np.concatenate([dsum_r, dsum_z, drecall_n], axis=1),
        s,
        params,
    )
    dh_before = through_sums + dh * s.z  # z's direct way back
    return GRUBackward(
        dh=dh, dn=dn, dz=dz, dsum_n=dsum_n, dr=dr, dx=dx, dh_before=dh_before, dparams=dparams
    )


GRU = Cell("GRU", ("r", "z", "n"), ("h",), step, step_backward)
