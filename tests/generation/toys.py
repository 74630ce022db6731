"""Steps small enough to enumerate every text that they can write."""

from __future__ import annotations

import itertools

import torch


def bigram(V, *, seed=0, spread=2.0):
    """A step without a state: the last token decides. And its table of log probabilities."""
    generator = torch.Generator().manual_seed(seed)
    table = spread * torch.randn(V, V, generator=generator, dtype=torch.float64)
    return (lambda ids, state: (table[ids], state)), table.log_softmax(1)


def counting(V, *, seed=0):
    """A step whose state is the sum of all tokens so far: it fails if rows are mixed up.

    State: a list (a tensor (B,), a tuple with a tensor (1, B)), to be selected on two axes.
    """
    generator = torch.Generator().manual_seed(seed)
    table = 2 * torch.randn(3 * V, V, generator=generator, dtype=torch.float64)

    def step(ids, state):
        total = torch.zeros(len(ids), dtype=torch.long) if state is None else state
        sums = total[:, None] + ids.cumsum(1)
        return table[sums % len(table)], sums[:, -1]

    def log_prob(prompt, new):
        ids, value = list(prompt), 0.0
        for token in new:
            value += table[sum(ids) % len(table)].log_softmax(0)[token].item()
            ids.append(token)
        return value

    return step, log_prob


def every_text(log_prob, prompt, V, longest, stop):
    """(ids, log probability) of all texts: ended by `stop`, or cut at the greatest length."""
    others = [token for token in range(V) if token != stop]
    for length in range(longest):
        for begun in itertools.product(others, repeat=length):
            text = (*begun, stop)
            yield text, log_prob(prompt, text)
    for text in itertools.product(others, repeat=longest):
        yield text, log_prob(prompt, text)
