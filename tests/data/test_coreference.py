from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from course_lib.data.designed import coreference


def test_twins_have_the_same_words_and_the_other_answer() -> None:
    rows = coreference(4000)
    assert len({row.text for row in rows}) == 4000
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        assert Counter(one.text.split()) == Counter(other.text.split())
        assert (one.nouns, one.label) == (other.nouns[::-1], 1 - other.label)
        assert one.answer == other.answer
        assert one.text != other.text
    assert 0.4 < sum(row.label for row in rows[::2]) / 2000 < 0.6


def test_the_last_word_and_the_nouns_decide() -> None:
    fits: dict[str, set[str]] = defaultdict(set)
    for row in coreference(20_000):
        words = row.text.split()
        assert words[-4:-1] == ["it", "was", "too"]
        assert [word for word in words if word in row.nouns] == list(row.nouns)
        fits[words[-1]].add(row.answer)
    for row in coreference(2000, split="test"):
        other = row.nouns[1 - row.label]
        assert row.answer in fits[row.text.split()[-1]]
        assert other not in fits[row.text.split()[-1]]


def test_splits_are_disjoint_at_any_seed_and_draws_are_stable() -> None:
    train = {row.text for seed in range(2) for row in coreference(4000, seed=seed)}
    test = {row.text for seed in range(2) for row in coreference(1000, split="test", seed=seed)}
    assert not train & test
    assert coreference(31, seed=3) == coreference(400, seed=3)[:31]
    assert coreference(0) == []


@pytest.mark.parametrize("arguments", [{"size": -2}, {"size": 1, "split": "dev"}])
def test_arguments_out_of_range(arguments: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="expected size >= 0 and split"):
        coreference(**arguments)  # type: ignore[arg-type]
