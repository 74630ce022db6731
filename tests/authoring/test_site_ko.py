"""Anchors and words of the site."""

from __future__ import annotations

import gettext

import pytest

from course_lib.authoring.site_ko import WORDS, _Overlay, slug


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("순전파: 왼쪽에서 오른쪽으로", "순전파-왼쪽에서-오른쪽으로"),
        ("PyTorch로 똑같이", "pytorch로-똑같이"),
        ("2-2-2 신경망", "s-2-2-2-신경망"),
        ("★☆☆", ""),
    ],
)
def test_headings_become_anchors(title, anchor):
    assert slug(title) == anchor


def test_our_words_come_before_the_theme_s():
    below = gettext.NullTranslations()
    words = _Overlay({"By": "글"}, below)
    assert words.gettext("By") == "글"
    assert words.gettext("Something else") == "Something else"
    assert all(WORDS.values())
