"""``nsmc_sentiment/best_temperature``: which temperature takes back a model's overconfidence."""

from __future__ import annotations

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array = np.ndarray
Found = tuple[float, float]


def best_temperature(logits: Array, labels: Array, candidates: Array) -> Found:
    """The candidate with the lowest mean cross entropy of logits / T, and that loss."""
    return _pick(candidates, [_loss(logits / T, labels) for T in candidates])


def _loss(logits: Array, labels: Array) -> float:
    """Mean cross entropy."""
    low = logits - logits.max(axis=1, keepdims=True)
    log_p = low - np.log(np.exp(low).sum(axis=1, keepdims=True))
    return float(-log_p[np.arange(len(labels)), labels].mean())


def _pick(candidates: Array, losses: list[float]) -> Found:
    best = int(np.argmin(losses))
    return float(candidates[best]), losses[best]


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Logits that are two to four times too large: some answers are wrong and sure."""
    honest = rng.normal(0, 1.5, (400, 2))
    p = 1 / (1 + np.exp(honest[:, 0] - honest[:, 1]))
    labels = (rng.uniform(size=400) < p).astype(np.int64)
    candidates = np.array([1.0, 0.25, 0.5, 2.0, 3.0, 4.0, 8.0, 16.0])
    return honest * rng.uniform(2, 4), labels, candidates


def _multiplied(logits: Array, labels: Array, candidates: Array) -> Found:
    return _pick(candidates, [_loss(logits * T, labels) for T in candidates])


def _highest(logits: Array, labels: Array, candidates: Array) -> Found:
    found = _pick(candidates, [-_loss(logits / T, labels) for T in candidates])
    return found[0], -found[1]


def _own_answers(logits: Array, labels: Array, candidates: Array) -> Found:
    return best_temperature(logits, logits.argmax(axis=1), candidates)


def _by_accuracy(logits: Array, labels: Array, candidates: Array) -> Found:
    """Temperature changes no answer, so the first candidate is as good as any."""
    return float(candidates[0]), _loss(logits / candidates[0], labels)


def _its_number(logits: Array, labels: Array, candidates: Array) -> Found:
    T, loss = best_temperature(logits, labels, candidates)
    return float(np.flatnonzero(candidates == T)[0]), loss


BEST_TEMPERATURE = Exercise(
    name="best_temperature",
    title="지나친 확신을 식히는 온도",
    stars=3,
    reference=best_temperature,
    gen=_inputs,
    pure=True,
    wrong=(
        Wrong(
            _multiplied,
            "로짓에 온도를 곱했습니다. 온도가 높을수록 확신이 *줄어야* 하니 나누십시오.",
        ),
        Wrong(_highest, "손실이 가장 *큰* 온도를 골랐습니다."),
        Wrong(
            _own_answers,
            "정답 대신 모델의 예측으로 손실을 쟀습니다. 자기 답에 견주면 확신할수록 좋아 보입니다.",
        ),
        Wrong(
            _by_accuracy,
            "첫 후보가 나왔습니다. 정확도로 골랐습니까? 온도는 예측을 바꾸지 않으니 정확도로는 "
            "고를 수 없습니다.",
        ),
        Wrong(
            _its_number,
            "손실은 맞습니다. 가장 좋은 후보의 *번호*가 아니라 온도 자체를 돌려주십시오.",
        ),
        Wrong(
            lambda logits, labels, candidates: best_temperature(logits, labels, candidates)[::-1],
            "두 값의 차례가 바뀌었습니다. 온도가 먼저, 그때의 손실이 다음입니다.",
        ),
    ),
    hints=(
        "후보마다 로짓을 온도로 나누고, 그 로짓으로 평균 교차 엔트로피를 재십시오.",
        "교차 엔트로피는 2부에서 쓴 로그-합-지수로 구할 수 있습니다.",
        "np.argmin이 가장 낮은 손실의 번호를 줍니다. 그 번호의 후보와 손실을 돌려줍니다.",
    ),
)
