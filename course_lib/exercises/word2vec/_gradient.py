"""``word2vec/center_gradient``: what negative sampling tells the center's vector."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def _sigmoid(s: Array) -> Array:
    return 1 / (1 + np.exp(-s))


def center_gradient(h: Array, near: Array, far: Array) -> Array:
    """(σ(near·h) − 1) near + Σ σ(far·h) far."""
    return (_sigmoid(near @ h) - 1) * near + _sigmoid(far @ h) @ far


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """A center, its neighbour and three drawn words, four numbers each."""
    return rng.uniform(-1, 1, 4), rng.uniform(0.3, 1.2, 4), rng.uniform(-1.2, 1.2, (3, 4))


def _both(h: Array, near: Array, far: Array) -> tuple[Array, Array]:
    return (_sigmoid(near @ h) - 1) * near, _sigmoid(far @ h) @ far


CENTER_GRADIENT = Exercise(
    name="center_gradient",
    title="중심 단어가 듣는 말",
    stars=3,
    reference=center_gradient,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            lambda h, near, far: -center_gradient(h, near, far),
            "크기는 맞고 부호가 반대입니다. 이웃 쪽으로 다가가야 손실이 줄어드니, 이웃의 몫은 "
            "음수여야 합니다.",
        ),
        Wrong(
            lambda h, near, far: _both(h, near, far)[0],
            "이웃의 몫만 있습니다. 뽑힌 단어의 몫도 더하십시오.",
        ),
        Wrong(
            lambda h, near, far: _both(h, near, far)[1],
            "뽑힌 단어의 몫만 있습니다. 이웃의 몫도 더하십시오.",
        ),
        Wrong(
            lambda h, near, far: _sigmoid(near @ h) * near + _sigmoid(far @ h) @ far,
            "이웃의 정답은 1입니다. 시그모이드에서 정답을 빼는 것을 잊었습니다.",
        ),
        Wrong(
            lambda h, near, far: (_sigmoid(near @ h) - 1) * near
            + (_sigmoid(far @ h) - 1) @ far,
            "뽑힌 단어에서도 1을 뺐습니다. 뽑힌 단어의 정답은 0입니다.",
        ),
        Wrong(
            lambda h, near, far: (_sigmoid(near @ h) - 1) * near + (_sigmoid(far @ h) @ far) / 3,
            "뽑힌 단어의 몫을 평균 냈습니다. 손실은 합이므로 더하기만 합니다.",
        ),
        Wrong(
            lambda h, near, far: (_sigmoid(near @ h) - 1) * h + _sigmoid(far @ h).sum() * h,
            "h를 곱했습니다. 그것은 이웃과 뽑힌 단어가 받는 기울기입니다. 중심이 받는 기울기에는 "
            "상대의 벡터가 곱해집니다.",
        ),
        Wrong(
            lambda h, near, far: (_sigmoid(near @ h) - 1) * near
            - _sigmoid(far @ h) @ far,
            "뽑힌 단어의 부호가 반대입니다. 그 손실은 −log σ(−s)이고, s로 미분하면 +σ(s)입니다.",
        ),
    ),
    hints=(
        "점수 s마다 기울기는 ‘시그모이드 빼기 정답’입니다. 이웃의 정답은 1, 뽑힌 단어는 0입니다.",
        "s = w·h이므로 s를 h로 미분하면 w입니다. 점수의 기울기에 그 단어의 벡터를 곱하십시오.",
        "길이 넷인 벡터 네 개(이웃 하나, 뽑힌 단어 셋)를 더한 것이 답입니다.",
    ),
)  # fmt: skip
