"""BERT: an encoder trained to fill gaps, then tuned to any task on sentences or words."""

from course_lib.models.bert.checkpoint import load_pretrained, save_pretrained
from course_lib.models.bert.config import BERT_BASE, BERT_LARGE, BertConfig
from course_lib.models.bert.heads import (
    BertClassifier,
    BertMaskedLM,
    BertPretraining,
    BertTagger,
)
from course_lib.models.bert.masking import IGNORE, mask_tokens, word_numbers
from course_lib.models.bert.model import Bert, BertOutput
from course_lib.models.bert.pairs import PairBatch, encode_pair, pad_pairs
from course_lib.models.bert.tuning import (
    count_parameters,
    freeze,
    layer_groups,
    parameter_table,
)
from course_lib.models.bert.words import encode_words

__all__ = [
    "BERT_BASE",
    "BERT_LARGE",
    "IGNORE",
    "Bert",
    "BertClassifier",
    "BertConfig",
    "BertMaskedLM",
    "BertOutput",
    "BertPretraining",
    "BertTagger",
    "PairBatch",
    "count_parameters",
    "encode_pair",
    "encode_words",
    "freeze",
    "layer_groups",
    "load_pretrained",
    "mask_tokens",
    "pad_pairs",
    "parameter_table",
    "save_pretrained",
    "word_numbers",
]
