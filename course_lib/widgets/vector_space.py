"""Word vectors to walk about in: neighbours, and analogies as arrows."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from course_lib.vectors.keyed import KeyedVectors
from course_lib.vectors.plane import project
from course_lib.widgets.base import Widget

Planes = Mapping[str, Mapping[str, Sequence[str]]]
Analogies = Sequence[tuple[str, str, str]]
_STEPS = 32_767  # a component of a unit vector is kept as a 16-bit whole number
_GROUPS = 6


def vector_space(
    keyed: KeyedVectors,
    planes: Planes,
    *,
    analogies: Analogies = (),
    among: int = 400,
    word: str | None = None,
) -> Widget:
    """A map of words: hover, walk with the arrow keys, search, and ask for analogies.

    Neighbours and answers are found in the page by the cosines of the whole vectors; only the
    picture is flat. Each plane is laid through its own words.

    Args:
        keyed: the vectors.
        planes: name of the plane → name of a group, at most six → words; all in Korean but the
            words.
        analogies: (a, b, c) for "a is to b as c is to …"; the first is shown at the beginning of
            that mode.
        among: look for neighbours among the first so many words, and those of the planes.
        word: chosen at the start; the first of the first plane by default.
    Returns:
        A widget.
    Raises:
        KeyError: if a word has no vector.
        ValueError: if there is no plane, a plane has fewer than three words or more than six
            groups, or no plane has all three words of an analogy.
    """
    _check(planes, analogies)
    shown = [w for groups in planes.values() for words in groups.values() for w in words]
    words = list(dict.fromkeys([*shown, *keyed.words[:among]]))
    units = np.stack([keyed.unit(each) for each in words])
    numbers = np.rint(units * _STEPS).astype("<i2")
    at = {each: i for i, each in enumerate(words)}
    return Widget(
        tag="course-vector-space",
        data={
            "words": words,
            "dim": keyed.dim,
            "vectors": base64.b64encode(numbers.tobytes()).decode(),
            "planes": [_plane(name, groups, at, units) for name, groups in planes.items()],
            "analogies": [[at[each] for each in asked] for asked in analogies],
            "word": at[word or shown[0]],
        },
        scripts=("vector_space_words", "vector_space"),
        label="단어 벡터를 평면에 펼쳐 이웃과 유추를 찾아보는 그림.",
        fallback=_fallback(next(iter(planes.items())), at, units),
    )


def _check(planes: Planes, analogies: Analogies) -> None:
    if not planes:
        raise ValueError("expected one plane or more, got none")
    members = [{w for words in groups.values() for w in words} for groups in planes.values()]
    for (name, groups), words in zip(planes.items(), members, strict=True):
        if len(words) < 3 or not 0 < len(groups) <= _GROUPS:
            got = f"{len(words)} words in {len(groups)} groups"
            raise ValueError(f"expected 3 words or more in 1 to 6 groups in {name!r}, got {got}")
    for asked in analogies:
        if not any(words.issuperset(asked) for words in members):
            raise ValueError(f"expected a plane with all of {asked}, got none")


def _plane(
    name: str, groups: Mapping[str, Sequence[str]], at: Mapping[str, int], units: Any
) -> dict[str, Any]:
    places = [(at[word], k) for k, words in enumerate(groups.values()) for word in words]
    flat = project(units[[place for place, _ in places]])
    points = flat.points / np.abs(flat.points).max()
    rows = [
        [place, k, *np.round(point, 3).tolist()]
        for (place, k), point in zip(places, points, strict=True)
    ]
    kept = round(float(flat.explained.sum()), 3)
    return {"name": name, "groups": list(groups), "points": rows, "kept": kept}


_WIDE, _HIGH = 560, 340


def _fallback(plane: tuple[str, Mapping[str, Sequence[str]]], at: Mapping[str, int], u: Any) -> str:
    """The first plane, still, its words named."""
    drawn, names = _plane(*plane, at, u), list(at)
    xs, ys = (np.array([row[k] for row in drawn["points"]]) for k in (2, 3))
    x = 20 + (_WIDE - 130) * (xs - xs.min()) / max(np.ptp(xs), 1e-9)
    y = _HIGH - 20 - (_HIGH - 50) * (ys - ys.min()) / max(np.ptp(ys), 1e-9)
    dots = "".join(
        f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4.5" style="fill:var(--cl-series-{row[1]})"/>'
        f'<text x="{a + 8:.1f}" y="{b + 4:.1f}" style="fill:var(--cl-ink)">'
        f"{escape(names[row[0]])}</text>"
        for row, a, b in zip(drawn["points"], x, y, strict=True)
    )
    said = ", ".join(f"{name}: {' '.join(words)}" for name, words in plane[1].items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" '
        f'height="{_HIGH}" role="img" font-family="sans-serif" font-size="13">'
        f"<title>단어 벡터의 평면: {escape(plane[0])}</title><desc>{escape(said)}</desc>"
        f"{dots}</svg>"
    )
