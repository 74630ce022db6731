"""Counting parameters, holding some still, and learning the lower layers more slowly."""

from __future__ import annotations

import re
from typing import Any

from torch import nn

from course_lib.models.bert.model import find_bert


def count_parameters(model: nn.Module, *, trainable: bool = False) -> int:
    """Numbers that a model has learned; a shared one counts once.

    Args:
        model: any model, on the meta device too.
        trainable: leave frozen ones out.
    """
    return sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable)


def parameter_table(model: nn.Module) -> dict[str, int]:
    """Where a BERT's parameters are; the layers of the encoder are added up.

    Args:
        model: a BERT with or without a head, on the meta device too.
    Returns:
        Parameters of each part: "embeddings.words", "encoder.attention", "pooler", …
    """
    table: dict[str, int] = {}
    for name, parameter in model.named_parameters():
        part = re.sub(r"^encoder\.layers\.\d+", "encoder", name.removeprefix("bert."))
        depth = 2 if part.startswith(("embeddings.", "encoder.")) else 1
        part = ".".join(part.split(".")[:depth])
        table[part] = table.get(part, 0) + parameter.numel()
    return table


def freeze(model: nn.Module, *, embeddings: bool = True, layers: int = 0) -> None:
    """Hold the embeddings and the lowest layers still, and let everything else learn.

    Args:
        model: a BERT with or without a head; it is changed.
        embeddings: hold the embeddings still.
        layers: number of layers, from the lowest, to hold still.
    Raises:
        ValueError: if there are fewer layers.
    """
    bert = find_bert(model)
    count = len(bert.encoder.layers)
    if not 0 <= layers <= count:
        raise ValueError(f"layers must lie in 0 … {count}, got {layers}")
    model.requires_grad_(True)
    bert.embeddings.requires_grad_(not embeddings)
    bert.encoder.layers[:layers].requires_grad_(False)


def layer_groups(
    model: nn.Module,
    *,
    learning_rate: float,
    decay: float = 0.9,
    weight_decay: float = 0.01,
) -> list[dict[str, Any]]:
    """Groups for a torch optimizer: the lower a layer, the more slowly it learns.

    Head and pooler learn at `learning_rate`, the top layer at `decay` times it, the one below at
    decay² times it, the embeddings most slowly. Biases and normalizations have no weight decay;
    frozen parameters are left out.

    Args:
        model: a BERT with or without a head.
        learning_rate: of what stands above the encoder.
        decay: factor from one layer to the next lower; 1 gives all the same rate.
        weight_decay: of the matrices.
    Returns:
        Groups with "params", "lr", "weight_decay" and "name".
    Source:
        Howard and Ruder (2018), discriminative fine-tuning.
    """
    count = len(find_bert(model).encoder.layers)
    groups: dict[tuple[int, bool], dict[str, Any]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        height, plain = _height(name.removeprefix("bert."), count), parameter.ndim < 2
        group = groups.setdefault(
            (height, plain),
            {
                "params": [],
                "lr": learning_rate * decay ** (count + 1 - height),
                "weight_decay": 0.0 if plain else weight_decay,
                "name": f"{_height_name(height, count)}{', no weight decay' if plain else ''}",
            },
        )
        group["params"].append(parameter)
    return [groups[key] for key in sorted(groups)]


def _height(name: str, count: int) -> int:
    """Embeddings 0, layers 1 … count, everything above count + 1."""
    layer = re.match(r"encoder\.layers\.(\d+)", name)
    if layer:
        return int(layer[1]) + 1
    return 0 if name.startswith("embeddings.") else count + 1


def _height_name(height: int, count: int) -> str:
    if 0 < height <= count:
        return f"layer {height - 1}"
    return "head" if height else "embeddings"
