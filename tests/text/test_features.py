"""n-grams, counts and TF-IDF against torchtext and scikit-learn."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from course_lib.text import Ngrams, TfIdf, Vocab, bag_of_words, char_ngrams, ngrams
from course_lib.text.features import count_ids, document_frequency, idf
from course_lib.text.flat import FlatIds
from course_lib.text.tokenizers import basic_english, characters, whitespace, words
from tests.text.samples import documents, real_news, real_texts, texts

SENTENCE = "An adorable little boy is spreading smiles"
ranges = st.tuples(st.integers(1, 4), st.integers(1, 4)).map(sorted)


def _sklearn(docs, low, high, **options):
    """scikit-learn's counts of token lists: columns by name."""
    vectorizer = CountVectorizer(analyzer=lambda doc: ngrams_of(doc, low, high), **options)
    counts = vectorizer.fit_transform(docs)
    return vectorizer, counts


def ngrams_of(tokens, low, high):
    """scikit-learn's own word n-grams."""
    return CountVectorizer(ngram_range=(low, high))._word_ngrams(list(tokens))


def _same(grams, ours, vectorizer, theirs):
    order = np.argsort(np.array(grams.names, dtype=object), kind="stable")
    assert [grams.names[i] for i in order] == vectorizer.get_feature_names_out().tolist()
    assert ours.shape == theirs.shape
    assert (ours[:, order] != theirs).nnz == 0


def test_the_documents_sentence():
    tokens = SENTENCE.lower().split()
    assert ngrams(tokens, 2, 2) == [
        "an adorable", "adorable little", "little boy", "boy is", "is spreading",
        "spreading smiles",
    ]  # fmt: skip
    assert ngrams(tokens, 4, 4) == [
        "an adorable little boy", "adorable little boy is", "little boy is spreading",
        "boy is spreading smiles",
    ]  # fmt: skip
    assert [len(ngrams(tokens, n, n)) for n in (1, 2, 3, 4)] == [7, 6, 5, 4]


@given(st.lists(st.text(max_size=3), max_size=9), st.integers(1, 5))
def test_ngrams_are_torchtexts(tokens, high):
    utils = pytest.importorskip("torchtext.data.utils")
    assert ngrams(tokens, 1, high) == list(utils.ngrams_iterator(tokens, high))


@pytest.mark.parametrize("texts_of", [real_texts, real_news])
def test_ngrams_of_real_texts_are_torchtexts(texts_of):
    utils = pytest.importorskip("torchtext.data.utils")
    for text in texts_of()[:3000]:
        tokens = basic_english(text)
        assert ngrams(tokens, 1, 3) == list(utils.ngrams_iterator(tokens, 3))


@given(st.lists(st.text(max_size=3), max_size=9), ranges)
def test_ngrams_are_scikit_learns(tokens, span):
    assert ngrams(tokens, *span) == ngrams_of(tokens, *span)


@given(texts, ranges)
def test_char_ngrams_are_scikit_learns(text, span):
    analyze = CountVectorizer(analyzer="char", ngram_range=tuple(span), lowercase=False)
    assert char_ngrams(text, *span) == list(analyze.build_analyzer()(text))


@pytest.mark.parametrize("span", [(0, 1), (2, 1)])
def test_ranges_that_are_none(span):
    with pytest.raises(ValueError, match="expected 1 <= low <= high"):
        ngrams(["a"], *span)
    with pytest.raises(ValueError, match="expected 1 <= low <= high"):
        Ngrams.fit([["a"]], low=span[0], high=span[1])


def test_banana():
    vocab = Vocab(["apple", "banana", "mango"])
    counts = bag_of_words([["banana", "banana", "mango"], [], ["kiwi"]], vocab)
    assert counts.toarray().tolist() == [[0, 2, 1], [0, 0, 0], [0, 0, 0]]
    vocab = Vocab(["<unk>", "banana"], specials=["<unk>"], unknown="<unk>")
    assert bag_of_words([["kiwi", "banana", "fig"]], vocab).toarray().tolist() == [[2, 1]]


def test_the_documents_vectorizer():
    corpus = ["I like hot dogs.", "The dog ran fast.", "Its hot outside."]
    vectorizer = CountVectorizer().fit(corpus)
    vocab = Vocab.from_documents(map(words, corpus), specials=(), unknown=None, order="text")
    assert list(vocab.tokens) == vectorizer.get_feature_names_out().tolist()
    asked = ["My dog likes hot dogs on a hot day."]
    ours = bag_of_words(map(words, asked), vocab)
    assert ours.toarray().tolist() == vectorizer.transform(asked).toarray().tolist()
    assert ours.toarray().tolist() == [[1, 1, 0, 2, 0, 0, 0, 0, 0]]


@given(documents)
def test_bags_are_counters(docs):
    vocab = Vocab.from_documents(docs, min_freq=2)
    counts = bag_of_words(docs, vocab)
    assert counts.shape == (len(docs), len(vocab))
    assert counts.dtype == np.int64
    assert counts.has_canonical_format
    for row, tokens in zip(counts.toarray(), docs, strict=True):
        assert dict(Counter(vocab.encode(tokens))) == {i: n for i, n in enumerate(row) if n}


def test_ids_beyond_the_columns():
    ids = FlatIds(np.array([0, 3]), np.array([0]))
    with pytest.raises(ValueError, match="expected ids below 3, got 3"):
        count_ids(ids, size=3)


@given(documents, documents, ranges)
def test_columns_are_scikit_learns(docs, others, span):
    low, high = span
    grams, ours = Ngrams.fit(iter(docs), low=low, high=high)
    expected = [Counter(ngrams(tokens, low, high)) for tokens in docs]
    assert sorted(grams.names) == sorted({name for each in expected for name in each})
    for matrix, wanted in (
        (ours, docs),
        (grams.count(iter(docs)), docs),
        (grams.count(iter(others)), others),
    ):
        assert matrix.shape == (len(wanted), len(grams))
        assert matrix.dtype == np.int64
        for row, tokens in zip(matrix.toarray(), wanted, strict=True):
            every = Counter(ngrams(tokens, low, high))
            known = {name: n for name, n in every.items() if name in grams.names}
            assert {grams.names[i]: n for i, n in enumerate(row) if n} == known


@pytest.mark.parametrize("span", [(1, 2), (2, 3)])
def test_columns_are_scikit_learns_on_real_texts(span):
    docs = [whitespace(text) for text in real_texts(5_000)]
    _same(*Ngrams.fit(docs, low=span[0], high=span[1]), *_sklearn(docs, *span))


def test_character_columns_are_scikit_learns_on_real_texts():
    docs = [" ".join(text.split()) for text in real_texts(2_000)]
    vectorizer = CountVectorizer(analyzer="char", ngram_range=(1, 4), lowercase=False)
    theirs = vectorizer.fit_transform(docs)
    _same(*Ngrams.fit(map(characters, docs), high=4, joiner=""), vectorizer, theirs)


@given(documents, st.integers(1, 3))
def test_rare_columns_are_left_out(docs, min_docs):
    grams, counts = Ngrams.fit(docs, min_docs=min_docs)
    in_docs = Counter(name for tokens in docs for name in set(ngrams(tokens)))
    assert sorted(grams.names) == sorted(name for name, n in in_docs.items() if n >= min_docs)
    assert (grams.count(docs) != counts).nnz == 0


def test_the_most_frequent_columns_are_kept():
    docs = [["b", "b", "a"], ["b", "a"], ["c"]]
    grams, counts = Ngrams.fit(docs, max_size=3)
    assert grams.names == ("a", "b", "b a")
    assert counts.toarray().tolist() == [[1, 2, 1], [1, 1, 1], [0, 0, 0]]
    assert grams.count([["a", "c", "b", "a"]]).toarray().tolist() == [[2, 1, 1]]


counts_of = st.lists(st.lists(st.integers(0, 4), min_size=5, max_size=5), min_size=1, max_size=6)


@given(
    counts_of,
    st.sampled_from(["l1", "l2", None]),
    st.booleans(),
    st.booleans(),
)
def test_tf_idf_is_scikit_learns(rows, norm, smooth, sublinear):
    x = csr_matrix(np.array(rows))
    x = x if smooth else x[:, np.flatnonzero(x.sum(axis=0))]
    if not x.shape[1]:
        return
    before = x.copy()
    theirs = TfidfTransformer(norm=norm, smooth_idf=smooth, sublinear_tf=sublinear).fit(x)
    ours = TfIdf.fit(x, norm=norm, smooth=smooth, sublinear=sublinear)
    np.testing.assert_allclose(ours.idf, theirs.idf_, rtol=1e-12)
    for y in (x, x[::-1]):
        expected = theirs.transform(y).toarray()
        np.testing.assert_allclose(ours.transform(y).toarray(), expected, rtol=1e-12, atol=1e-12)
    assert (x != before).nnz == 0


def test_tf_idf_is_scikit_learns_on_real_texts():
    _, x = Ngrams.fit(map(whitespace, real_texts(5_000)))
    theirs = TfidfTransformer().fit_transform(x)
    assert abs(TfIdf.fit(x).transform(x) - theirs).max() <= 1e-12


def test_idf_by_hand():
    x = csr_matrix([[1, 0, 2], [3, 0, 0]])
    assert document_frequency(x).tolist() == [2, 0, 1]
    expected = [1.0, 1 + np.log(3), 1 + np.log(3 / 2)]
    np.testing.assert_allclose(idf(document_frequency(x), documents=2), expected)
    with pytest.raises(ValueError, match="expected every term in a document, got 1 in none"):
        TfIdf.fit(x, smooth=False)


def test_stored_zeros_are_no_occurrence():
    x = csr_matrix(([0, 1], [0, 1], [0, 2]), shape=(1, 2))
    assert document_frequency(x).tolist() == [0, 1]
    nothing = csr_matrix(([0], [0], [0, 1]), shape=(1, 2))
    assert TfIdf.fit(nothing).transform(nothing).toarray().tolist() == [[0, 0]]


def test_tf_idf_says_what_it_expects():
    with pytest.raises(ValueError, match="norm must be 'l1', 'l2' or None, got 'max'"):
        TfIdf(idf=np.ones(2), norm="max")
    with pytest.raises(ValueError, match=r"counts must have shape \(B, V=2\), got \(1, 3\)"):
        TfIdf(idf=np.ones(2)).transform(csr_matrix((1, 3)))
