"""Words cut into pieces as a tagger takes them: one label for each word, at its first piece."""

from __future__ import annotations

from collections.abc import Sequence

from course_lib.models.bert.masking import IGNORE


def encode_words(
    words: Sequence[Sequence[int]],
    labels: Sequence[int],
    *,
    cls_id: int,
    sep_id: int,
    max_length: int,
) -> tuple[list[int], list[int]]:
    """[CLS] pieces [SEP], and a label for each: the word's at its first piece, `IGNORE` elsewhere.

    What is too long loses whole words at the end.

    Args:
        words: numbers of each word's pieces.
        labels: one for each word.
        cls_id: number of [CLS].
        sep_id: number of [SEP].
        max_length: longest result.
    Returns:
        Token numbers and labels, not padded.
    Raises:
        ValueError: if words and labels differ in number, a word has no piece, or max_length
            leaves no room for the first word.
    """
    if len(words) != len(labels):
        raise ValueError(f"expected one label for each of {len(words)} words, got {len(labels)}")
    ids, marks = [cls_id], [IGNORE]
    for place, (pieces, label) in enumerate(zip(words, labels, strict=True)):
        if not pieces:
            raise ValueError(f"every word needs one piece or more, word {place} has none")
        if len(ids) + len(pieces) + 1 > max_length:
            break
        ids += pieces
        marks += [label] + [IGNORE] * (len(pieces) - 1)
    if words and len(ids) == 1:
        got = f"max_length {max_length} and {len(words[0])} pieces"
        raise ValueError(f"max_length must have room for the first word, got {got}")
    return [*ids, sep_id], [*marks, IGNORE]
