"""Exercises on word2vec: counting pairs, making them, the noise distribution, a gradient."""

from course_lib.exercises.word2vec._count import PAIR_COUNT
from course_lib.exercises.word2vec._gradient import CENTER_GRADIENT
from course_lib.exercises.word2vec._noise import NOISE_SHARES
from course_lib.exercises.word2vec._pairs import WINDOW_PAIRS

EXERCISES = (PAIR_COUNT, NOISE_SHARES, WINDOW_PAIRS, CENTER_GRADIENT)
