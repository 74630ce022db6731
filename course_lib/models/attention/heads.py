"""Multi-head attention: several small attentions side by side, each with its own question."""

from __future__ import annotations

from torch import Tensor, nn

from course_lib.checks import check_shape
from course_lib.models.attention.cache import LayerCache
from course_lib.models.attention.masks import Packing, attention_mask
from course_lib.models.attention.positions import rotate
from course_lib.models.attention.products import scaled_dot_product, scaled_dot_product_fast


class MultiHeadAttention(nn.Module):
    """Queries, keys and values by three matrices, N attentions of size D/N, one matrix at the end.

    Args:
        size: D.
        num_heads: N; it must divide D.
        dropout: share of the weights that is dropped while training.
        rotary: turn queries and keys by their positions; see `rotate`.
    Raises:
        ValueError: if N does not divide D.
    Source:
        Equals ``torch.nn.MultiheadAttention`` with ``batch_first=True``. Its ``in_proj_weight`` is
        our query, key and value weights on top of each other.
    """

    def __init__(
        self, size: int, num_heads: int, *, dropout: float = 0.0, rotary: bool = False
    ) -> None:
        super().__init__()
        if num_heads < 1 or size % num_heads:
            raise ValueError(f"num_heads must divide size, got {num_heads} heads and size {size}")
        self.size, self.num_heads, self.dropout, self.rotary = size, num_heads, dropout, rotary
        self.query = nn.Linear(size, size)
        self.key = nn.Linear(size, size)
        self.value = nn.Linear(size, size)
        self.output = nn.Linear(size, size)

    def forward(
        self,
        x: Tensor,
        memory: Tensor | None = None,
        *,
        mask: Tensor | None = None,
        causal: bool = False,
        cache: LayerCache | None = None,
        need_weights: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """What every query found, and on request where it looked.

        Args:
            x: what asks.
            memory: what is asked; x itself without it.
            mask: True where a key is real, or where a query may see a key.
            causal: hide every query's future.
            cache: keys and values of earlier tokens; it takes up the new ones.
            need_weights: take the path to read, which has the weights.
        Shape:
            x (B, T, D), memory (B, S, D), mask (B, S) or (B, T, S) bool
            → (B, T, D) and, on request, (B, N, T, S). With a cache S counts its tokens too.
        Raises:
            TypeError: if mask is not bool.
            ValueError: if a shape does not fit.
        """
        sizes = check_shape(x, "B T D", name="x", D=self.size)
        memory = x if memory is None else memory
        check_shape(memory, "B S D", name="memory", B=sizes["B"], D=self.size)
        projected = self.query(x), self.key(memory), self.value(memory)
        found, weights = self._attend(*projected, mask, causal, cache, need_weights)
        return self.output(found), weights

    def forward_packed(
        self, x: Tensor, packing: Packing, *, causal: bool = False, need_weights: bool = False
    ) -> tuple[Tensor, Tensor | None]:
        """Self-attention of packed sentences: the four matrices never see padding.

        Args:
            x: the real tokens of all sentences, one after another.
            packing: where they stand.
            causal: hide every query's future.
            need_weights: take the path to read, which has the weights.
        Shape:
            x (M, D) → (M, D) and, on request, (B, N, T, T), 0 at padding.
        Source:
            Equals `forward` with ``mask=packing.mask`` at the real tokens.
        """
        check_shape(x, "M D", name="x", M=len(packing.places), D=self.size)
        q, k, v = (packing.pad(part(x)) for part in (self.query, self.key, self.value))
        found, weights = self._attend(
            q, k, v, packing.mask, causal, None, need_weights, blind_to_zero=False
        )
        if weights is not None:
            weights = weights * packing.mask[:, None, :, None]
        return self.output(packing.pack(found)), weights

    def _attend(
        self,
        q: Tensor,
        k: Tensor,
        v: Tensor,
        mask: Tensor | None,
        causal: bool,
        cache: LayerCache | None,
        need_weights: bool,
        *,
        blind_to_zero: bool = True,
    ) -> tuple[Tensor, Tensor | None]:
        """Projected (B, T, D) and (B, S, D) → joined heads (B, T, D) and weights."""
        queries, keys, values = self._split(q), self._split(k), self._split(v)
        if self.rotary:
            start = 0 if cache is None else cache.length
            queries, keys = rotate(queries, start=start), rotate(keys, start=start)
        if cache is not None:
            keys, values = cache.append(keys, values)
        T, S, weights = queries.shape[2], keys.shape[2], None
        alone = causal and mask is None and T == S and not need_weights  # the kernel's own mask
        wide = attention_mask(mask, causal=causal and not alone, T=T, S=S)
        wide = None if wide is None else wide.to(q.device)
        dropout = self.dropout if self.training else 0.0
        if need_weights:
            found, weights = scaled_dot_product(queries, keys, values, wide, dropout=dropout)
        else:
            options = {"causal": alone, "blind_to_zero": blind_to_zero}
            found = scaled_dot_product_fast(queries, keys, values, wide, dropout=dropout, **options)
        return found.transpose(1, 2).flatten(2), weights

    def _split(self, x: Tensor) -> Tensor:
        """(B, T, D) → (B, N, T, D/N)."""
        return x.unflatten(2, (self.num_heads, -1)).transpose(1, 2)
