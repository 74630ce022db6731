"""Attention: every query takes a weighted mean of values, by how well its key fits."""

from course_lib.models.attention.alignment import (
    AdditiveAttention,
    DotAttention,
    MultiplicativeAttention,
)
from course_lib.models.attention.cache import LayerCache
from course_lib.models.attention.decoder import AttentionSeq2Seq
from course_lib.models.attention.heads import MultiHeadAttention
from course_lib.models.attention.masks import Packing, attention_mask, causal_mask
from course_lib.models.attention.positions import (
    LearnedPositions,
    SinusoidalPositions,
    rotate,
    sinusoidal_positions,
)
from course_lib.models.attention.products import (
    attend,
    masked_softmax,
    scaled_dot_product,
    scaled_dot_product_fast,
)

__all__ = [
    "AdditiveAttention",
    "AttentionSeq2Seq",
    "DotAttention",
    "LayerCache",
    "LearnedPositions",
    "MultiHeadAttention",
    "MultiplicativeAttention",
    "Packing",
    "SinusoidalPositions",
    "attend",
    "attention_mask",
    "causal_mask",
    "masked_softmax",
    "rotate",
    "scaled_dot_product",
    "scaled_dot_product_fast",
    "sinusoidal_positions",
]
