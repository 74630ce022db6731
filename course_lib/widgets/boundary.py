"""A decision boundary that moves while a model learns: films of training runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from course_lib.byhand import classifier, perceptron
from course_lib.byhand.classifier import Array, Checkpoint, Labels, Weights
from course_lib.data import toy
from course_lib.widgets.base import Widget

# Steps between which a film shows nothing: close together at first, far apart later.
KEPT = (
    *(0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 48, 65, 90),
    *(120, 160, 220, 300, 420, 600, 900, 1500),
)


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a film.

    Attributes:
        weights: the model's parameters; the page draws its boundary from them.
        value: height of the curve beside the plane.
        mark: where the frame stands on the curve's axis, e.g. "40걸음".
        title: heading under the picture.
        text: a sentence; it is read out.
        lines: formulas above the text.
        looked: which point the model is looking at.
    """

    weights: Weights
    value: float
    mark: str
    title: str
    text: str
    lines: tuple[str, ...] = ()
    looked: int | None = None


@dataclass(frozen=True, eq=False)
class Film:
    """A training run: the points, and the boundary again and again.

    Attributes:
        data: name of the points; films of one name show the same points.
        model: name of the model.
        x, labels: the points, (n, 2) and (n,) of 0 and 1.
        frames: at least one.
        measure: what the curve shows, e.g. "손실".
        digits: decimals of the measure.
        soft: shade by probability; otherwise by the answer alone.
    """

    data: str
    model: str
    x: Array
    labels: Labels
    frames: Sequence[Frame]
    measure: str = "손실"
    digits: int = 4
    soft: bool = True


def boundary_player(films: Sequence[Film] | None = None) -> Widget:
    """Films of learning, with buttons for the points and for the model.

    Args:
        films: what to show; by default two clouds, XOR and two moons, each learned by one unit
            and by a hidden layer of four.
    Returns:
        A widget with previous, next, play and slider; the loss runs beside the plane.
    Raises:
        ValueError: if there is no film, or one has no frame.
    """
    shown = _default_films() if films is None else tuple(films)
    if not shown or not all(film.frames for film in shown):
        raise ValueError(f"films must be one or more, each with a frame, got {len(shown)}")
    return Widget(
        tag="course-boundary",
        data={"movies": [_packed(film) for film in shown]},
        scripts=("stepper", "boundary_plane", "boundary"),
        label="점들을 둘로 가르는 결정 경계가 배우는 동안 움직이는 그림.",
        fallback=_fallback(shown[-1]),
    )


def film_of_run(
    data: str, model: str, points: toy.Points, run: Sequence[Checkpoint], *, notes: Sequence[str]
) -> Film:
    """A film of gradient descent.

    Args:
        data: name of the points.
        model: name of the model.
        points: the points and their classes.
        run: what ``classifier.learn`` kept.
        notes: what to say before, while and after learning.
    """
    before, during, after = notes
    texts = [before, *[during] * (len(run) - 2), after]
    frames = [
        Frame(point.weights, point.loss, f"{point.step:,}걸음", f"{point.step:,}걸음", text)
        for point, text in zip(run, texts, strict=True)
    ]
    return Film(data, model, points.x, points.labels, frames)


def rule_player(*, epochs: int = 4) -> Widget:
    """The perceptron rule on AND, OR and XOR, one look at one point per frame.

    Args:
        epochs: where XOR, which never comes to rest, is cut off.
    """
    films = []
    for gate in ("AND", "OR", "XOR"):
        points = toy.corners(gate)
        lesson = perceptron.learn(*points, max_epochs=epochs if gate == "XOR" else 100)
        films.append(_film_of_rule(gate, points, lesson))
    return boundary_player(films)


def _film_of_rule(gate: str, points: toy.Points, lesson: perceptron.Lesson) -> Film:
    w, b, mistakes = np.zeros(2), 0.0, 0
    frames = [
        Frame(_unit(w, b), 0, "처음", "출발", "가중치와 편향이 모두 0입니다. 아직 선이 없습니다.")
    ]
    for look in lesson.looks:
        mistakes += look.mistake
        frames.append(_look_frame(points.x[look.index], look, w, b, mistakes))
        w, b = look.w, look.b
    return Film(
        gate, "퍼셉트론 규칙", *points, frames, measure="고친 횟수", digits=0, soft=False
    )  # fmt: skip


def _look_frame(x: Array, look: perceptron.Look, w: Array, b: float, mistakes: int) -> Frame:
    (x1, x2), (w1, w2) = x, w
    terms = f"{_n(w1)}×{_n(x1)} + {_n(w2)}×{_n(x2)} + {_n(b)}"
    lines = [f"s = {terms} = {_n(look.s)} → {look.guess}, 정답 {look.label}"]
    text = "맞혔습니다. 그대로 둡니다."
    if look.mistake:
        new = f"w_1 = {_n(look.w[0])}, w_2 = {_n(look.w[1])}, b = {_n(look.b)}"
        sign = "더합니다" if look.label else "뺍니다"
        lines.append(f"새 값: {new}")
        text = f"틀렸습니다. 입력을 가중치에 {sign}."
    return Frame(
        _unit(look.w, look.b), mistakes, f"{look.epoch}에폭",
        f"{look.epoch}에폭, 점 ({_n(x1)}, {_n(x2)})", text, tuple(lines), look.index,
    )  # fmt: skip


def _n(value: float) -> str:
    """A small whole number as it stands in a formula."""
    return f"{value:g}" if value >= 0 else f"(−{-value:g})"


def _unit(w: Array, b: float) -> Weights:
    return Weights(np.zeros((0, 2)), np.zeros(0), w, b)


_LAYER = "은닉 유닛 4개"
_NOTES = {
    ("두 구름", 0): (
        "아무렇게나 정한 가중치가 그은 선입니다.",
        "선이 돌면서 두 구름 사이의 빈 곳을 찾아갑니다.",
        "선 하나로 넉넉합니다. 손실은 천천히 계속 줄지만 선은 거의 움직이지 않습니다.",
    ),
    ("두 구름", 4): (
        "은닉층이 있으면 처음부터 경계가 굽어 있습니다.",
        "한 층 더 있어도 하는 일은 비슷합니다.",
        "선 하나로 충분한 데이터에서는 은닉층이 더 해 줄 일이 거의 없습니다.",
    ),
    ("XOR", 0): (
        "아무렇게나 정한 가중치가 그은 선입니다.",
        "어느 쪽으로 돌려도 한 구름을 얻으면 다른 구름을 잃습니다.",
        "손실이 log 2, 곧 동전 던지기 가까이에서 멈췄습니다. 더 오래 배워도 그대로입니다.",
    ),
    ("XOR", 4): (
        "은닉 유닛마다 선이 하나씩 있습니다.",
        "한동안 손실이 줄지 않다가, 은닉 유닛이 구름 하나씩을 맡으면서 빠르게 줄어듭니다.",
        "네 구름이 두 띠로 갈렸습니다. 직선 여럿을 합친 경계입니다.",
    ),
    ("초승달", 0): (
        "아무렇게나 정한 가중치가 그은 선입니다.",
        "가장 덜 틀리는 선을 찾아갑니다.",
        "서로 파고든 끝은 직선으로 가를 수 없어 몇 점은 끝까지 틀립니다.",
    ),
    ("초승달", 4): (
        "아직 굽은 곳이 없습니다.",
        "먼저 직선으로 크게 가르고, 한참 머문 다음 경계를 구부립니다.",
        "경계가 두 초승달 사이를 따라 굽었습니다.",
    ),
}


@cache
def _default_films() -> tuple[Film, ...]:
    sets = {
        "두 구름": toy.clouds(60, seed=1, spread=0.75),
        "XOR": toy.xor(60, seed=2),
        "초승달": toy.moons(60, seed=0),
    }
    seeds = {0: (3, 3, 1), 4: (0, 0, 2)}
    films = []
    for hidden, model in ((0, "유닛 하나"), (4, _LAYER)):
        for (name, points), seed in zip(sets.items(), seeds[hidden], strict=True):
            begin = classifier.start(2, hidden=hidden, seed=seed)
            run = classifier.learn(*points, begin, lr=0.5, keep=KEPT)
            notes = _NOTES[name, hidden]
            films.append(film_of_run(name, model, points, run, notes=notes))
    return tuple(films)


def _packed(film: Film) -> dict[str, Any]:
    points = np.column_stack([film.x.round(2), film.labels]).tolist()
    frames = [
        {
            "p": _flat(frame.weights),
            "value": round(frame.value, 6),
            "mark": frame.mark, "title": frame.title, "text": frame.text,
            "lines": list(frame.lines), "looked": frame.looked,
        }
        for frame in film.frames
    ]  # fmt: skip
    return {
        "data": film.data, "model": film.model, "points": points, "frames": frames,
        "hidden": len(film.frames[0].weights.W), "view": _view(film.x),
        "measure": film.measure, "digits": film.digits, "soft": film.soft,
    }  # fmt: skip


def _flat(weights: Weights) -> list[float]:
    """W row by row, then c, v and b."""
    parts = (weights.W.ravel(), weights.c, weights.v, [weights.b])
    return [round(float(value), 4) for value in np.concatenate(parts)]


def _view(x: Array) -> list[float]:
    """A square that holds the points with some air: left, right, bottom, top."""
    low, high = x.min(axis=0), x.max(axis=0)
    middle, half = (low + high) / 2, float((high - low).max() / 2) * 1.15 + 0.15
    (a, b), r = middle.round(2), round(half, 2)
    return [round(float(v), 2) for v in (a - r, a + r, b - r, b + r)]


_SIDE, _ROWS = 320, 40


def _fallback(film: Film) -> str:
    """The last frame, still."""
    x0, x1, _, y1 = _view(film.x)
    wide = (x1 - x0) / _SIDE
    right = int(np.sum((classifier.scores(film.x, film.frames[-1].weights) > 0) == film.labels))
    said = f"{film.data}, {film.model}: 점 {len(film.x)}개 가운데 {right}개를 맞혔습니다."
    places = zip((film.x[:, 0] - x0) / wide, (y1 - film.x[:, 1]) / wide, film.labels, strict=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}" '
        f'width="{_SIDE}" height="{_SIDE}" role="img"><title>다 배운 뒤의 결정 경계</title>'
        f'<desc>{said}</desc><path d="{_region(film.frames[-1].weights, x0, y1, wide)}" '
        f'style="fill:var(--cl-series-0);fill-opacity:.16"/>'
        + "".join(_dot(a, b, label) for a, b, label in places)
        + "</svg>"
    )


def _dot(a: float, b: float, label: int) -> str:
    style = f'style="fill:var(--cl-series-{1 - label})"'
    if label:
        return f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4.5" {style}/>'
    return f'<path d="M{a - 4:.1f} {b - 4:.1f}h8v8h-8z" {style}/>'


def _region(weights: Weights, x0: float, y1: float, wide: float) -> str:
    """Where the answer is 1, as runs of small squares in each row."""
    cell = _SIDE // _ROWS
    at = (np.arange(_ROWS) + 0.5) * cell * wide
    path = ""
    for row, y in enumerate(y1 - at):
        ones = classifier.scores(np.column_stack([x0 + at, np.full(_ROWS, y)]), weights) > 0
        edges = np.flatnonzero(np.diff(np.concatenate([[False], ones, [False]])))
        for begin, end in edges.reshape(-1, 2).tolist():
            path += f"M{begin * cell} {row * cell}h{(end - begin) * cell}v{cell}H{begin * cell}z"
    return path or "M0 0"
