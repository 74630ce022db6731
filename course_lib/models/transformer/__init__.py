"""The Transformer: encoder, decoder, both together, and a language model."""

from course_lib.models.transformer.config import TransformerConfig
from course_lib.models.transformer.inputs import TokenEmbedding, check_ids
from course_lib.models.transformer.language_model import TransformerLanguageModel
from course_lib.models.transformer.layers import DecoderLayer, EncoderLayer, FeedForward
from course_lib.models.transformer.seq2seq import EncoderDecoder
from course_lib.models.transformer.stacks import Decoder, Encoder

__all__ = [
    "Decoder",
    "DecoderLayer",
    "Encoder",
    "EncoderDecoder",
    "EncoderLayer",
    "FeedForward",
    "TokenEmbedding",
    "TransformerConfig",
    "TransformerLanguageModel",
    "check_ids",
]
