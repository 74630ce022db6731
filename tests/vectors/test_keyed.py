"""Neighbours, analogies and scores equal gensim's."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from course_lib.vectors.evaluation import (
    Analogy,
    compare_ratings,
    read_analogies,
    read_ratings,
    solve_analogies,
)
from course_lib.vectors.formats import VectorFileError
from course_lib.vectors.keyed import KeyedVectors
from course_lib.vectors.plane import project


def _gensims(keyed: KeyedVectors):
    gensim = pytest.importorskip("gensim.models")
    theirs = gensim.KeyedVectors(keyed.dim)
    theirs.add_vectors(list(keyed.words), keyed.vectors)
    return theirs


def _same(ours, theirs):
    assert [word for word, _ in ours] == [word for word, _ in theirs]
    np.testing.assert_allclose([s for _, s in ours], [s for _, s in theirs], atol=1e-6)


def _gensim_file(name: str) -> str:
    return pytest.importorskip("gensim.test.utils").datapath(name)


@pytest.fixture(scope="module")
def glove(glove_path) -> KeyedVectors:
    return KeyedVectors.load_word2vec(glove_path)


def test_neighbours_and_analogies_equal_gensims(drawn):
    theirs = _gensims(drawn)
    a, b, c = drawn.words[:3]
    _same(drawn.most_similar(a, top=59), theirs.most_similar(a, topn=59))
    _same(drawn.most_similar([a, b], c), theirs.most_similar([a, b], [c]))
    _same(drawn.most_similar([a, (b, 1.3)], c), theirs.most_similar([(a, 1), (b, 1.3)], [(c, -1)]))
    _same(drawn.most_similar(a, among=9), theirs.most_similar(a, restrict_vocab=9))
    _same(drawn.most_similar_product([a, b], c), theirs.most_similar_cosmul([a, b], [c]))
    assert drawn.similarity(a, b) == pytest.approx(float(theirs.similarity(a, b)), abs=1e-6)


def test_a_weight_in_a_product_is_an_exponent(drawn):
    a, b, c = drawn.words[:3]
    weighted = drawn.most_similar_product([(a, 2), b], (c, 2))
    _same(weighted, drawn.most_similar_product([a, a, b], [c, c]))


def test_asking_needs_no_torch():
    names = "keyed, course_lib.vectors.evaluation, course_lib.vectors.plane"
    code = f"import course_lib.vectors.{names}, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_real_vectors_find_the_queen(glove):
    assert glove.most_similar(["king", ("woman", 1.3)], "man", top=1)[0][0] == "queen"
    asked = ["king", "man", "woman"]
    king, man, woman = map(glove.__getitem__, asked)
    ((word, score),) = glove.nearest(king - man + woman, top=1, without=asked)
    assert (word, round(score, 3)) == ("queen", 0.861)
    ((word, _),) = glove.nearest(king - man + 1.3 * woman, by="distance", top=1)
    assert word == "queen"


def test_real_vectors_solve_as_many_analogies_as_gensims(glove):
    path = _gensim_file("questions-words.txt")
    questions = read_analogies(path)
    found = solve_analogies(glove, questions)
    assert (found.total, found.skipped) == ((910, 1345), len(questions) - 1345)
    score, sections = _gensims(glove).evaluate_word_analogies(path)
    assert found.total.accuracy == pytest.approx(score, abs=1e-12)
    for section in sections[:-1]:
        if section["correct"] or section["incorrect"]:
            assert found.groups[section["section"]].right == len(section["correct"])


@pytest.mark.parametrize("name", ["wordsim353.tsv", "simlex999.txt"])
def test_real_vectors_agree_with_people_as_gensims_do(glove, name):
    ours = compare_ratings(glove, read_ratings(_gensim_file(name)))
    pearson, spearman, oov = _gensims(glove).evaluate_word_pairs(_gensim_file(name))
    assert ours.pearson == pytest.approx(pearson[0], abs=1e-6)
    assert ours.spearman == pytest.approx(spearman[0], abs=1e-6)
    assert 100 * ours.skipped / (ours.used + ours.skipped) == pytest.approx(oov)


def test_products_in_bulk_equal_products_one_by_one(glove):
    questions = read_analogies(_gensim_file("questions-words.txt"))
    known = [q for q in questions if all(w.lower() in glove for w in q[:4])][::40]
    hits = [
        glove.most_similar_product([b.lower(), c.lower()], a.lower(), top=1)[0][0] == d.lower()
        for a, b, c, d, _ in known
    ]
    found = solve_analogies(glove, known, method="product")
    assert found.total == (sum(hits), len(known))


def test_korean_analogies_have_their_headings(real_data):
    semantic = read_analogies(real_data / "word_eval_ko/kor_analogy_semantic.txt")
    assert len(semantic) == 420
    assert semantic[0] == Analogy("대한민국", "서울", "일본", "도쿄", "국가 - 수도 (15 pairs)")
    assert len(read_analogies(real_data / "word_eval_ko/kor_analogy_syntactic.txt")) == 840


def test_case_does_not_matter_unless_told():
    keyed = KeyedVectors(["a", "A", "b", "c", "d"], np.eye(5)[[0, 0, 1, 2, 3]] + 0.1)
    questions = [Analogy("A", "B", "C", "d", "s")]
    assert solve_analogies(keyed, questions).total.asked == 1
    assert solve_analogies(keyed, questions, ignore_case=False).skipped == 1


def test_words_of_the_question_answer_only_if_they_may():
    keyed = KeyedVectors("abcd", np.array([[1, 0], [1, 0.02], [0.5, 2], [0.5, 2.2]]))
    questions = [Analogy("a", "b", "c", "d", "s")]
    assert solve_analogies(keyed, questions).total.right == 1
    assert solve_analogies(keyed, questions, may_repeat=True).total.right == 0


@pytest.mark.parametrize(
    ("read", "content", "message"),
    [
        (read_analogies, b": s\na b c d\na b c\n", "line 3: expected four words, got 3"),
        (read_analogies, b": s\n\xff b c d\n", "line 2: expected UTF-8"),
        (read_ratings, b"a\tb\tx\n", "line 1: expected two words and a number"),
        (read_ratings, b"# c\na b 3\n", "line 2: expected two words and a number"),
    ],
)
def test_bad_question_files_are_named_with_their_line(tmp_path, read, content, message):
    (tmp_path / "f").write_bytes(content)
    with pytest.raises(VectorFileError, match=message):
        read(tmp_path / "f")


def test_unknown_words_and_bad_queries_are_told(drawn):
    with pytest.raises(KeyError, match="expected one of the 60 words, got '없음'"):
        drawn.most_similar("없음")
    with pytest.raises(ValueError, match="got none"):
        drawn.most_similar()
    with pytest.raises(ValueError, match="top must be at least 1"):
        drawn.most_similar("단어0", top=0)
    with pytest.raises(ValueError, match="vector must have shape"):
        drawn.nearest([1.0])
    with pytest.raises(ValueError, match="'a' more than once"):
        KeyedVectors(["a", "a"], np.ones((2, 2)))


def test_the_plane_equals_scikit_learns(drawn):
    from sklearn.decomposition import PCA

    ours, theirs = project(drawn.vectors), PCA(2).fit(drawn.vectors.astype(float))
    signs = np.sign((ours.axes * theirs.components_).sum(axis=1))
    np.testing.assert_allclose(ours.axes, theirs.components_ * signs[:, None], atol=1e-8)
    np.testing.assert_allclose(ours.explained, theirs.explained_variance_ratio_, atol=1e-8)
    np.testing.assert_allclose(ours.apply(drawn.vectors), ours.points, atol=1e-8)
