"""Seven optimizers of ``course_lib.byhand.optimizers`` race on two surfaces."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.byhand import optimizers as by
from course_lib.byhand.gradients import Array
from course_lib.byhand.optimizers import Optimizer
from course_lib.byhand.surfaces import RAVINE, SADDLE, Surface, walk
from course_lib.widgets.base import Widget

RUNNERS: dict[str, Callable[..., Optimizer]] = {
    "SGD": by.SGD, "Momentum": by.Momentum, "Nesterov": by.Nesterov, "AdaGrad": by.AdaGrad,
    "RMSProp": by.RMSProp, "Adam": by.Adam, "AdamW": by.AdamW,
}  # fmt: skip
FACTORS = {"⅓배": 1 / 3, "기준": 1.0, "3배": 3.0}
_UNITS = 2000  # of a picture's width and of its height


@dataclass(frozen=True)
class Stage:
    """A surface as it is shown: what is seen of it, and learning rates that suit it."""

    name: str
    note: str
    surface: Surface
    x: tuple[float, float]
    y: tuple[float, float]
    goals: tuple[tuple[float, float], ...]
    levels: tuple[float, ...]
    rates: tuple[float, ...]

    def units(self, points: Array) -> Array:
        """Points (…, 2) of the plane as whole numbers of the picture; y goes down."""
        low, high = np.array([self.x[0], self.y[1]]), np.array([self.x[1], self.y[0]])
        return np.rint((points - low) / (high - low) * _UNITS).astype(int)


RAVINE_STAGE = Stage(
    name="골짜기",
    note="위아래로는 가파르고 왼쪽에서 오른쪽으로는 거의 평평합니다.",
    surface=RAVINE, x=(-10.0, 3.0), y=(-3.5, 3.5), goals=((0.0, 0.0),),
    levels=(0.02, 0.08, 0.2, 0.4, 0.7, 1.1, 1.7, 2.6, 4.0),
    rates=(1.8, 0.12, 0.12, 0.6, 0.1, 0.4, 0.4),
)  # fmt: skip
SADDLE_STAGE = Stage(
    name="안장",
    note="한가운데는 평평하지만 가장 낮은 곳은 그 위와 아래에 있습니다.",
    surface=SADDLE, x=(-1.2, 3.0), y=(-1.6, 1.6), goals=((0.0, 1.0), (0.0, -1.0)),
    levels=(0.02, 0.08, 0.16, 0.24, 0.4, 0.7, 1.2, 2.0, 3.0),
    rates=(0.1, 0.015, 0.015, 0.25, 0.03, 0.1, 0.1),
)  # fmt: skip
STAGES = (RAVINE_STAGE, SADDLE_STAGE)


def optimizer_race(*, steps: int = 100) -> Widget:
    """Seven runners on a ravine and on a saddle, with three learning rates each.

    Every path is computed here, by ``course_lib.byhand.optimizers``; the page only shows it.

    Args:
        steps: how far the runners go.

    Returns:
        A widget with play, slider, surface, learning rate, and a switch for every runner.

    Raises:
        ValueError: if steps is not positive.
    """
    if steps < 1:
        raise ValueError(f"steps must be >= 1, got {steps}")
    return Widget(
        tag="course-race",
        data={
            "steps": steps,
            "units": _UNITS,
            "names": list(RUNNERS),
            "factors": list(FACTORS),
            "stages": [_stage(stage, steps) for stage in STAGES],
        },
        scripts=("race_picture", "race"),
        label="옵티마이저 일곱이 같은 곳에서 출발해 손실이 낮은 곳을 찾아가는 그림.",
        fallback=_fallback(RAVINE_STAGE, steps),
    )


def _stage(stage: Stage, steps: int) -> dict[str, Any]:
    return {
        "name": stage.name,
        "note": stage.note,
        "regions": [_region(stage, level) for level in stage.levels],
        "goals": stage.units(np.array(stage.goals)).tolist(),
        "runs": [
            [
                _run(stage, make, lr * factor, steps)
                for make, lr in zip(RUNNERS.values(), stage.rates, strict=True)
            ]
            for factor in FACTORS.values()
        ],
    }


def _run(stage: Stage, make: Callable[..., Optimizer], lr: float, steps: int) -> dict[str, Any]:
    """One runner's places and losses; a path ends where it has left the picture for good."""
    with np.errstate(over="ignore", invalid="ignore"):
        path = walk(make(lr=lr), stage.surface, steps=steps)
        losses = stage.surface.value(path)
    far = np.flatnonzero(~(np.abs(path) < 100).all(axis=1))
    end = int(far[0]) if far.size else len(path)
    return {
        "lr": float(f"{lr:.2g}"),
        "path": stage.units(path[:end]).ravel().tolist(),
        "losses": [float(f"{loss:.2g}") for loss in losses[:end]],
    }


def _region(stage: Stage, level: float) -> str:
    """Where the loss is at most ``level``, as an SVG path; every surface is a parabola in x."""
    value = stage.surface.value
    curvature = 2 * float(value(np.array([1.0, 0.0])) - value(np.zeros(2)))
    ys = np.linspace(*stage.y, 161)
    room = level - value(np.stack([np.zeros_like(ys), ys], axis=1))
    inside = np.flatnonzero(room > 0)
    runs = np.split(inside, np.flatnonzero(np.diff(inside) > 1) + 1)
    return "".join(_outline(stage, ys[run], np.sqrt(2 * room[run] / curvature)) for run in runs)


def _outline(stage: Stage, ys: Array, half: Array) -> str:
    """Down the right side and up the left; the tips, between two rows, are left blunt."""
    right, left = np.stack([half, ys], axis=1), np.stack([-half, ys], axis=1)[::-1]
    points = stage.units(np.concatenate([right, left]))
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def _fallback(stage: Stage, steps: int) -> str:
    """The stage with all seven paths at the middle learning rate, in one still picture."""
    width, height = 640, 352
    scale = np.array([width, height]) / _UNITS
    matrix = f'transform="scale({scale[0]:g} {scale[1]:g})"'
    shades = "".join(
        f'<path d="{_region(stage, level)}" style="fill:var(--cl-forward);fill-opacity:.07"/>'
        for level in stage.levels
    )
    runs = [
        np.reshape(_run(stage, make, lr, steps)["path"], (-1, 2)) * scale
        for make, lr in zip(RUNNERS.values(), stage.rates, strict=True)
    ]
    lines = "".join(_still_path(k, run) for k, run in enumerate(runs))
    x, y = stage.units(np.array(stage.goals[0])) * scale
    goal = f"M{x - 6:g} {y - 6:g}l12 12m0 -12l-12 12"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="13">'
        "<title>골짜기를 내려가는 옵티마이저 일곱</title>"
        f"<desc>{stage.note} SGD는 골짜기 양쪽 벽을 오가며 나아가고, AdaGrad와 RMSProp은 "
        "비스듬히 곧게 나아갑니다.</desc>"
        f'<g {matrix}>{shades}</g><path d="{goal}" style="stroke:var(--cl-ink)"/>{lines}</svg>'
    )


def colour(runner: int) -> str:
    """The CSS colour of a runner: six series, and ink for the first."""
    return "var(--cl-ink)" if runner == 0 else f"var(--cl-series-{runner - 1})"


def _still_path(runner: int, points: Array) -> str:
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    x, y = points[min(len(points) - 1, math.ceil(3 + 4 * runner))]
    return (
        f'<path d="M{line}" style="fill:none;stroke:{colour(runner)};stroke-width:1.5"/>'
        f'<text x="{x:.1f}" y="{y - 6:.1f}" style="fill:{colour(runner)}">'
        f"{list(RUNNERS)[runner]}</text>"
    )
