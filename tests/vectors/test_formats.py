"""Files of vectors: what is written is read again, and what is wrong is named."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course_lib.vectors.formats import VectorFileError, read_binary, read_text
from course_lib.vectors.keyed import KeyedVectors

WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=" \n\r\t"), min_size=1, max_size=6
)
FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False)


@given(
    words=st.lists(WORDS, min_size=1, max_size=5, unique=True),
    data=st.data(),
    dim=st.integers(1, 4),
)
def test_every_form_gives_back_the_same_vectors(tmp_path_factory, words, data, dim):
    vectors = data.draw(arrays(np.float32, (len(words), dim), elements=FLOATS))
    folder = tmp_path_factory.mktemp("forms")
    keyed = KeyedVectors(words, vectors)
    keyed.save_word2vec(folder / "text")
    keyed.save_word2vec(folder / "binary", binary=True)
    keyed.save_glove(folder / "glove")
    keyed.save(folder / "own")
    for again in (
        KeyedVectors.load_word2vec(folder / "text"),
        KeyedVectors.load_word2vec(folder / "binary", binary=True),
        KeyedVectors.load_glove(folder / "glove"),
        KeyedVectors.load(folder / "own"),
        KeyedVectors.load(folder / "own", memory_map=True),
    ):
        assert again.words == tuple(words)
        np.testing.assert_array_equal(again.vectors, vectors)


@pytest.mark.parametrize("binary", [False, True])
def test_gensim_reads_ours_and_we_read_gensims(tmp_path, drawn, binary):
    gensim = pytest.importorskip("gensim.models")
    drawn.save_word2vec(tmp_path / "ours", binary=binary)
    theirs = gensim.KeyedVectors.load_word2vec_format(str(tmp_path / "ours"), binary=binary)
    assert tuple(theirs.index_to_key) == drawn.words
    np.testing.assert_array_equal(theirs.vectors, drawn.vectors)
    theirs.save_word2vec_format(str(tmp_path / "theirs"), binary=binary)
    again = KeyedVectors.load_word2vec(tmp_path / "theirs", binary=binary)
    np.testing.assert_allclose(again.vectors, drawn.vectors, atol=1e-7)


@pytest.mark.parametrize("binary", [False, True])
def test_packed_files_are_read_as_they_are(tmp_path, drawn, binary):
    drawn.save_word2vec(tmp_path / "plain", binary=binary)
    packed = tmp_path / "vectors.gz"
    packed.write_bytes(gzip.compress((tmp_path / "plain").read_bytes()))
    again = KeyedVectors.load_word2vec(packed, binary=binary)
    assert again.words == drawn.words
    np.testing.assert_array_equal(again.vectors, drawn.vectors)
    assert KeyedVectors.load_word2vec(packed, binary=binary, limit=3).words == drawn.words[:3]


def test_a_mapped_file_stays_on_the_disk(tmp_path, drawn):
    drawn.save(tmp_path)
    mapped = KeyedVectors.load(tmp_path, memory_map=True)
    assert isinstance(mapped.vectors, np.memmap)
    assert mapped.most_similar("단어0") == drawn.most_similar("단어0")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: expected a header"),
        (b"a 1 2\nb 3 4\n", "line 1: expected a header"),
        (b"2 2\na 1 2\nb 3\n", "line 3: expected a word and 2 numbers"),
        (b"2 2\na 1 2\nb 3 4 5\n", "line 3: expected a word and 2 numbers"),
        (b"2 2\na 1 2\nb 3 x\n", "line 3: expected numbers"),
        (b"2 2\na 1 2\nb 3 nan\n", "line 3: expected finite numbers"),
        (b"2 2\na 1 2\na 3 4\n", "line 3: expected every word once, got 'a' again, after line 2"),
        (b"2 2\na 1 2\n\xff 3 4\n", "line 3: expected a word in UTF-8"),
        (b"3 2\na 1 2\nb 3 4\n", "line 3: expected 3 words, got only 2"),
        (b"1 2\na 1 2\nb 3 4\n", "line 3: expected 1 words as the header says, got more"),
        (b"2 2\na 1 2\n\nb 3 4\n", "line 3: expected a word and 2 numbers"),
    ],
)
def test_a_bad_text_file_is_named_with_its_line(tmp_path, content, message):
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises(VectorFileError, match=message):
        read_text(tmp_path / "bad", header=True)


def test_a_header_where_none_belongs_is_told(tmp_path):
    (tmp_path / "f").write_bytes(b"2 3\na 1 2 3\nb 4 5 6\n")
    with pytest.raises(VectorFileError, match="line 1: .* got word2vec's header b'2 3"):
        KeyedVectors.load_glove(tmp_path / "f")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"1 2\na 12345678!", "word 1: expected the file to end after 1 words"),
        (b"2 2\na 12345678", "word 2: expected 2 words of 2 numbers, got the end of the file"),
        (b"1 2\na 1234", "word 1: expected 1 words of 2 numbers"),
        (b"2 1\na 1234a 1234", "word 2: expected every word once"),
        (b"1 1\n\xff 1234", "word 1: expected a word in UTF-8"),
        (b"1 1\na \x00\x00\x80\x7f", "word 1: expected finite numbers"),
    ],
)
def test_a_bad_binary_file_is_named_with_its_word(tmp_path, content, message):
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises(VectorFileError, match=message):
        read_binary(tmp_path / "bad")


def test_limits_and_first_of_duplicates(tmp_path):
    (tmp_path / "f").write_bytes(b"3 1\na 1\na 2\nb 3\n")
    words, vectors = read_text(tmp_path / "f", header=True, duplicates="first")
    assert (words, vectors.tolist()) == (["a", "b"], [[1.0], [3.0]])
    assert read_text(tmp_path / "f", header=True, limit=1)[0] == ["a"]


def test_words_with_spaces_are_not_written_and_leave_no_file(tmp_path):
    with pytest.raises(ValueError, match="without spaces"):
        KeyedVectors(["새 집"], [[1.0]]).save_word2vec(tmp_path / "f")
    assert list(tmp_path.iterdir()) == []
