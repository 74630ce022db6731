"""word2vec from scratch: skip-gram and CBOW, with negative sampling or hierarchical softmax.

Everything random in a step is drawn from (seed, number of the step): a run that was stopped and
goes on from its checkpoint gives the same vectors as one that was not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import torch

from course_lib.files import load_state, save_state
from course_lib.runtime import resolve_device
from course_lib.text.flat import FlatIds
from course_lib.vectors.formats import PathLike
from course_lib.vectors.keyed import KeyedVectors
from course_lib.vectors.objectives import (
    Result,
    cbow_blocks,
    hierarchical,
    lay_blocks,
    skipgram_blocks,
)
from course_lib.vectors.rows import AdaGradRows
from course_lib.vectors.sampling import huffman, noise
from course_lib.vectors.windows import Tokens, keep_probabilities, take

Model = Literal["skipgram", "cbow"]
Output = Literal["negative", "hierarchical"]
_FORMAT = "course-lib word2vec 2"


@dataclass(frozen=True)
class Settings:
    """How to learn.

    Attributes:
        model: predict neighbours from the center ("skipgram") or the other way ("cbow").
        output: "negative" sampling or "hierarchical" softmax.
        dim: numbers per word.
        window: farthest neighbour on each side.
        dynamic: draw each center's window from 1 to window.
        negative: drawn words per pair (skip-gram) or center (CBOW).
        power: of the counts, for drawing negative words.
        subsample: share of the text above which words are thinned out; 0 keeps all.
        epochs: times to go over the corpus.
        lr: AdaGrad's step size; it falls linearly to a hundredth.
        batch_tokens: tokens of the corpus per step. No window goes from one step to the next.
        block: neighbouring centers that share their negative words.
        shared: how many words they share; they are weighted to stand for ``negative`` per pair.
        seed: of the first vectors and of everything drawn.
    """

    model: Model = "skipgram"
    output: Output = "negative"
    dim: int = 100
    window: int = 5
    dynamic: bool = True
    negative: int = 5
    power: float = 0.75
    subsample: float = 1e-3
    epochs: int = 5
    lr: float = 0.1
    batch_tokens: int = 4096
    block: int = 32
    shared: int = 64
    seed: int = 0

    def __post_init__(self) -> None:
        for name, options in (("model", get_args(Model)), ("output", get_args(Output))):
            if getattr(self, name) not in options:
                raise ValueError(f"{name} must be one of {options}, got {getattr(self, name)!r}")
        whole = ("dim", "window", "negative", "epochs", "batch_tokens", "block", "shared")
        for name in whole:
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
        if not self.lr > 0:
            raise ValueError(f"lr must be above 0, got {self.lr}")


class Word2Vec:
    """A model that learns word vectors from a corpus of ids.

    Args:
        counts: how often each word occurs in the corpus; words with 0 are left out of it.
        settings: how to learn.
        device: where; by default on the best one there is.
    Shape:
        counts (V,).
    Raises:
        ValueError: for counts or a device that cannot be.
    Source:
        Mikolov et al. (2013a, 2013b). Unlike word2vec.c and gensim it steps by AdaGrad over many
        tokens at once, and neighbouring centers share their negative words.
    """

    def __init__(
        self,
        counts: npt.ArrayLike,
        *,
        settings: Settings | None = None,
        device: str | torch.device | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.counts = np.asarray(counts)
        self.device = resolve_device(device)
        self.steps_done = 0
        self._tokens = 0  # of the corpus, once training has begun
        self.losses: list[tuple[int, float]] = []
        size, dim = len(self.counts), self.settings.dim
        first = np.random.default_rng(self.settings.seed).random((size, dim), dtype=np.float32)
        self._in = AdaGradRows(torch.from_numpy((first - 0.5) / dim).to(self.device))
        self._out = AdaGradRows(torch.zeros(size, dim, device=self.device))
        self._keep = keep_probabilities(self.counts, threshold=self.settings.subsample)
        if self.settings.output == "hierarchical":
            self._tree = [torch.from_numpy(x).to(self.device) for x in huffman(self.counts)]
        else:
            self._noise = noise(self.counts, power=self.settings.power)

    def keyed(self, words: Iterable[str]) -> KeyedVectors:
        """Give the learned vectors to their words.

        Args:
            words: in the order of the ids.
        Raises:
            ValueError: if they are not as many as the counts, or one stands twice.
        """
        return KeyedVectors(words, self._in.weights.cpu().numpy().copy())

    def steps(self, corpus: FlatIds) -> int:
        """Give the number of steps in a whole training."""
        return self.settings.epochs * -(-len(corpus.flat) // self.settings.batch_tokens)

    def train(
        self,
        corpus: FlatIds,
        *,
        until: int | None = None,
        checkpoint: PathLike | None = None,
        checkpoint_every: int = 1000,
        loss_every: int = 50,
    ) -> None:
        """Go on learning from the step that was reached.

        Args:
            corpus: all ids, in memory or mapped into it; a step reads its own stretch only.
            until: stop after so many steps in all; by default after all epochs.
            checkpoint: a file to save to while training, and at the end.
            checkpoint_every: steps between two checkpoints.
            loss_every: steps between two entries in ``losses``, (step, mean loss of an example).
        Raises:
            IndexError: if an id has no count.
            OSError: if the checkpoint cannot be written.
            ValueError: if the corpus is empty, or not the one that training began with.
        """
        total, tokens = self.steps(corpus), len(corpus.flat)
        if not total:
            raise ValueError("expected a corpus with tokens, got an empty one")
        if self.steps_done and tokens != self._tokens:
            began = f"the corpus of {self._tokens:,} tokens that training began with"
            raise ValueError(f"expected {began}, got one of {tokens:,}")
        self._tokens = tokens
        while self.steps_done < min(total, until if until is not None else total):
            self._step(corpus, total, with_loss=self.steps_done % loss_every == 0)
            self.steps_done += 1
            if checkpoint is not None and self.steps_done % checkpoint_every == 0:
                self.save(checkpoint)
        if checkpoint is not None:
            self.save(checkpoint)

    def _step(self, corpus: FlatIds, total: int, *, with_loss: bool) -> None:
        options, step = self.settings, self.steps_done
        rng = np.random.default_rng((options.seed, step))
        start = step % (total // options.epochs) * options.batch_tokens
        tokens = take(
            corpus,
            start,
            min(start + options.batch_tokens, len(corpus.flat)),
            keep=self._keep,
            window=options.window,
            dynamic=options.dynamic,
            rng=rng,
        )
        if len(tokens.ids) < 2:
            return
        result = self._gradients(tokens, rng, with_loss)
        lr = options.lr * max(1 - step / total, 0.01)
        self._in.step(*result.inputs, lr=lr)
        self._out.step(*result.outputs, lr=lr)
        if with_loss and result.examples > 0:
            self.losses.append((step, float(result.loss / result.examples)))

    def _gradients(self, tokens: Tokens, rng: np.random.Generator, with_loss: bool) -> Result:
        options = self.settings
        matrices = self._in.weights, self._out.weights
        if options.output == "hierarchical":
            nodes, turns = self._tree
            cbow = options.model == "cbow"
            return hierarchical(*matrices, tokens, nodes=nodes, turns=turns, cbow=cbow)
        blocks = lay_blocks(tokens, size=options.block, window=options.window, device=self.device)
        drawn = self._noise.draw(rng, (len(blocks.centers), options.shared))
        objective = cbow_blocks if options.model == "cbow" else skipgram_blocks
        return objective(
            *matrices,
            blocks,
            drawn=torch.from_numpy(drawn).to(self.device),
            negative=options.negative,
            with_loss=with_loss,
        )

    def save(self, path: PathLike) -> None:
        """Write all that is needed to go on; the file appears whole or not at all.

        Raises:
            OSError: if the file cannot be written.
        """
        state: dict[str, Any] = {
            "settings": asdict(self.settings),
            "counts": torch.from_numpy(self.counts),
            "tokens": self._tokens,
            "steps_done": self.steps_done,
            "losses": self.losses,
        }
        for name, side in (("in", self._in), ("out", self._out)):
            state[name] = side.weights.cpu(), side.squares.cpu()
        save_state(path, state, form=_FORMAT)

    @classmethod
    def load(cls, path: PathLike, *, device: str | torch.device | None = None) -> Word2Vec:
        """Read what `save` wrote; `train` then goes on where it stopped.

        Args:
            path: the file.
            device: where to go on; by default on the best one there is.
        Raises:
            OSError: if the file cannot be opened.
            ValueError: if it is damaged or no such file.
        """
        state = load_state(path, form=_FORMAT)
        model = cls(state["counts"].numpy(), settings=Settings(**state["settings"]), device=device)
        model.steps_done, model.losses = state["steps_done"], state["losses"]
        model._tokens = state["tokens"]
        for name, side in (("in", model._in), ("out", model._out)):
            side.weights, side.squares = (each.to(model.device) for each in state[name])
        return model
