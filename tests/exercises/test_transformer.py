"""The references of ``transformer`` are what the library and torch compute."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from course_lib.exercises import find
from course_lib.models.attention import attention_mask, rotate
from course_lib.models.pooling import length_mask

SEEDS = range(5)


def test_weight_by_hand():
    powers = np.exp(np.array([2, 2, 3]) / np.sqrt(2))
    assert find("transformer/weight").reference() == pytest.approx(powers[2] / powers.sum())


@pytest.mark.parametrize("seed", SEEDS)
def test_visible_is_the_librarys_mask(seed):
    exercise = find("transformer/visible")
    for lengths, T in exercise.inputs(seed):
        mask = length_mask(torch.tensor(lengths), T)
        wanted = attention_mask(mask, causal=True, T=T, S=T)[:, 0]
        np.testing.assert_array_equal(exercise.reference(lengths, T), wanted)


@pytest.mark.parametrize("seed", SEEDS)
def test_heads_are_torchs_attention(seed):
    exercise = find("transformer/heads")
    for *arrays, N in exercise.inputs(seed):
        q, k, v = (torch.tensor(each).unflatten(1, (N, -1)).transpose(0, 1) for each in arrays)
        wanted = F.scaled_dot_product_attention(q, k, v).transpose(0, 1).flatten(1)
        np.testing.assert_allclose(exercise.reference(*arrays, N), wanted, rtol=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_rotary_is_the_librarys(seed):
    exercise = find("transformer/rotary")
    for (x,) in exercise.inputs(seed):
        np.testing.assert_allclose(exercise.reference(x), rotate(torch.tensor(x)), atol=1e-12)
