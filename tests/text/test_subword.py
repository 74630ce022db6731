"""BPE and WordPiece: there and back, and the same as the library where the definition allows."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.text import Bpe, Vocab, WordPiece
from course_lib.text.subword.bpe import merge_by_rank
from course_lib.text.subword.bytes import byte_alphabet, from_bytes_text, to_bytes_text
from course_lib.text.subword.pairs import PairTable, merge_symbols
from course_lib.text.subword.wordpiece import split_words
from tests.text.samples import NASTY, real_texts, texts

CORPUS = (
    "영화가 재미있다 영화가 재미없다 정말 재미있는 영화",
    "정말정말 좋다ㅋㅋㅋㅋ  다시 보고 싶은 영화!!",
    "low lower lowest newer newest wider",
    "영화관에서 봤는데 재미있었다\n또 볼 영화",
)
small = st.lists(st.text(st.sampled_from("aab 가나 \n"), max_size=12), max_size=6)
BYTES = Bpe.train(CORPUS, vocab_size=320)
CHARACTERS = Bpe.train(CORPUS, vocab_size=100, byte_level=False)


def _fast():
    pytest.importorskip("tokenizers")
    from course_lib.text.subword import fast

    return fast


def _same(ours, theirs):
    assert ours.merges == theirs.merges
    assert ours.vocab == theirs.vocab


@given(texts)
def test_bytes_give_every_text_back(text):
    assert BYTES.decode(BYTES.encode(text)) == text
    assert "".join(map(BYTES.show, BYTES.tokenize("abc 영화"))).count("\ufffd") == 0


@given(texts)
def test_characters_give_known_texts_back(text):
    assert "".join(CHARACTERS.tokenize(text)) == text
    known = set(CHARACTERS.vocab.tokens)
    expected = "".join(each if each in known else "\ufffd" for each in text)
    assert CHARACTERS.decode(CHARACTERS.encode(text)) == expected


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_come_back(text):
    assert BYTES.decode(BYTES.encode(text)) == text


def test_merges_are_learnt_most_frequent_first():
    model = Bpe.train(["aaab aaab", "aab"], vocab_size=99, byte_level=False, min_freq=1)
    assert model.merges[:2] == (("a", "a"), ("a", "b"))
    assert model.vocab.tokens[:5] == ("<unk>", "<pad>", " ", "a", "b")
    assert model.tokenize("aaab") == ["aaab"]
    assert model.tokenize("ba") == ["b", "a"]


def test_training_stops():
    assert not Bpe.train(["abab"], vocab_size=3, byte_level=False).merges
    assert not Bpe.train(["ab"], vocab_size=99, byte_level=False).merges  # not twice
    assert Bpe.train([], vocab_size=300).decode([]) == ""
    assert len(Bpe.train(CORPUS, vocab_size=30, byte_level=False).vocab) >= 30


def test_no_merge_makes_a_special_token():
    model = Bpe.train(["<unk> <unk> <unk>"], vocab_size=999, byte_level=False, min_freq=1)
    assert model.decode(model.encode("<unk>")) == "<unk>"
    assert model.vocab.unknown_index not in model.encode("<unk>")
    assert model.decode([0, 1, 0]) == "\ufffd\ufffd"


@given(small, st.integers(4, 40), st.integers(1, 3), st.booleans())
def test_training_is_the_librarys(corpus, extra, min_freq, byte_level):
    options = {"vocab_size": 256 * byte_level + extra, "min_freq": min_freq}
    ours = Bpe.train(corpus, byte_level=byte_level, **options)
    _same(ours, _fast().train_bpe(corpus, byte_level=byte_level, **options))


@pytest.mark.parametrize("byte_level", [True, False])
def test_training_and_encoding_are_the_librarys_on_real_texts(byte_level):
    corpus = real_texts(2_000)
    ours = Bpe.train(corpus, vocab_size=1_500, byte_level=byte_level)
    _same(ours, _fast().train_bpe(corpus, vocab_size=1_500, byte_level=byte_level))
    for model in (ours, WordPiece.train(corpus[:300], vocab_size=900)):
        flat = model.encode_many(real_texts(3_000))
        theirs = _fast().encode_many(model, real_texts(3_000))
        assert flat.flat.tolist() == theirs.flat.tolist()
        assert flat.offsets.tolist() == theirs.offsets.tolist()


@given(st.lists(texts, max_size=4))
def test_encoding_is_the_librarys(corpus):
    for model in (BYTES, CHARACTERS):
        assert _fast().encode_many(model, corpus).flat.tolist() == [
            i for text in corpus for i in model.encode(text)
        ]


@given(st.text(st.sampled_from("abc"), max_size=14), st.permutations(
    [("a", "b"), ("b", "c"), ("ab", "c"), ("a", "bc"), ("abc", "a"), ("a", "a"), ("c", "a")]
))  # fmt: skip
def test_merging_is_lowest_rank_first(text, merges):
    ranks = {pair: rank for rank, pair in enumerate(merges)}
    parts = list(text)
    while known := [(ranks[p], i) for i, p in enumerate(pairwise(parts)) if p in ranks]:
        _, i = min(known)
        parts[i : i + 2] = [parts[i] + parts[i + 1]]
    assert merge_by_rank(text, ranks) == parts


def test_a_huge_text_takes_no_time():
    text = "가나다" * 40_000
    assert "".join(CHARACTERS.tokenize(text)) == text
    assert BYTES.decode(BYTES.encode(text)) == text


words_of = st.dictionaries(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=7).map(tuple), st.integers(1, 4)
)


@given(words_of, st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=3))
def test_pair_counts_are_kept_up_to_date(words, merges):
    table = PairTable(words)
    now = {word: list(word) for word in words}
    for pair in merges:
        table.merge(pair, "".join(pair))
        now = {word: merge_symbols(parts, pair, "".join(pair)) for word, parts in now.items()}
        counted = Counter()
        for word, parts in now.items():
            for each in pairwise(parts):
                counted[each] += words[word]
        assert table.pairs == counted


def test_bytes_have_visible_characters():
    assert len(set(byte_alphabet())) == 256
    assert all(each.isprintable() and not each.isspace() for each in byte_alphabet())
    assert from_bytes_text(to_bytes_text("가")) == "가"
    assert from_bytes_text(to_bytes_text("가")[:2]) == "\ufffd"
    tokenizers = pytest.importorskip("tokenizers")
    assert set(tokenizers.pre_tokenizers.ByteLevel.alphabet()) == set(byte_alphabet())


def test_half_a_surrogate_pair_has_no_bytes():
    with pytest.raises(UnicodeEncodeError):
        BYTES.encode("\ud800")
    assert CHARACTERS.decode(CHARACTERS.encode("\ud800")) == "\ufffd"


def test_without_an_unknown_token():
    model = Bpe.train(["ab"], vocab_size=9, byte_level=False, specials=(), unknown=None)
    with pytest.raises(KeyError, match="'c' is none of the 2 tokens"):
        model.encode("abc")


WORDS = WordPiece.train(CORPUS, vocab_size=120)


@given(st.text(st.sampled_from("영화재미있다 가정말low!.?\n"), max_size=20))
def test_words_of_known_characters_come_back(text):
    unknown = WORDS.vocab.unknown
    said = WORDS.decode(WORDS.encode(text)).split()
    assert said == [unknown if WORDS.tokenize(w) == [unknown] else w for w in split_words(text)]


@given(texts.map(lambda text: text.translate(dict.fromkeys(range(0x1C, 0x20)))))
def test_wordpiece_encoding_is_the_librarys(text):
    assert _fast().encode_many(WORDS, [text]).flat.tolist() == WORDS.encode(text)


def test_the_longest_piece_first():
    vocab = Vocab(
        ["[UNK]", "un", "##aff", "##able", "##a", "!"], specials=["[UNK]"], unknown="[UNK]"
    )
    model = WordPiece(vocab)
    assert model.tokenize("unaffable!") == ["un", "##aff", "##able", "!"]
    assert model.tokenize("unhappy " + "un" * 51) == ["[UNK]", "[UNK]"]
    assert model.decode(model.encode("unaffable! x")) == "unaffable ! [UNK]"
    assert model.encode("") == []


def test_wordpiece_scores_differ():
    corpus = ["ab " * 100 + "ac " * 30 + "xy xy"]
    first = {
        score: WordPiece.train(corpus, vocab_size=8, score=score, specials=["[UNK]"]).vocab.tokens
        for score in ("likelihood", "ratio")
    }
    assert first["likelihood"][:6] == first["ratio"][:6] == ("[UNK]", "##b", "##c", "##y", "a", "x")
    assert first["likelihood"][6] == "ab"  # often together
    assert first["ratio"][6] == "xy"  # never apart, and rare


def test_wordpiece_training_is_repeatable():
    again = WordPiece.train(reversed(CORPUS), vocab_size=120)
    assert again.vocab == WORDS.vocab


@pytest.mark.parametrize("model", [BYTES, CHARACTERS, WORDS])
def test_saved_and_loaded(tmp_path, model):
    model.save(tmp_path / "model.json")
    loaded = type(model).load(tmp_path / "model.json")
    assert loaded.vocab == model.vocab
    assert loaded.encode(CORPUS[0]) == model.encode(CORPUS[0])
    other = WordPiece if isinstance(model, Bpe) else Bpe
    with pytest.raises(ValueError, match="expected a 'course-lib"):
        other.load(tmp_path / "model.json")


@pytest.mark.parametrize("facts", [{}, {"vocab": {"tokens": ["a"]}}, {"vocab": {"x": 1}}])
def test_half_a_model(tmp_path, facts):
    from course_lib.text._files import save_json

    save_json(tmp_path / "model.json", facts, form="course-lib byte-pair encoding 1")
    with pytest.raises(ValueError, match="expected a whole model"):
        Bpe.load(tmp_path / "model.json")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: WordPiece(Vocab(["a"])), "with an unknown token, got one without"),
        (lambda: WordPiece.train([], vocab_size=9, score="best"), "score must be one of"),
        (lambda: Bpe(Vocab(["a"]), [("a", "a")], byte_level=False), r"got \('a', 'a'\)"),
        (lambda: Bpe.train([], vocab_size=9, unknown="?"), "one of the specials, got"),
    ],
)
def test_what_makes_no_model(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_text_is_not_a_corpus():
    for call in (
        lambda: Bpe.train("ab", vocab_size=9),
        lambda: WordPiece.train("ab", vocab_size=9),
        lambda: BYTES.encode_many("ab"),
        lambda: _fast().encode_many(BYTES, "ab"),
        lambda: _fast().train_bpe("ab", vocab_size=9),
    ):
        with pytest.raises(TypeError, match="expected a list of texts, got the text 'ab'"):
            call()
