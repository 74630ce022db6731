"""The same subwords by the library ``tokenizers`` (written in Rust; ``pip install tokenizers``).

BPE: training and encoding give exactly what `Bpe` gives. WordPiece: encoding does; training
differs by definition, since the library's trainer counts pairs as BPE does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from course_lib.text.flat import FlatIds, check_texts, flatten
from course_lib.text.subword.bpe import PIECE, Bpe
from course_lib.text.subword.bytes import byte_alphabet
from course_lib.text.subword.wordpiece import INSIDE, LONGEST_WORD, WordPiece
from course_lib.text.vocab import Vocab

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_BATCH = 10_000


def train_bpe(
    texts: Iterable[str],
    *,
    vocab_size: int,
    min_freq: int = 2,
    byte_level: bool = True,
    specials: Sequence[str] = ("<unk>", "<pad>"),
    unknown: str | None = "<unk>",
) -> Bpe:
    """Do `Bpe.train` many times as fast, with the same result.

    Args:
        texts: the corpus; gone through once.
        vocab_size: as in `Bpe.train`.
        min_freq: as in `Bpe.train`.
        byte_level: as in `Bpe.train`.
        specials: as in `Bpe.train`.
        unknown: as in `Bpe.train`.
    Raises:
        ImportError: if ``tokenizers`` is not installed.
        ValueError: if unknown is not one of the specials.
    """
    from tokenizers.trainers import BpeTrainer

    trainer = BpeTrainer(
        vocab_size=vocab_size,
        min_frequency=max(min_freq, 1),
        special_tokens=list(specials),
        initial_alphabet=list(byte_alphabet()) if byte_level else [],
        show_progress=False,
    )
    learner = _bpe(byte_level)
    learner.train_from_iterator(check_texts(texts), trainer)
    return _read_bpe(learner, specials, unknown, byte_level=byte_level)


def encode_many(model: Bpe | WordPiece, texts: Iterable[str]) -> FlatIds:
    """Do ``model.encode_many`` many times as fast, on all cores.

    Args:
        model: trained by us, or by `train_bpe`.
        texts: gone through once.
    Shape:
        Returns flat (number of tokens,) and offsets (B,), both int64.
    Raises:
        ImportError: if ``tokenizers`` is not installed.
        ValueError: if a text has an unknown character and the model no unknown token.
    """
    encoder = tokenizer(model)

    def ids() -> Iterator[list[int]]:
        for batch in _batches(check_texts(texts)):
            for encoding in encoder.encode_batch_fast(batch, add_special_tokens=False):
                yield encoding.ids

    return flatten(ids(), list)


def tokenizer(model: Bpe | WordPiece) -> Tokenizer:
    """Build the library's tokenizer for one of our models.

    Args:
        model: trained by us, or by `train_bpe`.
    Raises:
        ImportError: if ``tokenizers`` is not installed.
    """
    from tokenizers import Tokenizer, models, pre_tokenizers

    numbers = {token: i for i, token in enumerate(model.vocab.tokens)}
    if isinstance(model, Bpe):
        unknown = None if model.byte_level else model.vocab.unknown
        return _bpe(model.byte_level, vocab=numbers, merges=list(model.merges), unk_token=unknown)
    built = Tokenizer(
        models.WordPiece(
            vocab=numbers,
            unk_token=model.vocab.unknown,
            max_input_chars_per_word=LONGEST_WORD,
            continuing_subword_prefix=INSIDE,
        )
    )
    built.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return built


def _bpe(byte_level: bool, **facts: Any) -> Tokenizer:
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    built = Tokenizer(models.BPE(**facts))
    steps: list[Any] = [pre_tokenizers.Split(Regex(PIECE), behavior="isolated")]
    if byte_level:
        steps.append(pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False))
    built.pre_tokenizer = pre_tokenizers.Sequence(steps)
    return built


def _read_bpe(
    learner: Tokenizer, specials: Sequence[str], unknown: str | None, *, byte_level: bool
) -> Bpe:
    import json

    facts = json.loads(learner.to_str())["model"]
    tokens = sorted(facts["vocab"], key=facts["vocab"].__getitem__)
    merges = [tuple(pair) for pair in facts["merges"]]
    return Bpe(Vocab(tokens, specials=specials, unknown=unknown), merges, byte_level=byte_level)


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch
