"""What stands in for real rows: draws of the embedded grammars, as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from course_lib.data import designed

Columns = dict[str, Any]
_SIZES = MappingProxyType({"train": 8000, "validation": 1000, "test": 2000})
_WORLD_SIZES = MappingProxyType({"train": 20_000, "test": 2000})


def _draw(generator: Callable[..., list[Any]], split: str) -> list[Any]:
    """Draw a split; validation follows on train in one stream of distinct texts."""
    if split == "all":
        return [row for part in _SIZES for row in _draw(generator, part)]
    if split == "validation":
        first = _SIZES["train"]
        return generator(first + _SIZES["validation"], split="train")[first:]
    return generator(_SIZES[split], split=split)


def _labelled(generator: Callable[..., list[Any]], split: str) -> Columns:
    rows = _draw(generator, split)
    return {
        "texts": [row.text for row in rows],
        "labels": [row.label for row in rows],
        "ceiling": sum(row.label == row.truth for row in rows) / len(rows),
    }


def _texts(generator: Callable[..., list[Any]], split: str) -> Columns:
    return {"texts": [row.text for row in _draw(generator, split)]}


def _pairs(language: str, split: str) -> Columns:
    rows = _draw(partial(designed.pairs, language=language), split)
    return {"sources": [row.source for row in rows], "targets": [row.target for row in rows]}


def _world(split: str) -> Columns:
    return {"texts": designed.world(_WORLD_SIZES[split], seed=list(_WORLD_SIZES).index(split))}


def _analogies(split: str) -> Columns:
    return {"questions": designed.world_analogies()}


EMBEDDED: Mapping[str, Callable[[str], Columns]] = MappingProxyType(
    {
        "reviews_ko": partial(_labelled, designed.reviews),
        "reviews_ko_texts": partial(_texts, designed.reviews),
        "headlines_en": partial(_labelled, designed.headlines),
        "pairs_en_ko": partial(_pairs, "ko"),
        "pairs_en_fr": partial(_pairs, "fr"),
        "world_en": _world,
        "world_analogies": _analogies,
    }
)
