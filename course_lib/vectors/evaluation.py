"""How good word vectors are: analogies solved, and agreement with what people find similar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from course_lib.vectors.formats import PathLike, VectorFileError
from course_lib.vectors.keyed import KeyedVectors

_BATCH = 256


class Analogy(NamedTuple):
    """``a`` is to ``b`` as ``c`` is to ``d``."""

    a: str
    b: str
    c: str
    d: str
    group: str


class RatedPair(NamedTuple):
    """Two words and how similar people found them."""

    first: str
    second: str
    score: float


class Tally(NamedTuple):
    """Questions answered rightly, and questions asked."""

    right: int
    asked: int

    @property
    def accuracy(self) -> float:
        """Share of right answers; 0 if nothing was asked."""
        return self.right / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class AnalogyScore:
    """What came of a list of analogies.

    Attributes:
        groups: right and asked of each group.
        skipped: questions with a word that has no vector.
    """

    groups: dict[str, Tally]
    skipped: int

    @property
    def total(self) -> Tally:
        """Right and asked, over all groups."""
        return Tally(*(sum(tally[i] for tally in self.groups.values()) for i in (0, 1)))


@dataclass(frozen=True)
class Agreement:
    """Rank (Spearman) and linear (Pearson) correlation with people's ratings.

    Attributes:
        spearman: of the ranks, equal values sharing their mean rank.
        pearson: of the values.
        used: pairs that were compared.
        skipped: pairs with a word that has no vector.
    """

    spearman: float
    pearson: float
    used: int
    skipped: int


def read_analogies(path: PathLike) -> list[Analogy]:
    """Read questions of four words per line, under headings ``: name`` or ``# name``.

    Args:
        path: Google's ``questions-words.txt``, the Korean analogies, or a file in their form.
    Raises:
        OSError: if the file cannot be read.
        VectorFileError: naming the line, if it has other than four words or is not UTF-8.
    """
    group, found = "", []
    for number, line in _lines(path):
        if line[0] in ":#":
            group = line.lstrip(":# ").strip()
            continue
        try:
            a, b, c, d = line.split()
        except ValueError:
            got = f"{len(line.split())}: {line[:60]!r}"
            message = f"{path}, line {number}: expected four words, got {got}"
            raise VectorFileError(message) from None
        found.append(Analogy(a, b, c, d, group))
    return found


def read_ratings(path: PathLike) -> list[RatedPair]:
    """Read two words and a number per line, separated by tabs; ``#`` begins a comment.

    Args:
        path: WordSim-353 or SimLex-999 as gensim ships them, or a file in their form.
    Raises:
        OSError: if the file cannot be read.
        VectorFileError: naming the line, if it is anything else.
    """
    found = []
    for number, line in _lines(path):
        if line.startswith("#"):
            continue
        try:
            first, second, score = line.split("\t")
            found.append(RatedPair(first, second, float(score)))
        except ValueError:
            expected = "two words and a number between tabs"
            raise VectorFileError(
                f"{path}, line {number}: expected {expected}, got {line[:60]!r}"
            ) from None
    return found


def _lines(path: PathLike) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, with their numbers."""
    with Path(path).open("rb") as file:
        for number, raw in enumerate(file, start=1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            except UnicodeDecodeError:
                raise VectorFileError(
                    f"{path}, line {number}: expected UTF-8, got {raw[:40]!r}"
                ) from None
            if line:
                yield number, line


class _Folded:
    """The numbers of words whose case does not matter, the first of each kind counting."""

    def __init__(self, keyed: KeyedVectors, among: int | None, ignore_case: bool) -> None:
        self.ignore_case = ignore_case
        self.first: dict[str, int] = {}
        names = map(self.fold, keyed.words[:among])
        self.kinds = np.array([self.first.setdefault(name, i) for i, name in enumerate(names)])

    def fold(self, word: str) -> str:
        return word.upper() if self.ignore_case else word

    def numbers(self, words: Iterable[str]) -> list[int] | None:
        """Their numbers, or None if one has none."""
        found = [self.first.get(self.fold(word), -1) for word in words]
        return None if -1 in found else found


def solve_analogies(
    keyed: KeyedVectors,
    analogies: Sequence[tuple[str, str, str, str, str]],
    *,
    method: Literal["add", "product"] = "add",
    ignore_case: bool = True,
    among: int | None = 300_000,
    may_repeat: bool = False,
) -> AnalogyScore:
    """Ask every analogy and count the right answers.

    Args:
        keyed: the vectors.
        analogies: questions, or tuples with the same fields; those with a word that has no vector
            are skipped and counted.
        method: "add" for 3CosAdd, "product" for 3CosMul.
        ignore_case: take words that differ by case only for one word, the first of them.
        among: ask and answer with the first so many words only; None for all.
        may_repeat: let the words of the question be answers, which the usual score does not.
    Raises:
        ValueError: for another method.
    Source:
        gensim's ``KeyedVectors.evaluate_word_analogies``, which has 3CosAdd only.
    """
    if method not in ("add", "product"):
        raise ValueError(f"method must be 'add' or 'product', got {method!r}")
    folded = _Folded(keyed, among, ignore_case)
    numbered = [(each[4], folded.numbers(each[:4])) for each in analogies]
    asked = [(group, numbers) for group, numbers in numbered if numbers is not None]
    units = keyed.vectors[: len(folded.kinds)] / keyed.norms[: len(folded.kinds), None]
    tallies: dict[str, Tally] = {}
    for start in range(0, len(asked), _BATCH):
        part = asked[start : start + _BATCH]
        quads = np.array([numbers for _, numbers in part])
        scores = _scores(units, quads, method)
        for each in () if may_repeat else quads.T[:3]:
            scores[folded.kinds == folded.kinds[each][:, None]] = -np.inf
        hits = folded.kinds[scores.argmax(axis=1)] == folded.kinds[quads[:, 3]]
        for (group, _), hit in zip(part, hits, strict=True):
            right, count = tallies.get(group, Tally(0, 0))
            tallies[group] = Tally(right + int(hit), count + 1)
    return AnalogyScore(tallies, len(analogies) - len(asked))


def _scores(
    units: npt.NDArray[np.float32], quads: npt.NDArray[np.int64], method: str
) -> npt.NDArray[np.float32]:
    """How well each word answers each question; quads (B, 4) → (B, V)."""
    a, b, c, _ = quads.T
    if method == "add":
        return (units[b] - units[a] + units[c]) @ units.T
    near_a, near_b, near_c = ((1 + units[each] @ units.T) / 2 for each in (a, b, c))
    return near_b * near_c / (near_a + 1e-6)


def compare_ratings(
    keyed: KeyedVectors, pairs: Sequence[tuple[str, str, float]], *, ignore_case: bool = True
) -> Agreement:
    """Correlate cosines with people's ratings.

    Args:
        keyed: the vectors.
        pairs: rated pairs, or tuples with the same fields; those with a word that has no vector are
            skipped and counted.
        ignore_case: take words that differ by case only for one word, the first of them.
    Raises:
        ValueError: if fewer than two pairs have vectors.
    Source:
        gensim's ``KeyedVectors.evaluate_word_pairs``.
    """
    folded = _Folded(keyed, None, ignore_case)
    numbered = [(folded.numbers(pair[:2]), pair[2]) for pair in pairs]
    known = [(numbers, rating) for numbers, rating in numbered if numbers is not None]
    if len(known) < 2:
        raise ValueError(f"expected two or more pairs with vectors, got {len(known)}")
    words = keyed.words
    ours = np.array([keyed.similarity(words[a], words[b]) for (a, b), _ in known])
    theirs = np.array([rating for _, rating in known])
    return Agreement(
        spearman=_correlation(_ranks(ours), _ranks(theirs)),
        pearson=_correlation(ours, theirs),
        used=len(known),
        skipped=len(pairs) - len(known),
    )


def _correlation(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> float:
    return float(np.corrcoef(x, y)[0, 1])


def _ranks(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Ranks from 0; equal values share their mean rank."""
    _, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts + 1) / 2)[inverse]
