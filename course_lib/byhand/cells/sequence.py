"""A cell over whole sentences, forward and back through time, with padding left out.

At a padded step the state is held and the output is zero, so that the last state of a sentence is
that of its last real token. It is what ``torch.nn`` computes from a packed sequence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from course_lib.byhand.cells.cell import Cell, Params, State, Step, StepBackward, check_params
from course_lib.byhand.gradients import Array
from course_lib.checks import check_shape

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Trace:
    """Everything the forward pass computed.

    Attributes:
        cell: what was run.
        steps: one for each time step, in the order of the text, whatever the direction.
        mask: True where a token is real.
        start: the state before the first step.
        state: the state after the last real token that was read.
        outputs: h at every step, zero at padding.
        reverse: whether the text was read from its end.
    Shape:
        mask (B, T), states (B, H), outputs (B, T, H).
    """

    cell: Cell
    steps: tuple[Step, ...]
    mask: Mask
    start: State
    state: State
    outputs: Array
    reverse: bool

    def values(self, name: str) -> Array:
        """One quantity at all steps: ``values("f")`` is the forget gate. NaN at padding.

        Shape:
            → (B, T, H), or (B, T, D) for "x".
        """
        return _stacked(self.steps, name, self.mask, np.nan)


@dataclass(frozen=True, eq=False)
class Backward:
    """Everything the way back computed.

    Attributes:
        steps: one for each time step, in the order of the text.
        mask: True where a token is real.
        dx: gradient of the inputs, zero at padding.
        dparams: gradient of each parameter: the sum of the steps' shares.
        dstart: gradient of the state before the first step.
        reverse: whether the text was read from its end.
    Shape:
        mask (B, T), dx (B, T, D), dstart (B, H) each.
    """

    steps: tuple[StepBackward, ...]
    mask: Mask
    dx: Array
    dparams: Params
    dstart: State
    reverse: bool

    def values(self, name: str) -> Array:
        """One gradient at all steps: ``values("dh")``. Zero at padding.

        Shape:
            → (B, T, H), or (B, T, D) for "dx".
        """
        return _stacked(self.steps, name, self.mask, 0.0)

    def norms_by_distance(self, name: str = "dh") -> Array:
        """Mean length of one gradient against the distance from the step where reading ended.

        Args:
            name: the gradient: "dh", "dx", for an LSTM "dc".
        Shape:
            → (T,); entry k is the mean over the sentences that are longer than k.
        Raises:
            ValueError: if the cell keeps no such gradient.
        """
        order = slice(None) if self.reverse else slice(None, None, -1)
        norms = np.linalg.norm(self.values(name), axis=2)[:, order]
        mask = self.mask[:, order]
        places = np.argsort(~mask, axis=1, kind="stable")  # real steps first, order kept
        norms, mask = (np.take_along_axis(a, places, axis=1) for a in (norms, mask))
        longest = int(mask.sum(axis=1).max())
        return (norms * mask)[:, :longest].sum(axis=0) / mask[:, :longest].sum(axis=0)


def forward(
    cell: Cell,
    params: Params,
    x: Array,
    *,
    mask: Mask | None = None,
    state: State | None = None,
    reverse: bool = False,
) -> Trace:
    """Run a cell over whole sentences.

    Args:
        cell: RNN, RNN_RELU, GRU or LSTM.
        params: its parameters.
        x: inputs; what stands at padding does not matter.
        mask: True where a token is real; without it every token is.
        state: where to start; zeros without it.
        reverse: read from the end of the text.
    Shape:
        x (B, T, D), mask (B, T) bool, every state (B, H).
    Returns:
        Every step, the outputs (B, T, H) and the last state.
    Raises:
        ValueError: if a shape does not fit, or a sentence has no token.
    Source:
        Equals ``torch.nn.RNN``, ``GRU`` and ``LSTM`` on packed sequences.
    """
    sizes = check_shape(x, "B T D", name="x")
    mask = _checked_mask(mask, sizes)
    start = state = _checked_state(cell, params, state, sizes)
    x = np.where(mask[:, :, None], x, 0.0)
    steps: list[Any] = [None] * sizes["T"]
    for t in _order(sizes["T"], reverse):
        steps[t] = cell.step(x[:, t], state, params)
        state = _where(mask[:, t], steps[t].state, state)
    outputs = _stacked(steps, "h", mask, 0.0)
    return Trace(cell, tuple(steps), mask, start, state, outputs, reverse)


def backward(
    params: Params, trace: Trace, *, doutputs: Array | None = None, dstate: State | None = None
) -> Backward:
    """Backpropagation through time.

    Args:
        params: the parameters that made the trace.
        trace: the forward pass.
        doutputs: gradient that arrives at the outputs; what stands at padding does not count.
        dstate: gradient that arrives at the last state.
    Shape:
        doutputs (B, T, H), every dstate (B, H).
    Returns:
        The gradients of inputs, parameters and first state, and every step back.
    Raises:
        ValueError: if both gradients are missing or a shape does not fit.
    Source:
        Equals ``torch.autograd``.
    """
    if doutputs is None and dstate is None:
        raise ValueError("expected doutputs or dstate, got neither")
    B, T, H = trace.outputs.shape
    doutputs = np.zeros((B, T, H)) if doutputs is None else doutputs
    check_shape(doutputs, f"{B} {T} {H}", name="doutputs")
    arriving = _checked_states(trace.cell, dstate, B, H, name="dstate")
    nothing = _zeros(trace.cell, B, H)
    steps: list[Any] = [None] * T
    for t in reversed(_order(T, trace.reverse)):
        real = trace.mask[:, t]
        dh, *others = arriving
        here = _where(real, (dh + doutputs[:, t], *others), nothing)
        steps[t] = trace.cell.step_backward(here, trace.steps[t], params)
        arriving = _where(real, steps[t].dstate_before, arriving)
    dparams = {name: sum(step.dparams[name] for step in steps) for name in params}
    dx = _stacked(steps, "dx", trace.mask, 0.0)
    return Backward(tuple(steps), trace.mask, dx, dparams, arriving, trace.reverse)


def _order(T: int, reverse: bool) -> range:
    return range(T - 1, -1, -1) if reverse else range(T)


def _where(real: Mask, new: State, old: State) -> State:
    return tuple(np.where(real[:, None], n, o) for n, o in zip(new, old, strict=True))


def _stacked(steps: Any, name: str, mask: Mask, padding: float) -> Array:
    if not hasattr(steps[0], name):
        kept = ", ".join(name for name in vars(steps[0]) if name != "dparams")
        raise ValueError(f"expected one of {kept}, got {name!r}")
    values = np.stack([getattr(step, name) for step in steps], axis=1)
    return np.where(mask[:, :, None], values, padding)


def _checked_mask(mask: Mask | None, sizes: dict[str, int]) -> Mask:
    if mask is None:
        mask = np.ones((sizes["B"], sizes["T"]), dtype=bool)
    check_shape(mask, "B T", name="mask", B=sizes["B"], T=sizes["T"])
    if mask.dtype != bool:
        raise TypeError(f"mask must be bool, True where a token is real, got {mask.dtype}")
    if not mask.size or not mask.any(axis=1).all():
        counts = mask.sum(axis=1).tolist()
        raise ValueError(f"every sentence needs one real token or more, got {counts}")
    return mask


def _checked_state(cell: Cell, params: Params, state: State | None, sizes: dict[str, int]) -> State:
    H = params["weight_hh"].shape[-1] if "weight_hh" in params else 0
    check_params(params, sizes["D"], H, gates=len(cell.gates))
    return _checked_states(cell, state, sizes["B"], H, name="state")


def _checked_states(cell: Cell, state: State | None, B: int, H: int, *, name: str) -> State:
    if state is None:
        return _zeros(cell, B, H)
    if len(state) != len(cell.states):
        wanted = f"({', '.join(cell.states)}{',' * (len(cell.states) == 1)})"
        raise ValueError(f"{name} of {cell.name} must be {wanted}, got {len(state)} arrays")
    for part, value in zip(cell.states, state, strict=True):
        check_shape(value, f"{B} {H}", name=f"{name} {part}")
    return state


def _zeros(cell: Cell, B: int, H: int) -> State:
    return tuple(np.zeros((B, H)) for _ in cell.states)
