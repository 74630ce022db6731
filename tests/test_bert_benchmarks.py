"""The recipe of fine-tuning from a local folder, on a few embedded headlines."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from benchmarks import _bert_folder, bert_ag_news
from course_lib.data import designed


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    pytest.importorskip("transformers", reason="needs the extra course-lib[bert]")
    made = tmp_path_factory.mktemp("bert")
    texts = [row.text for row in designed.headlines(96)]
    _bert_folder.learn_pieces(texts, made)
    course = _bert_folder.pretrain(_bert_folder.encode(texts, made), made, epochs=2)
    assert course["gap_losses"][1] < course["gap_losses"][0]
    assert course["texts"] == 96
    return made


def rows_of(folder, count):
    rows = designed.headlines(count)
    ids = _bert_folder.encode([row.text for row in rows], folder)
    return bert_ag_news.Rows(ids, np.array([row.label for row in rows]))


def test_both_libraries_walk_the_same_way_from_one_folder(folder, tmp_path):
    rows = rows_of(folder, 64)
    ours = bert_ag_news.begin(folder, 0, pretrained=True)
    theirs = bert_ag_news.as_theirs(ours, tmp_path)
    ways = ((ours, bert_ag_news.our_logits), (theirs, bert_ag_news.their_logits))
    losses = [
        bert_ag_news.tune(model, rows, logits, rate=5e-4, seed=0, epochs=2)["losses"]
        for model, logits in ways
    ]
    assert len(losses[0]) == 4
    np.testing.assert_allclose(*losses, atol=1e-4)
    scores = [bert_ag_news.judge(model, rows, logits) for model, logits in ways]
    assert scores[0] == pytest.approx(scores[1], abs=0.02)


def test_padding_moves_what_was_told_no_mask(folder, tmp_path):
    theirs = bert_ag_news.as_theirs(bert_ag_news.begin(folder, 0, pretrained=True), tmp_path)
    batch = next(iter(bert_ag_news.Batches(rows_of(folder, 8).ids, batch_size=8)))
    with torch.no_grad():
        masked = bert_ag_news.their_logits(theirs, batch.inputs)
        unmasked = bert_ag_news.unmasked_logits(theirs, batch.inputs)
    shortest = int(batch.inputs.lengths.argmin())
    assert (masked[shortest] - unmasked[shortest]).abs().max() > 1e-5


def test_a_stage_that_was_measured_is_read(tmp_path):
    (tmp_path / "few.json").write_text('[{"name": "x", "accuracy": 1.0}]', encoding="utf-8")
    assert bert_ag_news.stage("few", tmp_path) == [{"name": "x", "accuracy": 1.0}]
