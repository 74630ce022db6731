"""The ways of the generation benchmark do what their names say."""

from __future__ import annotations

import torch

from benchmarks import generation
from course_lib.text.tokenizers import characters
from course_lib.text.vocab import Vocab

ROWS = ["the quick brown fox jumps over the lazy dog and then sleeps in the sun " * 2] * 3


def _text():
    vocab = Vocab.from_documents(
        map(characters, [*ROWS, "\n"]), specials=("<unk>",), unknown="<unk>"
    )
    flat = torch.tensor(vocab.encode(characters("\n".join(ROWS * 20))))
    return generation.Text(vocab, ROWS, flat, flat)


def test_numbering_once_changes_nothing_but_the_time():
    text = _text()
    found = [way(text) for way in (generation.document, generation.fast_windows)]
    for way in found:
        assert [way.step(0.0) for _ in range(2)] == [len(ROWS[0]) - 1] * 2
    one, two = (dict(way.model.named_parameters()) for way in found)
    for name, parameter in one.items():
        torch.testing.assert_close(parameter, two[name], rtol=0, atol=0)


def test_every_way_learns():
    text = _text()
    for way in generation.ways(text).values():
        before = generation.held_out_loss(way.model, text)
        for _ in range(4):
            way.step(0.1)
        assert generation.held_out_loss(way.model, text) < before


def test_contexts_come_best_first_with_all_characters():
    text = _text()
    model = next(iter(generation.ways(text).values())).model
    for row in generation.contexts(model, text.vocab):
        assert sorted(row["tokens"]) == sorted(text.vocab.tokens)
        assert row["logits"] == sorted(row["logits"], reverse=True)
