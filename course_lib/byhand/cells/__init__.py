"""Recurrent cells by hand: one step, whole sentences, and back through time.

    trace = forward(LSTM, params, x, mask=mask)        trace.values("f"), trace.state
    back = backward(params, trace, dstate=(dh, dc))        back.dparams, back.norms_by_distance()

NumPy, float64, written to be read; parameters lie as in ``torch.nn``. Left out on purpose: layers
on top of each other and two directions (``models.recurrent``), projections, peepholes.
"""

from __future__ import annotations

from course_lib.byhand.cells.cell import Cell, Params, State, Step, StepBackward, init_params
from course_lib.byhand.cells.exchange import from_torch, to_torch
from course_lib.byhand.cells.gru import GRU, GRUBackward, GRUStep
from course_lib.byhand.cells.lstm import LSTM, LSTMBackward, LSTMStep
from course_lib.byhand.cells.rnn import RNN, RNN_RELU, RNNBackward, RNNStep
from course_lib.byhand.cells.sequence import Backward, Trace, backward, forward

__all__ = [
    "GRU",
    "LSTM",
    "RNN",
    "RNN_RELU",
    "Backward",
    "Cell",
    "GRUBackward",
    "GRUStep",
    "LSTMBackward",
    "LSTMStep",
    "Params",
    "RNNBackward",
    "RNNStep",
    "State",
    "Step",
    "StepBackward",
    "Trace",
    "backward",
    "forward",
    "from_torch",
    "init_params",
    "to_torch",
]
