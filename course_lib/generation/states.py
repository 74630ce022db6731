"""What a step is, and how the rows of its state are picked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from torch import Tensor

Step: TypeAlias = Callable[[Tensor, Any], tuple[Tensor, Any]]


def select_rows(state: Any, rows: Tensor, *, axis: int = 0) -> Any:
    """Keep these sentences of a state in this order, as a beam search does with its best.

    Args:
        state: None, a tensor, a tuple or list of states, or an object with a method
            ``select(rows)``, which is changed.
        rows: numbers of sentences; one may stand more than once.
        axis: axis of the sentences in a tensor; 1 in the states of ``torch.nn.LSTM``.
    Shape:
        rows (B',) integers.
    Returns:
        A state of the same kind.
    Raises:
        TypeError: for a state of another kind.
    """
    if state is None:
        return None
    if isinstance(state, Tensor):
        return state.index_select(axis, rows)
    if isinstance(state, tuple | list):
        parts = [select_rows(part, rows, axis=axis) for part in state]
        return type(state)(*parts) if hasattr(state, "_fields") else type(state)(parts)
    if hasattr(state, "select"):
        state.select(rows)
        return state
    raise TypeError(f"expected tensors, tuples, lists or select(rows), got {type(state).__name__}")
