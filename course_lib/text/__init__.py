"""From texts to numbers: one spelling, tokens, a vocabulary, sparse features.

texts = [normalize(text) for text in texts]
vocab, ids = Vocab.fit(map(basic_english, texts), min_freq=2)      # flat ids with offsets
grams, X = Ngrams.fit(analyzer("auto").morphs(texts), high=2)      # counts, sparse
weights = TfIdf.fit(X).transform(X)
"""

from course_lib.text.features import (
    Ngrams,
    TfIdf,
    bag_of_words,
    char_ngrams,
    hash_ngrams,
    ngrams,
)
from course_lib.text.flat import FlatIds
from course_lib.text.korean import Analyzer, analyzer
from course_lib.text.normalization import normalize
from course_lib.text.subword import Bpe, WordPiece
from course_lib.text.tokenizers import (
    TOKENIZERS,
    basic_english,
    characters,
    graphemes,
    jamo,
    join_jamo,
    syllables,
    whitespace,
    words,
)
from course_lib.text.vocab import Vocab

__all__ = [
    "TOKENIZERS",
    "Analyzer",
    "Bpe",
    "FlatIds",
    "Ngrams",
    "TfIdf",
    "Vocab",
    "WordPiece",
    "analyzer",
    "bag_of_words",
    "basic_english",
    "char_ngrams",
    "characters",
    "graphemes",
    "hash_ngrams",
    "jamo",
    "join_jamo",
    "ngrams",
    "normalize",
    "syllables",
    "whitespace",
    "words",
]
