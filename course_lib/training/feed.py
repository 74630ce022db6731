"""What a batch looks like, how a model is fed with it, and how it gets to the model's device."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

Batches = Iterable[tuple[Any, ...]]  # (inputs, labels, and whatever else a batch remembers)


def call(model: nn.Module, inputs: Any) -> Tensor:
    """Feed a model: ``model(*inputs)`` if the inputs are several, else ``model(inputs)``.

    A `PackedSequence` is a tuple by birth but one input in meaning.

    Args:
        model: what is called.
        inputs: a tensor, a `PackedSequence`, or a tuple of inputs such as (ids, lengths).
    Returns:
        What the model answers.
    """
    several = isinstance(inputs, tuple | list) and not isinstance(inputs, PackedSequence)
    return model(*inputs) if several else model(inputs)


def move(value: Any, device: torch.device) -> Any:
    """Take tensors to a device, also those inside tuples, lists, dicts and `PackedSequence`.

    Args:
        value: anything; what is no tensor stays as it is.
        device: where to.
    Returns:
        The same kind of thing; named tuples keep their type.
    """
    if isinstance(value, Tensor | PackedSequence):
        return value.to(device)  # type: ignore[arg-type]  # its stub forgets devices
    if isinstance(value, dict):
        return {name: move(each, device) for name, each in value.items()}
    if isinstance(value, tuple | list):
        parts = [move(each, device) for each in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    return value


def device_of(model: nn.Module) -> torch.device:
    """Where a model lives: the device of its first parameter, the CPU if it has none."""
    first = next(model.parameters(), None)
    return torch.device("cpu") if first is None else first.device
