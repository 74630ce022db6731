"""The references of ``bert_pretraining`` are what the library computes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_lib.exercises import find
from course_lib.models.bert import (
    BERT_BASE,
    BERT_LARGE,
    Bert,
    BertConfig,
    count_parameters,
    encode_pair,
)

SEEDS = range(5)


def test_changed_by_hand():
    assert find("bert_pretraining/changed").reference() == pytest.approx(270)


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_are_the_librarys(seed):
    exercise = find("bert_pretraining/pair")
    for first, second, cls_id, sep_id in exercise.inputs(seed):
        wanted = encode_pair(first, second, cls_id=cls_id, sep_id=sep_id, max_length=512)
        assert exercise.reference(first, second, cls_id, sep_id) == wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_masks_follow_the_rule(seed):
    exercise = find("bert_pretraining/mask")
    for ids, luck, kind, other, mask_id in exercise.inputs(seed):
        gaps, labels = exercise.reference(ids, luck, kind, other, mask_id)
        for place, (had, got, label) in enumerate(zip(ids, gaps, labels, strict=True)):
            wanted = mask_id if kind[place] < 0.8 else other[place] if kind[place] < 0.9 else had
            chosen = luck[place] < 0.15
            assert (got, label) == ((wanted, had) if chosen else (had, -100))


@pytest.mark.parametrize("seed", SEEDS)
def test_whole_words_are_chosen_or_not(seed):
    exercise = find("bert_pretraining/whole")
    for pieces, luck in exercise.inputs(seed):
        chosen = exercise.reference(pieces, luck)
        for place, piece in enumerate(pieces):
            same = chosen[place - 1] if piece.startswith("##") else luck[place] < 0.15
            assert chosen[place] == same
        assert chosen.dtype == np.bool_


def test_count_is_the_librarys():
    exercise = find("bert_pretraining/count")
    for V, H, L, inner, longest, segments in exercise.inputs(0)[:1]:
        sizes = {"vocab_size": V, "hidden_size": H, "num_layers": L, "num_heads": 4}
        sizes |= {"intermediate_size": inner, "max_length": longest, "num_segments": segments}
        with torch.device("meta"):
            wanted = count_parameters(Bert(BertConfig(**sizes)))
        assert exercise.reference(V, H, L, inner, longest, segments) == wanted
    for config, total in ((BERT_BASE, 109_482_240), (BERT_LARGE, 335_141_888)):
        sizes = (config.vocab_size, config.hidden_size, config.num_layers)
        rest = (config.intermediate_size, config.max_length, config.num_segments)
        assert exercise.reference(*sizes, *rest) == total
