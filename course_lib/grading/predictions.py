"""What a prediction file is asked for: inputs for all, labels that nobody sees, points."""

from __future__ import annotations

import csv
import inspect
import io
import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from course_lib.grading.errors import GradingError

METRICS = {"accuracy": "정확도", "macro_f1": "매크로 F1"}
NEEDED = {"labels", "baseline", "goal"}
OPTIONAL = {"file", "metric", "ladder", "data"}
Drawn = tuple[tuple[Any, ...], tuple[int, ...]]
_MOST_PERMUTED = 6  # classes; 720 orders


@dataclass(frozen=True)
class Scored:
    """How good predictions are.

    Args:
        value: of the metric, 0 to 1.
        share: of the points.
        lines: Korean.
        hints: Korean; at most one.
    """

    value: float
    share: float
    lines: tuple[str, ...]
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Predictions:
    """What a prediction file must be and what it is worth.

    Args:
        file: its name.
        labels: as they are written in it; their place is the class's number.
        baseline: the metric up to which there are no points.
        goal: the metric from which there are all points; between the two they grow evenly.
        draw: from a seed, the inputs (texts, or dicts of texts and numbers) and their classes.
        metric: one of `METRICS`.
        ladder: bounds of the metric, rising, and the hint for those below.
    """

    file: str
    labels: tuple[str, ...]
    baseline: float
    goal: float
    draw: Callable[[int], Drawn]
    metric: str = "accuracy"
    ladder: tuple[tuple[float, str], ...] = ()

    def score(self, true: Sequence[int], said: Sequence[int]) -> Scored:
        """Judge predictions.

        Args:
            true: classes of the inputs.
            said: classes as predicted.
        """
        from course_lib.training.metrics import accuracy, confusion, quality

        counts = confusion(true, said, num_classes=len(self.labels))
        value = accuracy(counts) if self.metric == "accuracy" else float(quality(counts).f1)
        share = min(1.0, max(0.0, (value - self.baseline) / (self.goal - self.baseline)))
        told = () if share == 1 else tuple(itertools.islice(self._hints(counts, value), 1))
        return Scored(value, share, (self._line(value),), told)

    def _line(self, value: float) -> str:
        shown = math.floor(1000 * value + 1e-9) / 1000  # what is not reached must not look reached
        return (
            f"{METRICS[self.metric]} {shown:.1%}. "
            f"{self.goal:.1%}부터 만점이고 {self.baseline:.1%}까지는 0점입니다."
        )

    def _hints(self, counts: np.ndarray, value: float) -> Iterator[str]:
        """What the confusion tells, then what the height tells."""
        said = counts.sum(axis=0)
        if np.count_nonzero(said) == 1:
            label = self.labels[int(said.argmax())]
            yield f"모두 한 라벨(`{label}`)입니다. 모델의 출력이 입력에 따라 달라지는지 보십시오."
        yield from self._against_chance(counts)
        if never := [self.labels[place] for place in np.flatnonzero(said == 0)]:
            yield f"한 번도 예측하지 않은 라벨이 있습니다: `{'`, `'.join(never)}`."
        yield from (hint for bound, hint in self.ladder if value < bound)

    def _against_chance(self, counts: np.ndarray) -> Iterator[str]:
        total, K = int(counts.sum()), len(counts)
        margin = 3 * math.sqrt((1 / K) * (1 - 1 / K) / total)
        right = np.trace(counts) / total
        if right > 1 / K + margin:
            return
        if right < 1 / K - margin and _best_order(counts) > max(1 / K + margin, right + 0.2):
            yield "무작위보다 낮습니다. 라벨이 뒤바뀌었는지, 번호와 뜻의 차례를 확인하십시오."
        else:
            yield "무작위로 고른 것과 다르지 않습니다. 예측과 입력의 차례가 같은지 확인하십시오."


def _best_order(counts: np.ndarray) -> float:
    """The accuracy if labels had been given other names: the best there is."""
    K = len(counts)
    if K > _MOST_PERMUTED:
        return 0.0
    orders = itertools.permutations(range(K))
    return max(float(counts[range(K), order].sum()) for order in orders) / int(counts.sum())


def read(
    where: str, meta: Mapping[str, Any], space: Mapping[str, Any], files: Mapping[str, str]
) -> Predictions:
    """Make what is asked of an exercise's settings.

    Args:
        where: what errors name.
        meta: the front matter.
        space: what the exercise's cells define: ``gen(rng)``, and the functions that the ladder
            names.
        files: of the assignment; ``data`` names one of them.
    Raises:
        GradingError: if a setting is not what it must be.
    """
    labels = tuple(str(label) for label in _list(meta["labels"]))
    metric = meta.get("metric", "accuracy")
    baseline, goal = meta["baseline"], meta["goal"]
    if len(set(labels)) < 2 or len(set(labels)) < len(labels):
        raise GradingError(f"{where}: labels에는 서로 다른 라벨이 둘 이상 필요합니다. {labels}")
    if not all(re.fullmatch(r"[\w+-]+( [\w+-]+)*", label) for label in labels):
        raise GradingError(f"{where}: 라벨에는 글자와 숫자, -, +만 씁니다. {labels}")
    if metric not in METRICS:
        raise GradingError(f"{where}: metric은 {', '.join(METRICS)} 가운데 하나입니다: {metric}")
    if not all(type(bound) in (int, float) for bound in (baseline, goal)):
        raise GradingError(f"{where}: baseline과 goal은 숫자입니다. {baseline!r}, {goal!r}")
    if not 0 <= baseline < goal <= 1:
        raise GradingError(f"{where}: 0 ≤ baseline < goal ≤ 1이어야 합니다. {baseline}, {goal}")
    file = str(meta.get("file", "predictions.csv"))
    if not file.lower().endswith(".csv") or "/" in file or "\\" in file or file[0] in ".=":
        raise GradingError(f"{where}: file은 .csv로 끝나는 파일 이름입니다: {file}")
    draw = _kept(where, meta, files) if "data" in meta else _generated(where, space)
    checked = lru_cache(maxsize=4)(lambda seed: _checked(where, draw(seed), labels))
    ladder = _ladder(where, meta.get("ladder", {}), space)
    return Predictions(file, labels, baseline, goal, checked, metric, ladder)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _generated(where: str, space: Mapping[str, Any]) -> Callable[[int], Any]:
    if "gen" not in space:
        raise GradingError(f"{where}: 입력과 라벨을 만드는 gen(rng)이나 data가 필요합니다.")
    return lambda seed: space["gen"](np.random.default_rng(seed))


def _kept(where: str, meta: Mapping[str, Any], files: Mapping[str, str]) -> Callable[[int], Any]:
    """Rows of a file that only the instructor has: a column "label", the others are the input."""
    if meta["data"] not in files:
        raise GradingError(f"{where}: data에 적은 파일이 없습니다: {meta['data']}")
    rows = list(csv.DictReader(io.StringIO(files[meta["data"]].lstrip("\ufeff"))))
    if not rows or "label" not in rows[0] or len(rows[0]) < 2:
        raise GradingError(f"{where}: {meta['data']}에는 label 열과 입력의 열이 필요합니다.")
    labels = [row.pop("label") for row in rows]
    inputs = [row if len(row) > 1 else next(iter(row.values())) for row in rows]
    return lambda _: (inputs, labels)


def _checked(where: str, drawn: Any, labels: Sequence[str]) -> Drawn:
    try:
        inputs, given = drawn
        numbers = tuple(labels.index(str(label)) for label in given)
    except (TypeError, ValueError) as error:
        said = f"gen(rng)은 입력과 라벨(labels에 적은 것)의 두 목록을 돌려줍니다. {error}"
        raise GradingError(f"{where}: {said}") from error
    if len(inputs) != len(numbers) or not numbers:
        raise GradingError(f"{where}: 입력은 {len(inputs)}개인데 라벨은 {len(numbers)}개입니다.")
    if not all(type(one) in (str, dict) for one in inputs):
        raise GradingError(f"{where}: 입력은 글(str)이거나 글과 숫자의 사전(dict)입니다.")
    return tuple(inputs), numbers


def _ladder(where: str, given: Any, space: Mapping[str, Any]) -> tuple[tuple[float, str], ...]:
    """Bounds and names of wrong answers, whose docstrings are the hints."""
    steps: dict[Any, Any] = given if isinstance(given, dict) else {None: given}
    for bound, name in steps.items():
        if type(bound) not in (int, float) or not str(name).startswith("wrong_"):
            raise GradingError(
                f"{where}: ladder에는 `0.8: wrong_이름`처럼 적습니다: {bound}: {name}"
            )
        if name not in space:
            raise GradingError(f"{where}: ladder에 적은 함수가 없습니다: {name}")
    hints = {bound: inspect.cleandoc(space[name].__doc__ or "") for bound, name in steps.items()}
    return tuple(sorted(hints.items()))
