"""The recipe of pre-training on NSMC, on a few invented reviews."""

from __future__ import annotations

import argparse
import itertools
import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from benchmarks import _finetuning, _nsmc_pieces, _pretraining, nsmc_bert
from benchmarks._bert_sizes import SEEDS, SIZES
from benchmarks._lengths import same_length
from course_lib.models.bert import BertClassifier, BertMaskedLM, load_pretrained
from course_lib.text.flat import FlatIds

TEXTS = [" 정말 재미있는 영화", " 재미있는 배우 !!", " 영화 가 지루 하다", " 배우 가 좋다"] * 30
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def pieces():
    return _nsmc_pieces.learn_pieces(TEXTS, 60)


@pytest.fixture(scope="module")
def ids(pieces):
    return _nsmc_pieces.numbered(pieces, TEXTS)


@pytest.fixture
def clock(monkeypatch):
    """A processor's time that knows nothing of the machine: a step takes a hundredth."""
    times = itertools.count(0, 0.01)
    monkeypatch.setattr(_pretraining.time, "process_time", lambda: next(times))


def plan(**options):
    made = SIZES["toy"].plan(60, seconds=0.8)
    return replace(made, tokens=64, learning_rate=5e-3, **options)


def test_the_pool_has_no_test_text_and_each_text_once():
    kept = _nsmc_pieces.pool([" a", " b", " a", " ", " c"], [" c"])
    assert sorted(kept) == [" a", " b"]


def test_reviews_are_surrounded_and_cut(pieces):
    ids = _nsmc_pieces.numbered(pieces, [" 배우", " 배우" * 100])
    rows = list(ids.documents())
    assert all(row[0] == _nsmc_pieces.CLS and row[-1] == _nsmc_pieces.SEP for row in rows)
    assert len(rows[1]) == _nsmc_pieces.MAX_LENGTH
    assert "".join(pieces.vocab.decode(rows[0][1:-1])) == " 배우"


def test_words_begin_with_a_space(pieces):
    begins = _nsmc_pieces.begins(pieces)
    tokens = pieces.vocab.tokens
    assert begins[: len(_nsmc_pieces.SPECIALS)].all()
    assert all(tokens[place].startswith(" ") for place in np.flatnonzero(begins)[5:])
    assert not begins.all()


def test_batches_are_filled_by_tokens():
    lengths = np.repeat([2, 5, 50], [40, 20, 3])
    rows = same_length(lengths, 20, seed=0, tokens=True)
    assert sorted(np.concatenate(rows)) == list(range(63))
    assert {(len(set(lengths[each])), len(each) * int(lengths[each][0])) for each in rows} == {
        (1, 20), (1, 50),
    }  # fmt: skip


def test_resident_batches_are_reviews_of_one_length(ids):
    known = {tuple(document) for document in ids.documents()}
    for batch in _pretraining.Resident(ids, device=CPU).batches(64, seed=(0,)):
        assert batch.dtype == torch.int64
        assert 2 * batch.numel() >= 64
        assert {tuple(row) for row in batch.tolist()} <= known


def test_flops_are_those_that_torch_counts():
    config, B, T = SIZES["toy"].config(60, dropout=0.0), 4, 16
    model = BertMaskedLM(config)
    ids = torch.randint(5, 60, (B, T))
    with FlopCounterMode(display=False) as counter, sdpa_kernel(SDPBackend.MATH):
        model(ids).sum().backward()
    found = _pretraining.flops_per_token(config, length=T, rate=1.0)
    assert counter.get_total_flops() / (B * T) == pytest.approx(found)


def test_moments_of_a_regular_note():
    moments = np.arange(0, 10.05, 0.3)
    count = sum(map(_pretraining.passed, moments, moments[1:], [2.0] * len(moments)))
    assert count == int(moments[-1] // 2)


@pytest.mark.parametrize("whole_word", [False, True])
@pytest.mark.usefixtures("clock")
def test_pretraining_leaves_a_checkpoint_and_its_course(tmp_path, pieces, ids, whole_word):
    begins = _nsmc_pieces.begins(pieces)
    found = _pretraining.pretrain(
        tmp_path, ids, begins, plan(whole_word=whole_word), device="cpu", aside=20
    )
    assert found["loss"] < found["first_loss"]
    assert found["tokens"] > 0
    assert found["history"][0]["loss"] > found["history"][-1]["loss"]
    assert load_pretrained(BertMaskedLM, tmp_path / "checkpoint").bert.config.vocab_size == 60
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint"]


@pytest.mark.usefixtures("clock")
def test_a_killed_pretraining_goes_on(tmp_path, monkeypatch, pieces, ids):
    monkeypatch.setattr(_pretraining, "STATE_EVERY", 0.3)
    options = {"device": "cpu", "aside": 20}
    arguments = tmp_path, ids, _nsmc_pieces.begins(pieces), plan()
    with monkeypatch.context() as killed:
        killed.setattr(_pretraining.Run, "note", fail_late)
        with pytest.raises(KeyboardInterrupt):
            _pretraining.pretrain(*arguments, **options)
    found = _pretraining.pretrain(*arguments, **options)
    assert found["history"][0]["step"] > 25
    assert found["steps"] == pytest.approx(80, abs=3)


def fail_late(run, loss):
    if run.seconds > 0.5:
        raise KeyboardInterrupt


def test_a_run_goes_on_from_its_state(pieces, ids):
    begins = torch.from_numpy(_nsmc_pieces.begins(pieces))
    first, second = (_pretraining.Run(plan(seed=seed), begins, CPU) for seed in (0, 1))
    batch = next(_pretraining.Resident(ids, device=CPU).batches(64, seed=(0,)))
    first.learn(batch, 0.5)
    second.load_state_dict(first.state_dict())
    assert first.learn(batch, 0.6) == second.learn(batch, 0.6)
    assert second.step == 2


@pytest.mark.usefixtures("clock")
def test_throughput_says_why_it_cannot_be_measured(pieces, ids):
    begins = _nsmc_pieces.begins(pieces)
    options = {"device": "cpu", "seconds": 0.05}
    assert _pretraining.throughput(ids, begins, plan(), **options)["tokens_per_second"] > 0
    broken = _pretraining.throughput(ids, begins, plan(precision="fp16"), **options)
    assert "needs a GPU" in broken["error"]


def test_a_job_is_its_name():
    for job in (_finetuning.Job("scratch", 0, 1, 2), _finetuning.Job("pretrained", 9, 0, 0, True)):
        assert _finetuning.Job.parse(str(job)) == job


def test_forgotten_pieces_are_masked_and_frames_stay(ids):
    whole = _finetuning.forgetful(0.0, seed=0)(ids).ids
    gaps = _finetuning.forgetful(1.0, seed=0)(ids).ids
    assert torch.equal(gaps[whole < 5], whole[whole < 5])
    assert (gaps[whole >= 5] == _nsmc_pieces.MASK).all()


def test_probabilities_come_in_the_order_of_the_reviews(ids):
    model = BertClassifier(SIZES["toy"].config(60)).eval()
    found = _finetuning.probabilities(model, ids)
    for row in (0, 7, 50):
        alone = FlatIds(list(ids.documents())[row], np.zeros(1, np.int64))
        np.testing.assert_allclose(
            found[row], _finetuning.probabilities(model, alone)[0], atol=1e-6
        )


def test_a_checkpoint_gives_all_but_pooler_and_classifier(tmp_path):
    config = SIZES["toy"].config(60)
    trained = BertMaskedLM(config)
    _pretraining.save_whole(trained, tmp_path / "checkpoint")
    model = _finetuning.new_model(config, tmp_path / "checkpoint")
    for name, value in trained.bert.state_dict().items():
        assert torch.equal(model.bert.state_dict()[name], value), name


def test_the_best_candidate_is_chosen_by_held_out_rows(tmp_path):
    tunings = {
        key: (value[0], replace(value[0], epochs=2)) for key, value in SIZES["toy"].tunings.items()
    }
    size, chosen = replace(SIZES["toy"], tunings=tunings), argparse.Namespace(folder=tmp_path)
    for job in nsmc_bert.candidates(size):
        better = job.tuning == (job.way == "pretrained")
        (tmp_path / f"{job}.json").write_text(json.dumps({"accuracy": 0.6 + 0.1 * better}))
    jobs = nsmc_bert.choose(chosen, size)
    assert {(job.way, job.tuning) for job in jobs} == {("scratch", 0), ("pretrained", 1)}
    assert len(jobs) == 4 * len(SEEDS)
    assert not any(job.held_out for job in jobs)
