"""Keys and values of the tokens so far, so that a new token costs one token's work."""

from __future__ import annotations

import torch
from torch import Tensor


class LayerCache:
    """Keys and values of one attention layer; room grows by doubling.

    It is for generating: what was stored takes no part in a backward pass.
    """

    def __init__(self) -> None:
        self.length = 0
        self._keys = self._values = torch.empty(0)

    def append(self, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """Store the new tokens' keys and values.

        Args:
            keys: of the new tokens.
            values: of the new tokens.
        Shape:
            keys and values (B, N, T, D) → both (B, N, length, D): everything so far.
        Raises:
            RuntimeError: if a gradient would have to pass through the cache.
            ValueError: if the batch or the heads are others than before.
        """
        if keys.requires_grad or values.requires_grad:
            raise RuntimeError("a cache needs torch.no_grad(): gradients cannot pass through it")
        end = self.length + keys.shape[2]
        self._make_room(keys, end)
        self._keys[:, :, self.length : end] = keys
        self._values[:, :, self.length : end] = values
        self.length = end
        return self._keys[:, :, :end], self._values[:, :, :end]

    def select(self, rows: Tensor) -> None:
        """Keep these sentences in this order, as a beam search does with its best.

        Args:
            rows: numbers of sentences; one may stand more than once.
        Shape:
            rows (B',) integers.
        """
        self._keys, self._values = self._keys[rows], self._values[rows]

    def _make_room(self, keys: Tensor, end: int) -> None:
        B, N, _, D = keys.shape
        if not self.length:
            self._keys, self._values = keys.new_empty(2, B, N, max(2 * end, 16), D)
            return
        known = self._keys.shape
        if (known[0], known[1], known[3]) != (B, N, D):
            wanted, got = f"({known[0]}, {known[1]}, T, {known[3]})", tuple(keys.shape)
            raise ValueError(f"keys must have the cache's shape {wanted}, got {got}")
        if end > known[2]:
            room = keys.new_empty(B, N, 2 * end - known[2], D)
            self._keys = torch.cat([self._keys, room], dim=2)
            self._values = torch.cat([self._values, room], dim=2)
