"""The long short-term memory cell, every gate kept.

    i, f, o = σ(…)        g = tanh(…)
    c = f · c_before + i · g        h = o · tanh(c)

i, the input gate, says how much of the proposal g is written into the cell state c; f, the forget
gate, how much of the old c stays; o, the output gate, how much of c is read out.
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
class LSTMStep(Step):
    """One step: three gates, the proposal g, and the cell state before and after.

    Shape:
        every field (B, H).
    """

    c_before: Array
    i: Array
    f: Array
    g: Array
    o: Array
    c: Array
    tanh_c: Array

    @property
    def state(self) -> State:
        """What the next step starts from."""
        return (self.h, self.c)


@dataclass(frozen=True, eq=False, kw_only=True)
class LSTMBackward(StepBackward):
    """One step back; ``dc`` is all that arrives at c: from h, and from the later steps.

    Shape:
        every field (B, H), except dsums (B, 4·H), the gradient before the four nonlinearities.
    """

    do: Array
    dc: Array
    di: Array
    df: Array
    dg: Array
    dc_before: Array
    dsums: Array

    @property
    def dstate_before(self) -> State:
        """What goes on to the step before."""
        return (self.dh_before, self.dc_before)


def step(x: Array, state: State, params: Params) -> LSTMStep:
    """One time step.

    Args:
        x: inputs of this time step.
        state: (h_before, c_before).
        params: weights of four blocks, in the order i, f, g, o.
    Shape:
        x (B, D), states (B, H), weight_ih (4·H, D), weight_hh (4·H, H), biases (4·H,).
    Raises:
        ValueError: if the shapes do not fit.
    Source:
        Equals ``torch.nn.LSTMCell``; document 003's formulas, with the input gate read rightly:
        it says what is written, not what is deleted.
    """
    h_before, c_before = state
    sum_ih, sum_hh = weighted_sums(x, h_before, params, gates=4)
    sum_i, sum_f, sum_g, sum_o = np.split(sum_ih + sum_hh, 4, axis=1)
    i, f, g, o = sigmoid(sum_i), sigmoid(sum_f), np.tanh(sum_g), sigmoid(sum_o)
    c = f * c_before + i * g
    tanh_c = np.tanh(c)
    h = o * tanh_c
    return LSTMStep(
        x=x, h_before=h_before, c_before=c_before, i=i, f=f, g=g, o=o, c=c, tanh_c=tanh_c, h=h
    )


def step_backward(dstate: State, s: LSTMStep, params: Params) -> LSTMBackward:
    """Carry the gradients that arrive at h and c back through one step.

    Args:
        dstate: (dh, dc_later); dc_later is what the next step sends back to c.
        s: the step.
        params: the weights that made it.
    Shape:
        dh and dc_later (B, H).
    """
    dh, dc_later = dstate
    do = dh * s.tanh_c
    dc = dc_later + tanh_backward(dh * s.o, s.tanh_c)
    di, df, dg = dc * s.g, dc * s.c_before, dc * s.i
    dc_before = dc * s.f  # no weight, no squashing: the way on which gradients last
    dsum_g = tanh_backward(dg, s.g)
    dsum_i, dsum_f, dsum_o = map(sigmoid_backward, (di, df, do), (s.i, s.f, s.o))
    dsums = np.concatenate([dsum_i, dsum_f, dsum_g, dsum_o], axis=1)
    dx, dh_before, dparams = sums_backward(dsums, dsums, s, params)
    return LSTMBackward(
        dh=dh, do=do, dc=dc, di=di, df=df, dg=dg, dsums=dsums,
        dx=dx, dh_before=dh_before, dc_before=dc_before, dparams=dparams,
    )  # fmt: skip


LSTM = Cell("LSTM", ("i", "f", "g", "o"), ("h", "c"), step, step_backward)
