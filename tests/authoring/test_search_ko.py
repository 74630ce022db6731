"""Particle-aware stems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.authoring.search_ko import SearchKorean, split_words, stem_hangul

NOUNS = ["손실", "역전파", "기울기", "함수", "학습률", "값", "층", "정확도", "활성화", "신경망"]
NOUNS += ["확률", "길이", "데이터", "은닉층", "행렬", "입력", "깊이", "셀"]
PAIRS = [("을", "를"), ("이", "가"), ("은", "는"), ("과", "와"), ("이라는", "라는")]


def with_particles(noun: str) -> list[str]:
    final = (ord(noun[-1]) - 0xAC00) % 28
    fitting = [pair[final == 0] for pair in PAIRS] + ["로" if final in (0, 8) else "으로"]
    return [
        noun + particle
        for particle in [
            *fitting,
            "의",
            "에",
            "에서",
            "에서는",
            "까지",
            "도",
            "만",
            "보다",
            "입니다",
        ]
    ]


@pytest.mark.parametrize("noun", NOUNS)
def test_particles_come_off(noun):
    assert {stem_hangul(word) for word in with_particles(noun)} == {stem_hangul(noun)} == {noun}


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("전문가", "전문가"),
        ("평가", "평가"),
        ("결과", "결과"),
        ("정의", "정의"),
        ("미분합니다", "미분"),
        ("계산하는", "계산"),
        ("정규화된", "정규화"),
        ("단어들의", "단어"),
        ("확률로부터", "확률"),
    ],
)
def test_known_words(word, stem):
    assert stem_hangul(word) == stem


def test_the_particle_has_to_fit_the_syllable():
    assert stem_hangul("나무을") == "나무을"
    assert stem_hangul("나무를") == "나무"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("LSTM의 게이트", ["LSTM", "게이트"]),
        ("BERT에서는", ["BERT"]),
        ("nn.Linear를", ["nn", "Linear"]),
        ("x_1과 w5의 기울기", ["x_1", "w5", "기울기"]),
        ("손실(loss)을", ["손실", "loss"]),
        ("에서", ["에서"]),
    ],
)
def test_mixed_text_is_cut_into_runs(text, words):
    assert split_words(text) == words


@given(
    st.text(
        alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=12
    )
)
def test_stemming_twice_changes_nothing(word):
    stem = stem_hangul(word)
    assert stem_hangul(stem) == stem
    assert word.startswith(stem)
    assert stem


def test_long_compounds_are_found_by_their_parts():
    indexed = SearchKorean({}).split("손실함수를")
    assert {"손실함수", "손실", "함수"} <= set(indexed)


def test_english_is_stemmed_as_before():
    assert SearchKorean({}).stem("Gradients") == SearchKorean({}).stem("gradient")
