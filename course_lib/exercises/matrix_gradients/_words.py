"""``matrix_gradients/word_gradient``: the gradient of word vectors that stand in windows."""

from __future__ import annotations

import numpy as np

from course_lib.byhand.window import embed_backward
from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray


def word_gradient(dx: Array, windows: Array, vocab_size: int) -> Array:
    """Each word collects the pieces of all its places."""
    return embed_backward(dx, windows, vocab_size)


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, int]:
    """A word three times in one window, once in the next; some words nowhere."""
    D, V = int(rng.integers(2, 4)), 7
    one, two, three, four = (int(word) for word in rng.permutation(V)[:4])
    windows = np.array([[one, two, one, three, one], [four, three, two, one, two]])
    return rng.uniform(0.2, 1.0, size=(2, 5 * D)), windows, V


def _pieces(dx: Array, windows: Array) -> Array:
    return dx.reshape(*windows.shape, -1)


def _last(dx: Array, windows: Array, vocab_size: int) -> Array:
    pieces = _pieces(dx, windows)
    dL = np.zeros((vocab_size, pieces.shape[-1]))
    dL[windows] += pieces
    return dL


def _first(dx: Array, windows: Array, vocab_size: int) -> Array:
    pieces = _pieces(dx, windows)
    dL = np.zeros((vocab_size, pieces.shape[-1]))
    for place in reversed(list(np.ndindex(windows.shape))):
        dL[windows[place]] = pieces[place]
    return dL


def _mean(dx: Array, windows: Array, vocab_size: int) -> Array:
    counts = np.bincount(windows.ravel(), minlength=vocab_size)
    return word_gradient(dx, windows, vocab_size) / np.maximum(counts, 1)[:, None]


def _middle(dx: Array, windows: Array, vocab_size: int) -> Array:
    kept = np.zeros_like(_pieces(dx, windows))
    middle = windows.shape[1] // 2
    kept[:, middle] = _pieces(dx, windows)[:, middle]
    return word_gradient(kept.reshape(dx.shape), windows, vocab_size)


def _once_a_window(dx: Array, windows: Array, vocab_size: int) -> Array:
    rows = [_last(dx[n : n + 1], windows[n : n + 1], vocab_size) for n in range(len(windows))]
    return np.sum(rows, axis=0)


def _cut_across(dx: Array, windows: Array, vocab_size: int) -> Array:
    B, C = windows.shape
    pieces = dx.reshape(B, -1, C).swapaxes(1, 2)
    return word_gradient(pieces.reshape(B, -1), windows, vocab_size)


def _backwards(dx: Array, windows: Array, vocab_size: int) -> Array:
    return word_gradient(dx, windows[:, ::-1], vocab_size)


WORD_GRADIENT = Exercise(
    name="word_gradient",
    title="되풀이된 단어",
    stars=2,
    reference=word_gradient,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _last,
            "여러 번 나온 단어가 마지막 자리의 몫만 받았습니다. 번호가 겹칠 때 "
            "`dL[windows] += …`가 무엇을 남기는지 본문에서 다시 보십시오.",
        ),
        Wrong(
            _first,
            "여러 번 나온 단어가 처음 나온 자리의 몫만 받았습니다. 나머지 자리도 손실에 닿는 "
            "길입니다.",
        ),
        Wrong(
            _once_a_window,
            "창 사이에서는 더했지만, 한 창 안에서 되풀이된 단어는 한 번만 셌습니다.",
        ),
        Wrong(
            _mean,
            "나온 횟수로 나눈 값과 같습니다. 여러 곳에 쓰였으면 평균이 아니라 합입니다.",
        ),
        Wrong(
            _middle,
            "창 가운데 단어의 몫만 셌습니다. 이웃의 벡터도 점수를 만드는 데 쓰였습니다.",
        ),
        Wrong(
            _cut_across,
            "조각을 자르는 방향이 다릅니다. 이어 붙인 벡터에서 한 단어의 수 D개는 나란히 붙어 "
            "있습니다.",
        ),
        Wrong(
            _backwards,
            "조각과 단어의 순서가 거꾸로 짝지어졌습니다. 첫 조각은 창의 첫 단어 것입니다.",
        ),
        Wrong(
            lambda dx, windows, vocab_size: -word_gradient(dx, windows, vocab_size),
            "크기는 맞고 부호가 반대입니다. 기울기를 그대로 돌려주면 됩니다.",
        ),
    ),
    hints=(
        "먼저 `dx`를 (B, C, D)로 바꾸어 자리마다 조각 하나씩이 되게 하십시오.",
        "0으로 채운 (vocab_size, D) 표를 만들고, 자리마다 그 단어의 행에 조각을 보탭니다.",
        "두 겹 반복문으로 자리를 하나씩 지나며 `+=`를 하면 같은 단어가 또 나와도 차례로 "
        "더해집니다.",
    ),
)
