"""Exercises on encoder and decoder: pairs of tokens, BLEU's precision, scores, decoding."""

from course_lib.exercises.seq2seq._decode import GREEDY
from course_lib.exercises.seq2seq._pairs import DECODER_PAIRS
from course_lib.exercises.seq2seq._precision import PRECISION
from course_lib.exercises.seq2seq._scores import SCORES

EXERCISES = (DECODER_PAIRS, PRECISION, SCORES, GREEDY)
