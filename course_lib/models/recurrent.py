"""RNN, GRU and LSTM layers written out on top of one time step: the path to read.

    outputs, state = LSTM(D, H, num_layers=2, bidirectional=True)(x, lengths)

Parameters have the names and the places of ``torch.nn``'s, so a ``state_dict`` fits both. Padding
is left out as in a packed sequence: the state is held there and the output is zero. The batch axis
always comes first. A Python loop over time is slow: ``classifiers`` uses ``torch.nn``. Left out on
purpose: layers without biases, projections, inputs without a batch axis.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_lib.checks import check_shape

State: TypeAlias = tuple[Tensor, ...]
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


class Recurrent(nn.Module, ABC):
    """What the three layers share: parameters, directions, layers, padding.

    Args:
        input_size: D.
        hidden_size: H.
        num_layers: layers on top of each other.
        bidirectional: read from the end too; the two outputs stand side by side.
        dropout: share of the outputs that is dropped between layers while training.
    Raises:
        ValueError: if a size is below 1 or dropout is no share.
    """

    gates: int  # blocks of rows in the weights
    states: tuple[str, ...] = ("h",)

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        *,
        num_layers: int = 1,
        bidirectional: bool = False,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        if min(input_size, hidden_size, num_layers) < 1:
            got = f"{input_size}, {hidden_size} and {num_layers}"
            raise ValueError(f"input_size, hidden_size and num_layers must be >= 1, got {got}")
        if not 0 <= dropout < 1:
            raise ValueError(f"dropout must lie in [0, 1), got {dropout}")
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        self.dropout = dropout
        self.directions = ("", "_reverse") if bidirectional else ("",)
        self._make_parameters()

    def _make_parameters(self) -> None:
        rows, H = self.gates * self.hidden_size, self.hidden_size
        for layer in range(self.num_layers):
            D = self.input_size if layer == 0 else H * len(self.directions)
            for direction in self.directions:
                for name, shape in zip(
                    NAMES, ((rows, D), (rows, H), (rows,), (rows,)), strict=True
                ):
                    parameter = nn.Parameter(torch.empty(shape).uniform_(-(H**-0.5), H**-0.5))
                    self.register_parameter(f"{name}_l{layer}{direction}", parameter)

    @abstractmethod
    def step(self, x: Tensor, state: State, weights: Sequence[Tensor]) -> State:
        """One time step.

        Args:
            x: inputs of this time step.
            state: (h,), or (h, c) of an LSTM.
            weights: weight_ih, weight_hh, bias_ih, bias_hh.
        Shape:
            x (B, D), states (B, H) → states (B, H).
        """

    def forward(
        self, x: Tensor, lengths: Tensor | None = None, state: State | None = None
    ) -> tuple[Tensor, State]:
        """Run all layers over whole sentences.

        Args:
            x: inputs; what stands at padding does not matter.
            lengths: number of real tokens of each sentence; without them all T are real.
            state: where to start; zeros without it.
        Shape:
            x (B, T, D), lengths (B,), every state (layers · directions, B, H).
        Returns:
            Outputs (B, T, directions · H), and the last state of every layer and direction.
        Raises:
            ValueError: if a shape does not fit, or a length is not in 1 … T.
        Source:
            Equals ``torch.nn.RNN``, ``GRU`` and ``LSTM`` with ``batch_first=True``, packed where
            there are lengths. The state of an RNN or a GRU is a tuple of one.
        """
        check_shape(x, "B T D", name="x", D=self.input_size)
        start = self._start(x, state)
        mask = _time_mask(lengths, x)  # (T, B, 1)
        x = torch.where(mask, x.transpose(0, 1), 0)  # (T, B, D): time first from here on
        last: list[State] = []
        for layer in range(self.num_layers):
            x = F.dropout(x, self.dropout, self.training and layer > 0)
            outputs = []
            for direction in self.directions:
                before = tuple(part[len(last)] for part in start)
                output, after = self._run(x, mask, before, f"l{layer}{direction}")
                outputs.append(output)
                last.append(after)
            x = torch.cat(outputs, dim=2)
        return x.transpose(0, 1), tuple(map(torch.stack, zip(*last, strict=True)))

    def _run(self, x: Tensor, mask: Tensor, state: State, place: str) -> tuple[Tensor, State]:
        """One layer in one direction: (T, B, D) → (T, B, H), and the last state."""
        weights = [getattr(self, f"{name}_{place}") for name in NAMES]
        outputs = [x] * len(x)
        for t in range(len(x))[:: -1 if place.endswith("_reverse") else 1]:
            new = self.step(x[t], state, weights)
            state = tuple(torch.where(mask[t], n, o) for n, o in zip(new, state, strict=True))
            outputs[t] = torch.where(mask[t], new[0], 0)
        return torch.stack(outputs), state

    def _start(self, x: Tensor, state: State | None) -> State:
        rows = self.num_layers * len(self.directions)
        if state is None:
            return tuple(x.new_zeros(rows, len(x), self.hidden_size) for _ in self.states)
        if not isinstance(state, tuple) or len(state) != len(self.states):
            wanted = f"({', '.join(self.states)}{',' * (len(self.states) == 1)})"
            raise ValueError(f"state must be a tuple {wanted}, got {type(state).__name__}")
        for name, part in zip(self.states, state, strict=True):
            check_shape(part, f"{rows} {len(x)} {self.hidden_size}", name=name)
        return state


class RNN(Recurrent):
    """h = tanh(W x + b + W' h + b'), or with ReLU.

    Args:
        input_size: D.
        hidden_size: H.
        nonlinearity: "tanh" or "relu".
        num_layers: layers on top of each other.
        bidirectional: read from the end too.
        dropout: share of the outputs that is dropped between layers while training.
    Raises:
        ValueError: for another nonlinearity, and as `Recurrent`.
    """

    gates = 1

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        *,
        nonlinearity: str = "tanh",
        num_layers: int = 1,
        bidirectional: bool = False,
        dropout: float = 0.0,
    ) -> None:
        super().__init__(
            input_size,
            hidden_size,
            num_layers=num_layers,
            bidirectional=bidirectional,
            dropout=dropout,
        )
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"nonlinearity must be 'tanh' or 'relu', got {nonlinearity!r}")
        self.nonlinearity = nonlinearity

    def step(self, x: Tensor, state: State, weights: Sequence[Tensor]) -> State:
        """One time step; see `Recurrent.step`.

        Shape:
            x (B, D), state ((B, H),) → ((B, H),).
        """
        (h,), (weight_ih, weight_hh, bias_ih, bias_hh) = state, weights
        sum_h = F.linear(x, weight_ih, bias_ih) + F.linear(h, weight_hh, bias_hh)
        return (torch.tanh(sum_h) if self.nonlinearity == "tanh" else torch.relu(sum_h),)


class GRU(Recurrent):
    """h = (1 − z) · n + z · h, with reset gate r and update gate z; see `Recurrent`."""

    gates = 3

    def step(self, x: Tensor, state: State, weights: Sequence[Tensor]) -> State:
        """One time step; see `Recurrent.step`.

        Shape:
            x (B, D), state ((B, H),) → ((B, H),).
        """
        (h,), (weight_ih, weight_hh, bias_ih, bias_hh) = state, weights
        r_ih, z_ih, n_ih = F.linear(x, weight_ih, bias_ih).chunk(3, dim=1)
        r_hh, z_hh, n_hh = F.linear(h, weight_hh, bias_hh).chunk(3, dim=1)
        r, z = torch.sigmoid(r_ih + r_hh), torch.sigmoid(z_ih + z_hh)
        n = torch.tanh(n_ih + r * n_hh)
        return ((1 - z) * n + z * h,)


class LSTM(Recurrent):
    """c = f · c + i · g, h = o · tanh(c).

    Args:
        input_size: D.
        hidden_size: H.
        num_layers: layers on top of each other.
        bidirectional: read from the end too.
        dropout: share of the outputs that is dropped between layers while training.
        forget_bias: what the forget gates' biases begin with; see `set_forget_bias`.
    """

    gates = 4
    states = ("h", "c")

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        *,
        num_layers: int = 1,
        bidirectional: bool = False,
        dropout: float = 0.0,
        forget_bias: float | None = None,
    ) -> None:
        super().__init__(
            input_size,
            hidden_size,
            num_layers=num_layers,
            bidirectional=bidirectional,
            dropout=dropout,
        )
        if forget_bias is not None:
            set_forget_bias(self, forget_bias)

    def step(self, x: Tensor, state: State, weights: Sequence[Tensor]) -> State:
        """One time step; see `Recurrent.step`.

        Shape:
            x (B, D), state ((B, H), (B, H)) → ((B, H), (B, H)).
        """
        (h, c), (weight_ih, weight_hh, bias_ih, bias_hh) = state, weights
        sums = F.linear(x, weight_ih, bias_ih) + F.linear(h, weight_hh, bias_hh)  # (B, 4·H)
        i, f, g, o = sums.chunk(4, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


@torch.no_grad()
def set_forget_bias(lstm: LSTM | nn.LSTM, value: float) -> None:
    """Let the forget gates begin with a bias: a high one keeps the cell state at first.

    Each gate has two biases; the first becomes `value`, the second 0. The module is changed.

    Args:
        lstm: ours or torch's, with biases.
        value: sum of the two biases.
    Source:
        Jozefowicz, Zaremba and Sutskever (2015), who propose 1.
    """
    H = lstm.hidden_size
    for name, parameter in lstm.named_parameters():
        if name.startswith("bias_"):
            parameter[H : 2 * H] = value if name.startswith("bias_ih") else 0.0


def _time_mask(lengths: Tensor | None, x: Tensor) -> Tensor:
    """True where a token is real, (T, B, 1)."""
    B, T = x.shape[:2]
    if lengths is None:
        lengths = torch.full((B,), T)
    check_lengths(lengths, B, T)
    return torch.arange(T, device=x.device)[:, None, None] < lengths.to(x.device)[:, None]


def check_lengths(lengths: Tensor, B: int, T: int) -> None:
    """Check the number of real tokens of each sentence.

    Args:
        lengths: one integer for each sentence.
        B: number of sentences.
        T: length of the longest.
    Shape:
        lengths (B,).
    Raises:
        TypeError: if lengths are no integers.
        ValueError: if there is no token, there are not B lengths, or one is not in 1 … T.
    """
    if not B or not T:
        raise ValueError(f"expected one sentence and one token or more, got B={B} and T={T}")
    check_shape(lengths, "B", name="lengths", B=B)
    if lengths.is_floating_point() or lengths.dtype == torch.bool:
        raise TypeError(f"lengths must be integers, got {lengths.dtype}")
    low, high = lengths.min().item(), lengths.max().item()
    if low < 1 or high > T:
        raise ValueError(f"lengths must lie in 1 … {T}, got {low if low < 1 else high}")
