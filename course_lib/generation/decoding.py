"""One token after another: greedy or drawn, for many sentences at once, as a stream or whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

import torch
from torch import Tensor

from course_lib.checks import check_shape
from course_lib.generation.logits import shape_logits
from course_lib.generation.states import Step

Stop = Callable[[Tensor], Tensor]


class New(NamedTuple):
    """One new token for every sentence.

    Args:
        ids: the tokens; a sentence that has ended repeats its last one.
        running: True where the sentence had not ended before.
    Shape:
        ids (B,) integers, running (B,) bool.
    """

    ids: Tensor
    running: Tensor


class Generated(NamedTuple):
    """What was written after the prompts.

    Args:
        ids: the new tokens; a sentence that has ended repeats its last one.
        lengths: number of new tokens of each sentence, its end included.
    Shape:
        ids (B, T), lengths (B,).
    """

    ids: Tensor
    lengths: Tensor

    def rows(self, *, without: Collection[int] = ()) -> list[list[int]]:
        """The new tokens of each sentence.

        Args:
            without: tokens to leave out, such as the one that ended it.
        """
        pairs = zip(self.ids.tolist(), self.lengths.tolist(), strict=True)
        return [[token for token in row[:n] if token not in without] for row, n in pairs]


@torch.no_grad()
def stream(
    step: Step,
    ids: Tensor,
    *,
    max_new: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    repetition_penalty: float = 1.0,
    stop_ids: Collection[int] = (),
    stop_when: Stop | None = None,
    state: Any = None,
    generator: torch.Generator | None = None,
) -> Iterator[New]:
    """Yield the next token of every sentence as soon as it is chosen, until all have ended.

    Args:
        step: see `course_lib.generation`.
        ids: prompts of one length, of one token or more.
        max_new: at most so many new tokens.
        temperature: 0 always takes the best token (greedy); see `shape_logits`.
        top_k: see `keep_top_k`.
        top_p: see `keep_top_p`.
        repetition_penalty: see `penalize_repeats`.
        stop_ids: tokens that end a sentence.
        stop_when: all tokens so far (B, T) → (B,) bool, True where a sentence ends.
        state: what the step has carried so far.
        generator: of the random draws.
    Shape:
        ids (B, T) → (B,) and (B,) each time.
    Raises:
        ValueError: if ids have no token, or an option is out of its range.
    """
    sizes = check_shape(ids, "B T", name="ids")
    if sizes["T"] < 1 or max_new < 1:
        raise ValueError(f"expected one token and max_new >= 1, got {sizes['T']} and {max_new}")
    options: Any = {"top_k": top_k, "top_p": top_p, "repetition_penalty": repetition_penalty}
    ends = torch.tensor(sorted(stop_ids), dtype=torch.long, device=ids.device)
    running = torch.ones(len(ids), dtype=torch.bool, device=ids.device)
    new = ids
    for _ in range(max_new):
        logits, state = step(new, state)
        shaped = shape_logits(logits[:, -1], ids, temperature=temperature or 1.0, **options)
        chosen = shaped.argmax(1) if temperature == 0 else _draw(shaped, generator)
        chosen = torch.where(running, chosen, ids[:, -1])
        new = chosen[:, None]
        ids = torch.cat([ids, new], dim=1)
        yield New(chosen, running)
        running = running & ~torch.isin(chosen, ends)
        running = running if stop_when is None else running & ~stop_when(ids)
        if not running.any():
            return


def generate(step: Step, ids: Tensor, *, max_new: int, **options: Any) -> Generated:
    """Write on until every sentence has ended.

    Args:
        step: see `course_lib.generation`.
        ids: prompts of one length, of one token or more.
        max_new: at most so many new tokens.
        **options: the others of `stream`.
    Shape:
        ids (B, T) → ids (B, T'), lengths (B,): without the prompts.
    Raises:
        ValueError: as `stream`.
    """
    news = list(stream(step, ids, max_new=max_new, **options))
    columns, running = zip(*news, strict=True)
    return Generated(torch.stack(columns, dim=1), torch.stack(running).sum(0))


def _draw(logits: Tensor, generator: torch.Generator | None) -> Tensor:
    """One token for each row by its probabilities, (B, V) → (B,)."""
    return torch.multinomial(logits.softmax(dim=1), 1, generator=generator).squeeze(1)
