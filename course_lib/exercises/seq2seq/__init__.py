"""Exercises on encoder and decoder: pairs of tokens, reversing, scores, decoding."""

from course_lib.exercises.seq2seq._decode import GREEDY
from course_lib.exercises.seq2seq._pairs import DECODER_PAIRS
from course_lib.exercises.seq2seq._reverse import REVERSE
from course_lib.exercises.seq2seq._scores import SCORES

EXERCISES = (DECODER_PAIRS, REVERSE, SCORES, GREEDY)
