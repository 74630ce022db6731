"""BLEU equals sacrebleu's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.training.bleu import bleu

WORDS = ("a", "b", "the", "cat", "1,000", "it's", "end.", "x-ray", "9-", "&amp;", "고양이", "(so)")
TEXT = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
SIGNS = st.text(st.sampled_from("ab1.,-'\"&;{}[]`~!?()/ \n<>고"), max_size=25)
ROWS = st.lists(st.tuples(TEXT | SIGNS, TEXT | SIGNS, TEXT), min_size=1, max_size=6)


@pytest.mark.parametrize("tokenize", ["none", "13a"])
@given(rows=ROWS)
@settings(max_examples=150)
def test_bleu_equals_sacrebleus(tokenize, rows):
    sacrebleu = pytest.importorskip("sacrebleu")
    hypotheses, *references = map(list, zip(*rows, strict=True))
    theirs = sacrebleu.corpus_bleu(hypotheses, references, tokenize=tokenize, force=True)
    ours = bleu(hypotheses, list(zip(*references, strict=True)), tokenize=tokenize)
    assert ours.score == pytest.approx(theirs.score, abs=1e-9)
    assert ours.brevity == pytest.approx(theirs.bp, abs=1e-12)
    assert (ours.length, ours.reference_length) == (theirs.sys_len, theirs.ref_len)
    assert ours.precisions == pytest.approx(theirs.precisions, abs=1e-9)


def test_known_values():
    same = bleu(["the cat sat on the mat"], ["the cat sat on the mat"])
    assert same.score == pytest.approx(100)
    assert bleu(["dog"], ["cat"]).score == 0
    short = bleu(["the cat sat on"], ["the cat sat on the mat"])
    assert short.brevity == pytest.approx(2.718281828459045 ** (1 - 6 / 4))
    assert bleu(["the cat"], ["the cat"]).score == 0  # no effective order: four words are needed


def test_wrong_arguments_are_named():
    with pytest.raises(TypeError, match="a list of hypotheses"):
        bleu("the cat", ["the cat"])
    with pytest.raises(ValueError, match="as many hypotheses as references"):
        bleu(["a"], ["a", "b"])
    with pytest.raises(ValueError, match="tokenize must be"):
        bleu(["a"], ["a"], tokenize="intl")
