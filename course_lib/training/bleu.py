"""BLEU of a corpus: how many runs of one to four words of a translation a reference has too.

    bleu(["the cat sat"], [["the cat sat down", "a cat sat"]]).score

As ``sacrebleu`` counts by default: all orders up to four take part, also where no hypothesis is
that long (no "effective order"), and an order without a single match counts as half a match, the
next one as a quarter and so on ("exp" smoothing, as NIST's mteval does).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ORDERS = (1, 2, 3, 4)
_MARKS = (
    (re.compile(r"([\{-\~\[-\` -\&\(-\+\:-\@\/])"), r" \1 "),  # ASCII signs but ' , - .
    (re.compile(r"([^0-9])([\.,])"), r"\1 \2 "),  # . and , but not within a number
    (re.compile(r"([\.,])([^0-9])"), r" \1 \2"),
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),
)
_ENTITIES = {"&quot;": '"', "&amp;": "&", "&lt;": "<", "&gt;": ">"}


@dataclass(frozen=True)
class Bleu:
    """BLEU and its parts.

    Attributes:
        score: 0 to 100.
        precisions: of runs of 1, 2, 3, 4 words, 0 to 100, smoothed.
        brevity: the factor that punishes short translations, 0 to 1.
        length: words of the hypotheses.
        reference_length: words of the references nearest in length.
    """

    score: float
    precisions: tuple[float, ...]
    brevity: float
    length: int
    reference_length: int


def bleu(
    hypotheses: Sequence[str],
    references: Sequence[str | Sequence[str]],
    *,
    tokenize: str = "13a",
) -> Bleu:
    """Compare translations with references.

    Args:
        hypotheses: the translations.
        references: for each of them one text, or several.
        tokenize: "13a" splits signs from words as WMT does; "none" splits at spaces only.
    Raises:
        TypeError: if hypotheses are one text.
        ValueError: if there are not as many references, or for another tokenize.
    Source:
        Papineni et al. (2002). Equals ``sacrebleu.corpus_bleu(…, tokenize=…)``.
    """
    if isinstance(hypotheses, str):
        raise TypeError(f"expected a list of hypotheses, got the text {hypotheses[:40]!r}")
    if len(hypotheses) != len(references) or not hypotheses:
        got = f"{len(hypotheses)} and {len(references)}"
        raise ValueError(f"expected as many hypotheses as references, one or more, got {got}")
    split = _splitter(tokenize)
    matches, totals, length, reference_length = Counter[int](), Counter[int](), 0, 0
    for hypothesis, given in zip(hypotheses, references, strict=True):
        words = split(hypothesis)
        known = [split(text) for text in ([given] if isinstance(given, str) else given)]
        length += len(words)
        reference_length += min((abs(len(each) - len(words)), len(each)) for each in known)[1]
        for n in ORDERS:
            found, allowed = _runs(words, n), Counter[tuple[str, ...]]()
            for each in known:
                allowed |= _runs(each, n)
            matches[n] += (found & allowed).total()
            totals[n] += found.total()
    return _score(matches, totals, length, reference_length)


def _score(matches: Counter[int], totals: Counter[int], length: int, reference: int) -> Bleu:
    brevity = math.exp(min(0.0, 1 - reference / length)) if length else float(not reference)
    if not matches.total():
        return Bleu(0.0, (0.0,) * len(ORDERS), brevity, length, reference)
    precisions, smooth = [], 1.0
    for n in ORDERS:
        if not matches[n]:
            smooth /= 2
        precisions.append(100 * (matches[n] or smooth) / totals[n] if totals[n] else 0.0)
    whole = all(precisions)
    mean = math.exp(sum(map(math.log, precisions)) / len(ORDERS)) if whole else 0.0
    return Bleu(brevity * mean, tuple(precisions), brevity, length, reference)


def _runs(words: list[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[i:] for i in range(n)), strict=False))


def _splitter(name: str) -> Callable[[str], list[str]]:
    if name not in ("none", "13a"):
        raise ValueError(f"tokenize must be 'none' or '13a', got {name!r}")
    return str.split if name == "none" else _split_13a


def _split_13a(text: str) -> list[str]:
    """Words and signs, as WMT's mteval-v13a.pl tells them apart."""
    text = text.rstrip().replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
    for entity, sign in _ENTITIES.items():
        text = text.replace(entity, sign)
    text = f" {text} "
    for pattern, apart in _MARKS:
        text = pattern.sub(apart, text)
    return text.split()
