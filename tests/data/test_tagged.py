"""Tagged sentences: stable, disjoint, and what decides lies where the family says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import pytest

from course_lib.data.designed import TAGS, DesignedTagged, tagged

SHARED = ("진주", "경주", "영주", "여주", "원주", "상주")
MEANINGS = {"B-인물": "인물", "B-장소": "장소", "B-기관": "기관", "O": "기타"}
ROWS = tagged(6_000)


def share_known(rows: Sequence[DesignedTagged], radius: int) -> float:
    """Share of the words whose tag the most frequent answer for their window would hit."""
    seen: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for row in rows:
        padded = ["", "", "", *row.words, "", "", ""]
        for place, tag in enumerate(row.tags, 3):
            seen[tuple(padded[place - radius : place + radius + 1])][tag] += 1
    return sum(max(counts.values()) for counts in seen.values()) / sum(
        sum(counts.values()) for counts in seen.values()
    )


def shared_names(rows: Sequence[DesignedTagged]) -> Counter[str]:
    """How often each tag stands at a name that has several meanings."""
    return Counter(
        tag
        for row in rows
        for word, tag in zip(row.words, row.tags, strict=True)
        if word.startswith(SHARED)
    )


def test_words_and_tags_belong_together() -> None:
    assert len({row.text for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert len(row.words) == len(row.tags) == len(row.labels)
        assert [TAGS[label] for label in row.labels] == list(row.tags)
        assert not any(mark in row.text for mark in "{}()/+")
        for before, tag in zip(("O", *row.tags), row.tags, strict=False):
            assert tag[0] != "I" or before[2:] == tag[2:]


def test_in_the_far_family_no_window_of_five_tells_the_kind() -> None:
    far = [row for row in ROWS if row.family == "far"]
    kinds: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in far:
        place = next(i for i, word in enumerate(row.words) if word.startswith(SHARED))
        near = (*row.words[max(0, place - 2) : place], "|", *row.words[place + 1 : place + 3])
        kinds[near].add(row.tags[place])
    often = [found for found in kinds.values() if len(found) > 1]
    assert len(often) > len(kinds) / 2  # most neighbourhoods were seen with several kinds
    balance = shared_names(far)
    assert set(balance) == {"B-인물", "B-장소", "O"}
    assert Counter(row.meaning for row in far) == {MEANINGS[tag]: n for tag, n in balance.items()}
    assert all(row.meaning is None for row in ROWS if row.family == "own")
    assert max(balance.values()) < 1.2 * min(balance.values())


def test_a_wider_window_knows_more_and_the_whole_sentence_all() -> None:
    one, three, five = (share_known(ROWS, radius) for radius in (0, 1, 2))
    assert one < three <= five < 0.99
    by_text: dict[str, tuple[str, ...]] = {}
    for row in [*ROWS, *tagged(6_000, seed=1)]:
        assert by_text.setdefault(row.text, row.tags) == row.tags


def test_splits_are_disjoint_and_draws_are_stable() -> None:
    train = {row.text for seed in range(2) for row in tagged(3_000, seed=seed)}
    test = {row.text for seed in range(2) for row in tagged(1_000, split="test", seed=seed)}
    assert not train & test
    assert tagged(31, seed=3) == tagged(300, seed=3)[:31]
    assert {row.family for row in tagged(100)} == {"own", "near", "far"}


@pytest.mark.parametrize("arguments", [{"size": -2}, {"size": 1, "split": "dev"}])
def test_arguments_out_of_range(arguments: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="expected size >= 0 and split"):
        tagged(**arguments)  # type: ignore[arg-type]
