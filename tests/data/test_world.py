from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import Counter, defaultdict

import numpy as np
import pytest

from course_lib.data.designed import world, world_analogies, world_sentences

PEOPLE = {"man", "woman", "boy", "girl", "prince", "princess", "queen", "king", "monarch"}
COUNT = "import hashlib;from course_lib.data.designed import world;print(hashlib.sha256(repr(world(200, seed=2)).encode()).hexdigest())"  # noqa: E501


@pytest.fixture(scope="module")
def vectors() -> dict[str, np.ndarray]:
    """Positive pointwise mutual information of neighbours, in 80 dimensions: no training needed."""
    sentences = [sentence.split() for sentence in world(20_000)]
    number = {w: i for i, w in enumerate(dict.fromkeys(w for s in sentences for w in s))}
    counts = np.zeros((len(number), len(number)))
    for sentence in sentences:
        ids = [number[w] for w in sentence]
        for distance in range(1, 6):
            for a, b in zip(ids, ids[distance:], strict=False):
                counts[a, b] += 1
                counts[b, a] += 1
    expected = counts.sum(1, keepdims=True) * counts.sum(0) / counts.sum()
    with np.errstate(divide="ignore"):
        information = np.maximum(np.log(counts / expected), 0)
    u, s, _ = np.linalg.svd(information)
    table = u[:, :80] * np.sqrt(s[:80])
    return dict(zip(number, table / np.linalg.norm(table, axis=1, keepdims=True), strict=True))


def test_vectors_of_its_sentences_solve_its_analogies(vectors: dict[str, np.ndarray]) -> None:
    words, table = list(vectors), np.stack(list(vectors.values()))
    right: dict[str, list[bool]] = defaultdict(list)
    for a, b, c, d, group in world_analogies():
        scores = table @ (vectors[b] - vectors[a] + vectors[c])
        scores[[words.index(a), words.index(b), words.index(c)]] = -np.inf
        right[group].append(words[int(scores.argmax())] == d)
    for group, hits in right.items():
        assert np.mean(hits) >= 0.95, group


def test_the_monarch_is_neither_man_nor_woman(vectors: dict[str, np.ndarray]) -> None:
    monarch = vectors["monarch"]
    assert abs(monarch @ vectors["king"] - monarch @ vectors["queen"]) < 0.1
    assert monarch @ vectors["king"] > monarch @ vectors["boy"]


def test_all_words_of_the_questions_are_frequent() -> None:
    counts = Counter(w for sentence in world(20_000) for w in sentence.split())
    asked = {word for question in world_analogies() for word in question[:4]}
    assert PEOPLE - {"monarch"} < asked
    assert min(counts[word] for word in asked | PEOPLE) > 100
    assert len(counts) < 500


def test_questions_have_one_right_answer() -> None:
    questions = world_analogies()
    assert len({(*q[:3], q.group) for q in questions}) == len(questions)
    assert Counter(q.group for q in questions) == {
        "gender": 24,
        "age": 24,
        "capital": 180,
        "tense": 180,
        "number": 180,
    }
    assert ("man", "woman", "king", "queen", "gender") in questions
    assert ("france", "paris", "korea", "seoul", "capital") in questions


def test_seeded_in_every_process() -> None:
    done = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(repr(world(200, seed=2)).encode()).hexdigest()
    assert world(50, seed=2) == world(200, seed=2)[:50]
    assert world(50, seed=2) != world(50, seed=3)
    with pytest.raises(ValueError, match="size >= 0"):
        world(-1)


def test_sentences_are_plain_words() -> None:
    for sentence in world(5000):
        assert sentence.replace(" ", "").isalpha(), sentence
        assert sentence == sentence.lower().strip()


def test_all_sentences_are_known_with_their_shares() -> None:
    sentences = world_sentences()
    shares = {sentence.text: sentence.share for sentence in sentences}
    assert len(shares) == len(sentences)
    assert sum(shares.values()) == pytest.approx(1)
    drawn = Counter(world(60_000))
    assert set(drawn) <= set(shares)
    kinds: dict[str, float] = defaultdict(float)
    for sentence in sentences:
        kinds[sentence.kind] += sentence.share
        assert sentence.about in sentence.text or sentence.kind != "people"
    assert kinds == pytest.approx({"people": 0.3, "nations": 0.3, "verbs": 0.2, "numbers": 0.2})
    pearson = sum((drawn[text] - 60_000 * p) ** 2 / (60_000 * p) for text, p in shares.items())
    assert pearson / len(shares) == pytest.approx(1, abs=0.15)


def test_a_sentence_tells_what_it_is_about() -> None:
    nations = [s for s in world_sentences() if s.kind == "nations"]
    assert len({s.about for s in nations}) == 10
    french = {s.about for s in nations if "french" in s.text.split()}
    assert french == {"france"}
