"""The loop: four lines that each matter, means over examples, the best weights as a copy."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn

from course_lib.training import evaluate, fit, train_epoch
from course_lib.training.loop import answers

LOSS = nn.BCEWithLogitsLoss()


def _data(size: int = 50, seed: int = 0):
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(size, 3, dtype=torch.float64, generator=generator)
    return x, (x.sum(dim=1) > 0.3).double()


def _model(seed: int = 0, dropout: float = 0.0) -> nn.Sequential:
    torch.manual_seed(seed)
    layers = nn.Linear(3, 8), nn.Tanh(), nn.Dropout(dropout), nn.Linear(8, 1), nn.Flatten(0)
    return nn.Sequential(*layers).double()


def _split(x, y, size):
    return list(zip(x.split(size), y.split(size), strict=True))


def test_an_epoch_is_the_four_lines_for_every_batch():
    x, y = _data()
    ours, theirs = _model(), _model()
    optimizer = torch.optim.SGD(ours.parameters(), lr=0.1)
    total = 0.0
    for inputs, labels in _split(x, y, 16):
        loss = LOSS(theirs(inputs), labels)
        total += loss.item() * len(labels)
        gradients = torch.autograd.grad(loss, list(theirs.parameters()))
        with torch.no_grad():
            for p, g in zip(theirs.parameters(), gradients, strict=True):
                p -= 0.1 * g
    mean = train_epoch(ours, _split(x, y, 16), loss_of=LOSS, optimizer=optimizer)
    assert mean == pytest.approx(total / 50, rel=1e-12)
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(p, q, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("size", [1, 7, 16, 50])
def test_scores_do_not_depend_on_the_batches(size):
    x, y = _data()
    model = _model(dropout=0.5)
    score = evaluate(model, _split(x, y, size), loss_of=LOSS)
    outputs = model.eval()(x)
    assert score.loss == pytest.approx(LOSS(outputs, y).item(), rel=1e-12)
    assert score.accuracy == pytest.approx(((outputs > 0) == y).double().mean().item())


def test_evaluating_changes_and_records_nothing():
    x, y = _data()
    model = _model()
    seen = []
    model.register_forward_hook(lambda module, args, out: seen.append(out.requires_grad))
    before = copy.deepcopy(model.state_dict())
    evaluate(model, [(x, y)], loss_of=LOSS)
    assert seen == [False]
    assert not model.training
    assert all(torch.equal(before[name], p) for name, p in model.state_dict().items())
    train_epoch(model, [(x, y)], loss_of=LOSS, optimizer=torch.optim.SGD(model.parameters(), lr=1))
    assert model.training


def test_fit_remembers_the_best_epoch_as_a_copy_and_stops():
    x, y = _data(30)
    flipped = 1 - y  # the better the model learns, the worse it gets here
    model = _model()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    history = fit(
        model, [(x, y)], [(x, flipped)],
        loss_of=LOSS, optimizer=optimizer, epochs=50, patience=3,
    )  # fmt: skip
    losses = [epoch.validation.loss for epoch in history.epochs]
    assert history.best.validation.loss == min(losses)
    assert history.stopped_early
    assert len(losses) == history.best.number + 3
    last = evaluate(model, [(x, flipped)], loss_of=LOSS)
    model.load_state_dict(history.best_state)
    assert evaluate(model, [(x, flipped)], loss_of=LOSS) == history.best.validation
    assert last.loss > history.best.validation.loss


def test_fit_learns_and_the_same_seed_gives_the_same_run():
    x, y = _data(200)
    runs = []
    for _ in range(2):
        model = _model(seed=4)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
        runs.append(fit(model, _split(x, y, 32), [(x, y)], loss_of=LOSS, optimizer=optimizer,
                        epochs=20))  # fmt: skip
    assert runs[0].epochs == runs[1].epochs
    assert runs[0].best.validation.accuracy > 0.95
    assert not runs[0].stopped_early


def test_answers():
    assert answers(torch.tensor([-1.0, 0.0, 0.1])).tolist() == [0, 0, 1]
    assert answers(torch.tensor([[0.1, 2.0], [3.0, 0.0]])).tolist() == [1, 0]
    for shape in ((4, 1), (), (2, 3, 4)):
        with pytest.raises(ValueError, match=r"expected outputs of shape \(B,\) or \(B, K >= 2\)"):
            answers(torch.zeros(shape))


def test_nothing_to_learn_from_is_an_error():
    model = _model()
    optimizer = torch.optim.SGD(model.parameters(), lr=1)
    with pytest.raises(ValueError, match="at least one example"):
        train_epoch(model, [], loss_of=LOSS, optimizer=optimizer)
    with pytest.raises(ValueError, match="at least one example"):
        evaluate(model, [], loss_of=LOSS)
    for wrong in ({"epochs": 0}, {"epochs": 3, "patience": 0}):
        with pytest.raises(ValueError, match="must be at least 1"):
            fit(model, [], [], loss_of=LOSS, optimizer=optimizer, **wrong)
