"""Vocabularies against torchtext 0.6, there and back, and on disk."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.text import FlatIds, Vocab
from course_lib.text.tokenizers import basic_english
from tests.text.samples import documents, real_news, real_texts

counters = st.dictionaries(
    st.one_of(st.text(max_size=4), st.sampled_from(["<unk>", "<pad>", "가"])), st.integers(1, 5)
)
SPECIALS = (["<unk>", "<pad>"], ["<pad>", "<unk>", "<eos>"], ["<unk>"])


def _torchtext(counts, **options):
    return pytest.importorskip("torchtext.vocab").Vocab(Counter(counts), **options)


@given(
    counters,
    st.integers(0, 4),
    st.one_of(st.none(), st.integers(1, 6)),
    st.sampled_from(SPECIALS),
    st.booleans(),
)
def test_order_and_numbers_are_torchtexts(counts, min_freq, max_size, specials, first):
    options = {"min_freq": min_freq, "max_size": max_size, "specials_first": first}
    theirs = _torchtext(counts, specials=specials, **options)
    ours = Vocab.from_counts(counts, specials=specials, **options)
    assert list(ours.tokens) == theirs.itos
    asked = [*counts, "모르는 말", "<unk>"]
    assert ours.encode(asked) == [theirs.stoi[token] for token in asked]
    assert ours.unknown_index == theirs.unk_index


@given(counters)
def test_without_specials_too(counts):
    theirs = _torchtext(counts, specials=[])
    assert list(Vocab.from_counts(counts, specials=(), unknown=None).tokens) == theirs.itos


@pytest.mark.parametrize("texts_of", [real_texts, real_news])
def test_real_texts_are_numbered_as_by_torchtext(texts_of):
    docs = [basic_english(text) for text in texts_of()]
    theirs = _torchtext(Counter(token for tokens in docs for token in tokens), min_freq=2)
    vocab, ids = Vocab.fit(docs, min_freq=2)
    assert list(vocab.tokens) == theirs.itos
    expected = [theirs.stoi[token] for tokens in docs for token in tokens]
    assert ids.flat.tolist() == expected
    assert ids.lengths.tolist() == [len(tokens) for tokens in docs]


@given(documents, st.integers(1, 3), st.one_of(st.none(), st.integers(1, 3)))
def test_fit_is_count_then_encode(docs, min_freq, max_size):
    options = {"min_freq": min_freq, "max_size": max_size}
    vocab, ids = Vocab.fit(iter(docs), **options)
    assert vocab == Vocab.from_documents(iter(docs), **options)
    again = vocab.encode_many(iter(docs))
    assert ids.flat.tolist() == again.flat.tolist()
    assert ids.offsets.tolist() == again.offsets.tolist()
    assert ids.flat.dtype == ids.offsets.dtype == np.int64


@given(documents)
def test_known_tokens_come_back(docs):
    vocab, ids = Vocab.fit(docs)
    assert [vocab.decode(each.tolist()) for each in ids.documents()] == docs
    assert [vocab.encode(tokens) for tokens in docs] == [x.tolist() for x in ids.documents()]
    counts = Counter(token for tokens in docs for token in tokens)
    counts["<unk>"] = counts["<pad>"] = 0
    assert dict(zip(vocab, vocab.counts, strict=True)) == counts


def test_offsets_are_those_of_embedding_bag():
    ids = Vocab(["a", "b"]).encode_many([["a", "b"], [], ["b"]])
    assert ids.flat.tolist() == [0, 1, 1]
    assert ids.offsets.tolist() == [0, 2, 2]
    assert ids.lengths.tolist() == [2, 0, 1]
    nothing = Vocab(["a"]).encode_many([])
    assert (nothing.flat.shape, nothing.offsets.shape) == ((0,), (0,))
    assert nothing.lengths.tolist() == []
    assert list(FlatIds(ids.flat, ids.offsets).documents())[2].tolist() == [1]


def test_order_by_text():
    vocab = Vocab.from_counts({"b": 9, "a": 1, "다": 5}, order="text", specials=(), unknown=None)
    assert vocab.tokens == ("a", "b", "다")
    assert vocab.counts == (1, 9, 5)


def test_without_an_unknown_token_strangers_are_errors():
    vocab = Vocab(["a"])
    with pytest.raises(KeyError, match="'x' is none of the 1 tokens, and there is no unknown"):
        vocab.encode(["a", "x"])
    with pytest.raises(KeyError, match="'x' is none"):
        vocab.encode_many([["x"]])
    with pytest.raises(KeyError, match="'x' is none"):
        vocab.index("x")
    assert vocab.encode_many([["x", "a"]], unknown=-1).flat.tolist() == [-1, 0]
    assert "x" not in vocab
    assert vocab.index("a") == 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Vocab(["a", "a"]), "every token once, got 'a'"),
        (lambda: Vocab(["a"], counts=[1, 2]), "1 tokens and 2 counts"),
        (lambda: Vocab(["a"], specials=["<pad>"]), r"got \['<pad>'\]"),
        (lambda: Vocab(["a"], unknown="a"), r"one of the specials, got 'a' and \(\)"),
        (lambda: Vocab.from_counts({}, specials=()), "the unknown token to be one of the specials"),
        (lambda: Vocab.from_counts({}, order="size"), "order must be .* got 'size'"),
    ],
)
def test_what_makes_no_vocabulary(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_text_is_not_a_list_of_tokens():
    vocab = Vocab(["a"])
    for call in (
        lambda: vocab.encode("a"),
        lambda: vocab.encode_many(["a"]),
        lambda: Vocab.from_documents(["a"]),
        lambda: Vocab.fit(["a"]),
    ):
        with pytest.raises(TypeError, match="expected a list of tokens, got the text 'a'"):
            call()


@pytest.mark.parametrize("wrong", [-1, 2])
def test_numbers_out_of_range(wrong):
    with pytest.raises(IndexError, match=f"expected ids from 0 to 1, got {wrong}"):
        Vocab(["a", "b"]).decode([0, wrong])


@given(counters)
def test_saved_and_loaded(tmp_path_factory, counts):
    path = tmp_path_factory.mktemp("vocab") / "vocab.json"
    vocab = Vocab.from_counts(counts)
    vocab.save(path)
    assert Vocab.load(path) == vocab
    assert [each.name for each in path.parent.iterdir()] == ["vocab.json"]


def test_odd_tokens_survive_the_file(tmp_path):
    vocab = Vocab(["\ud83d", "\ude00", "\u2028", "\x00", '"', "ᄒᆞᆫ"])
    vocab.save(tmp_path / "v.json")
    assert Vocab.load(tmp_path / "v.json") == vocab


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "3", '{"format": "x"}', '{"format": "course-lib vocabulary 1"}',
     '{"format": "course-lib vocabulary 1", "tokens": ["a", "a"]}', "\xff"],
)  # fmt: skip
def test_other_files_are_no_vocabulary(tmp_path, content):
    (tmp_path / "v.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(ValueError, match="expected"):
        Vocab.load(tmp_path / "v.json")
    with pytest.raises(FileNotFoundError):
        Vocab.load(tmp_path / "none.json")


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    Vocab(["a"]).save(tmp_path / "v.json")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        Vocab(["b"]).save(tmp_path / "v.json")
    assert Vocab.load(tmp_path / "v.json") == Vocab(["a"])
    assert [each.name for each in tmp_path.iterdir()] == ["v.json"]


def test_importing_the_layer_is_light():
    heavy = "{'torch', 'scipy', 'sklearn', 'konlpy', 'jpype', 'kiwipiepy', 'mecab', 'tokenizers'}"
    code = f"import course_lib.text, sys; print(sys.modules.keys() & {heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
