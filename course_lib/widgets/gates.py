"""An LSTM reads a sentence that the reader types: gates, cell state and answer, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from course_lib.byhand import cells
from course_lib.byhand.cells import LSTM, Params, Trace
from course_lib.byhand.gradients import Array, softmax
from course_lib.text.tokenizers import basic_english
from course_lib.widgets.base import Widget

if TYPE_CHECKING:
    from course_lib.models.classifiers import RecurrentClassifier
    from course_lib.text.vocab import Vocab

UNITS = 10_000  # weights travel as whole numbers of 1/UNITS
LONGEST = 30  # tokens that the page shows


@dataclass(frozen=True, eq=False)
class GatesReader:
    """A trained classifier as the page has it: its weights, rounded, in NumPy.

    Args:
        tokens: of the vocabulary, in order; ``unknown`` is one of them.
        unknown: stands for every token that is not among them.
        embedding: one vector for each token.
        params: of the LSTM.
        weight: of the output layer.
        bias: of the output layer.
    Shape:
        embedding (V, D), weight (2, H), bias (2,).
    """

    tokens: tuple[str, ...]
    unknown: str
    embedding: Array
    params: Params
    weight: Array
    bias: Array

    def read(self, text: str) -> tuple[list[str], Trace, Array]:
        """Read a text with ``course_lib.byhand.cells``.

        Args:
            text: of one token or more.
        Returns:
            Its first tokens, what every step computed, and the probabilities of the two classes
            after each of them, (T, 2).
        Raises:
            ValueError: if the text is empty.
        """
        words = basic_english(text)[:LONGEST]
        if not words:
            raise ValueError(f"text must hold one token or more, got {text!r}")
        number = {token: k for k, token in enumerate(self.tokens)}
        ids = [number.get(word, number[self.unknown]) for word in words]
        trace = cells.forward(LSTM, self.params, self.embedding[ids][None])
        return words, trace, softmax(trace.outputs[0] @ self.weight.T + self.bias)


def gates_reader(model: RecurrentClassifier, vocab: Vocab) -> GatesReader:
    """Take the weights out of a trained classifier, rounded as they travel.

    Args:
        model: one LSTM layer that reads one way, the last step, two classes.
        vocab: that numbered its tokens with ``basic_english``; it must have an unknown token.
    Returns:
        A copy; the model is left alone.
    Raises:
        ValueError: if the model is another one, or does not fit the vocabulary.
    """
    lstm, fits = model.recurrent, model.vocab_size == len(vocab) and vocab.unknown is not None
    simple = lstm.mode == "LSTM" and lstm.num_layers == 1 and not lstm.bidirectional
    if not (simple and fits and model.pooling == "last" and model.output.out_features == 2):
        raise ValueError(
            "expected one LSTM layer reading one way, pooling 'last', two classes and a vocabulary "
            f"of {model.vocab_size} tokens with an unknown one, got {model} and {len(vocab)} tokens"
        )
    layers = (model.embedding.weight, model.output.weight, model.output.bias)
    embedding, weight, bias = (_rounded(each.detach().cpu().numpy()) for each in layers)
    params = {name: _rounded(value) for name, value in cells.from_torch(lstm).items()}
    return GatesReader(vocab.tokens, str(vocab.unknown), embedding, params, weight, bias)


def gates_stepper(
    model: RecurrentClassifier,
    vocab: Vocab,
    *,
    text: str,
    examples: Sequence[str] = (),
    label_names: Sequence[str] = ("부정", "긍정"),
) -> Widget:
    """Read a sentence word by word; the reader may type another one.

    The page computes every gate itself, with the formulas of ``byhand.cells``; a test holds both
    equal.

    Args:
        model: see `gates_reader`.
        vocab: see `gates_reader`.
        text: what stands there at first.
        examples: more texts, one button each.
        label_names: of the two classes, Korean.
    Returns:
        A widget with a field to type in, previous, next, play and slider.
    Raises:
        ValueError: if the model does not fit, or text is empty.
    """
    reader = gates_reader(model, vocab)
    words, trace, shares = reader.read(text)
    return Widget(
        tag="course-gates",
        data={
            "tokens": list(reader.tokens), "unknown": reader.unknown, "units": UNITS,
            "embedding": _whole(reader.embedding),
            "params": {name: _whole(value) for name, value in reader.params.items()},
            "weight": _whole(reader.weight), "bias": _whole(reader.bias),
            "text": text, "examples": list(examples), "labels": list(label_names),
            "longest": LONGEST,
        },
        scripts=("stepper", "gates_cell", "gates_picture", "gates"),
        label="LSTM이 글을 한 단어씩 읽을 때 게이트와 셀 상태, 그때까지의 답을 보는 그림.",
        fallback=_fallback(words, trace, shares[:, 1], label_names[1]),
    )  # fmt: skip


def _rounded(values: Any) -> Array:
    return np.rint(np.asarray(values, dtype=np.float64) * UNITS) / UNITS


def _whole(values: Array) -> Any:
    return np.rint(values * UNITS).astype(int).tolist()


def _fallback(words: Sequence[str], trace: Trace, shares: Array, answer: str) -> str:
    """The forget gate and the cell state of the first text in one still picture."""
    step, height = 640 / len(words), 6
    f, c = trace.values("f")[0], trace.values("c")[0]
    half = height * f.shape[1] + 44

    def cell(t: int, top: float, value: float, limit: float) -> str:
        colour = "backward" if value < 0 else "forward"
        return (
            f'<rect x="{20 + step * t:.1f}" y="{top:g}" width="{step - 1:.1f}" height="{height}" '
            f'style="fill:var(--cl-{colour});fill-opacity:{min(1, abs(value) / limit):.2f}"/>'
        )

    def strip(top: float, values: Array, limit: float) -> str:
        places = np.ndindex(*values.shape)
        return "".join(cell(t, top + height * k, float(values[t, k]), limit) for t, k in places)

    def line(y: float, text: str, x: float = 20) -> str:
        return f'<text x="{x:.1f}" y="{y:g}" style="fill:var(--cl-ink)">{text}</text>'

    names = "".join(line(2 * half + 12, word, 20 + step * t) for t, word in enumerate(words))
    described = f"‘{' '.join(words)}’을 다 읽은 뒤 {answer}의 확률은 {shares[-1]:.2f}입니다."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {2 * half + 24}" width="680" '
        f'height="{2 * half + 24}" role="img" font-family="sans-serif" font-size="12">'
        f"<title>LSTM의 망각 게이트와 셀 상태</title><desc>{described}</desc>"
        + line(18, "망각 게이트 f (진할수록 남깁니다)") + strip(26, f, 1.0)
        + line(half + 18, "셀 상태 c") + strip(half + 26, c, float(np.abs(c).max()) or 1.0)
        + names + "</svg>"
    )  # fmt: skip
