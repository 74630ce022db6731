"""Labels of words at their first pieces: as transformers' word_ids would place them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.models.bert import IGNORE, encode_words

SPECIAL = {"cls_id": 2, "sep_id": 3}
rows = st.lists(
    st.tuples(st.lists(st.integers(5, 30), min_size=1, max_size=3), st.integers(0, 4)),
    min_size=1,
    max_size=6,
)


@given(rows, st.integers(5, 30))
def test_labels_stand_at_first_pieces(row, max_length):
    words, labels = zip(*row, strict=True)
    ids, marks = encode_words(words, labels, **SPECIAL, max_length=max_length)
    assert len(ids) == len(marks) <= max_length
    assert (ids[0], ids[-1], marks[0], marks[-1]) == (2, 3, IGNORE, IGNORE)
    wanted = [(n, i) for n, word in enumerate(words) for i in range(len(word))]
    inner = list(zip(ids[1:-1], marks[1:-1], strict=True))
    for (number, inside), (piece, mark) in zip(wanted, inner, strict=False):
        assert piece == words[number][inside]
        assert mark == (IGNORE if inside else labels[number])
    kept = sum(mark != IGNORE for mark in marks)
    assert len(inner) == sum(map(len, words[:kept]))  # whole words only
    assert kept == len(words) or len(ids) + len(words[kept]) > max_length


@pytest.mark.parametrize(
    ("words", "labels", "message"),
    [
        ([[5]], [0, 1], "one label for each of 1 words, got 2"),
        ([[5], []], [0, 1], "word 1 has none"),
        ([[5] * 9], [0], "room for the first word"),
    ],
)
def test_what_does_not_fit(words, labels, message):
    with pytest.raises(ValueError, match=message):
        encode_words(words, labels, **SPECIAL, max_length=8)
