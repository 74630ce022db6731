"""A training to be killed: ``python -m tests.training.trained FOLDER OUT SECONDS_PER_STEP``."""

from __future__ import annotations

import random
import sys
import time

import numpy as np
import torch
from torch import nn

from course_lib.training import fit
from course_lib.training.schedules import cosine


class Noisy(nn.Module):
    """Draws from all three generators, as dropout and augmentation do."""

    def __init__(self, slow: float) -> None:
        super().__init__()
        self.slow = slow
        self.layers = nn.Sequential(nn.Linear(3, 8), nn.Dropout(0.3), nn.Linear(8, 2))

    def forward(self, x):
        time.sleep(self.slow)
        return self.layers(x + 0.1 * random.random() + 0.1 * np.random.rand())


class Shuffled:
    """Batches in an order that follows from the number of the pass."""

    def __init__(self, x, y):
        self.x, self.y, self.epoch = x, y, 0

    def __len__(self):
        return 10

    def __iter__(self):
        order = torch.from_numpy(np.random.default_rng(self.epoch).permutation(len(self.y)))
        self.epoch += 1
        for rows in order.chunk(10):
            yield self.x[rows], self.y[rows], rows


def data():
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(60, 3, generator=generator)
    return x, (x[:, 0] > 0).long()


def train(folder, *, slow=0.0, epochs=4, batches=None, every=3):
    random.seed(0), np.random.seed(0), torch.manual_seed(0)
    model = Noisy(slow)
    x, y = data()
    history = fit(
        model, batches or Shuffled(x, y), [(x, y)],
        loss_of=nn.CrossEntropyLoss(), optimizer=torch.optim.Adam(model.parameters(), lr=0.05),
        epochs=epochs, clip=0.5, schedule=cosine(warmup=0.2),
        checkpoint=folder, checkpoint_every=every if folder else None,
    )  # fmt: skip
    return model, history


if __name__ == "__main__":
    trained, _ = train(sys.argv[1], slow=float(sys.argv[3]))
    torch.save(trained.state_dict(), sys.argv[2])
