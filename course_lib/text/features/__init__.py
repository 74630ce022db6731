"""From tokens to sparse numbers: bags of words, n-grams, TF-IDF.

    grams, X = Ngrams.fit(map(whitespace, texts), high=2)   # X (B, V), counts, sparse
    tf_idf = TfIdf.fit(X)
    weights = tf_idf.transform(X)

Everything stays sparse: a row of X has as many entries as its text has different n-grams.
"""

from course_lib.text.features.columns import Ngrams
from course_lib.text.features.counts import bag_of_words, count_ids
from course_lib.text.features.grams import char_ngrams, ngrams
from course_lib.text.features.hashing import hash_ngrams
from course_lib.text.features.tfidf import TfIdf, document_frequency, idf

__all__ = [
    "Ngrams",
    "TfIdf",
    "bag_of_words",
    "char_ngrams",
    "count_ids",
    "document_frequency",
    "hash_ngrams",
    "idf",
    "ngrams",
]
