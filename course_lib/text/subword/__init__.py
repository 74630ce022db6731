"""Pieces of words, learnt from a corpus: byte-pair encoding and WordPiece, in plain Python.

    model = Bpe.train(texts, vocab_size=8000)
    ids = model.encode("영화가 재미있다")
    model.decode(ids)                        # the text again

`fast` does the same with the library ``tokenizers``: the same ids, many times as fast.
"""

from course_lib.text.subword.bpe import Bpe
from course_lib.text.subword.wordpiece import WordPiece

__all__ = ["Bpe", "WordPiece"]
