"""``losses/weighted_nll``: a weighted mean that leaves some labels out."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from course_lib.exercises._spec import Exercise, Wrong

Array: TypeAlias = np.ndarray


def weighted_nll(log_p: Array, labels: Array, weight: Array, ignore: int) -> float:
    """Σ w·(−log p) / Σ w over the labels that count, w being the weight of the right class."""
    picked, w = _picked(log_p, labels, weight, ignore)
    return float((w * picked).sum() / w.sum())


def _picked(log_p: Array, labels: Array, weight: Array, ignore: int) -> tuple[Array, Array]:
    """−log p and the weight of the right class, for every label that counts."""
    kept = labels != ignore
    return -log_p[kept, labels[kept]], weight[labels[kept]]


def _inputs(rng: np.random.Generator) -> tuple[Array, Array, Array, int]:
    """Six examples of three classes, one or two of them ignored; weights apart from each other."""
    logits = rng.uniform(-2, 2, (6, 3))
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    labels = rng.permutation([0, 1, 2, int(rng.integers(3)), -100, -100])
    weight = rng.permutation([0.4, 1.3, 2.2]) + rng.uniform(-0.1, 0.1, 3)
    return log_p, labels, weight, -100


def _mean_of_all(log_p: Array, labels: Array, weight: Array, ignore: int) -> float:
    picked, w = _picked(log_p, labels, weight, ignore)
    return float((w * picked).sum() / len(labels))


def _mean_of_kept(log_p: Array, labels: Array, weight: Array, ignore: int) -> float:
    picked, w = _picked(log_p, labels, weight, ignore)
    return float((w * picked).mean())


def _all_weights(log_p: Array, labels: Array, weight: Array, ignore: int) -> float:
    picked, w = _picked(log_p, labels, weight, ignore)
    return float((w * picked).sum() / weight.sum())


def _no_weights(log_p: Array, labels: Array, weight: Array, ignore: int) -> float:
    picked, _ = _picked(log_p, labels, weight, ignore)
    return float(picked.mean())


def _counting_ignored(log_p: Array, labels: Array, weight: Array, ignore: int) -> float:
    """Label −100 read as an index would fail; a careless clip takes class 0 instead."""
    safe = np.where(labels == ignore, 0, labels)
    w = weight[safe]
    return float((-w * log_p[np.arange(len(labels)), safe]).sum() / w.sum())


def _every_class(log_p: Array, labels: Array, weight: Array, ignore: int) -> float:
    kept = labels != ignore
    return float(-(weight * log_p[kept]).sum() / weight[labels[kept]].sum())


def _probabilities(log_p: Array, labels: Array, weight: Array, ignore: int) -> float:
    picked, w = _picked(log_p, labels, weight, ignore)
    return float(-(w * np.exp(-picked)).sum() / w.sum())


WEIGHTED_NLL = Exercise(
    name="weighted_nll",
    title="무게를 달리한 평균",
    stars=3,
    reference=weighted_nll,
    gen=_inputs,
    wrong=(
        Wrong(
            _mean_of_all,
            "분자는 맞습니다. 나눈 수가 모든 보기의 수입니다. 건너뛴 보기는 분모에도 들어가지 "
            "않습니다.",
        ),
        Wrong(
            _mean_of_kept,
            "남은 보기의 수로 나눈 값과 같습니다. 가중 평균은 남은 보기들의 무게를 더한 것으로 "
            "나눕니다.",
        ),
        Wrong(
            _all_weights,
            "클래스마다의 무게 전체를 더해 나눈 값과 같습니다. 더할 것은 ‘남은 보기마다 그 정답의 "
            "무게’입니다.",
        ),
        Wrong(
            _no_weights,
            "무게를 쓰지 않은 평균과 같습니다. 보기마다 정답 클래스의 무게를 곱하십시오.",
        ),
        Wrong(
            _counting_ignored,
            "건너뛰어야 할 보기를 0번 클래스로 센 값과 같습니다. 손실을 모으기 전에 먼저 덜어 "
            "내십시오.",
        ),
        Wrong(
            lambda log_p, labels, weight, ignore: -weighted_nll(log_p, labels, weight, ignore),
            "크기는 맞고 부호가 반대입니다. 로그 확률은 음수이고 손실은 양수입니다.",
        ),
        Wrong(
            _every_class,
            "모든 클래스의 로그 확률을 더한 값과 같습니다. 보기마다 정답의 칸 하나만 골라야 "
            "합니다.",
        ),
        Wrong(
            _probabilities,
            "로그 확률을 다시 확률로 되돌려 쓴 값과 같습니다. 받은 log_p를 그대로 쓰십시오.",
        ),
        Wrong(
            lambda log_p, labels, weight, ignore: (
                weighted_nll(log_p, labels, weight, ignore) * weight[labels[labels != ignore]].sum()
            ),
            "분자에서 멈춘 값과 같습니다. 아직 평균을 내지 않았습니다.",
        ),
    ),
    hints=(
        "labels != ignore로 남길 보기를 고르고, log_p와 labels를 함께 줄이십시오.",
        "줄마다 정답의 칸을 고르려면 log_p[np.arange(n), labels]처럼 번호를 짝지어 넣습니다.",
        "무게도 보기마다 하나씩입니다. weight[labels]로 꺼내 분자에 곱하고, 그 합으로 나누십시오.",
    ),
)
