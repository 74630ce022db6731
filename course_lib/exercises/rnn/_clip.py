"""``rnn/clip``: shorten all gradients together, as ``torch.nn.utils.clip_grad_norm_`` does."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray
Gradients: TypeAlias = dict[str, Array]


def clip(gradients: Gradients, longest: float) -> Gradients:
    """All gradients times min(1, longest / their common length)."""
    return _times(gradients, min(1.0, longest / _length(gradients)))


def _length(gradients: Gradients) -> float:
    return float(np.sqrt(sum((g**2).sum() for g in gradients.values())))


def _times(gradients: Gradients, factor: float) -> Gradients:
    return {name: factor * g for name, g in gradients.items()}


def _inputs(rng: np.random.Generator) -> tuple[Gradients, float]:
    """Lengths above and below the limit in turn; entries on both sides of it."""
    gradients = {"W": rng.normal(size=(2, 3)), "b": rng.normal(size=3)}
    share = rng.choice([0.4, 2.5])
    return gradients, float(share * _length(gradients))


def _each_alone(gradients: Gradients, longest: float) -> Gradients:
    return {name: g * min(1.0, longest / float(np.linalg.norm(g))) for name, g in gradients.items()}


CLIP = Exercise(
    name="clip",
    title="방향은 그대로, 길이만",
    stars=2,
    reference=clip,
    gen=_inputs,
    cases=10,
    pure=True,
    wrong=(
        Wrong(
            lambda gradients, longest: _times(gradients, longest / _length(gradients)),
            "긴 것은 맞게 줄였지만 짧은 것까지 늘였습니다. 이미 짧으면 그대로 두어야 합니다.",
        ),
        Wrong(
            _each_alone,
            "기울기마다 따로 길이를 쟀습니다. 모두를 한 줄로 이은 벡터의 길이를 하나만 재십시오. "
            "따로 줄이면 서로의 비율, 곧 방향이 바뀝니다.",
        ),
        Wrong(
            lambda gradients, longest: {
                name: np.clip(g, -longest, longest) for name, g in gradients.items()
            },
            "원소마다 잘랐습니다. 그러면 방향이 바뀝니다. 같은 수를 모두에 곱하십시오.",
        ),
        Wrong(
            lambda gradients, longest: _times(
                gradients, min(1.0, longest / _length(gradients) ** 2)
            ),
            "길이의 제곱으로 나눈 값과 같습니다. 제곱의 합에 제곱근을 취했는지 보십시오.",
        ),
        Wrong(
            lambda gradients, longest: _times(
                gradients, min(1.0, longest / sum(np.linalg.norm(g) for g in gradients.values()))
            ),
            "길이들을 더한 값으로 나눴습니다. 전체의 길이는 제곱의 합의 제곱근입니다.",
        ),
        Wrong(
            lambda gradients, longest: _times(gradients, 1.0 if longest > 0 else 0.0),
            "아무것도 줄이지 않았습니다. 한도보다 길면 곱해서 줄여야 합니다.",
        ),
        Wrong(
            lambda gradients, longest: _times(
                gradients, min(1.0, longest / max(np.abs(g).max() for g in gradients.values()))
            ),
            "가장 큰 원소를 길이로 여긴 값과 같습니다. 길이는 모든 원소의 제곱을 더해 구합니다.",
        ),
    ),
    hints=(
        "먼저 모든 기울기의 원소를 제곱해 더하고 제곱근을 취하십시오. 그것이 전체의 길이입니다.",
        "길이가 한도보다 길면 (한도 ÷ 길이)를 모든 기울기에 곱합니다. 짧으면 1을 곱합니다.",
        "곱할 수는 min(1, longest / length)입니다. 받은 사전은 그대로 두고 새 사전을 돌려주십시오.",
    ),
)
