"""Beam search: several beginnings side by side, the best of them kept at every step."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

import torch
from torch import Tensor

from course_lib.checks import check_shape
from course_lib.generation.states import Step, select_rows


class Hypothesis(NamedTuple):
    """One way to go on.

    Args:
        ids: the new tokens, the one that ended it included.
        log_prob: sum of their log probabilities.
        score: log_prob / length ** length_penalty; the higher, the better.
        ended: whether it ended by itself.
    """

    ids: tuple[int, ...]
    log_prob: float
    score: float
    ended: bool


@torch.no_grad()
def beam_search(
    step: Step,
    ids: Tensor,
    *,
    width: int,
    max_new: int,
    stop_ids: Collection[int] = (),
    length_penalty: float = 1.0,
    state: Any = None,
    select: Callable[[Any, Tensor], Any] = select_rows,
) -> list[list[Hypothesis]]:
    """Look for the most probable ways to go on.

    At each step every beginning is followed by every token; of those that go on, the `width` most
    probable stay. Those that end are set aside, and at last the best scores win. The search stops
    when no beginning can get better than the `width` best that have ended.

    Args:
        step: see `course_lib.generation`.
        ids: prompts of one length, of one token or more.
        width: beginnings kept for each sentence; 1 is greedy, but goes on behind an end too.
        max_new: at most so many new tokens.
        stop_ids: tokens that end a sentence.
        length_penalty: power of the length that the log probability is divided by: 0 takes the sum
            as it is and prefers short sentences, 1 takes the mean, more prefers long ones.
        state: what the step has carried so far, one row for each prompt.
        select: (state, rows) → the state of these rows in this order.
    Shape:
        ids (B, T) → B lists of at most `width` hypotheses, best first.
    Raises:
        ValueError: if ids have no token, width or max_new is below 1, or length_penalty below 0.
    Source:
        As ``transformers``' beam search with ``early_stopping="never"``; with a width that holds
        every beginning it is an exact search.
    """
    sizes = check_shape(ids, "B T", name="ids")
    if min(sizes["T"], width, max_new) < 1 or length_penalty < 0:
        got = f"{sizes['T']} tokens, width {width}, max_new {max_new}, length_penalty"
        raise ValueError(f"expected 1 or more, length_penalty >= 0, got {got} {length_penalty}")
    search = _Search(ids, width, max_new, stop_ids, length_penalty)
    logits, state = step(ids, state)
    while True:
        rows = search.advance(logits[:, -1].log_softmax(dim=1))
        if search.finished():
            return search.best()
        logits, state = step(search.ids[:, -1:], select(state, rows))


class _Search:
    """The beginnings of all sentences, (B · width) rows, and those that have ended."""

    def __init__(
        self, ids: Tensor, width: int, max_new: int, stop_ids: Collection[int], power: float
    ) -> None:
        self.B, self.width, self.max_new, self.power = len(ids), width, max_new, power
        self.stop = sorted(stop_ids)
        self.ids = ids.new_empty(len(ids), 0)  # new tokens of each beginning
        self.sums = torch.zeros(len(ids), 1, device=ids.device)  # (B, beginnings)
        self.ended: list[list[Hypothesis]] = [[] for _ in range(self.B)]

    def advance(self, log_probs: Tensor) -> Tensor:
        """Follow every beginning by every token; return the rows that the new ones come from."""
        V, here = log_probs.shape[1], self.sums.shape[1]
        totals = self.sums[:, :, None] + log_probs.view(self.B, here, V)
        first = torch.arange(self.B, device=totals.device)[:, None] * here
        self._set_aside(totals, first)
        totals[:, :, self.stop] = -torch.inf
        keep = min(self.width, here * (V - len(self.stop)))
        self.sums, places = totals.flatten(1).topk(keep, dim=1)
        rows = (first + places // V).flatten()
        self.ids = torch.cat([self.ids[rows], (places % V).view(-1, 1)], dim=1)
        return rows

    def _set_aside(self, totals: Tensor, first: Tensor) -> None:
        """Of the ways that end here, keep the best."""
        ends = totals[:, :, self.stop].flatten(1)
        values, places = ends.topk(min(self.width, ends.shape[1]), dim=1)
        for b in range(self.B):
            for value, place in zip(values[b].tolist(), places[b].tolist(), strict=True):
                row, stop = divmod(place, len(self.stop))
                begun = self.ids[int(first[b]) + row].tolist()
                self.ended[b].append(self._hypothesis([*begun, self.stop[stop]], value, True))
            self.ended[b] = self._ranked(self.ended[b])

    def finished(self) -> bool:
        """True at the greatest length, or when nothing that goes on can still win."""
        length = self.ids.shape[1]
        if length >= self.max_new or not self.sums.numel():
            return True
        best = self.sums.max(dim=1).values.tolist()
        return all(
            len(own) >= self.width and own[-1].score >= most / self.max_new**self.power
            for own, most in zip(self.ended, best, strict=True)
        )

    def best(self) -> list[list[Hypothesis]]:
        """The best of what ended and of what was cut at the greatest length."""
        here = self.sums.shape[1]
        found = []
        for b, own in enumerate(self.ended):
            rows = self.ids[b * here : (b + 1) * here].tolist()
            cut = [
                self._hypothesis(ids, total, False)
                for ids, total in zip(rows, self.sums[b].tolist(), strict=True)
                if len(ids) == self.max_new
            ]
            found.append(self._ranked([*own, *cut]))
        return found

    def _hypothesis(self, ids: list[int], total: float, ended: bool) -> Hypothesis:
        return Hypothesis(tuple(ids), total, total / len(ids) ** self.power, ended)

    def _ranked(self, hypotheses: list[Hypothesis]) -> list[Hypothesis]:
        return sorted(hypotheses, key=lambda each: -each.score)[: self.width]
