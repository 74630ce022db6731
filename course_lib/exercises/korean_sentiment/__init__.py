"""Exercises on Korean sentiment: memory of a dense table, lost morphemes, leakage, shares."""

from course_lib.exercises.korean_sentiment._by_character import BY_CHARACTER
from course_lib.exercises.korean_sentiment._dense_size import DENSE_SIZE
from course_lib.exercises.korean_sentiment._leaked import LEAKED
from course_lib.exercises.korean_sentiment._survivors import SURVIVORS

EXERCISES = (DENSE_SIZE, SURVIVORS, LEAKED, BY_CHARACTER)
