"""Exercises on n-grams and TF-IDF: a weight by hand, a sliding window, TF-IDF, signed hashing."""

from course_lib.exercises.ngrams_tfidf._by_hand import IDF_BY_HAND
from course_lib.exercises.ngrams_tfidf._hashing import HASHED_COUNTS
from course_lib.exercises.ngrams_tfidf._sliding import SLIDING
from course_lib.exercises.ngrams_tfidf._tfidf import TFIDF

EXERCISES = (IDF_BY_HAND, SLIDING, TFIDF, HASHED_COUNTS)
