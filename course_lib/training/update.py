"""What may stand between a loss and the optimizer's step: clipping and fewer bits."""

from __future__ import annotations

import math
from contextlib import AbstractContextManager
from typing import Any, Literal, get_args

import torch
from torch import Tensor

Precision = Literal["float32", "bf16", "fp16"]
DTYPES = {"float32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


class Update:
    """Backward and step, with the gradients measured, clipped and scaled as asked.

    Args:
        clip: longest gradient, all parameters together; infinity measures and clips nothing.
        precision: "bf16" multiplies matrices in 16 bits with the range of float32, on CPU and GPU;
            "fp16" has a small range, so losses are scaled up for backward, on a GPU only.
        device: where the model is.
    Raises:
        ValueError: if clip is not positive, or the device does not know the precision.
    """

    def __init__(
        self,
        *,
        clip: float | None = None,
        precision: Precision = "float32",
        device: torch.device | str = "cpu",
    ) -> None:
        if clip is not None and not clip > 0:
            raise ValueError(f"clip must be positive, got {clip}")
        if precision not in get_args(Precision):
            raise ValueError(f"precision must be one of {get_args(Precision)}, got {precision!r}")
        self.kind = torch.device(device).type
        if precision == "fp16" and self.kind == "cpu":
            raise ValueError("precision 'fp16' needs a GPU, got cpu: use 'bf16' there")
        self.clip, self.dtype = clip, DTYPES[precision]
        self.scaler = torch.amp.GradScaler(self.kind, enabled=precision == "fp16")
        self.norms, self.steps = 0.0, 0

    def precision(self) -> AbstractContextManager[Any]:
        """A context for forward pass and loss."""
        return torch.autocast(self.kind, self.dtype, enabled=self.dtype != torch.float32)

    def backward(self, loss: Tensor) -> None:
        """Gradients of the loss, scaled up where 16 bits would round them to 0.

        Args:
            loss: of a batch.
        """
        self.scaler.scale(loss).backward()

    def step(self, optimizer: torch.optim.Optimizer) -> None:
        """Clip the gradients, and let the optimizer use them.

        Args:
            optimizer: of all parameters.
        """
        if self.clip is not None:
            self.scaler.unscale_(optimizer)
            every = [p for group in optimizer.param_groups for p in group["params"]]
            norm = float(torch.nn.utils.clip_grad_norm_(every, self.clip))
            if math.isfinite(norm):  # scaled gradients may overflow: the scaler skips that step
                self.norms, self.steps = self.norms + norm, self.steps + 1
        self.scaler.step(optimizer)
        self.scaler.update()

    def mean_norm(self) -> float | None:
        """Mean length of the gradients before clipping, since it was last asked for."""
        mean = self.norms / self.steps if self.steps else None
        self.norms, self.steps = 0.0, 0
        return mean

    def state_dict(self) -> dict[str, Any]:
        """Numbers to write down."""
        return {"scaler": self.scaler.state_dict(), "norms": self.norms, "steps": self.steps}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back to what was written down.

        Args:
            state: of `state_dict`.
        """
        self.scaler.load_state_dict(state["scaler"])
        self.norms, self.steps = state["norms"], state["steps"]
